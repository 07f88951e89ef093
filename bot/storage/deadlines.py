"""Deadlines: the days that an organisation or a person has to keep, and what became of them."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, delete, select

from bot.storage.new_only import NewOnly
from bot.storage.programme_tables import deadline
from bot.storage.rows import change, every, one

_BY_ID = select(deadline).where(deadline.c.id == bindparam("ident"))
_BY_KEY = select(deadline).where(
    deadline.c.owner == bindparam("owner"),
    deadline.c.source == bindparam("source"),
    deadline.c.day == bindparam("day"),
)
_INSERT = NewOnly(
    deadline, "owner", "source", "day", also=lambda made: made.returning(deadline.c.id)
)


@dataclass(frozen=True, slots=True)
class Deadline:
    """One day to keep; `day` is the earlier one, `later` where a holiday may move it."""

    id: int
    owner: str
    source: str
    title: str
    day: str
    later: str | None
    hour: str | None
    basis: str
    note: str
    sure: bool
    days_before: list[int]
    state: str
    rev: int
    created_by: int | None
    created_at: datetime
    done_by: int | None
    done_at: datetime | None


def add(conn: Connection, **values: Any) -> int | None:
    """Store a deadline and return its id; None when its owner has it already."""
    found: int | None = conn.execute(_INSERT.on(conn), values).scalar()
    return found


def find(conn: Connection, ident: int) -> Deadline | None:
    """Return a deadline, whatever its state."""
    return one(conn, Deadline, _BY_ID, ident=ident)


def get(conn: Connection, ident: int) -> Deadline:
    """Return a deadline that is known to exist."""
    known = find(conn, ident)
    assert known is not None
    return known


def known(conn: Connection, owner: str, source: str, day: str) -> Deadline | None:
    """Return an owner's deadline of a source on a day."""
    return one(conn, Deadline, _BY_KEY, owner=owner, source=source, day=day)


def of_owners(
    conn: Connection, owners: Collection[str], states: Collection[str] = ("open",)
) -> list[Deadline]:
    """Return the deadlines of some owners, the soonest first."""
    query = select(deadline).where(
        deadline.c.owner.in_(list(owners)), deadline.c.state.in_(list(states))
    )
    return every(conn, Deadline, query.order_by(deadline.c.day, deadline.c.id))


def open_after(conn: Connection, ident: int, day: str, most: int) -> list[Deadline]:
    """Return open deadlines from a day on, those that come next after this number."""
    query = select(deadline).where(
        deadline.c.id > ident, deadline.c.state == "open", deadline.c.day >= day
    )
    return every(conn, Deadline, query.order_by(deadline.c.id).limit(most))


def set_fields(conn: Connection, ident: int, **values: Any) -> None:
    """Store facts about a deadline."""
    change(conn, deadline, deadline.c.id == ident, **values)


def move(conn: Connection, ident: int, was: Collection[str], **values: Any) -> bool:
    """Bring a deadline into another state, if it is in one of these; count the change."""
    where = (deadline.c.id == ident, deadline.c.state.in_(list(was)))
    return change(conn, deadline, *where, rev=deadline.c.rev + 1, **values) == 1


def forget_drafts(conn: Connection, before: datetime) -> None:
    """Delete what was begun before a moment and never confirmed."""
    conn.execute(
        delete(deadline).where(deadline.c.state == "draft", deadline.c.created_at < before)
    )
