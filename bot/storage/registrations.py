"""Who is on the list of an occasion: seated, waiting in order, offered a seat, or gone."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, func, select

from bot.storage.programme_tables import registration
from bot.storage.rows import add as insert
from bot.storage.rows import change, every, one

ACTIVE = ("seated", "waiting", "offered")
_BY_ID = select(registration).where(registration.c.id == bindparam("ident"))


@dataclass(frozen=True, slots=True)
class Registration:
    """One person on a list; without `person_id` somebody who has no Telegram."""

    id: int
    occasion_id: str
    person_id: int | None
    state: str
    name: str
    organisation: str
    commune: str
    needs: str
    phone: str | None
    email: str | None
    channel: str
    added_by: int | None
    guests: int
    team_id: int | None
    place: int
    offered_until: datetime | None
    coming: bool | None
    told_seq: int
    urgent_seq: int | None
    knows_seq: int | None
    calls: int
    called_by: str | None
    called_at: datetime | None
    present_at: datetime | None
    present_by: str | None
    rev: int
    created_at: datetime
    left_at: datetime | None
    left_why: str | None

    @property
    def seats(self) -> int:
        """Return how many seats this registration takes: the person's own, and the guests'."""
        return 1 + self.guests


def add(conn: Connection, **values: Any) -> int:
    """Store a new registration and return its number."""
    return insert(conn, registration, **values)


def find(conn: Connection, ident: int) -> Registration | None:
    """Return a registration, whatever its state."""
    return one(conn, Registration, _BY_ID, ident=ident)


def get(conn: Connection, ident: int) -> Registration:
    """Return a registration that is known to exist."""
    found = find(conn, ident)
    assert found is not None
    return found


def of_person(conn: Connection, occasion_id: str, person_id: int) -> Registration | None:
    """Return somebody's own registration that counts, if there is one."""
    query = select(registration).where(
        registration.c.occasion_id == occasion_id,
        registration.c.person_id == person_id,
        registration.c.state.in_(ACTIVE),
    )
    return one(conn, Registration, query)


def all_of_person(conn: Connection, person_id: int) -> list[Registration]:
    """Return everything somebody is, or was, registered for, the newest first."""
    query = select(registration).where(registration.c.person_id == person_id)
    return every(conn, Registration, query.order_by(registration.c.id.desc()))


def of_occasion(
    conn: Connection, occasion_id: str, states: Collection[str] = ACTIVE
) -> list[Registration]:
    """Return the list of an occasion: in order of the waiting list, then of arrival."""
    query = select(registration).where(
        registration.c.occasion_id == occasion_id, registration.c.state.in_(list(states))
    )
    return every(conn, Registration, query.order_by(registration.c.place, registration.c.id))


def offers_over(conn: Connection, now: datetime) -> list[Registration]:
    """Return the offers of a seat that nobody took in time."""
    query = select(registration).where(
        registration.c.state == "offered", registration.c.offered_until <= now
    )
    return every(conn, Registration, query.order_by(registration.c.id))


def last_place(conn: Connection, occasion_id: str) -> int:
    """Return the last place that was given in a waiting list; places are never given twice."""
    query = select(func.max(registration.c.place)).where(registration.c.occasion_id == occasion_id)
    return int(conn.execute(query).scalar() or 0)


def of_organisation(conn: Connection, occasion_id: str, organisation: str) -> int:
    """Return how many seats people of one organisation hold, however they write its name."""
    query = select(func.coalesce(func.sum(registration.c.guests + 1), 0)).where(
        registration.c.occasion_id == occasion_id,
        registration.c.state.in_(("seated", "offered")),
        func.lower(registration.c.organisation) == organisation.lower(),
    )
    return int(conn.execute(query).scalar() or 0)


def set_fields(conn: Connection, ident: int, **values: Any) -> None:
    """Store facts about a registration."""
    change(conn, registration, registration.c.id == ident, **values)


def move(conn: Connection, ident: int, *, was: Collection[str], **values: Any) -> bool:
    """Change a registration if it is in one of these states; tell whether it was."""
    at = registration.c.state.in_(list(was))
    rev = registration.c.rev + 1
    return change(conn, registration, registration.c.id == ident, at, rev=rev, **values) == 1
