"""The buttons of the form: each counts only under the newest question, and only for its owner."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection

from bot.domain.duties import FORMS, cell_of
from bot.helpdesk import owing
from bot.helpdesk.desk import Desk, Press, Toast
from bot.programme.consultations import booking, form, openings
from bot.storage import people, slot_wishes
from bot.storage.rows import Person

STALE, SHOWN = Toast("stale"), Toast("")
FORM, TOPIC = "book_form_", "book_topic_"
FORM_BUTTONS = tuple(f"{FORM}{one}" for one in FORMS)


def _own(
    conn: Connection, desk: Desk, press: Press, *steps: str
) -> tuple[Person, dict[str, Any]] | None:
    """Return the presser and their form, if it stands at one of these steps."""
    person = people.by_telegram(conn, press.presser_id)
    data = form.current(desk, person) if person is not None else None
    if person is None or data is None or press.rev != data["rev"]:
        return None
    return (person, data) if form.step_of(data) in steps else None


def _whose(conn: Connection, desk: Desk, press: Press, *steps: str) -> Any:
    """Return the same where the button carries the person's number."""
    own = _own(conn, desk, press, *steps)
    return own if own is not None and press.ident == own[0].id else None


def pick_form(conn: Connection, desk: Desk, press: Press) -> Toast:
    """Take how to meet ([W biurze], [U Was], [Telefon], [Wideo])."""
    own = _whose(conn, desk, press, "form")
    if own is None:
        return STALE
    person, data = own
    chosen = {**data, "form": press.action.removeprefix(FORM)}
    form.ask(conn, desk, person, chosen, place=form.here(press))
    return SHOWN


def pick_topic(conn: Connection, desk: Desk, press: Press) -> Toast:
    """Take what it is about."""
    own, topic = _whose(conn, desk, press, "topic"), press.action.removeprefix(TOPIC)
    if own is None or topic not in desk.topics:
        return STALE
    person, data = own
    chosen = {**data, "topic": topic}
    form.ask(conn, desk, person, chosen, place=form.here(press))
    return SHOWN


def pick_slot(conn: Connection, desk: Desk, press: Press) -> Toast:
    """Hold a slot for five minutes."""
    own = _own(conn, desk, press, "slots", "times")
    if own is None or press.ident >= len(own[1]["options"]):
        return STALE
    person, data = own
    held = form.choose(conn, desk, person, data, press.ident)
    place = form.here(press)
    if held is None:
        form.ask(conn, desk, person, form.back_to_slots(data), note="quicker", place=place)
        return SHOWN
    known = {"phone": person.phone} if data["form"] == "phone" and person.phone else {}
    form.ask(conn, desk, person, {**known, **data, "booking": held.id}, place=place)
    return SHOWN


def other_days(conn: Connection, desk: Desk, press: Press) -> Toast:
    """Show the days on which something is free ([Inne dni])."""
    own = _whose(conn, desk, press, "slots", "times")
    if own is None:
        return STALE
    person, data = own
    form.ask(conn, desk, person, form.back_to_slots(data, days=True), place=form.here(press))
    return SHOWN


def pick_day(conn: Connection, desk: Desk, press: Press) -> Toast:
    """Show what is free on a day."""
    own = _own(conn, desk, press, "days")
    if own is None or press.ident >= len(own[1]["options"]):
        return STALE
    person, data = own
    chosen = form.back_to_slots(data, day=data["options"][press.ident])
    form.ask(conn, desk, person, chosen, place=form.here(press))
    return SHOWN


def back(conn: Connection, desk: Desk, press: Press) -> Toast:
    """Go back: to the nearest slots, or from them to the topic and the form ([Wróć])."""
    own = _whose(conn, desk, press, "slots", "days", "times", "topic")
    if own is None or ("moves" in own[1] and form.step_of(own[1]) == "slots"):
        return STALE
    person, data = own
    step = form.step_of(data)
    left = {"slots": "topic", "topic": "form"}.get(step, "")
    before = {name: one for name, one in form.back_to_slots(data).items() if name != left}
    form.ask(conn, desk, person, before, place=form.here(press))
    return SHOWN


def other_slot(conn: Connection, desk: Desk, press: Press) -> Toast:
    """Give the held slot back and show what is free ([Inny termin])."""
    own = _whose(conn, desk, press, "summary", "phone", "address")
    if own is None:
        return STALE
    person, data = own
    booking.let_go(conn, desk, person.id, "refused")
    form.ask(conn, desk, person, form.back_to_slots(data), place=form.here(press))
    return SHOWN


def other_contact(conn: Connection, desk: Desk, press: Press) -> Toast:
    """Ask for the number, or the address, once more ([Inny numer], [Inny adres])."""
    own = _whose(conn, desk, press, "summary")
    if own is None or own[1]["form"] not in ("phone", "visit"):
        return STALE
    person, data = own
    asked = {name: one for name, one in data.items() if name not in ("phone", "address")}
    form.ask(conn, desk, person, asked, place=form.here(press))
    return SHOWN


def confirm(conn: Connection, desk: Desk, press: Press) -> Toast:
    """Book what the summary says: the last tap."""
    own = _whose(conn, desk, press, "summary")
    if own is None:
        return STALE
    person, data = own
    form.submit(conn, desk, person, data, form.here(press))
    return SHOWN


def wait(conn: Connection, desk: Desk, press: Press) -> Toast:
    """Tell the person when something becomes free that is not now ([Powiadom mnie])."""
    own = _whose(conn, desk, press, "slots", "days", "times")
    if own is None:
        return STALE
    person, data = own
    found = openings.free(conn, desk, data["topic"], data["form"])
    seen = [cell_of(one.starts) for one in found]
    until = openings.horizon(desk)
    slot_wishes.add(conn, person.id, data["topic"], data["form"], seen, until, desk.now)
    people.end_dialog(conn, person.id)
    values = {"until": until.isoformat()}
    owing.replace_text(conn, desk, press.chat_id, press.message_id, "consult_waiting", values)
    return SHOWN
