"""What people said of knowledge that ages: the monthly list, and what is in force of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, select

from bot.storage.rows import add, change, every, one
from bot.storage.tables import review


@dataclass(frozen=True, slots=True)
class Review:
    """One thing on the list of a month, and what was said of it."""

    id: int
    month: str
    kind: str
    name: str
    mark: str
    asked_at: datetime | None
    verdict: str | None
    until: str | None
    decided_by: int | None
    decider: str | None
    decided_at: datetime | None
    remind_at: datetime | None


def put_on_list(conn: Connection, month: str, kind: str, name: str, mark: str) -> int:
    """Put one thing on the list of a month and return its row."""
    return add(conn, review, month=month, kind=kind, name=name, mark=mark)


def find(conn: Connection, ident: int) -> Review | None:
    """Return a row of a list."""
    return one(conn, Review, select(review).where(review.c.id == ident))


def of_month(conn: Connection, month: str) -> list[Review]:
    """Return the list of a month in its order."""
    return every(conn, Review, select(review).where(review.c.month == month).order_by(review.c.id))


def set_fields(conn: Connection, ident: int, **values: Any) -> None:
    """Store what became of a row."""
    change(conn, review, review.c.id == ident, **values)


def decided(conn: Connection) -> list[Review]:
    """Return all that was said, oldest first: a later word replaces an earlier one."""
    query = select(review).where(review.c.decided_at.is_not(None))
    return every(conn, Review, query.order_by(review.c.decided_at, review.c.id))


def due(conn: Connection, now: datetime) -> list[Review]:
    """Return what somebody wanted to put right and is to be reminded of."""
    query = select(review).where(review.c.remind_at <= now)
    return every(conn, Review, query.order_by(review.c.id))
