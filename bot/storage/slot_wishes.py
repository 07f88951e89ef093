"""Those who want to hear when a slot becomes free, in the order in which they asked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, delete, select

from bot.storage.booking_tables import slot_wish
from bot.storage.rows import add as insert
from bot.storage.rows import change, every


@dataclass(frozen=True, slots=True)
class Wish:
    """One wish: for which topic and form, and what was free when it was made."""

    id: int
    person_id: int
    topic: str
    form: str
    seen: list[int]
    until: datetime
    state: str
    created_at: datetime
    done_at: datetime | None


def add(
    conn: Connection,
    person_id: int,
    topic: str,
    form: str,
    seen: list[int],
    until: datetime,
    now: datetime,
) -> None:
    """Store a wish; one that waits for the same already is renewed."""
    end(conn, person_id, topic, form, "ended", now)
    insert(
        conn,
        slot_wish,
        person_id=person_id,
        topic=topic,
        form=form,
        seen=seen,
        until=until,
        created_at=now,
    )


def end(
    conn: Connection, person_id: int, topic: str, form: str, state: str, now: datetime
) -> bool:
    """Let a wish wait no longer; tell whether there was one."""
    mine = (
        slot_wish.c.person_id == person_id,
        slot_wish.c.topic == topic,
        slot_wish.c.form == form,
        slot_wish.c.state == "waiting",
    )
    return change(conn, slot_wish, *mine, state=state, done_at=now) == 1


def waiting(conn: Connection, now: datetime) -> list[Wish]:
    """Return who waits, the first to ask first; what nobody can wait for any more ends."""
    waits = slot_wish.c.state == "waiting"
    change(conn, slot_wish, waits, slot_wish.c.until <= now, state="ended", done_at=now)
    return every(conn, Wish, select(slot_wish).where(waits).order_by(slot_wish.c.id))


def drop_over(conn: Connection, before: datetime) -> None:
    """Delete wishes that ended before a moment."""
    over = slot_wish.c.state != "waiting", slot_wish.c.done_at < before
    conn.execute(delete(slot_wish).where(*over))


def set_seen(conn: Connection, ident: int, seen: list[int]) -> None:
    """Remember what somebody has seen of what is free."""
    change(conn, slot_wish, slot_wish.c.id == ident, seen=seen)
