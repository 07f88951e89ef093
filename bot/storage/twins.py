"""Rows that look like one person or one organisation, what was decided, and the log of merges."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, func, select

from bot.storage.advice_tables import mail_address
from bot.storage.organisation_tables import twins
from bot.storage.programme_tables import membership, organisation, registration
from bot.storage.references import TARGETS
from bot.storage.rows import Person, add, change, every, one
from bot.storage.tables import person, ticket


@dataclass(frozen=True, slots=True)
class Twins:
    """Two rows of one kind, the lower number first."""

    id: int
    kind: str
    one_id: int
    other_id: int
    why: str
    state: str
    rev: int
    by: int | None
    at: datetime
    kept_id: int | None
    moved: dict[str, int] | None


def find(conn: Connection, ident: int) -> Twins | None:
    """Return a pair, whatever was decided about it."""
    return one(conn, Twins, select(twins).where(twins.c.id == ident))


def pair(conn: Connection, kind: str, two: tuple[int, int], why: str, now: datetime) -> Twins:
    """Return the row of a pair, made when it is first shown."""
    low, high = sorted(two)
    query = select(twins).where(
        twins.c.kind == kind, twins.c.one_id == low, twins.c.other_id == high
    )
    known = one(conn, Twins, query)
    if known is None:
        values = {"kind": kind, "one_id": low, "other_id": high, "why": why, "at": now}
        known = find(conn, add(conn, twins, **values))
    assert known is not None
    return known


def decided(conn: Connection, kind: str) -> set[tuple[int, int]]:
    """Return the pairs that are different, or were merged."""
    query = select(twins.c.one_id, twins.c.other_id).where(
        twins.c.kind == kind, twins.c.state.in_(("different", "merged"))
    )
    return {(row.one_id, row.other_id) for row in conn.execute(query)}


def merged(conn: Connection, most: int) -> list[Twins]:
    """Return the log of merges, the newest first."""
    query = select(twins).where(twins.c.state == "merged").order_by(twins.c.at.desc())
    return every(conn, Twins, query.order_by(twins.c.id.desc()).limit(most))


def move(conn: Connection, ident: int, rev: int, now: datetime, **values: Any) -> bool:
    """Decide about a pair if it still is in the revision that was seen."""
    where = (twins.c.id == ident, twins.c.rev == rev, twins.c.state.in_(("shown", "asked")))
    return change(conn, twins, *where, rev=rev + 1, at=now, **values) == 1


def count(conn: Connection, kind: str) -> int:
    """Return how many people, or organisations, there are: each counted once."""
    table = TARGETS[kind]
    return int(conn.execute(select(func.count()).select_from(table)).scalar_one())


def there(conn: Connection, kind: str, two: tuple[int, int]) -> int:
    """Return how many of two rows exist still."""
    table = TARGETS[kind]
    query = select(func.count()).where(table.c.id.in_(two))
    return int(conn.execute(query).scalar_one())


# -- what is known of people


@dataclass(frozen=True, slots=True)
class Known:
    """Somebody with all by which they may be known again."""

    person: Person
    phones: frozenset[str]
    emails: frozenset[str]
    organisations: tuple[str, ...]


def people_known(conn: Connection) -> list[Known]:
    """Return everybody whose data is not erased, with phones, e-mail addresses, organisations."""
    phones: defaultdict[int, set[str]] = defaultdict(set)
    emails: defaultdict[int, set[str]] = defaultdict(set)
    names: defaultdict[int, set[str]] = defaultdict(set)
    columns = (registration.c.person_id, registration.c.phone, registration.c.email)
    query = select(*columns, registration.c.organisation)
    for row in conn.execute(query.where(registration.c.person_id.is_not(None))):
        _collect(phones, row.person_id, row.phone)
        _collect(emails, row.person_id, row.email)
        _collect(names, row.person_id, row.organisation)
    theirs = membership.c.organisation_id == organisation.c.id
    acting = select(membership.c.person_id, organisation.c.name).join(organisation, theirs)
    for ident, name in conn.execute(acting):
        _collect(names, ident, name)
    addresses = {
        row.id: row.email for row in conn.execute(select(mail_address.c.id, mail_address.c.email))
    }
    found = every(conn, Person, select(person).where(person.c.erased_at.is_(None)))
    for who in found:
        _collect(phones, who.id, who.phone)
        _collect(emails, who.id, addresses.get(who.mail_id) if who.mail_id else None)
        _collect(names, who.id, who.organisation)
    return [
        Known(
            who,
            frozenset(_digits(one) for one in phones[who.id]),
            frozenset(one.lower() for one in emails[who.id]),
            tuple(sorted(names[who.id])),
        )
        for who in found
    ]


def _collect(into: defaultdict[int, set[str]], ident: int, what: str | None) -> None:
    if what:
        into[ident].add(what)


def _digits(phone: str) -> str:
    """Return a Polish number as nine digits, however it was written."""
    digits = "".join(sign for sign in phone if sign.isdigit())
    return digits[-9:]


def tickets_of(conn: Connection, kind: str, ident: int) -> int:
    """Return how many tickets a person, or an organisation, has."""
    column = ticket.c.person_id if kind == "person" else ticket.c.organisation_id
    return int(conn.execute(select(func.count()).where(column == ident)).scalar_one())


def seats_of(conn: Connection, ident: int) -> int:
    """Return on how many lists a person stands, or stood."""
    query = select(func.count()).where(registration.c.person_id == ident)
    return int(conn.execute(query).scalar_one())
