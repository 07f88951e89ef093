"""Consultations: a slot held, booked, moved or given back, and who waits for one.

Which quarters of an hour are taken is decided by the primary key of `booked_cell` alone: who comes
second is refused by the database, whatever anybody has looked up before.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, case, delete, insert, select
from sqlalchemy.exc import IntegrityError

from bot.storage.advice_tables import advice_card
from bot.storage.booking_tables import booked_cell, booking
from bot.storage.rows import add, attempt, change, every, one
from bot.storage.tables import advisor

AHEAD = ("asked", "booked")
_BY_ID = select(booking).where(booking.c.id == bindparam("ident"))


@dataclass(frozen=True, slots=True)
class Booking:
    """One consultation, in whatever state."""

    id: int
    person_id: int
    advisor_id: int
    topic: str
    form: str
    state: str
    starts_at: datetime
    ends_at: datetime
    held_until: datetime | None
    offered: bool
    moves_id: int | None
    place: str
    phone: str | None
    organisation_id: int | None
    ticket_id: int | None
    entered_by: int | None
    coming: bool | None
    seq: int
    met_from: datetime | None
    met_until: datetime | None
    rev: int
    created_at: datetime
    booked_at: datetime | None
    closed_at: datetime | None
    closed_why: str | None

    @property
    def topic_thread(self) -> str:
        """Return the alias of the advisors' thread that it is shown in."""
        return f"group/{self.topic}"


def put_down(conn: Connection, cells: Iterable[int], **values: Any) -> int | None:
    """Store a booking with the quarters that it takes; None when one of them is taken."""
    try:
        with attempt(conn):
            ident = add(conn, booking, **values)
            _take(conn, values["advisor_id"], cells, ident)
    except IntegrityError:
        return None
    return ident


def _take(conn: Connection, advisor_id: int, cells: Iterable[int], ident: int) -> None:
    # In order, so that two who want the same quarters never wait for each other.
    rows = [{"advisor_id": advisor_id, "cell": c, "booking_id": ident} for c in sorted(cells)]
    conn.execute(insert(booked_cell), rows)


def find(conn: Connection, ident: int) -> Booking | None:
    """Return a booking, whatever its state."""
    return one(conn, Booking, _BY_ID, ident=ident)


def get(conn: Connection, ident: int) -> Booking:
    """Return a booking that is known to exist."""
    found = find(conn, ident)
    assert found is not None
    return found


def move(conn: Connection, ident: int, *, was: Collection[str], **values: Any) -> bool:
    """Change a booking only while it is in one of the states `was`; tell whether it was."""
    mine = booking.c.id == ident, booking.c.state.in_(list(was))
    return change(conn, booking, *mine, rev=booking.c.rev + 1, **values) == 1


def set_fields(conn: Connection, ident: int, **values: Any) -> None:
    """Store facts about a booking that leave its buttons as they are."""
    change(conn, booking, booking.c.id == ident, **values)


def free(conn: Connection, ident: int) -> None:
    """Give back the quarters that a booking takes."""
    conn.execute(delete(booked_cell).where(booked_cell.c.booking_id == ident))


def pass_cells(conn: Connection, held: int, to: int) -> None:
    """Let a booking take the quarters that were held for it instead of its own."""
    free(conn, to)
    change(conn, booked_cell, booked_cell.c.booking_id == held, booking_id=to)


def give_to(conn: Connection, ident: int, advisor_id: int) -> bool:
    """Let another advisor's quarters be taken in place of the first one's; False if they are."""
    try:
        with attempt(conn):
            change(conn, booked_cell, booked_cell.c.booking_id == ident, advisor_id=advisor_id)
            set_fields(conn, ident, advisor_id=advisor_id, rev=booking.c.rev + 1)
    except IntegrityError:
        return False
    return True


def taken(
    conn: Connection, advisors: Collection[int], first: int, last: int
) -> dict[int, set[int]]:
    """Return the quarters that are taken of each of these advisors, from `first` to `last`."""
    query = select(booked_cell.c.advisor_id, booked_cell.c.cell).where(
        booked_cell.c.advisor_id.in_(list(advisors)), booked_cell.c.cell.between(first, last)
    )
    found: dict[int, set[int]] = {one: set() for one in advisors}
    for advisor_id, cell in conn.execute(query):
        found[advisor_id].add(cell)
    return found


def held_by(conn: Connection, person_id: int) -> Booking | None:
    """Return the slot that is held for somebody."""
    query = select(booking).where(booking.c.person_id == person_id, booking.c.state == "held")
    return one(conn, Booking, query)


def holds_over(conn: Connection, now: datetime) -> list[Booking]:
    """Return the slots that were held long enough."""
    query = select(booking).where(booking.c.state == "held", booking.c.held_until <= now)
    return every(conn, Booking, query.order_by(booking.c.id))


def ahead_of_person(conn: Connection, person_id: int, now: datetime) -> list[Booking]:
    """Return somebody's consultations that have not begun, the soonest first."""
    mine = booking.c.person_id == person_id, booking.c.starts_at > now
    return every(conn, Booking, _ahead().where(*mine))


def ahead_of_advisor(
    conn: Connection, advisor_id: int, since: datetime, until: datetime
) -> list[Booking]:
    """Return an advisor's consultations that begin within a span, the soonest first."""
    mine = booking.c.advisor_id == advisor_id, booking.c.starts_at.between(since, until)
    return every(conn, Booking, _ahead().where(*mine))


def ahead_between(conn: Connection, since: datetime, until: datetime) -> list[Booking]:
    """Return all consultations that begin from `since` until before `until`."""
    within = booking.c.starts_at >= since, booking.c.starts_at < until
    return every(conn, Booking, _ahead().where(*within))


def without_advisor(conn: Connection, now: datetime) -> list[Booking]:
    """Return the consultations to come whose advisor is not in the group any more."""
    there = select(advisor.c.telegram_id).where(
        advisor.c.member.is_(True), advisor.c.blocked.is_(False)
    )
    gone = booking.c.advisor_id.not_in(there), booking.c.starts_at > now
    return every(conn, Booking, _ahead().where(*gone))


def _ahead() -> Any:
    query = select(booking).where(booking.c.state.in_(AHEAD))
    return query.order_by(booking.c.starts_at, booking.c.id)


def of_person(conn: Connection, person_id: int) -> list[Booking]:
    """Return everything that was ever booked for somebody, the newest first."""
    query = select(booking).where(
        booking.c.person_id == person_id, booking.c.booked_at.is_not(None)
    )
    return every(conn, Booking, query.order_by(booking.c.id.desc()))


def forget_contacts(conn: Connection, over: datetime, person_id: int | None = None) -> int:
    """Empty numbers and addresses of what was over by then: of all, or of one person.

    Who is to be forgotten earlier has what lies ahead called off first.
    """
    told = booking.c.phone.is_not(None) | ((booking.c.form == "visit") & (booking.c.place != ""))
    done = booking.c.state.not_in(("held", *AHEAD)), booking.c.ends_at <= over
    whose = () if person_id is None else (booking.c.person_id == person_id,)
    place = case((booking.c.form == "visit", ""), else_=booking.c.place)
    return change(conn, booking, told, *done, *whose, phone=None, place=place)


def drop_unbooked(conn: Connection, before: datetime) -> int:
    """Delete slots that were held and never booked, once they are of no interest any more."""
    never = booking.c.state == "cancelled", booking.c.booked_at.is_(None)
    return conn.execute(delete(booking).where(*never, booking.c.closed_at < before)).rowcount


def finished_without_card(conn: Connection, advisor_id: int | None = None) -> list[Booking]:
    """Return the consultations that took place and have no card in the register yet."""
    card = select(advice_card.c.id).where(
        advice_card.c.booking_id == booking.c.id, advice_card.c.state != "dropped"
    )
    query = select(booking).where(booking.c.state == "done", ~card.exists())
    if advisor_id is not None:
        query = query.where(booking.c.advisor_id == advisor_id)
    return every(conn, Booking, query.order_by(booking.c.met_from, booking.c.id))
