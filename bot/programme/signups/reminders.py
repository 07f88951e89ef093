"""What reminders of a meeting show, and the place on the map that goes with the last of them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from sqlalchemy import Connection

from bot.helpdesk.desk import Desk
from bot.programme.signups import places, views
from bot.storage import occasions, people, registrations, seats
from bot.storage.occasions import Occasion
from bot.storage.occurrences import Occurrence
from bot.storage.registrations import Registration

LAST = "seat_two_hours"
#: So late the place still follows its reminder; after an outage it does not come alone.
FOLLOWS_WITHIN = timedelta(hours=2)


def view(conn: Connection, desk: Desk, one: Occurrence) -> Mapping[str, Any] | None:
    """Return a seat as its reminder shows it; None when it is one no more, or has begun."""
    seat = _seat(conn, desk, one)
    if seat is None:
        return None
    found, row = seat
    own = views.place(conn, found)
    return {"meeting": views.line(row), "own": own, "coming": found.coming}


def _seat(conn: Connection, desk: Desk, one: Occurrence) -> tuple[Registration, Occasion] | None:
    found = registrations.find(conn, int(one.subject.removeprefix("r:")))
    if found is None or found.state != "seated":
        return None
    row = occasions.get(conn, found.occasion_id)
    return (found, row) if row.state == "open" and row.starts_at > desk.now else None


def bring_places(conn: Connection, desk: Desk) -> None:
    """Owe the place on the map to those who have just been reminded for the last time."""
    for one in seats.reminded(conn, LAST, desk.now - FOLLOWS_WITHIN):
        seat = _seat(conn, desk, one)
        if seat is not None:
            places.send(conn, desk, people.by_id(conn, one.person_id), seat[1], one.key)
