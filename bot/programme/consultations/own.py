"""A person's own consultations: the list, and the buttons under what they were told.

Each of [Potwierdzam], [Zmień], [Odwołaj] and [Napisz pytanie] asks the row whose it is and how it
stands.
"""

from __future__ import annotations

from sqlalchemy import Connection

from bot.domain.tickets import DIALOGUE_ENDS_AFTER
from bot.helpdesk import contest_calls, opening, owing
from bot.helpdesk.desk import Desk, Incoming, Press, Toast
from bot.knowledge.decision import Decision
from bot.programme.consultations import asked_for, booking, following, form, views
from bot.storage import bookings, people, records, tickets
from bot.storage.bookings import AHEAD, Booking
from bot.storage.rows import Person

STALE, SHOWN, MOVED_ON = Toast("stale"), Toast(""), Toast("moved_on")
QUESTION = "consultation_question"


def show(conn: Connection, desk: Desk, person: Person) -> None:
    """Answer /konsultacja: what is booked, or the form at once."""
    ahead = bookings.ahead_of_person(conn, person.id, desk.now)
    if not ahead:
        form.begin(conn, desk, person)
        return
    form.show_list(conn, desk, person, ahead)


def wished(
    conn: Connection, desk: Desk, person: Person, incoming: Incoming, decision: Decision
) -> bool:
    """Take plain words for the command."""
    if not is_wish(incoming):
        return False
    show(conn, desk, person)
    return True


def is_wish(incoming: Incoming) -> bool:
    """Tell whether plain words stand for the command."""
    return not incoming.media and asked_for.is_asked_for(incoming.text)


def another(conn: Connection, desk: Desk, press: Press) -> Toast:
    """Start the form ([Umów kolejną], [Wybierz termin])."""
    person = people.by_telegram(conn, press.presser_id)
    if person is None or press.ident != person.id:
        return STALE
    form.begin(conn, desk, person)
    return SHOWN


def _ahead(conn: Connection, desk: Desk, press: Press) -> tuple[Person, Booking] | Toast:
    """Return the presser and their consultation, if it is as the button says it is.

    A button of an older state changes nothing: the message shows the state it has now.
    """
    person = people.by_telegram(conn, press.presser_id)
    found = bookings.find(conn, press.ident)
    if person is None or found is None or found.person_id != person.id:
        return STALE
    if found.state not in AHEAD or found.starts_at <= desk.now:
        return STALE
    if press.rev != found.rev:
        _show_now(conn, desk, press, found)
        return MOVED_ON
    return person, found


def _show_now(conn: Connection, desk: Desk, press: Press, found: Booking) -> None:
    what = "asked" if found.state == "asked" else "booked"
    values = {"what": what, "booking": views.whole(conn, desk, found)}
    owing.replace_text(conn, desk, press.chat_id, press.message_id, "consult_told", values)


def coming(conn: Connection, desk: Desk, press: Press) -> Toast:
    """Note that somebody is going to come ([Potwierdzam])."""
    own = _ahead(conn, desk, press)
    if isinstance(own, Toast):
        return own
    if own[1].state != "booked":
        return STALE
    person, found = own
    bookings.set_fields(conn, found.id, coming=True)
    records.note(conn, desk.now, f"person:{person.id}", "consultation_coming", booking=found.id)
    now_is = bookings.get(conn, found.id)
    following.show(conn, desk, now_is)
    values = {"what": "coming", "booking": views.whole(conn, desk, now_is)}
    owing.replace_text(conn, desk, press.chat_id, press.message_id, "consult_told", values)
    return Toast("saved")


def change(conn: Connection, desk: Desk, press: Press) -> Toast:
    """Show other times ([Zmień]); the old one is kept until a new one is confirmed."""
    own = _ahead(conn, desk, press)
    if isinstance(own, Toast):
        return own
    person, found = own
    known = {"form": found.form, "topic": found.topic, "moves": found.id}
    if found.phone:
        known["phone"] = found.phone
    if found.form == "visit":
        known["address"] = found.place
    form.begin(conn, desk, person, **known)
    return SHOWN


def ask(conn: Connection, desk: Desk, press: Press) -> Toast:
    """Ask whether to call it off ([Odwołaj])."""
    own = _ahead(conn, desk, press)
    if isinstance(own, Toast):
        return own
    values = {"booking": views.line(conn, desk, own[1]), "done": False}
    owing.replace_text(conn, desk, press.chat_id, press.message_id, "consult_cancel", values)
    return SHOWN


def cancel(conn: Connection, desk: Desk, press: Press) -> Toast:
    """Call it off ([Tak, odwołuję])."""
    own = _ahead(conn, desk, press)
    if isinstance(own, Toast):
        return own
    values = {"booking": views.line(conn, desk, own[1]), "done": True}
    owing.replace_text(conn, desk, press.chat_id, press.message_id, "consult_cancel", values)
    booking.cancel(conn, desk, own[1], "person", f"person:{own[0].id}")
    return SHOWN


def forget(conn: Connection, desk: Desk, person: Person) -> None:
    """Give back what somebody holds and has booked, who wants to be forgotten."""
    booking.let_go(conn, desk, person.id, "person")
    for found in bookings.ahead_of_person(conn, person.id, desk.now):
        booking.cancel(conn, desk, found, "person", f"person:{person.id}")


def stay(conn: Connection, desk: Desk, press: Press) -> Toast:
    """Leave everything as it is ([Jednak będę])."""
    own = _ahead(conn, desk, press)
    if isinstance(own, Toast):
        return own
    _show_now(conn, desk, press, own[1])
    return SHOWN


# The question that it is about


def ask_question(conn: Connection, desk: Desk, press: Press) -> Toast:
    """Wait for the words of the question ([Napisz pytanie])."""
    own = _ahead(conn, desk, press)
    if isinstance(own, Toast):
        return own
    if own[1].ticket_id is not None:
        _show_now(conn, desk, press, own[1])
        return MOVED_ON
    person, found = own
    people.start_dialog(
        conn, person.id, QUESTION, {"booking": found.id}, desk.now, DIALOGUE_ENDS_AFTER
    )
    values = {"booking": views.line(conn, desk, found), "person": person.id}
    owing.tell(conn, desk, person, "consult_question", values)
    return SHOWN


def take_question(
    conn: Connection, desk: Desk, person: Person, incoming: Incoming, decision: Decision
) -> bool:
    """Open a ticket of what is written, and let the advisor who meets the person hold it."""
    people.end_dialog(conn, person.id)
    found = bookings.find(conn, (person.dialog_data or {}).get("booking", 0))
    if found is None or found.person_id != person.id or found.state not in AHEAD:
        return False
    if found.ticket_id is not None or incoming.media == "sticker":
        return False
    question = opening.save_question(conn, person, incoming, topic=found.topic)
    ticket = opening.open_ticket(conn, desk, person, question)
    tickets.set_fields(
        conn, ticket.id, promised_at=found.starts_at, promise_kept=True,
        organisation_id=found.organisation_id,
    )  # fmt: skip
    if contest_calls.may_take(conn, ticket, found.advisor_id):
        tickets.claim(conn, ticket.id, found.advisor_id, desk.now)
        # the meeting is the answer: until then nobody is to be reminded of it
        tickets.set_fields(conn, ticket.id, nudged_at=desk.now, escalated_at=desk.now)
    bookings.set_fields(conn, found.id, ticket_id=ticket.id)
    following.show(conn, desk, bookings.get(conn, found.id))
    return True
