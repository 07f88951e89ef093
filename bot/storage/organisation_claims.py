"""Claims: somebody says that an organisation is theirs now; what became of that."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, select

from bot.storage.organisation_tables import organisation_claim
from bot.storage.rows import add, change, every, one

ACTIVE = ("draft", "asked", "checked")
_BY_ID = select(organisation_claim).where(organisation_claim.c.id == bindparam("ident"))


@dataclass(frozen=True, slots=True)
class Claim:
    """One claim, from its first word until somebody decided, and after."""

    id: int
    organisation_id: int
    person_id: int
    state: str
    role: str
    since: str | None
    register: str
    note: str
    checked_by: int | None
    checker: str
    checked_at: datetime | None
    decided_by: int | None
    decider: str
    decided_at: datetime | None
    whole: int | None
    answer: str
    objected_by: int | None
    objected_at: datetime | None
    undone_by: int | None
    undoer: str
    undone_at: datetime | None
    nudged_at: datetime | None
    rev: int
    created_at: datetime


def begin(conn: Connection, organisation_id: int, person_id: int, now: datetime) -> Claim:
    """Store a claim that is not sent yet, or return the one that is on its way."""
    known = active_of(conn, organisation_id, person_id)
    if known is not None:
        return known
    values = {"organisation_id": organisation_id, "person_id": person_id, "created_at": now}
    return get(conn, add(conn, organisation_claim, **values))


def find(conn: Connection, ident: int) -> Claim | None:
    """Return a claim, whatever became of it."""
    return one(conn, Claim, _BY_ID, ident=ident)


def get(conn: Connection, ident: int) -> Claim:
    """Return a claim that is known to exist."""
    known = find(conn, ident)
    assert known is not None
    return known


def active_of(conn: Connection, organisation_id: int, person_id: int) -> Claim | None:
    """Return somebody's claim to an organisation that nobody has decided about."""
    query = select(organisation_claim).where(
        organisation_claim.c.organisation_id == organisation_id,
        organisation_claim.c.person_id == person_id,
        organisation_claim.c.state.in_(ACTIVE),
    )
    return one(conn, Claim, query)


def of_person(conn: Connection, person_id: int, states: Collection[str]) -> list[Claim]:
    """Return somebody's claims in such states, the newest first."""
    query = select(organisation_claim).where(
        organisation_claim.c.person_id == person_id, organisation_claim.c.state.in_(list(states))
    )
    return every(conn, Claim, query.order_by(organisation_claim.c.id.desc()))


def waiting(conn: Connection, since: datetime) -> list[Claim]:
    """Return claims made before a moment that nobody decided about, nor was reminded of."""
    query = select(organisation_claim).where(
        organisation_claim.c.state.in_(("asked", "checked")),
        organisation_claim.c.nudged_at.is_(None),
        organisation_claim.c.created_at <= since,
    )
    return every(conn, Claim, query.order_by(organisation_claim.c.id))


def nudged(conn: Connection, ident: int, now: datetime) -> None:
    """Note that coordination was reminded; what was seen of the claim has not changed by that."""
    change(conn, organisation_claim, organisation_claim.c.id == ident, nudged_at=now)


def move(conn: Connection, ident: int, *, was: Collection[str], **values: Any) -> bool:
    """Change a claim if it is in one of these states; tell whether it was."""
    at = organisation_claim.c.state.in_(list(was))
    where = (organisation_claim.c.id == ident, at)
    return (
        change(conn, organisation_claim, *where, rev=organisation_claim.c.rev + 1, **values) == 1
    )
