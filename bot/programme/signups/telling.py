"""Telling people what became of their seat: one message for each cause and registration."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection

from bot.helpdesk import owing
from bot.helpdesk.desk import Desk
from bot.programme.signups import booking, views
from bot.storage import occurrences, registrations
from bot.storage.occasions import Occasion
from bot.storage.registrations import Registration
from bot.storage.rows import Person


def tell(
    conn: Connection,
    desk: Desk,
    person: Person,
    template: str,
    values: Mapping[str, Any],
    found: Registration | None = None,
) -> None:
    """Owe a message about a registration; a cause may bring one for each of several."""
    mark = f"{found.id}:{found.rev}" if found is not None else str(person.id)
    owing.tell(conn, desk, person, template, values, key=f"{template}:{mark}:{desk.cause}")


def outcome(
    conn: Connection,
    desk: Desk,
    person: Person,
    row: Occasion,
    what: str,
    found: Registration | None = None,
) -> None:
    """Say what came of a sign-up, an offer or a word about coming."""
    tell(conn, desk, person, "signup_told", outcome_view(conn, row, what, found), found)


def outcome_view(
    conn: Connection, row: Occasion, what: str, found: Registration | None = None
) -> dict[str, Any]:
    """Return what the message shows: the meeting, and the place in it as it is now."""
    now_is = registrations.get(conn, found.id) if found is not None else None
    own = views.place(conn, now_is) if now_is is not None else None
    waits = now_is is not None and bool(occurrences.of_subject(conn, booking.subject(now_is)))
    return {"what": what, "meeting": views.line(row), "own": own, "reminded": waits}
