"""Buttons about one's own seat: taken, given up, confirmed. Each asks the row whose it is."""

from __future__ import annotations

from sqlalchemy import Connection

from bot.domain.signups import wants_to_leave
from bot.helpdesk import owing
from bot.helpdesk.desk import Desk, Incoming, Press, Toast
from bot.knowledge.decision import Decision
from bot.programme.signups import booking, calls, offering, telling, views
from bot.programme.signups.lists import SHOWN, STALE
from bot.storage import occasions, people, registrations, seats
from bot.storage.occasions import Occasion
from bot.storage.registrations import ACTIVE, Registration
from bot.storage.rows import Person

Own = tuple[Person, Registration, Occasion]


def _own(conn: Connection, desk: Desk, press: Press, *states: str) -> Own | None:
    """Return the presser, the registration and its meeting to come, if it is theirs and so."""
    found = registrations.find(conn, press.ident)
    person = people.by_telegram(conn, press.presser_id)
    if found is None or person is None or found.person_id != person.id:
        return None
    row = occasions.get(conn, found.occasion_id)
    there = row.starts_at > desk.now and found.state in (states or ACTIVE)
    return (person, found, row) if there else None


def take(conn: Connection, desk: Desk, press: Press) -> Toast:
    """Take an offered seat ([Biorę]), if it is still this offer."""
    own = _own(conn, desk, press, "offered")
    if own is None or own[1].rev != press.rev or own[2].state != "open":
        return STALE
    person, found, row = own
    owing.strip_buttons(conn, desk, press.chat_id, press.message_id)
    offering.take(conn, desk, found, row)
    telling.outcome(conn, desk, person, row, "seated", found)
    return SHOWN


def refuse(conn: Connection, desk: Desk, press: Press) -> Toast:
    """Let an offered seat go on to the next ([Rezygnuję])."""
    own = _own(conn, desk, press, "offered")
    if own is None or own[1].rev != press.rev:
        return STALE
    _go(conn, desk, press, own)
    return SHOWN


def ask(conn: Connection, desk: Desk, press: Press) -> Toast:
    """Ask before a seat, or a place in the waiting list, is given up."""
    own = _own(conn, desk, press)
    if own is None:
        return STALE
    if press.action == "seat_cannot":  # under a reminder or a change: they know of it
        owing.strip_buttons(conn, desk, press.chat_id, press.message_id)
        _note_known(conn, desk, own)
    _confirm(conn, desk, own)
    return SHOWN


def _confirm(conn: Connection, desk: Desk, own: Own) -> None:
    person, found, row = own
    values = {"meeting": views.line(row), **views.place(conn, found)}
    telling.tell(conn, desk, person, "seat_leave", values, found)


def leave(conn: Connection, desk: Desk, press: Press) -> Toast:
    """Give up what the question was about ([Tak, rezygnuję]); the seat goes on to the next."""
    own = _own(conn, desk, press)
    if own is None or own[1].rev != press.rev:
        return STALE
    _go(conn, desk, press, own)
    return SHOWN


def _go(conn: Connection, desk: Desk, press: Press, own: Own) -> None:
    person, found, row = own
    owing.strip_buttons(conn, desk, press.chat_id, press.message_id)
    booking.leave(conn, desk, found, "self")
    what = "left_queue" if found.state == "waiting" else "left"
    telling.outcome(conn, desk, person, row, what, found)
    offering.fill(conn, desk, row.id)
    calls.refresh(conn, desk, row, found)


def stay(conn: Connection, desk: Desk, press: Press) -> Toast:
    """Change nothing after all ([Jednak będę]); who says so is coming."""
    own = _own(conn, desk, press)
    if own is None:
        return STALE
    owing.strip_buttons(conn, desk, press.chat_id, press.message_id)
    _will_come(conn, own[1])
    return Toast("saved")


def coming(conn: Connection, desk: Desk, press: Press) -> Toast:
    """Note that somebody comes ([Będę])."""
    own = _own(conn, desk, press, "seated")
    if own is None:
        return STALE
    owing.strip_buttons(conn, desk, press.chat_id, press.message_id)
    _will_come(conn, own[1])
    return Toast("saved")


def _will_come(conn: Connection, found: Registration) -> None:
    if found.state == "seated":
        registrations.set_fields(conn, found.id, coming=True)


def knows(conn: Connection, desk: Desk, press: Press) -> Toast:
    """Note that somebody knows of an urgent change ([Wiem, będę])."""
    own = _own(conn, desk, press)
    if own is None or press.rev is None or own[1].urgent_seq != press.rev:
        return STALE
    owing.strip_buttons(conn, desk, press.chat_id, press.message_id)
    _note_known(conn, desk, own)
    if own[2].state == "open":
        _will_come(conn, own[1])
    return Toast("saved")


def _note_known(conn: Connection, desk: Desk, own: Own) -> None:
    _person, found, row = own
    if found.urgent_seq is not None and found.knows_seq != found.urgent_seq:
        registrations.set_fields(conn, found.id, knows_seq=found.urgent_seq)
        calls.refresh(conn, desk, row, found)


def wished(
    conn: Connection, desk: Desk, person: Person, incoming: Incoming, decision: Decision
) -> bool:
    """Take "rezygnuję" of somebody who is on a list for what it says; ask which, if several."""
    if incoming.media or not wants_to_leave(incoming.text):
        return False
    held = seats.ahead_of_person(conn, person.id, desk.now)
    if not held:
        return False
    if len(held) == 1:
        _confirm(conn, desk, (person, held[0], occasions.get(conn, held[0].occasion_id)))
        return True
    items = [
        {"meeting": views.line(occasions.get(conn, one.occasion_id)), **views.place(conn, one)}
        for one in held
    ]
    owing.tell(conn, desk, person, "seats", {"items": items[:8]})
    return True
