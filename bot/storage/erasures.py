"""Wishes to be forgotten: asked for, taken back in time, carried out once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, select

from bot.storage.advice_tables import mail_address
from bot.storage.privacy_tables import erasure, legal_hold
from bot.storage.rows import Person, add, change, every, one
from bot.storage.tables import person

WAITS = ("asked", "doing")


@dataclass(frozen=True, slots=True)
class Erasure:
    """One wish to be forgotten."""

    id: int
    person_id: int
    receipt: str
    state: str
    rev: int
    step: int
    again: int
    asked_at: datetime
    due_at: datetime
    told_held_at: datetime | None
    done_at: datetime | None
    outbox_id: int | None


@dataclass(frozen=True, slots=True)
class LegalHold:
    """Why nothing of somebody is erased for now."""

    id: int
    person_id: int
    reason: str
    set_by: int
    set_at: datetime
    released_by: int | None
    released_at: datetime | None


def ask(conn: Connection, person_id: int, receipt: str, now: datetime, due: datetime) -> Erasure:
    """Store a wish; one that waits already is returned instead."""
    known = waiting(conn, person_id)
    if known is not None:
        return known
    values = {"person_id": person_id, "receipt": receipt, "asked_at": now, "due_at": due}
    return get(conn, add(conn, erasure, **values))


def ask_again(conn: Connection, person_id: int, receipt: str, now: datetime) -> None:
    """Let a restored copy carry out at once, and silently, what was done before."""
    at_once = {"state": "doing", "step": 0, "again": 1}
    mine = erasure.c.person_id == person_id
    if change(conn, erasure, mine, erasure.c.state.in_(WAITS), **at_once):
        return
    taken = conn.execute(select(erasure.c.id).where(erasure.c.receipt == receipt)).first()
    number = f"{receipt}+"[:16] if taken else receipt
    values = {"person_id": person_id, "receipt": number, "asked_at": now, "due_at": now}
    add(conn, erasure, **values, **at_once)


def get(conn: Connection, ident: int) -> Erasure:
    """Return a wish that is known to exist."""
    found = find(conn, ident)
    assert found is not None
    return found


def find(conn: Connection, ident: int) -> Erasure | None:
    """Return a wish, or None."""
    return one(conn, Erasure, select(erasure).where(erasure.c.id == ident))


def waiting(conn: Connection, person_id: int) -> Erasure | None:
    """Return somebody's wish that waits or is being carried out."""
    query = select(erasure).where(erasure.c.person_id == person_id, erasure.c.state.in_(WAITS))
    return one(conn, Erasure, query)


def due(conn: Connection, now: datetime) -> list[Erasure]:
    """Return what is begun, and what has waited for long enough."""
    ripe = (erasure.c.state == "asked") & (erasure.c.due_at <= now)
    query = select(erasure).where((erasure.c.state == "doing") | ripe).order_by(erasure.c.id)
    return every(conn, Erasure, query)


def with_last_message(conn: Connection) -> list[Erasure]:
    """Return what is done but for forgetting where its last message went."""
    query = select(erasure).where(erasure.c.state == "done", erasure.c.outbox_id.is_not(None))
    return every(conn, Erasure, query.order_by(erasure.c.id))


def move(conn: Connection, ident: int, was: str, **values: Any) -> bool:
    """Change a wish only while it is in this state; tell whether it was."""
    rev = erasure.c.rev + 1
    at = erasure.c.state == was
    return change(conn, erasure, erasure.c.id == ident, at, rev=rev, **values) == 1


def set_fields(conn: Connection, ident: int, **values: Any) -> None:
    """Store facts that do not move a wish."""
    change(conn, erasure, erasure.c.id == ident, **values)


def living(conn: Connection) -> list[Person]:
    """Return everybody who is not erased."""
    return every(conn, Person, select(person).where(person.c.erased_at.is_(None)))


def mail_of(conn: Connection, known: Person) -> str | None:
    """Return the e-mail address of somebody who writes from one."""
    query = select(mail_address.c.email).where(mail_address.c.id == (known.mail_id or 0))
    address: str | None = conn.execute(query).scalar()
    return address


# What stands in the way


def hold(conn: Connection, person_id: int, reason: str, by: int, now: datetime) -> None:
    """Let nothing of somebody be erased until it is released."""
    change(conn, person, person.c.id == person_id, legal_hold=True)
    add(conn, legal_hold, person_id=person_id, reason=reason, set_by=by, set_at=now)


def release(conn: Connection, person_id: int, by: int, now: datetime) -> bool:
    """Let somebody be erased again; tell whether that was not so."""
    ended = {"released_by": by, "released_at": now}
    mine = legal_hold.c.person_id == person_id
    change(conn, legal_hold, mine, legal_hold.c.released_at.is_(None), **ended)
    held = person.c.legal_hold
    return change(conn, person, person.c.id == person_id, held, legal_hold=False) == 1


def held_by(conn: Connection, person_id: int) -> LegalHold | None:
    """Return the hold in force, if there is one."""
    query = select(legal_hold).where(
        legal_hold.c.person_id == person_id, legal_hold.c.released_at.is_(None)
    )
    return one(conn, LegalHold, query.order_by(legal_hold.c.id.desc()))
