"""The list of advisors as coordinators see it: in the group, holding something, or shut out."""

from __future__ import annotations

from sqlalchemy import Connection, func, or_, select

from bot.storage.rows import Advisor, every
from bot.storage.tables import advisor

#: Who only wrote once and left is of no interest to anybody.
_LISTED = or_(
    advisor.c.member.is_(True), advisor.c.blocked.is_(True), advisor.c.coordinator.is_(True)
)


def count(conn: Connection) -> int:
    """Return how many advisors there are."""
    return int(conn.execute(select(func.count()).select_from(advisor).where(_LISTED)).scalar_one())


def page(conn: Connection, start: int, most: int) -> list[Advisor]:
    """Return advisors by name, from a place in the list on."""
    query = select(advisor).where(_LISTED).order_by(advisor.c.name, advisor.c.telegram_id)
    return every(conn, Advisor, query.offset(start).limit(most))
