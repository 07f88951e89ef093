"""What a coordinator is shown of an occasion or a draft: its fields, in their order."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from bot.helpdesk.desk import Desk
from bot.programme.occasions import meeting_of
from bot.programme.organising.fields import known_by
from bot.storage import registrations, teams
from bot.storage.occasions import Occasion, number_of_occasion


def shown(desk: Desk, kind: str, fields: Mapping[str, Any]) -> dict[str, Any]:
    """Return what fields say, by the names under which they are asked for."""
    return {name: value(desk, name, fields) for name in known_by(kind)}


def value(desk: Desk, name: str, fields: Mapping[str, Any]) -> Any:
    """Return what one field says; None when it says nothing."""
    if name == "when":
        return _when(fields) if "starts" in fields else None
    if name == "topic" and fields.get("topic"):
        return desk.topic(fields["topic"]).name
    if name == "register_until" and fields.get(name):
        day, _, hour = fields[name].partition(" ")
        return {"day": day, "hour": hour}
    found = fields.get(name)
    return list(found) if isinstance(found, list | tuple) else (found if found != "" else None)


def _when(fields: Mapping[str, Any]) -> dict[str, str]:
    starts = datetime.fromisoformat(fields["starts"])
    ends = datetime.fromisoformat(fields["ends"])
    last = ends.date() != starts.date()
    return {
        "day": starts.date().isoformat(),
        "starts": f"{starts:%H:%M}",
        "ends": f"{ends:%H:%M}",
        "last_day": ends.date().isoformat() if last else "",
    }


def line(row: Occasion) -> dict[str, Any]:
    """Return what a list shows of an occasion."""
    return {
        "title": row.title,
        "number": number_of_occasion(row.id),
        "starts": row.starts_at.isoformat(),
        "place": row.place,
        "taken": row.taken,
        "seats": row.seats,
    }


def concerned(conn: Connection, row: Occasion) -> dict[str, int]:
    """Return how many people a change concerns: told here, and to be called.

    A team is told through its captain.
    """
    listed = [one for one in registrations.of_occasion(conn, row.id) if one.team_id is None]
    captains = teams.of_occasion(conn, row.id)
    known = [*(one.person_id for one in listed), *(one.person_id for one in captains)]
    called = known.count(None)
    return {
        "told": len(known) - called,
        "called": called,
        "people": row.taken,
    }


def has_teams(row: Occasion) -> bool:
    """Tell whether teams may sign up for an occasion."""
    if row.kind != "event":
        return False
    return any(site.shifts for site in getattr(meeting_of(row), "sites", ()))


def has_guests(row: Occasion) -> bool:
    """Tell whether people may bring somebody along."""
    return row.kind == "event" and bool(getattr(meeting_of(row), "guests", 0))
