"""What follows when an advisor has entered somebody: a row, the lists redrawn, a word about it."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection

from bot.helpdesk import owing
from bot.helpdesk.desk import Desk
from bot.programme import panels
from bot.programme.attendance import aftercare, boards
from bot.programme.occasions import meeting_of
from bot.programme.signups import booking
from bot.storage import occasions, people, records, seats
from bot.storage.occasions import Occasion
from bot.storage.registrations import Registration
from bot.storage.rows import Person


def wish(person: Person, data: dict[str, Any]) -> booking.Wish:
    """Return what was said of somebody, as signing up knows it."""
    reached = data["contact"]
    by_letter = "@" in reached
    return booking.Wish(
        name=data["name"],
        organisation=data["organisation"],
        commune=data["commune"],
        phone=None if by_letter else reached or None,
        email=reached if by_letter else None,
        channel="walk_in" if data["door"] else "email" if by_letter else "phone",
        added_by=person.telegram_id,
    )


def at_the_door(
    conn: Connection, desk: Desk, person: Person, row: Occasion, data: dict[str, Any]
) -> None:
    """Enter somebody who has come, on a seat that was taken for them."""
    people.end_dialog(conn, person.id)
    come = {"present_at": desk.now, "present_by": "walk_in", "state": "seated"}
    one = booking.enter(conn, desk, row, wish(person, data), None, **come)
    aftercare.came(conn, desk, row, one)
    entered(conn, desk, person, one)
    told(conn, desk, person, row, one.name, "seated", one)


def entered(conn: Connection, desk: Desk, person: Person, one: Registration) -> None:
    """Note who entered somebody, and redraw the lists."""
    by = f"advisor:{person.telegram_id}"
    records.note(conn, desk.now, by, "attendance_added", registration=one.id)
    boards.changed(conn, desk, one.occasion_id)


def told(
    conn: Connection,
    desk: Desk,
    person: Person,
    row: Occasion,
    name: str,
    what: str,
    one: Registration | None = None,
) -> None:
    """Tell who entered somebody what came of it, and show the person as the list has them."""
    now = occasions.get(conn, row.id)
    values = {
        **boards.occasion_view(now),
        "what": what,
        "name": name,
        "queue": 0 if one is None else seats.position(conn, one.id, row.id),
        "limit": getattr(meeting_of(now), "per_organisation", None),
        "seats": now.seats,
        "taken": now.taken,
    }
    owing.tell(conn, desk, person, "attendance_added", values)
    if one is not None:
        panels.show(conn, desk, person.address, f"attr:{one.id}")
