"""A kind word to those who wait for a seat when the day has come and none is free.

They stay on the list: whoever gives a seat up in the last hours still gives it to them.
"""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import Connection

from bot.domain.messages import Kind
from bot.domain.quiet_hours import is_quiet
from bot.domain.signups import no_seat_at
from bot.helpdesk import owing
from bot.helpdesk.desk import Desk
from bot.programme.signups import offering, views
from bot.programme.signups.lists import KINDS
from bot.storage import occasions, records, registrations
from bot.storage.occasions import Occasion
from bot.storage.registrations import Registration

LOOKED_AHEAD = timedelta(days=2)


def tell(conn: Connection, desk: Desk) -> None:
    """Owe the word to those who waited when it became due, once for each start of a meeting."""
    if is_quiet(desk.now):
        return
    for row in occasions.open_between(conn, KINDS, desk.now, desk.now + LOOKED_AHEAD):
        due = no_seat_at(row.starts_at)
        if due <= desk.now < row.starts_at and not _is_said(conn, row):
            records.set_fact(conn, _mark(row), row.starts_at.isoformat())
            for found in registrations.of_occasion(conn, row.id, ("waiting",)):
                if found.created_at < due:  # who came later knew how it was
                    _tell(conn, desk, row, found)


def _mark(row: Occasion) -> str:
    return f"in_vain:{occasions.number_of_occasion(row.id)}"


def _is_said(conn: Connection, row: Occasion) -> bool:
    return bool(records.get_fact(conn, _mark(row)) == row.starts_at.isoformat())


def _tell(conn: Connection, desk: Desk, row: Occasion, found: Registration) -> None:
    person = offering.reachable(conn, found)
    if person is None:
        return
    values = {"meeting": views.line(row), "registration": found.id}
    key = f"seat_in_vain:{found.id}:{row.starts_at.isoformat()}"
    owing.tell(conn, desk, person, "seat_in_vain", values, key=key, kind=Kind.REMINDER)
