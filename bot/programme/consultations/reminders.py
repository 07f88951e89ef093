"""What reminders of a consultation show: a day before, and two hours before."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection

from bot.helpdesk.desk import Desk
from bot.programme.consultations import views
from bot.storage import bookings
from bot.storage.occurrences import Occurrence


def view(conn: Connection, desk: Desk, one: Occurrence) -> Mapping[str, Any] | None:
    """Return a consultation as its reminder shows it; None when it is off, or has begun."""
    found = bookings.find(conn, int(one.subject.removeprefix("bk:")))
    if found is None or found.state != "booked" or found.starts_at <= desk.now:
        return None
    return {"booking": views.whole(conn, desk, found)}
