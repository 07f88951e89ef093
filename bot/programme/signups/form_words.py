"""Words typed into the form; what is plainly a question goes on as one, and the form waits."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection

from bot.domain.asking import asks
from bot.domain.contact_details import phone_in
from bot.domain.names import clean_name, proper_name
from bot.domain.polish_words import fold
from bot.domain.signups import LONGEST_NEEDS
from bot.helpdesk import on_behalf, owing
from bot.helpdesk.desk import Desk, Incoming
from bot.knowledge.decision import Decision
from bot.programme.signups import form, form_presses
from bot.storage.occasions import number_of_occasion
from bot.storage.rows import Person

LONG = 60  # characters: a longer text is not a name
#: Words that stand for the button beside them.
_AGREEING = frozenset(["tak", "dobrze", "ok", "okej", "zgadza sie", "zgoda"])
_SIGNING = frozenset(["zapisz", "zapisz mnie", "zapisuje sie", "potwierdzam"])
_NOTHING = frozenset(
    ["nie", "brak", "pomin", "bez", "nie mam", "nic", "bez organizacji", "zadnych"]
)
_MAY_BE_LONG = ("needs",)
#: What people name here may look like a question of ours that has an answer: "koło gospodyń".
_NAMES_THINGS = ("organisation", "needs")
_MAY_BE_LEFT_OUT = ("organisation", "needs", "phone")


def take(
    conn: Connection, desk: Desk, person: Person, incoming: Incoming, decision: Decision
) -> bool:
    """Take words as the answer to what the form asked; False when they are a question."""
    data = form.current(desk, person)
    if data is None:
        return False
    step = form.step_of(data)
    if step == form.SUMMARY:
        return _confirmed(conn, desk, person, incoming, data)
    shared = incoming.phone if step == "phone" else None
    if incoming.media and not shared:
        return False
    if not shared and _is_question(step, incoming.text, decision):
        return False
    said = _said(conn, desk, person, step, shared or incoming.text)
    if said is None:
        number = number_of_occasion(data["occasion"])
        again = {"step": step, "person": person.id, "number": number, "rev": data["rev"]}
        owing.tell(conn, desk, person, "signup_again", again)
        return True
    form.ask(conn, desk, person, {**data, step: said, "typing": False})
    return True


def _confirmed(
    conn: Connection, desk: Desk, person: Person, incoming: Incoming, data: dict[str, Any]
) -> bool:
    """Take "tak" under the summary for its button."""
    said = _plain(incoming.text)
    if incoming.media or said not in (*_AGREEING, *_SIGNING):
        return False
    form_presses.submit(conn, desk, person, data)
    return True


def _plain(text: str) -> str:
    return fold(text).strip(" .!,")


def _is_question(step: str, text: str, decision: Decision) -> bool:
    if step not in _MAY_BE_LONG and len(text) > LONG:
        return True
    if step in _NAMES_THINGS:
        return "?" in text
    return asks(text) or decision.zone == "answer"


def _said(conn: Connection, desk: Desk, person: Person, step: str, text: str) -> str | None:
    """Return what the words say in this step; None when nothing that can be used."""
    plain = _plain(text)
    if step in _MAY_BE_LEFT_OUT and plain in _NOTHING:
        return ""
    if step == "phone":
        return phone_in(text)
    if step in _NAMES_THINGS:
        known = on_behalf.name_of(conn, person) if step == "organisation" else None
        if known and plain in _AGREEING:
            return known
        return clean_name(text, LONGEST_NEEDS if step == "needs" else LONG) or None
    if step == "commune":
        return _commune(desk, plain) or clean_name(text) or None
    return person.name if plain in _AGREEING else _name(text)


def _name(text: str) -> str | None:
    name = proper_name(clean_name(text))
    digits = any(map(str.isdigit, name))
    return name if sum(map(str.isalpha, name)) > 1 and not digits else None


def _commune(desk: Desk, plain: str) -> str | None:
    known: Mapping[str, Any] = {fold(one): one for one in desk.base.programme.municipalities}
    return known.get(plain.removeprefix("gmina ").strip())
