"""Reminders due: each is a row with a key of its own, so that none can come into being twice."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, select
from sqlalchemy.dialects import postgresql, sqlite

from bot.storage.programme_tables import occurrence
from bot.storage.rows import change, every

_INSERT = {
    kind: make(occurrence).on_conflict_do_nothing(index_elements=["key"])
    for kind, make in (("sqlite", sqlite.insert), ("postgresql", postgresql.insert))
}


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One reminder of one kind, about one subject, due to one person."""

    id: int
    key: str
    kind: str
    subject: str
    person_id: int
    local: str
    zone: str
    due_at: datetime
    until: datetime
    state: str
    params: dict[str, Any]
    made_at: datetime
    done_at: datetime | None


def add(conn: Connection, key: str, **values: Any) -> bool:
    """Store a reminder that is due some day; False when its key is there already."""
    return conn.execute(_INSERT[conn.dialect.name], {"key": key, **values}).rowcount == 1


def due(conn: Connection, now: datetime, most: int = 2000) -> list[Occurrence]:
    """Return what is due, in the order in which it became so."""
    query = select(occurrence).where(occurrence.c.state == "waiting", occurrence.c.due_at <= now)
    return every(
        conn, Occurrence, query.order_by(occurrence.c.due_at, occurrence.c.id).limit(most)
    )


def of_subject(
    conn: Connection, subject: str, states: Collection[str] = ("waiting",)
) -> list[Occurrence]:
    """Return the reminders about something."""
    query = select(occurrence).where(
        occurrence.c.subject == subject, occurrence.c.state.in_(list(states))
    )
    return every(conn, Occurrence, query.order_by(occurrence.c.due_at, occurrence.c.id))


def settle(conn: Connection, idents: Collection[int], state: str, now: datetime) -> int:
    """End waiting reminders in a state; return how many still waited."""
    return change(
        conn,
        occurrence,
        occurrence.c.id.in_(list(idents)),
        occurrence.c.state == "waiting",
        state=state,
        done_at=now,
    )


def again(conn: Connection, key: str, values: Mapping[str, Any]) -> bool:
    """Let a cancelled reminder wait again, at another time; tell whether there was one."""
    return (
        change(
            conn,
            occurrence,
            occurrence.c.key == key,
            occurrence.c.state.in_(("waiting", "cancelled")),
            state="waiting",
            done_at=None,
            **values,
        )
        == 1
    )


def by_ids(conn: Connection, idents: Collection[int]) -> list[Occurrence]:
    """Return reminders by their numbers, in the order in which they were due."""
    query = select(occurrence).where(occurrence.c.id.in_(list(idents)))
    return every(conn, Occurrence, query.order_by(occurrence.c.due_at, occurrence.c.id))
