"""What many asked in a week and the base did not answer, and who writes about it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, select

from bot.storage.rows import add, change, every, one
from bot.storage.tables import gap


@dataclass(frozen=True, slots=True)
class Gap:
    """One question of a week's list; the fields of `revision_id` on: who began to write."""

    id: int
    week: str
    text: str
    topic: str
    people: int
    questions: list[int]
    revision_id: int | None
    taken_by: int | None
    taker: str | None


def put_on_list(conn: Connection, week: str, **values: Any) -> int:
    """Put one question on the list of a week and return its row."""
    return add(conn, gap, week=week, **values)


def find(conn: Connection, ident: int) -> Gap | None:
    """Return a row of a list."""
    return one(conn, Gap, select(gap).where(gap.c.id == ident))


def of_week(conn: Connection, week: str) -> list[Gap]:
    """Return the list of a week in its order."""
    return every(conn, Gap, select(gap).where(gap.c.week == week).order_by(gap.c.id))


def take(conn: Connection, ident: int, advisor_id: int, name: str) -> bool:
    """Give a question to one who will write about it; False when somebody was first."""
    free = gap.c.id == ident, gap.c.taken_by.is_(None)
    return change(conn, gap, *free, taken_by=advisor_id, taker=name) == 1


def set_revision(conn: Connection, ident: int, revision_id: int) -> None:
    """Store what was begun about a question."""
    change(conn, gap, gap.c.id == ident, revision_id=revision_id)
