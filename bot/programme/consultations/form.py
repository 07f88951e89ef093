"""The form of a consultation: how, about what, when; kept in the person's row until the last tap.

A slot that is chosen is held for five minutes, and again so long with each answer. What is asked
next follows from what is known; each question is the only one whose buttons count.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection

from bot.domain.duties import FORMS
from bot.domain.tickets import DIALOGUE_ENDS_AFTER
from bot.helpdesk import owing
from bot.helpdesk.desk import Desk, Press, topic_view
from bot.programme.consultations import booking, openings, views
from bot.storage import bookings, people
from bot.storage.bookings import Booking
from bot.storage.rows import Person

DIALOG = "consultation"
NEAREST, DAYS, TIMES = 3, 8, 12
MOST = 3  # consultations of one person at a time


@dataclass(frozen=True, slots=True)
class Where:
    """The message in whose place a question goes."""

    chat_id: int
    message_id: int


def begin(conn: Connection, desk: Desk, person: Person, **known: Any) -> None:
    """Start the form; `known` is what need not be asked. What was being chosen is free again."""
    held = bookings.held_by(conn, person.id)
    if held is not None and not held.offered:
        booking.end_hold(conn, desk, held, "refused")
    ahead = bookings.ahead_of_person(conn, person.id, desk.now)
    if len(ahead) >= MOST and "moves" not in known:
        show_list(conn, desk, person, ahead)
        return
    ask(conn, desk, person, {"rev": 0, **known})


def show_list(conn: Connection, desk: Desk, person: Person, ahead: list[Booking]) -> None:
    """Show what somebody has booked."""
    items = [views.line(conn, desk, one) for one in ahead[:MOST]]
    values = {"items": items, "person": person.id, "full": len(ahead) >= MOST}
    owing.tell(conn, desk, person, "consult_list", values)


def step_of(data: dict[str, Any]) -> str:
    """Return what is to be asked next."""
    if "form" not in data:
        return "form"
    if "topic" not in data:
        return "topic"
    if "booking" not in data:
        return "times" if "day" in data else ("days" if data.get("days") else "slots")
    needed = {"phone": "phone", "visit": "address"}.get(data["form"])
    return needed if needed is not None and needed not in data else "summary"


def ask(
    conn: Connection,
    desk: Desk,
    person: Person,
    data: dict[str, Any],
    *,
    note: str = "",
    place: Where | None = None,
) -> None:
    """Ask for what is missing next; `note` says what came between, `place` is where it stands."""
    data = {**data, "rev": data["rev"] + 1}
    step = step_of(data)
    values: dict[str, Any] = {"step": step, "note": note, "person": person.id, "rev": data["rev"]}
    if step in ("slots", "days", "times"):
        data, shown = _choice(conn, desk, person, data, step)
        values |= shown
    elif step == "topic":
        values["topics"] = [topic_view(one) for one in desk.topics.values()]
    elif step == "form":
        values["forms"] = list(FORMS)
    else:
        values["slot"] = _held(conn, desk, data)
        values["own"] = {"phone": data.get("phone"), "place": data.get("address")}
        instead = bookings.find(conn, data.get("moves", 0))
        values["instead"] = views.line(conn, desk, instead) if instead is not None else None
    people.start_dialog(conn, person.id, DIALOG, data, desk.now, DIALOGUE_ENDS_AFTER)
    _say(conn, desk, person, f"consult_{_SCREENS.get(step, step)}", values, place)


_SCREENS = {"form": "ask", "topic": "ask", "phone": "contact", "address": "contact"}


def _say(
    conn: Connection,
    desk: Desk,
    person: Person,
    template: str,
    values: dict[str, Any],
    place: Where | None,
) -> None:
    if place is None or values["step"] == "phone":  # a key that shares a number needs a message
        key = f"{template}:{person.id}:{values['rev']}:{desk.cause}"
        owing.tell(conn, desk, person, template, values, key=key)
        if place is not None:
            owing.strip_buttons(conn, desk, place.chat_id, place.message_id)
    else:
        owing.replace_text(conn, desk, place.chat_id, place.message_id, template, values)


def _choice(
    conn: Connection, desk: Desk, person: Person, data: dict[str, Any], step: str
) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return the data with what may be chosen by a number, and what is shown of it."""
    found = openings.free(conn, desk, data["topic"], data["form"])
    about = {"form": data["form"], "topic": topic_view(desk.topic(data["topic"]))}
    more = {"moving": "moves" in data, "any": bool(found), "phone": desk.base.organisation.phone}
    if step == "days":
        days = list(openings.by_day(found))[:DAYS]
        options: list[Any] = [day.isoformat() for day in days]
        return {**data, "options": options}, {**about, **more, "days": options}
    if step == "times":
        day = date.fromisoformat(data["day"])
        chosen = openings.by_day(found).get(day, [])[:TIMES]
    else:
        chosen = list(openings.nearest(found, NEAREST))
    options = [[one.advisor_id, one.starts.isoformat()] for one in chosen]
    shown = {**about, **more, "slots": [views.slot(one) for one in chosen]}
    return {**data, "options": options}, {**shown, "day": data.get("day")}


def _held(conn: Connection, desk: Desk, data: dict[str, Any]) -> dict[str, Any] | None:
    held = bookings.find(conn, data["booking"])
    return None if held is None else views.line(conn, desk, held)


def choose(
    conn: Connection, desk: Desk, person: Person, data: dict[str, Any], number: int
) -> Booking | None:
    """Hold the slot with this number for the person; None when somebody was quicker."""
    advisor_id, starts = data["options"][number]
    slot = openings.still_there(
        conn, desk, data["topic"], data["form"], advisor_id, datetime.fromisoformat(starts)
    )
    if slot is None:
        return None
    return booking.hold(
        conn, desk, person.id, data["topic"], data["form"], slot, moves_id=data.get("moves")
    )


def prolong(conn: Connection, desk: Desk, data: dict[str, Any]) -> bool:
    """Hold the slot for another five minutes: the person is there. False: it is held no longer."""
    until = desk.now + booking.HOLD
    return bookings.move(conn, data["booking"], was=("held",), held_until=until)


def current(desk: Desk, person: Person) -> dict[str, Any] | None:
    """Return the form that a person is filling in now."""
    if person.dialog != DIALOG or person.dialog_until is None or person.dialog_until <= desk.now:
        return None
    return person.dialog_data


def here(press: Press) -> Where:
    """Return the message that was pressed."""
    return Where(press.chat_id, press.message_id)


def submit(
    conn: Connection, desk: Desk, person: Person, data: dict[str, Any], place: Where | None
) -> None:
    """Book what the summary says; when it is held no longer, or nobody is there, show the rest."""
    held = bookings.find(conn, data["booking"])
    values = {"phone": data.get("phone"), "place": data.get("address")}
    given = {name: value for name, value in values.items() if value}
    mine = held if held is not None and held.person_id == person.id else None
    gone = mine is not None and _is_gone(conn, desk, mine)
    made = booking.confirm(conn, desk, mine, **given) if mine is not None and not gone else None
    if made is None:
        note = "gone" if gone else "expired"
        ask(conn, desk, person, back_to_slots(data), note=note, place=place)
        return
    people.end_dialog(conn, person.id)
    if place is not None:
        said = {"what": "confirmed", "booking": views.line(conn, desk, made), "person": person.id}
        owing.replace_text(conn, desk, place.chat_id, place.message_id, "consult_note", said)


def _is_gone(conn: Connection, desk: Desk, held: Booking) -> bool:
    """Give a held slot back whose advisor has taken leave, or left the group, meanwhile."""
    about = held.topic, held.form, held.advisor_id, held.starts_at
    if held.state != "held" or openings.still_there(conn, desk, *about) is not None:
        return False
    return booking.end_hold(conn, desk, held, "refused")


def back_to_slots(data: dict[str, Any], **more: Any) -> dict[str, Any]:
    """Return the form as it was before a slot was chosen."""
    dropped = ("booking", "day", "days", "options")
    return {**{name: one for name, one in data.items() if name not in dropped}, **more}


def end_holds(conn: Connection, desk: Desk) -> None:
    """Give back what was held long enough; who still stands before it sees what is free."""
    for held in bookings.holds_over(conn, desk.now):
        if held.offered or not booking.end_hold(conn, desk, held, "hold_over"):
            continue
        person = people.by_id(conn, held.person_id)
        data = current(desk, person)
        if data is not None and data.get("booking") == held.id:
            later = desk.because(f"hold{held.id}")
            ask(conn, later, person, back_to_slots(data), note="expired")
