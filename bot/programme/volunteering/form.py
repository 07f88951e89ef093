"""The dialogue in which a captain signs a team up: firm, captain, place, shift, names.

What comes in is read by `form_words` and `form_presses`. Everything said so far is a part of the
dialogue and goes with it: names of people who did not come here themselves are not kept longer.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection

from bot.domain.tickets import DIALOGUE_ENDS_AFTER
from bot.helpdesk import owing
from bot.helpdesk.desk import Desk
from bot.knowledge.programme import Event
from bot.programme.volunteering import places
from bot.storage import occasions, people
from bot.storage.occasions import Occasion
from bot.storage.rows import Person

DIALOG = "team"
STEPS = ("firm", "captain", "phone", "site", "shift", "names")
SUMMARY = "summary"


def current(desk: Desk, person: Person) -> dict[str, Any] | None:
    """Return what was said of a team so far, while the dialogue lasts."""
    over = person.dialog_until is None or person.dialog_until <= desk.now
    return None if person.dialog != DIALOG or over else person.dialog_data


def step_of(data: dict[str, Any]) -> str:
    """Return what is asked for next."""
    return next((step for step in STEPS if not data.get(step)), SUMMARY)


def place_of(conn: Connection, data: dict[str, Any]) -> tuple[Occasion, Event] | None:
    """Return the day of work that a team is for, if it still is one."""
    row = occasions.find(conn, data["occasion"])
    event = places.event_of(row) if row is not None else None
    return None if row is None or event is None else (row, event)


def ask(
    conn: Connection, desk: Desk, person: Person, data: dict[str, Any], hint: str = "", **more: Any
) -> None:
    """Ask for what is missing, or show the whole; `hint` says what was wrong."""
    found = place_of(conn, data)
    if found is None or not places.takes_teams(*found, desk):
        people.end_dialog(conn, person.id)
        owing.tell(conn, desk, person, "team_note", {"what": "closed"})
        return
    row, event = found
    kept = {**data, "rev": data.get("rev", 0) + 1}
    people.start_dialog(conn, person.id, DIALOG, kept, desk.now, DIALOGUE_ENDS_AFTER)
    step = step_of(kept)
    values = {
        "step": step,
        "title": row.title,
        "starts": row.starts_at.isoformat(),
        "said": {name: kept.get(name) or "" for name in STEPS[:-1]},
        "names": list(kept.get("names") or ()),
        "most": places.largest_team(event),
        "sites": _sites(conn, row, event) if step == "site" else [],
        "shifts": _shifts(conn, row, event, kept) if step == "shift" else [],
        "hint": hint,
        "about": more.get("about", ""),
        "changing": bool(kept.get("team")),
        "person": person.id,
        "rev": kept["rev"],
    }
    owing.tell(conn, desk, person, "team_summary" if step == SUMMARY else "team_ask", values)


def _sites(conn: Connection, row: Occasion, event: Event) -> list[dict[str, Any]]:
    return [
        {
            "number": places.site_number(row, site),
            "name": site.label,
            "work": site.work,
            "left": sum(places.left_on(conn, row, site, one.label) for one in site.shifts),
        }
        for site in event.sites
        if site.shifts
    ]


def _shifts(
    conn: Connection, row: Occasion, event: Event, data: dict[str, Any]
) -> list[dict[str, Any]]:
    site = places.site_of(event, data["site"])
    if site is None:
        return []
    return [
        {"name": one.label, "left": places.left_on(conn, row, site, one.label)}
        for one in site.shifts
    ]
