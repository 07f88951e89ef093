"""The buttons of the form: each counts only in the question it stands under, and only once."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from sqlalchemy import Connection

from bot.domain.page_numbers import page_of
from bot.domain.tickets import DIALOGUE_ENDS_AFTER
from bot.helpdesk import on_behalf, owing
from bot.helpdesk.desk import Desk, Press, Toast
from bot.programme.signups import booking, form, telling, views
from bot.programme.signups.booking import Wish
from bot.programme.signups.lists import KINDS, SHOWN, STALE
from bot.storage import occasions, people
from bot.storage.occasions import number_of_occasion
from bot.storage.rows import Person

A_MOMENT = timedelta(seconds=10)
AGAIN, SKIP = "signup_fix_", "signup_no_"


def begin(conn: Connection, desk: Desk, press: Press) -> Toast:
    """Start the form of a meeting ([Zapisz mnie]); a second press within a moment asks nothing."""
    person = people.by_telegram(conn, press.presser_id)
    row = occasions.by_number(conn, press.ident)
    if person is None or row is None or row.kind not in KINDS:
        return STALE
    data = form.current(desk, person)
    if data is not None and data["occasion"] == row.id and _just_asked(desk, person):
        return SHOWN
    form.begin(conn, desk, person, row)
    return SHOWN


def _just_asked(desk: Desk, person: Person) -> bool:
    assert person.dialog_until is not None
    return person.dialog_until - DIALOGUE_ENDS_AFTER > desk.now - A_MOMENT


def _own(
    conn: Connection, desk: Desk, press: Press, number: int
) -> tuple[Person, dict[str, Any]] | None:
    """Return the presser and their form, if the button stands under its newest question."""
    person = people.by_telegram(conn, press.presser_id)
    data = form.current(desk, person) if person is not None else None
    if person is None or data is None or press.rev != data["rev"]:
        return None
    return (person, data) if number_of_occasion(data["occasion"]) == number else None


def _answer(conn: Connection, desk: Desk, press: Press, step: str, said: str | None) -> Toast:
    own = _own(conn, desk, press, press.ident)
    if own is None or form.step_of(own[1]) != step or said is None:
        return STALE
    _go_on(conn, desk, press, own, {step: said})
    return SHOWN


def _go_on(
    conn: Connection,
    desk: Desk,
    press: Press,
    own: tuple[Person, dict[str, Any]],
    said: dict[str, Any],
) -> None:
    owing.strip_buttons(conn, desk, press.chat_id, press.message_id)
    person, data = own
    form.ask(conn, desk, person, {**data, "typing": False, **said})


def name(conn: Connection, desk: Desk, press: Press) -> Toast:
    """Take the proposed name ([Dobrze])."""
    person = people.by_telegram(conn, press.presser_id)
    return _answer(conn, desk, press, "name", person.name if person else None)


def organisation(conn: Connection, desk: Desk, press: Press) -> Toast:
    """Take the organisation that is known, or none ([Bez organizacji])."""
    person = people.by_telegram(conn, press.presser_id)
    known = on_behalf.name_of(conn, person) if person else None
    said = "" if press.action == "signup_no_org" else known
    return _answer(conn, desk, press, "organisation", said)


def commune(conn: Connection, desk: Desk, press: Press) -> Toast:
    """Take the commune of a button; its number names the meeting, too."""
    own = _own(conn, desk, press, page_of(press.ident))
    if own is None or form.step_of(own[1]) != "commune":
        return STALE
    row = occasions.get(conn, own[1]["occasion"])
    names = (*desk.base.programme.municipalities, form.ELSEWHERE)
    found = [one for one in names if form.commune_number(row, one) == press.ident]
    if not found:
        return STALE
    _go_on(conn, desk, press, own, {"commune": found[0]})
    return SHOWN


def skip(conn: Connection, desk: Desk, press: Press) -> Toast:
    """Go on without what may be left out ([Pomiń])."""
    return _answer(conn, desk, press, press.action.removeprefix(SKIP), "")


def fix(conn: Connection, desk: Desk, press: Press) -> Toast:
    """Turn the summary into the choice of what to put right, or back."""
    own = _own(conn, desk, press, press.ident)
    if own is None or form.step_of(own[1]) != form.SUMMARY:
        return STALE
    row = occasions.get(conn, own[1]["occasion"])
    name_of = "signup_fix" if press.action == "signup_fix" else "signup_summary"
    view = {"meeting": views.line(row), "rev": press.rev, "person": own[0].id, "step": ""}
    view |= form.summary(conn, row, own[1])
    owing.replace_text(conn, desk, press.chat_id, press.message_id, name_of, view)
    return SHOWN


def again(conn: Connection, desk: Desk, press: Press) -> Toast:
    """Ask for one thing anew ([Popraw])."""
    own = _own(conn, desk, press, press.ident)
    step = press.action.removeprefix(AGAIN)
    if own is None or form.step_of(own[1]) not in (step, form.SUMMARY):
        return STALE
    _go_on(conn, desk, press, own, {step: None, "typing": step == "name"})
    return SHOWN


def confirm(conn: Connection, desk: Desk, press: Press) -> Toast:
    """Book what the summary says: the last tap."""
    own = _own(conn, desk, press, press.ident)
    if own is None or form.step_of(own[1]) != form.SUMMARY:
        return STALE
    owing.strip_buttons(conn, desk, press.chat_id, press.message_id)
    submit(conn, desk, *own)
    return SHOWN


def submit(conn: Connection, desk: Desk, person: Person, data: dict[str, Any]) -> None:
    """Book what a finished form says, and tell what came of it."""
    people.end_dialog(conn, person.id)
    wish = Wish(**{step: data[step] for step in form.STEPS} | {"phone": data["phone"] or None})
    booked = booking.book(conn, desk, data["occasion"], wish, person.id)
    _remember(conn, person, wish)
    row = occasions.get(conn, data["occasion"])
    telling.outcome(conn, desk, person, row, booked.what, booked.registration)


def _remember(conn: Connection, person: Person, wish: Wish) -> None:
    """Keep what somebody said of themselves where nothing was known."""
    if wish.organisation and on_behalf.name_of(conn, person) is None:
        people.set_fields(conn, person.id, organisation=wish.organisation)
    if wish.commune not in ("", form.ELSEWHERE) and person.commune is None:
        people.set_fields(conn, person.id, commune=wish.commune)
