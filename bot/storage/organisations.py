"""Organisations, and the people who act for them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, select

from bot.storage.programme_tables import membership, organisation
from bot.storage.rows import Person, add, change, every, one
from bot.storage.tables import person

_BY_ID = select(organisation).where(organisation.c.id == bindparam("ident"))
_MEMBERSHIP = select(membership).where(membership.c.id == bindparam("ident"))
_MEMBER = select(membership).where(
    membership.c.organisation_id == bindparam("organisation"),
    membership.c.person_id == bindparam("person"),
    membership.c.left_at.is_(None),
)


@dataclass(frozen=True, slots=True)
class Organisation:
    """An organisation; `follows` are the days of the calendar it keeps, None before a choice."""

    id: int
    name: str
    kind: str
    commune: str
    traits: list[str]
    follows: list[str] | None
    created_at: datetime
    changed_at: datetime


@dataclass(frozen=True, slots=True)
class Membership:
    """That somebody acts for an organisation."""

    id: int
    organisation_id: int
    person_id: int
    via: str
    joined_at: datetime
    left_at: datetime | None
    role: str
    since: str | None
    asks: bool
    left_why: str | None
    claim_id: int | None
    ended_by: int | None


def found(conn: Connection, person_id: int, name: str, kind: str, now: datetime) -> Organisation:
    """Store a new organisation with its first member, and return it."""
    ident = add(
        conn, organisation, name=name, kind=kind, traits=[], created_at=now, changed_at=now
    )
    join(conn, ident, person_id, "founded", now)
    return get(conn, ident)


def find(conn: Connection, ident: int) -> Organisation | None:
    """Return an organisation, if it exists."""
    return one(conn, Organisation, _BY_ID, ident=ident)


def get(conn: Connection, ident: int) -> Organisation:
    """Return an organisation that is known to exist."""
    known = find(conn, ident)
    assert known is not None
    return known


def set_fields(conn: Connection, ident: int, now: datetime, **values: Any) -> None:
    """Store facts about an organisation."""
    change(conn, organisation, organisation.c.id == ident, changed_at=now, **values)


def of_person(conn: Connection, person_id: int) -> list[Organisation]:
    """Return the organisations that a person acts for, in the order in which they joined."""
    query = (
        select(organisation)
        .join(membership, membership.c.organisation_id == organisation.c.id)
        .where(membership.c.person_id == person_id, membership.c.left_at.is_(None))
        .order_by(membership.c.id)
    )
    return every(conn, Organisation, query)


def after(conn: Connection, ident: int, most: int) -> list[Organisation]:
    """Return the organisations that come next after this number, in their order."""
    query = select(organisation).where(organisation.c.id > ident)
    return every(conn, Organisation, query.order_by(organisation.c.id).limit(most))


def named(conn: Connection) -> list[Organisation]:
    """Return all organisations that have a name."""
    query = select(organisation).where(organisation.c.name != "")
    return every(conn, Organisation, query.order_by(organisation.c.id))


def names_by_person(conn: Connection) -> dict[int, list[str]]:
    """Return the names of all organisations that people act for, or did."""
    theirs = membership.c.organisation_id == organisation.c.id
    query = select(membership.c.person_id, organisation.c.name).join(organisation, theirs)
    found: dict[int, list[str]] = {}
    for person_id, name in conn.execute(query.where(organisation.c.name != "")):
        found.setdefault(person_id, []).append(name)
    return found


def members(conn: Connection, ident: int) -> list[Person]:
    """Return those who act for an organisation now."""
    query = (
        select(person)
        .join(membership, membership.c.person_id == person.c.id)
        .where(membership.c.organisation_id == ident, membership.c.left_at.is_(None))
        .order_by(membership.c.id)
    )
    return every(conn, Person, query)


def membership_of(conn: Connection, ident: int, person_id: int) -> Membership | None:
    """Return that a person acts for an organisation now, or None."""
    return one(conn, Membership, _MEMBER, organisation=ident, person=person_id)


def find_membership(conn: Connection, ident: int) -> Membership | None:
    """Return a membership by its number, also one that is over."""
    return one(conn, Membership, _MEMBERSHIP, ident=ident)


def memberships(conn: Connection, ident: int) -> list[Membership]:
    """Return who acts for an organisation now and how they came, in their order."""
    query = select(membership).where(
        membership.c.organisation_id == ident, membership.c.left_at.is_(None)
    )
    return every(conn, Membership, query.order_by(membership.c.id))


def memberships_of(conn: Connection, person_id: int) -> list[Membership]:
    """Return for whom a person acts now, in the order in which they joined."""
    query = select(membership).where(
        membership.c.person_id == person_id, membership.c.left_at.is_(None)
    )
    return every(conn, Membership, query.order_by(membership.c.id))


def ended_by(conn: Connection, claim_id: int) -> list[Membership]:
    """Return the memberships that a claim has ended."""
    query = select(membership).where(membership.c.ended_by == claim_id)
    return every(conn, Membership, query.order_by(membership.c.id))


def join(
    conn: Connection, ident: int, person_id: int, via: str, now: datetime, **more: Any
) -> int | None:
    """Let a person act for an organisation; None when they do already."""
    if membership_of(conn, ident, person_id) is not None:
        return None
    values = {"organisation_id": ident, "person_id": person_id, "via": via, "joined_at": now}
    return add(conn, membership, **values, **more)


def leave(conn: Connection, membership_id: int, now: datetime, why: str, **more: Any) -> bool:
    """End a membership; False when it had ended before."""
    where = (membership.c.id == membership_id, membership.c.left_at.is_(None))
    values = {"left_at": now, "left_why": why, "asks": False, **more}
    return change(conn, membership, *where, **values) == 1


def asked_for(conn: Connection, person_id: int) -> Organisation | None:
    """Return for whom a person's next question is: the only one, or the one that was chosen."""
    mine = memberships_of(conn, person_id)
    chosen = mine if len(mine) == 1 else [one for one in mine if one.asks]
    return get(conn, chosen[0].organisation_id) if chosen else None


def ask_for(conn: Connection, person_id: int, ident: int | None) -> None:
    """Let the next questions be in the name of this organisation, or of none."""
    mine = membership.c.person_id == person_id
    change(conn, membership, mine, membership.c.asks.is_(True), asks=False)
    if ident is not None:
        change(
            conn, membership, mine, membership.c.organisation_id == ident,
            membership.c.left_at.is_(None), asks=True,
        )  # fmt: skip
