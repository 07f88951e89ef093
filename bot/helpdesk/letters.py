"""Letters with a deadline: when it was delivered, how many days it gives, and what follows.

The computed date is only "probably": an advisor confirms it. It drives the promise all the same.
"""

from __future__ import annotations

from datetime import date, timedelta

from sqlalchemy import Connection

from bot.domain.letters import letter_deadline, read_date, read_days
from bot.domain.tickets import DIALOGUE_ENDS_AFTER
from bot.helpdesk import opening, owing
from bot.helpdesk.desk import Desk, Incoming, Press, Toast
from bot.helpdesk.owners import own_ticket
from bot.storage import people, tickets
from bot.storage.rows import Person, Ticket

DAYS = {"days_seven": 7, "days_fourteen": 14, "days_thirty": 30}


def ask_when(conn: Connection, desk: Desk, person: Person, ticket: Ticket) -> None:
    """Ask when the letter was delivered; nothing hangs on the answer."""
    if person.by_mail:
        return
    _expect(conn, desk, person, "letter_date", ticket)
    owing.tell(
        conn,
        desk,
        person,
        "letter_when",
        {"number": ticket.id, "person": person.id},
        ticket=ticket.id,
        role="ask",
    )


def _expect(conn: Connection, desk: Desk, person: Person, what: str, ticket: Ticket) -> None:
    people.start_dialog(
        conn, person.id, what, {"ticket": ticket.id}, desk.now, DIALOGUE_ENDS_AFTER
    )


def got(conn: Connection, desk: Desk, press: Press) -> Toast:
    """Take the day of delivery from a button."""
    found = own_ticket(conn, press, only_open=True)
    if found is None or found[1].delivered:
        return Toast("stale")
    person, ticket = found
    owing.strip_buttons(conn, desk, press.chat_id, press.message_id)
    if press.action == "got_unknown":
        people.end_dialog(conn, person.id)
        owing.tell(conn, desk, person, "letter_unknown", key=f"unknown:{ticket.id}:{press.action}")
        return Toast("saved")
    today = desk.today
    delivered = today if press.action == "got_today" else today - timedelta(days=1)
    _delivered(conn, desk, person, ticket, delivered)
    return Toast("saved")


def days(conn: Connection, desk: Desk, press: Press) -> Toast:
    """Take the number of days from a button."""
    found = own_ticket(conn, press, only_open=True)
    if found is None or found[1].deadline or not found[1].delivered:
        return Toast("stale")
    person, ticket = found
    owing.strip_buttons(conn, desk, press.chat_id, press.message_id)
    if press.action == "days_unknown":
        people.end_dialog(conn, person.id)
        owing.tell(conn, desk, person, "letter_unknown", key=f"unknown:{ticket.id}:{press.action}")
    else:
        _given(conn, desk, person, ticket, DAYS[press.action])
    return Toast("saved")


def take_date(
    conn: Connection, desk: Desk, person: Person, ticket: Ticket, said: Incoming
) -> bool:
    """Take the day of delivery from words; False when they hold no date."""
    delivered = read_date(said.text, desk.today)
    if delivered is None:
        return False
    _delivered(conn, desk, person, ticket, delivered)
    return True


def take_days(
    conn: Connection, desk: Desk, person: Person, ticket: Ticket, said: Incoming
) -> bool:
    """Take the number of days from words; False when they hold none."""
    number = read_days(said.text)
    if number is None:
        return False
    _given(conn, desk, person, ticket, number)
    return True


def ask_again(conn: Connection, desk: Desk, person: Person, ticket: Ticket, what: str) -> None:
    """Say kindly that the words held no date, or no number of days."""
    owing.tell(
        conn,
        desk,
        person,
        "letter_again",
        {"what": what, "number": ticket.id, "person": person.id},
        ticket=ticket.id,
        role="ask",
    )


def _delivered(
    conn: Connection, desk: Desk, person: Person, ticket: Ticket, delivered: date
) -> None:
    tickets.set_fields(conn, ticket.id, delivered=delivered.isoformat(), letter=True)
    _expect(conn, desk, person, "letter_days", ticket)
    owing.refresh_card(conn, desk, tickets.get(conn, ticket.id))
    owing.tell(
        conn,
        desk,
        person,
        "letter_days",
        {"number": ticket.id, "person": person.id, "delivered": delivered.isoformat()},
        ticket=ticket.id,
        role="ask",
    )


def _given(conn: Connection, desk: Desk, person: Person, ticket: Ticket, number: int) -> None:
    people.end_dialog(conn, person.id)
    if ticket.delivered is None:
        return
    deadline = letter_deadline(date.fromisoformat(ticket.delivered), number).isoformat()
    renewed = opening.correct(conn, desk, ticket, deadline=deadline, letter=True)
    owing.refresh_card(conn, desk, renewed)
    owing.refresh_receipt(conn, desk, renewed)
    owing.tell(
        conn,
        desk,
        person,
        "letter_deadline",
        {
            "deadline": deadline,
            "kept": renewed.promise_kept,
            "promised": renewed.promised_at.isoformat() if renewed.promised_at else None,
            "phone": desk.base.organisation.phone,
        },
        ticket=ticket.id,
        role="receipt_note",
    )
