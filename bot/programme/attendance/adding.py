"""People without Telegram, and people from the door: entered by an advisor, step by step.

Name, phone or e-mail, organisation, commune; then what is to be read out to them, and only then a
row. Whoever is entered stands on every list like anybody else.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection

from bot.domain.contact_details import contact
from bot.domain.names import clean_name, proper_name
from bot.domain.tickets import DIALOGUE_ENDS_AFTER
from bot.helpdesk import owing
from bot.helpdesk.desk import Desk, Incoming, Press, Toast
from bot.knowledge.decision import Decision
from bot.programme.attendance import authority, boards, checking, entering
from bot.programme.attendance.authority import NOT_COORDINATOR, SHOWN, STALE
from bot.programme.occasions import meeting_of
from bot.programme.signups import booking
from bot.programme.signups.gates import gate
from bot.storage import occasions, people
from bot.storage.occasions import Occasion
from bot.storage.rows import Person

DIALOG = "att_add"
STEPS = ("name", "contact", "organisation", "commune", "confirm")
LONGEST = 120  # characters of one answer


def begin(conn: Connection, desk: Desk, press: Press) -> Toast:
    """Begin to enter somebody: onto the list, or, at the door, as one who is here."""
    at = authority.meeting(conn, desk, press)
    person = people.by_telegram(conn, press.presser_id)
    if isinstance(at, Toast) or person is None:
        return at if isinstance(at, Toast) else STALE
    door = press.action == "att_walk_in"
    if not _may_begin(desk, at.occasion, door):
        boards.again(conn, desk, press)
        return SHOWN
    data = {"occasion": at.occasion.id, "door": door, "step": "name"}
    _go_on(conn, desk, person, data)
    return SHOWN


def _may_begin(desk: Desk, row: Occasion, door: bool) -> bool:
    if row.state != "open":
        return False
    return authority.may_walk_in(row, desk.now) if door else desk.now < row.starts_at


def _go_on(conn: Connection, desk: Desk, person: Person, data: dict[str, Any]) -> None:
    """Ask for what the data lacks next; whoever confirms after the closing date is told so."""
    row = occasions.get(conn, data["occasion"])
    data = {**data, "late": gate(row, meeting_of(row), desk.now) == "closed"}
    people.start_dialog(conn, person.id, DIALOG, data, desk.now, DIALOGUE_ENDS_AFTER)
    _ask(conn, desk, person, data)


def _ask(
    conn: Connection, desk: Desk, person: Person, data: dict[str, Any], wrong: bool = False
) -> None:
    row = occasions.get(conn, data["occasion"])
    org = desk.base.organisation
    values = {
        **boards.occasion_view(row),
        "step": data["step"],
        "door": data["door"],
        "wrong": wrong,
        "late": bool(data.get("late")) and not data["door"],
        "person": person.id,
        "communes": list(desk.base.programme.municipalities),
        "given": {name: data.get(name, "") for name in STEPS[:-1]},
        "administrator": org.administrator,
        "data_contact": org.data_contact,
    }
    owing.tell(conn, desk, person, "attendance_add", values)


def take(
    conn: Connection, desk: Desk, person: Person, incoming: Incoming, decision: Decision
) -> bool:
    """Take the answer to what was asked; a plain question is let through."""
    data = person.dialog_data or {}
    said = clean_name(incoming.text, LONGEST)
    question = bool(incoming.media) or decision.zone == "answer" or len(incoming.text) > LONGEST
    if question or not said or not authority.is_staff(conn, desk, person.chat):
        return False
    step = data["step"]
    value = _value(step, said)
    if step in ("commune", "confirm") or value is None:
        _ask(conn, desk, person, data, wrong=True)
        return True
    _answered(conn, desk, person, data, value)
    return True


def _value(step: str, said: str) -> str | None:
    """Return what the words say in this step; None when a name holds digits, or no contact."""
    if step == "contact":
        return contact(said)
    if step == "name":
        return None if any(map(str.isdigit, said)) else proper_name(said)
    return said


def _answered(
    conn: Connection, desk: Desk, person: Person, data: dict[str, Any], value: str
) -> None:
    step = data["step"]
    following = STEPS[STEPS.index(step) + 1]
    _go_on(conn, desk, person, {**data, step: value, "step": following})


def _current(
    conn: Connection, desk: Desk, press: Press, step: str
) -> tuple[Person, dict[str, Any]] | None:
    """Return the presser and what they have entered, if they stand at this step."""
    person = people.by_telegram(conn, press.presser_id)
    if person is None or person.id != press.ident or person.dialog != DIALOG:
        return None
    over = person.dialog_until is not None and person.dialog_until <= desk.now
    data = person.dialog_data or {}
    if over or data.get("step") != step:
        return None
    return (person, data) if authority.is_staff(conn, desk, press.presser_id) else None


def skip(conn: Connection, desk: Desk, press: Press) -> Toast:
    """Leave out what need not be told: an organisation; at the door, a phone or e-mail."""
    step = press.action.removeprefix("att_no_")
    found = _current(conn, desk, press, step)
    if found is None or (step == "contact" and not found[1]["door"]):
        return STALE
    owing.strip_buttons(conn, desk, press.chat_id, press.message_id)
    _answered(conn, desk, *found, "")
    return SHOWN


def commune(conn: Connection, desk: Desk, press: Press) -> Toast:
    """Take a commune that was tapped; 0 stands for one beyond the county."""
    found = _current(conn, desk, press, "commune")
    names = ("spoza powiatu", *desk.base.programme.municipalities)
    if found is None or press.rev is None or press.rev >= len(names):
        return STALE
    owing.strip_buttons(conn, desk, press.chat_id, press.message_id)
    _answered(conn, desk, *found, names[press.rev])
    return SHOWN


def save(conn: Connection, desk: Desk, press: Press) -> Toast:
    """Enter the person: with a seat, onto the waiting list, or nowhere, and say which."""
    found = _current(conn, desk, press, "confirm")
    if found is None:
        return STALE
    person, data = found
    owing.strip_buttons(conn, desk, press.chat_id, press.message_id)
    row = occasions.get(conn, data["occasion"])
    if not data["door"]:
        _book(conn, desk, person, row, data)
    elif occasions.take_seat(conn, row.id):
        entering.at_the_door(conn, desk, person, row, data)
    else:
        values = {**boards.occasion_view(row), "name": data["name"], "ident": person.id}
        owing.tell(conn, desk, person, "attendance_full", {**values, "dialog": True})
    return SHOWN


def _book(
    conn: Connection, desk: Desk, person: Person, row: Occasion, data: dict[str, Any]
) -> None:
    """Put somebody on the list by the rules of signing up; a closing date is passed knowingly."""
    past = ("walk_in", "closed") if data.get("late") else ("walk_in",)
    booked = booking.book(conn, desk, row.id, entering.wish(person, data), None, past)
    if booked.what == "closed":  # it closed since it was read out: now they know
        _go_on(conn, desk, person, data)
        return
    people.end_dialog(conn, person.id)
    one = booked.registration
    if one is not None:
        entering.entered(conn, desk, person, one)
    entering.told(conn, desk, person, row, data["name"], booked.what, one)


def extra(conn: Connection, desk: Desk, press: Press) -> Toast:
    """Add a seat for somebody at the door, by the coordinator's own decision, and enter them."""
    found = _current(conn, desk, press, "confirm")
    if found is None or not found[1]["door"]:
        return STALE
    if not authority.is_coordinator(conn, desk, press.presser_id):
        return NOT_COORDINATOR
    person, data = found
    row = occasions.get(conn, data["occasion"])
    checking.add_seats(conn, desk, press.presser_id, row, 1)
    occasions.take_seat(conn, row.id)
    owing.strip_buttons(conn, desk, press.chat_id, press.message_id)
    entering.at_the_door(conn, desk, person, row, data)
    return SHOWN
