"""Who has come: marked by a tap on the list, or by the code at the door; and who is struck off.

A tap says what is to be, "here" or "not here", never "the other way round": two people who tap at
once mean the same.
"""

from __future__ import annotations

from sqlalchemy import Connection

from bot.helpdesk import owing
from bot.helpdesk.desk import Desk, Press, Toast
from bot.programme.attendance import aftercare, authority, boards
from bot.programme.attendance.authority import NOT_COORDINATOR, SAVED, SHOWN, STALE, At
from bot.programme.signups import booking, calls, offering
from bot.storage import certificates, occasions, records, registrations
from bot.storage.occasions import Occasion
from bot.storage.registrations import ACTIVE, Registration


def arrive(conn: Connection, desk: Desk, row: Occasion, one: Registration, by: str) -> bool:
    """Mark somebody as here; False when they need a seat and none is free.

    Who waited, and finds a seat free, is seated by it. Marked twice, the first moment holds.
    """
    if one.present_at is not None:
        return True
    if one.state == "waiting" and not occasions.take_seat(conn, row.id, one.seats):
        return False
    registrations.move(
        conn,
        one.id,
        was=(one.state,),
        state="seated",
        offered_until=None,
        present_at=desk.now,
        present_by=by,
    )
    aftercare.came(conn, desk, row, registrations.get(conn, one.id))
    boards.changed(conn, desk, row.id, one.id)
    return True


def here(conn: Connection, desk: Desk, press: Press) -> Toast:
    """Mark somebody as here."""
    at = authority.person(conn, desk, press)
    if isinstance(at, Toast):
        return at
    if at.one.state not in ACTIVE or not authority.may_walk_in(at.occasion, desk.now):
        boards.again(conn, desk, press)
        return SHOWN
    if arrive(conn, desk, at.occasion, at.one, "list"):
        return SAVED
    values = {**boards.occasion_view(at.occasion), "name": at.one.name, "ident": at.one.id}
    to = boards.where(conn, press)
    owing.send_to(conn, desk, to, "attendance_full", {**values, "dialog": False})
    return SHOWN


def away(conn: Connection, desk: Desk, press: Press) -> Toast:
    """Take a mark back."""
    at = authority.person(conn, desk, press)
    if isinstance(at, Toast):
        return at
    if at.one.present_at is None:
        boards.again(conn, desk, press)
        return SHOWN
    if certificates.in_force(conn, at.one.id) is not None:  # that has to be cancelled first
        boards.open_below(conn, desk, press, f"attr:{at.one.id}")
        return SHOWN
    registrations.move(conn, at.one.id, was=("seated",), present_at=None, present_by=None)
    _note(conn, desk, press, "attendance_unmarked", at)
    aftercare.went(conn, desk, registrations.get(conn, at.one.id))
    boards.changed(conn, desk, at.occasion.id, at.one.id)
    return SAVED


def seat(conn: Connection, desk: Desk, press: Press) -> Toast:
    """Add a seat for one who waits, by the coordinator's own decision, and mark them as here."""
    at = authority.person(conn, desk, press)
    if isinstance(at, Toast):
        return at
    if not authority.is_coordinator(conn, desk, press.presser_id):
        return NOT_COORDINATOR
    if at.one.state != "waiting" or not authority.may_walk_in(at.occasion, desk.now):
        return STALE
    add_seats(conn, desk, press.presser_id, at.occasion, at.one.seats)
    arrive(conn, desk, occasions.get(conn, at.occasion.id), at.one, "walk_in")
    owing.strip_buttons(conn, desk, press.chat_id, press.message_id)
    return SAVED


def add_seats(conn: Connection, desk: Desk, by: int, row: Occasion, more: int) -> None:
    """Let a meeting seat more people than planned, if it is full; the trail says who did so."""
    if row.seats is None or row.seats - row.taken >= more:
        return
    occasions.resize(conn, row.id, row.taken + more)
    records.note(
        conn, desk.now, f"advisor:{by}", "seats_added", occasion=row.id, seats=row.taken + more
    )


def strike(conn: Connection, desk: Desk, press: Press) -> Toast:
    """Ask whether somebody is really to be struck off; who is here is not."""
    at = authority.person(conn, desk, press)
    if isinstance(at, Toast):
        return at
    if at.one.state not in ACTIVE or at.one.present_at is not None:
        boards.again(conn, desk, press)
        return SHOWN
    values = {**boards.occasion_view(at.occasion), "name": at.one.name, "ident": at.one.id}
    owing.send_to(
        conn, desk, boards.where(conn, press), "attendance_strike", {**values, "rev": at.one.rev}
    )
    return SHOWN


def struck(conn: Connection, desk: Desk, press: Press) -> Toast:
    """Strike somebody off; their seat goes on to the next. They are told if the bot can."""
    at = authority.person(conn, desk, press)
    if isinstance(at, Toast):
        return at
    if at.one.rev != press.rev or at.one.present_at is not None:
        return STALE
    if not booking.leave(conn, desk, at.one, "organiser"):
        return STALE
    offering.fill(conn, desk, at.occasion.id)
    calls.refresh(conn, desk, at.occasion, at.one)
    aftercare.left(conn, desk, at.occasion, at.one)
    _note(conn, desk, press, "attendance_struck", at)
    owing.strip_buttons(conn, desk, press.chat_id, press.message_id)
    boards.changed(conn, desk, at.occasion.id, at.one.id)
    return SAVED


def keep(conn: Connection, desk: Desk, press: Press) -> Toast:
    """Leave somebody on the list after all."""
    at = authority.person(conn, desk, press)
    if isinstance(at, Toast):
        return at
    owing.strip_buttons(conn, desk, press.chat_id, press.message_id)
    return SHOWN


def _note(conn: Connection, desk: Desk, press: Press, what: str, at: At) -> None:
    records.note(conn, desk.now, f"advisor:{press.presser_id}", what, registration=at.one.id)
