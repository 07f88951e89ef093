"""Who else could look at what a coordinator wrote, before it goes to many."""

from __future__ import annotations

from sqlalchemy import Connection

from bot.helpdesk import standing
from bot.helpdesk.desk import Desk
from bot.storage import staff
from bot.storage.rows import Advisor


def others(conn: Connection, desk: Desk, author: int) -> set[int]:
    """Return who could approve what somebody wrote: coordinators not known to have left."""
    known = standing.coordinators(conn, desk) - {author}
    return {one for one in known if not _left(staff.find(conn, one))}


def _left(known: Advisor | None) -> bool:
    if known is None or known.member:
        return known is not None and known.blocked
    return known.blocked or known.checked_at is not None
