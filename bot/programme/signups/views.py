"""What templates show of a meeting: its card, a line in a list, and somebody's own place in it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from bot.domain.signups import map_search
from bot.domain.warsaw import local
from bot.helpdesk.desk import Desk
from bot.knowledge.programme import Duty, Event
from bot.programme.occasions import Meeting, meeting_of
from bot.programme.signups.gates import gate
from bot.storage import occasion_files, registrations, seats
from bot.storage.occasions import Occasion, number_of_occasion
from bot.storage.registrations import Registration
from bot.storage.rows import Person


def line(row: Occasion) -> dict[str, Any]:
    """Return what, when and where: enough to know which meeting is meant."""
    return {
        "number": number_of_occasion(row.id),
        "title": row.title,
        "place": row.place,
        "cancelled": row.state == "cancelled",
        "unconfirmed": meeting_of(row).unconfirmed,
        **when(row),
        **way(row),
    }


def when(row: Occasion) -> dict[str, Any]:
    """Return the day and the hours, as they stand beside the day's name."""
    starts, ends = local(row.starts_at), local(row.ends_at)
    return {
        "day": starts.date().isoformat(),
        "starts": row.starts_at.isoformat(),
        "ends": row.ends_at.isoformat(),
        "last_day": ends.date().isoformat() if ends.date() != starts.date() else None,
    }


def way(row: Occasion) -> dict[str, Any]:
    """Return how to find the place: by a point, by a search, or not at all for what is online."""
    sheet = meeting_of(row)
    online = isinstance(sheet, Event) and sheet.kind == "online"
    nowhere = online or not row.place or bool(getattr(sheet, "sites", ()))  # one, or several
    return {
        "online": online,
        "point": sheet.point is not None and not online,
        "map": None if nowhere or sheet.point is not None else map_search(row.place),
    }


def card(conn: Connection, desk: Desk, row: Occasion, person: Person) -> dict[str, Any]:
    """Return everything that a card says of a meeting, and what its reader has to do with it."""
    sheet = meeting_of(row)
    return {
        **line(row),
        **_said_of(sheet),
        **_room(conn, row, sheet),
        "gate": gate(row, sheet, desk.now),
        "teams": _teams(sheet, desk.now),
        "own": own(conn, row, person),
        "past": row.ends_at <= desk.now,
        "materials": may_have_materials(conn, desk, row, person),
    }


def may_have_materials(conn: Connection, desk: Desk, row: Occasion, person: Person) -> bool:
    """Tell whether there are materials that somebody may have: the meeting is over, they came."""
    found = registrations.of_person(conn, row.id, person.id)
    here = found is not None and found.present_at is not None and row.ends_at <= desk.now
    return here and bool(occasion_files.of_occasion(conn, row.id, "material"))


_SHOWN: Mapping[str, Any] = {
    "summary": "", "agenda": (), "accessibility": None, "trainer": None, "cost": None,
    "note": None, "required_for": None, "per_organisation": None,
}  # fmt: skip


def _said_of(sheet: Meeting) -> dict[str, Any]:
    said = {name: getattr(sheet, name, without) for name, without in _SHOWN.items()}
    said["agenda"] = list(said["agenda"])
    return {**said, "duty": isinstance(sheet, Duty)}


def _room(conn: Connection, row: Occasion, sheet: Meeting) -> dict[str, Any]:
    """Return the seats that newcomers may have, and the places left on the waiting list."""
    queue = registrations.of_occasion(conn, row.id, ("waiting",))
    left = None if row.free is None else max(0, row.free - sum(one.seats for one in queue))
    spare = max(0, getattr(sheet, "waitlist", 0) - len(queue))
    return {"left": left, "spare": spare, "closes": _closes(sheet)}


def _teams(sheet: Meeting, now: datetime) -> str | None:
    """Return "open" or "closed" where people come in teams, which captains sign up."""
    if not isinstance(sheet, Event) or not any(site.shifts for site in sheet.sites):
        return None
    closes = sheet.insurance.until if sheet.insurance is not None else sheet.starts
    return "open" if now < closes else "closed"


def _closes(sheet: Meeting) -> str | None:
    closes: datetime | None = getattr(sheet, "register_until", None)
    return None if closes is None else closes.isoformat()


def own(conn: Connection, row: Occasion, person: Person) -> dict[str, Any] | None:
    """Return somebody's own place in a meeting; None for who is not on its list."""
    found = registrations.of_person(conn, row.id, person.id)
    return None if found is None else place(conn, found)


def place(conn: Connection, found: Registration) -> dict[str, Any]:
    """Return a registration as its owner sees it."""
    waits = found.state == "waiting"
    until = found.offered_until
    return {
        "registration": found.id,
        "rev": found.rev,
        "state": found.state,
        "position": seats.position(conn, found.id, found.occasion_id) if waits else 0,
        "until": until.isoformat() if until is not None and found.state == "offered" else None,
    }
