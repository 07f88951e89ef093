"""The form of signing up: what is asked next, kept in the person's row until the last tap.

Nothing is booked before it. What was told once is not asked again: the name for the list, the
organisation and the commune are taken from the last time, and shown in the summary.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection

from bot.domain.page_numbers import part_number
from bot.domain.tickets import DIALOGUE_ENDS_AFTER
from bot.helpdesk import on_behalf
from bot.helpdesk.desk import Desk
from bot.programme.occasions import meeting_of
from bot.programme.signups import telling, views
from bot.programme.signups.gates import gate
from bot.storage import occasions, people, registrations
from bot.storage.occasions import Occasion, number_of_occasion
from bot.storage.rows import Person

DIALOG = "signup"
STEPS = ("name", "organisation", "commune", "needs", "phone")
SUMMARY = "summary"
ELSEWHERE = "inna"  # a commune that is none of the programme's


def begin(conn: Connection, desk: Desk, person: Person, row: Occasion) -> None:
    """Start the form, or say why there is nothing to be filled in."""
    known = registrations.of_person(conn, row.id, person.id)
    if known is not None:
        telling.outcome(conn, desk, person, row, "known", known)
        return
    shut = gate(row, meeting_of(row), desk.now)
    if shut == "open" and not _any_room(conn, desk, row, person):
        shut = "full"
    if shut != "open":
        telling.outcome(conn, desk, person, row, shut)
        return
    ask(conn, desk, person, {"occasion": row.id, "rev": 0, **_remembered(conn, person)})


def _any_room(conn: Connection, desk: Desk, row: Occasion, person: Person) -> bool:
    now_is = views.card(conn, desk, row, person)
    return now_is["left"] is None or now_is["left"] > 0 or now_is["spare"] > 0


def _remembered(conn: Connection, person: Person) -> dict[str, Any]:
    """Return what somebody said of themselves the last time."""
    past = next(iter(registrations.all_of_person(conn, person.id)), None)
    if past is None:
        return {**dict.fromkeys(STEPS), "phone": person.phone}
    told = {"name": past.name, "organisation": past.organisation, "commune": past.commune or None}
    return {**told, "needs": None, "phone": past.phone or person.phone or ""}


def step_of(data: dict[str, Any]) -> str:
    """Return what is to be asked next."""
    return next((step for step in STEPS if data.get(step) is None), SUMMARY)


def ask(conn: Connection, desk: Desk, person: Person, data: dict[str, Any]) -> None:
    """Ask for what is missing next, or show the whole; older questions lose their buttons' sense.

    `data["typing"]`: the person wants to write the name, the proposal was wrong.
    """
    data = {**data, "rev": data["rev"] + 1}
    people.start_dialog(conn, person.id, DIALOG, data, desk.now, DIALOGUE_ENDS_AFTER)
    row = occasions.get(conn, data["occasion"])
    step = step_of(data)
    values = {"meeting": views.line(row), "step": step, "rev": data["rev"], "person": person.id}
    if step == SUMMARY:
        telling.tell(conn, desk, person, "signup_summary", values | summary(conn, row, data))
    else:
        telling.tell(
            conn, desk, person, "signup_ask", values | _asked(conn, desk, person, row, data)
        )


def _asked(
    conn: Connection, desk: Desk, person: Person, row: Occasion, data: dict[str, Any]
) -> dict[str, Any]:
    return {
        "proposal": None if data.get("typing") else person.name,
        "offered": on_behalf.name_of(conn, person),
        "communes": [
            {"name": name, "number": commune_number(row, name)}
            for name in desk.base.programme.municipalities
        ],
        "elsewhere": commune_number(row, ELSEWHERE),
    }


def commune_number(row: Occasion, name: str) -> int:
    """Return the number by which a button names a commune, and the meeting with it."""
    return part_number(number_of_occasion(row.id), name)


def summary(conn: Connection, row: Occasion, data: dict[str, Any]) -> dict[str, Any]:
    """Return what is going to be booked, and whether a seat is there for it now."""
    queue = registrations.of_occasion(conn, row.id, ("waiting",))
    waits = row.free is not None and row.free <= sum(one.seats for one in queue)
    return {**{step: data[step] for step in STEPS}, "waits": waits}


def current(desk: Desk, person: Person) -> dict[str, Any] | None:
    """Return the form that a person is filling in now."""
    if person.dialog != DIALOG or person.dialog_until is None or person.dialog_until <= desk.now:
        return None
    return person.dialog_data
