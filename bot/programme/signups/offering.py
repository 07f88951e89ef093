"""A seat that became free goes to the next who waits: offered for a time, then to the one after.

An offered seat is taken while it is offered. Nothing is offered, and no offer ends, in quiet
hours. Who cannot be written to is called by the coordinators, who press for them.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection

from bot.domain.messages import Kind
from bot.domain.quiet_hours import is_quiet
from bot.domain.signups import offer_until
from bot.helpdesk import owing
from bot.helpdesk.desk import Desk
from bot.programme.signups import booking, telling, views
from bot.storage import occasions, people, registrations, seats
from bot.storage.occasions import Occasion
from bot.storage.registrations import Registration
from bot.storage.rows import Person


def fill(conn: Connection, desk: Desk, occasion_id: str) -> None:
    """Offer every free seat to those who wait, in their order."""
    row = seats.hold(conn, occasion_id)
    until = offer_until(desk.now, row.starts_at) if row.state == "open" else None
    if until is None:
        return
    for found in registrations.of_occasion(conn, row.id, ("waiting",)):
        if not occasions.take_seat(conn, row.id, found.seats):
            return
        _offer(conn, desk, row, found, until)


def fill_all(conn: Connection, desk: Desk) -> None:
    """Offer what became free while nothing could be offered."""
    if not is_quiet(desk.now):
        for ident in seats.with_waiting(conn, desk.now):
            fill(conn, desk, ident)


def _offer(
    conn: Connection, desk: Desk, row: Occasion, found: Registration, until: datetime
) -> None:
    registrations.move(conn, found.id, was=("waiting",), state="offered", offered_until=until)
    offered = registrations.get(conn, found.id)
    values = {"meeting": views.line(row), **views.place(conn, offered)}
    person = reachable(conn, found)
    if person is not None:
        telling.tell(conn, desk, person, "seat_offer", values, offered)
        return
    owing.send_to(
        conn,
        desk,
        owing.COORDINATION,
        "seat_offer_call",
        {**values, **contact(conn, found)},
        kind=Kind.ALARM,
        role="alarm",
        key=f"seat_offer_call:{offered.id}:{offered.rev}",
    )


def reachable(conn: Connection, found: Registration) -> Person | None:
    """Return whom we may write to about a registration; None when somebody has to call."""
    person = people.by_id(conn, found.person_id) if found.person_id is not None else None
    return person if person is not None and person.reachable else None


def contact(conn: Connection, found: Registration) -> dict[str, str | None]:
    """Return who is to be called, and under which number."""
    person = people.by_id(conn, found.person_id) if found.person_id is not None else None
    phone = found.phone or (person.phone if person is not None else None)
    return {"name": found.name, "organisation": found.organisation, "phone": phone,
            "email": found.email}  # fmt: skip


def take(conn: Connection, desk: Desk, found: Registration, row: Occasion) -> bool:
    """Turn an offer into a seat; False when it is none any more."""
    seats.hold(conn, row.id)
    values = {"state": "seated", "offered_until": None}
    if not registrations.move(conn, found.id, was=("offered",), **values):
        return False
    booking.remind(conn, desk, registrations.get(conn, found.id), row)
    return True


def end_offers(conn: Connection, desk: Desk) -> None:
    """End the offers that nobody took in time, with a kind word, and go on to the next."""
    if is_quiet(desk.now):
        return
    over = registrations.offers_over(conn, desk.now)
    for found in over:
        if not booking.leave(conn, desk, found, "offer_over"):
            continue
        person = reachable(conn, found)
        row = occasions.get(conn, found.occasion_id)
        if person is not None and row.state == "open" and row.starts_at > desk.now:
            telling.outcome(conn, desk, person, row, "offer_over", found)
    for ident in dict.fromkeys(found.occasion_id for found in over):
        fill(conn, desk, ident)


def withdraw(conn: Connection, desk: Desk, row: Occasion) -> None:
    """Take all offers back, for the meeting was called off: who had one waits again."""
    for found in registrations.of_occasion(conn, row.id, ("offered",)):
        back = {"state": "waiting", "offered_until": None}
        if registrations.move(conn, found.id, was=("offered",), **back):
            booking.give_back(conn, row, found)


def shorten(conn: Connection, desk: Desk, row: Occasion) -> None:
    """Let no offer outlast the start of a meeting that was moved nearer."""
    until = offer_until(desk.now, row.starts_at)
    for found in registrations.of_occasion(conn, row.id, ("offered",)):
        if until is not None and found.offered_until is not None and until < found.offered_until:
            registrations.set_fields(conn, found.id, offered_until=until)
