"""Where a meeting is, on the map: a place that a phone can lead to."""

from __future__ import annotations

from sqlalchemy import Connection

from bot.domain.messages import Kind
from bot.helpdesk.desk import Desk, Press, Toast
from bot.programme.occasions import meeting_of
from bot.programme.signups.lists import KINDS, SHOWN, STALE
from bot.storage import occasions, people
from bot.storage.occasions import Occasion
from bot.storage.outbox import Owed, owe
from bot.storage.rows import Person

OPERATION = "venue"


def show(conn: Connection, desk: Desk, press: Press) -> Toast:
    """Send the place of a meeting ([Dojazd])."""
    person = people.by_telegram(conn, press.presser_id)
    row = occasions.by_number(conn, press.ident)
    if person is None or row is None or row.kind not in KINDS:
        return STALE
    return SHOWN if send(conn, desk, person, row, f"{row.id}:{desk.cause}") else STALE


def send(conn: Connection, desk: Desk, person: Person, row: Occasion, mark: str) -> bool:
    """Owe a person the place, once for each mark; False when there is no point on the map."""
    point = meeting_of(row).point
    if point is None:
        return False
    latitude, longitude = point
    owe(
        conn,
        Owed(
            key=f"{OPERATION}:{person.id}:{mark}",
            kind=Kind.NOTICE,
            operation=OPERATION,
            to=person.address,
            params={
                "name": row.title,
                "address": row.place or row.title,
                "latitude": latitude,
                "longitude": longitude,
            },
            role="notice",
            valid_until=row.ends_at,
        ),
        desk.now,
    )
    return True
