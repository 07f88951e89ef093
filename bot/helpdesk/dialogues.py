"""Dialogues that expect certain words next: always to be cancelled, and ending by themselves.

Their state is columns of the person, changed in the same transaction as everything else. A message
that is plainly a question is taken as one, whatever was expected.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from sqlalchemy import Connection

from bot.domain.names import clean_name
from bot.domain.quiet_hours import is_quiet
from bot.domain.tickets import DIALOGUE_ENDS_AFTER
from bot.helpdesk import (
    confidential,
    follow_ups,
    letters,
    notices,
    owing,
    page_questions,
    practice_form,
    practice_words,
    searching,
    sharing,
)
from bot.helpdesk.desk import Desk, Incoming, Press, Toast
from bot.helpdesk.owners import own_ticket
from bot.knowledge.decision import Decision
from bot.storage import people, questions, tickets
from bot.storage.rows import Person, Ticket

CANCEL = frozenset({"anuluj", "anulować", "rezygnuję"})
LONG = 60  # characters: longer words are not an answer to a short question of ours
_PHONE = re.compile(r"\+?[0-9]{9,15}")
_BETWEEN = re.compile(r"[\s().-]+")
CALL_HOURS = {
    "call_morning": "rano (8–12)",
    "call_noon": "po 12",
    "call_evening": "po 16",
    "call_any": "o dowolnej porze",
}

#: A question to rephrase becomes a ticket, which says so itself; no search loses anything.
_SILENT = ("rephrase", searching.DIALOG)

Take = Callable[[Connection, Desk, Person, Incoming, Decision], bool]


def take(
    conn: Connection,
    desk: Desk,
    person: Person,
    incoming: Incoming,
    decision: Decision,
    more: Mapping[str, Take],
) -> bool:
    """Take a message as the answer to what was asked; False when it is something else.

    `more` are the dialogues of others by their names.
    """
    if incoming.phone and person.dialog not in more:
        return _phone(conn, desk, person, incoming, decision)
    if person.dialog is None:
        return False
    if person.dialog_until is not None and person.dialog_until <= desk.now:
        people.end_dialog(conn, person.id)
        return False
    if incoming.text.strip().lower().strip(".!") in CANCEL and not incoming.media:
        cancel(conn, desk, person)
        return True
    taker = more.get(person.dialog) or _TAKERS.get(person.dialog)
    return taker is not None and taker(conn, desk, person, incoming, decision)


def cancel(conn: Connection, desk: Desk, person: Person) -> None:
    """End the dialogue; what was saved before stays."""
    if person.dialog == practice_form.DIALOG:
        practice_form.put_aside(conn, desk, person)
        return
    if person.dialog == "rephrase" and person.dialog_data:
        questions.set_fields(conn, person.dialog_data["question"], state="done", until=None)
    people.end_dialog(conn, person.id)
    owing.tell(conn, desk, person, "cancelled")


def pressed_cancel(conn: Connection, desk: Desk, press: Press) -> Toast:
    """End the dialogue of the person who pressed [Anuluj]."""
    person = people.by_telegram(conn, press.presser_id)
    if person is None or person.id != press.ident:
        return Toast("stale")
    owing.strip_buttons(conn, desk, press.chat_id, press.message_id)
    if person.dialog is not None:
        cancel(conn, desk, person)
    return Toast("")


def over(conn: Connection, desk: Desk, person: Person) -> None:
    """End a dialogue that nobody answered for 15 minutes, or a form of a week ago, in daytime."""
    if person.dialog == practice_form.DIALOG:
        if not is_quiet(desk.now):
            practice_form.put_aside(conn, desk, person)
        return
    people.end_dialog(conn, person.id)
    if person.dialog not in _SILENT and not person.by_mail:  # who wrote a letter waits for nothing
        owing.tell(conn, desk, person, "dialog_over", {"dialog": person.dialog})


def _ticket(conn: Connection, person: Person) -> Ticket | None:
    number = (person.dialog_data or {}).get("ticket")
    return tickets.find(conn, number) if number else None


def _is_asked(desk: Desk, person: Person, what: str, ticket: Ticket) -> bool:
    """Whether the question stands there already: a second press asks no second time."""
    running = person.dialog_until is not None and desk.now < person.dialog_until
    about = (person.dialog_data or {}).get("ticket")
    return running and (person.dialog, about) == (what, ticket.id)


def _question_instead(incoming: Incoming, decision: Decision) -> bool:
    return bool(incoming.media) or decision.zone == "answer" or len(incoming.text) > LONG


def _append(
    conn: Connection, desk: Desk, person: Person, incoming: Incoming, decision: Decision
) -> bool:
    ticket = _ticket(conn, person)
    people.end_dialog(conn, person.id)
    if ticket is None or incoming.media == "sticker":
        return False
    follow_ups.add(conn, desk, person, ticket, incoming)
    return True


def _letter_date(
    conn: Connection, desk: Desk, person: Person, incoming: Incoming, decision: Decision
) -> bool:
    ticket = _ticket(conn, person)
    if ticket is None or incoming.media:
        return False
    if letters.take_date(conn, desk, person, ticket, incoming):
        return True
    if _question_instead(incoming, decision):
        return False
    letters.ask_again(conn, desk, person, ticket, "date")
    return True


def _letter_days(
    conn: Connection, desk: Desk, person: Person, incoming: Incoming, decision: Decision
) -> bool:
    ticket = _ticket(conn, person)
    if ticket is None or incoming.media:
        return False
    if len(incoming.text) <= LONG and letters.take_days(conn, desk, person, ticket, incoming):
        return True
    if _question_instead(incoming, decision):
        return False
    letters.ask_again(conn, desk, person, ticket, "days")
    return True


def ask_phone(conn: Connection, desk: Desk, press: Press) -> Toast:
    """Start "call me": one tap shares the phone; a number known from before needs none."""
    found = own_ticket(conn, press, only_open=True)
    if found is None:
        return Toast("stale")
    person, ticket = found
    if ticket.call_wanted:
        owing.refresh_receipt(conn, desk, ticket)
        return Toast("saved")
    if person.phone:
        _call(conn, desk, person, ticket, person.phone)
        return Toast("")
    if _is_asked(desk, person, "phone", ticket):
        return Toast("")
    people.start_dialog(
        conn, person.id, "phone", {"ticket": ticket.id}, desk.now, DIALOGUE_ENDS_AFTER
    )
    owing.tell(conn, desk, person, "call_ask", {"number": ticket.id}, ticket=ticket.id, role="ask")
    return Toast("")


def _phone(
    conn: Connection, desk: Desk, person: Person, incoming: Incoming, decision: Decision
) -> bool:
    """Take a shared contact or a typed number."""
    ticket = _ticket(conn, person) or next(iter(tickets.open_of_person(conn, person.id)), None)
    said = _PHONE.fullmatch(_BETWEEN.sub("", incoming.phone or incoming.text.strip()))
    if ticket is None:
        return False
    if said is None:
        if _question_instead(incoming, decision):
            return False
        owing.tell(conn, desk, person, "call_wrong")
        return True
    people.end_dialog(conn, person.id)
    people.set_fields(conn, person.id, phone=said.group())
    owing.tell(conn, desk, person, "call_thanks", {"phone": said.group()})
    _call(conn, desk, people.by_id(conn, person.id), ticket, said.group())
    return True


def _call(conn: Connection, desk: Desk, person: Person, ticket: Ticket, phone: str) -> None:
    tickets.set_fields(conn, ticket.id, call_wanted=True)
    changed = tickets.get(conn, ticket.id)
    confidential.wants_call(conn, desk, changed)
    owing.refresh_card(conn, desk, changed)
    owing.refresh_receipt(conn, desk, changed)
    owing.tell(
        conn,
        desk,
        person,
        "call_hours",
        {"phone": phone, "number": ticket.id},
        ticket=ticket.id,
        role="ask",
    )


def call_hours(conn: Connection, desk: Desk, press: Press) -> Toast:
    """Take the hour that suits."""
    found = own_ticket(conn, press)
    if found is None or not found[0].phone:
        return Toast("stale")
    person, ticket = found
    hours = CALL_HOURS[press.action]
    people.set_fields(conn, person.id, phone_hours=hours)
    confidential.wants_call(conn, desk, ticket)
    owing.refresh_card(conn, desk, ticket)
    owing.replace_text(
        conn,
        desk,
        press.chat_id,
        press.message_id,
        "call_set",
        {"hours": hours, "phone": person.phone},
    )
    return Toast("saved")


def ask_append(conn: Connection, desk: Desk, press: Press) -> Toast:
    """Expect the next message to go into this ticket."""
    found = own_ticket(conn, press)
    if found is None:
        return Toast("stale")
    person, ticket = found
    if _is_asked(desk, person, "append", ticket):
        return Toast("")
    people.start_dialog(
        conn, person.id, "append", {"ticket": ticket.id}, desk.now, DIALOGUE_ENDS_AFTER
    )
    owing.tell(
        conn,
        desk,
        person,
        "append_ask",
        {"number": ticket.id, "person": person.id},
        ticket=ticket.id,
        role="ask",
    )
    return Toast("")


def _setting(
    conn: Connection, desk: Desk, person: Person, incoming: Incoming, decision: Decision
) -> bool:
    people.end_dialog(conn, person.id)
    said = clean_name(incoming.text)
    if _question_instead(incoming, decision) or not said:
        return False
    people.set_fields(conn, person.id, **{str(person.dialog): said})
    notices.settings(conn, desk, people.by_id(conn, person.id))
    return True


_TAKERS: dict[str, Take] = {
    "append": _append,
    "letter_date": _letter_date,
    "letter_days": _letter_days,
    "phone": _phone,
    practice_form.DIALOG: practice_words.take,
    "organisation": _setting,
    "commune": _setting,
    page_questions.DIALOG: page_questions.take,
    sharing.DIALOG: sharing.take,
}
