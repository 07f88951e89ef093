"""Occasions as they are in force, and the seats taken: the one guard against overselling."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, or_, select

from bot.domain.page_numbers import number_of
from bot.storage.programme_tables import occasion
from bot.storage.rows import change, every, one, put

_BY_ID = select(occasion).where(occasion.c.id == bindparam("ident"))


@dataclass(frozen=True, slots=True)
class Occasion:
    """A meeting or a contest as it is in force; what else it says stands in `text`, as YAML."""

    id: str
    kind: str
    state: str
    title: str
    starts_at: datetime
    ends_at: datetime
    place: str
    seats: int | None
    taken: int
    seq: int
    text: str
    mark: str
    origin: str
    changed_by: int | None
    changed_at: datetime
    created_at: datetime

    @property
    def free(self) -> int | None:
        """Return how many seats are left; None without a limit."""
        return None if self.seats is None else self.seats - self.taken


def find(conn: Connection, ident: str) -> Occasion | None:
    """Return an occasion, whatever its state."""
    return one(conn, Occasion, _BY_ID, ident=ident)


def get(conn: Connection, ident: str) -> Occasion:
    """Return an occasion that is known to exist."""
    found = find(conn, ident)
    assert found is not None
    return found


def every_one(conn: Connection, kinds: Collection[str] = ()) -> list[Occasion]:
    """Return all occasions, of these kinds if any are given, the soonest first."""
    query = select(occasion).order_by(occasion.c.starts_at, occasion.c.id)
    if kinds:
        query = query.where(occasion.c.kind.in_(list(kinds)))
    return every(conn, Occasion, query)


def open_between(
    conn: Connection, kinds: Collection[str], after: datetime, before: datetime | None = None
) -> list[Occasion]:
    """Return open occasions of these kinds that end after a moment, the soonest first."""
    query = select(occasion).where(
        occasion.c.kind.in_(list(kinds)), occasion.c.state == "open", occasion.c.ends_at > after
    )
    if before is not None:
        query = query.where(occasion.c.starts_at < before)
    return every(conn, Occasion, query.order_by(occasion.c.starts_at, occasion.c.id))


def add(conn: Connection, ident: str, **values: Any) -> None:
    """Store a new occasion."""
    put(conn, occasion, id=ident, **values)


def set_fields(conn: Connection, ident: str, **values: Any) -> None:
    """Store facts about an occasion; seats only through `resize`, `take_seat` and `free_seat`."""
    change(conn, occasion, occasion.c.id == ident, **values)


def take_seat(conn: Connection, ident: str, seats: int = 1) -> bool:
    """Take seats if so many are free; False changes nothing.

    One conditional update: two transactions at once cannot both take the last seat, and the
    table's own check stands behind it.
    """
    left = or_(occasion.c.seats.is_(None), occasion.c.taken + seats <= occasion.c.seats)
    taken = occasion.c.taken + seats
    return change(conn, occasion, occasion.c.id == ident, left, taken=taken) == 1


def free_seat(conn: Connection, ident: str, seats: int = 1) -> None:
    """Give seats back."""
    change(conn, occasion, occasion.c.id == ident, taken=occasion.c.taken - seats)


def resize(conn: Connection, ident: str, seats: int | None) -> None:
    """Set how many may be seated; nobody loses a seat by it, so it is at least what is taken."""
    known = get(conn, ident)
    limit = None if seats is None else max(seats, known.taken)
    change(conn, occasion, occasion.c.id == ident, seats=limit)


def by_number(conn: Connection, number: int) -> Occasion | None:
    """Return the occasion that buttons call by this number (`number_of_occasion`)."""
    idents = conn.execute(select(occasion.c.id)).scalars()
    found = next((ident for ident in idents if number_of_occasion(ident) == number), None)
    return None if found is None else find(conn, found)


def number_of_occasion(ident: str) -> int:
    """Return the number by which buttons call an occasion: made from its name."""
    return number_of("occasion", ident)
