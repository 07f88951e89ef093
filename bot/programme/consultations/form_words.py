"""Words typed into the form; what is plainly a question goes on as one, and the form waits."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection

from bot.domain.asking import asks
from bot.domain.contact_details import phone_in
from bot.domain.names import clean_name
from bot.domain.polish_words import fold
from bot.helpdesk import owing
from bot.helpdesk.desk import Desk, Incoming
from bot.knowledge.decision import Decision
from bot.programme.consultations import form
from bot.storage import people
from bot.storage.rows import Person

LONG = 200  # characters: a longer text is no address
SHORTEST_ADDRESS = 5
_AGREEING = frozenset(["tak", "potwierdzam", "dobrze", "ok", "okej", "zgoda"])


def take(
    conn: Connection, desk: Desk, person: Person, incoming: Incoming, decision: Decision
) -> bool:
    """Take words as the answer to what the form asked; False when they are a question."""
    data = form.current(desk, person)
    if data is None:
        return False
    step = form.step_of(data)
    plain = fold(incoming.text).strip(" .!,")
    if step == "summary" and plain in _AGREEING and not incoming.media:
        form.submit(conn, desk, person, data, None)
        return True
    if step == "phone":
        return _phone(conn, desk, person, incoming, data)
    if step == "address" and not incoming.media:
        return _address(conn, desk, person, incoming, data, decision)
    return False


def _phone(
    conn: Connection, desk: Desk, person: Person, incoming: Incoming, data: dict[str, Any]
) -> bool:
    number = phone_in(incoming.phone or ("" if incoming.media else incoming.text))
    if number is None:
        if incoming.media or asks(incoming.text) or len(incoming.text) > LONG:
            return False
        owing.tell(conn, desk, person, "call_wrong")
        return True
    people.set_fields(conn, person.id, phone=number)
    owing.tell(conn, desk, person, "consult_number", {"phone": number})
    _go_on(conn, desk, person, data, phone=number)
    return True


def _address(
    conn: Connection,
    desk: Desk,
    person: Person,
    incoming: Incoming,
    data: dict[str, Any],
    decision: Decision,
) -> bool:
    said = clean_name(incoming.text, LONG)
    if len(said) < SHORTEST_ADDRESS or "?" in incoming.text or len(incoming.text) > LONG:
        return False
    if decision.zone == "answer" and asks(incoming.text):
        return False
    _go_on(conn, desk, person, data, address=said)
    return True


def _go_on(
    conn: Connection, desk: Desk, person: Person, data: dict[str, Any], **said: str
) -> None:
    """Go on with what was said; the slot is held for a while more, or has gone meanwhile."""
    if form.prolong(conn, desk, data):
        form.ask(conn, desk, person, {**data, **said})
    else:
        form.ask(conn, desk, person, form.back_to_slots({**data, **said}), note="expired")
