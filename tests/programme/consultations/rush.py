"""People who book at once: twenty slots, each wanted by ten, all of them taken by one tap.

Each chooses from the same list, as it was shown before anybody had booked, so that only the
database stands between two of them.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy import Connection, select, text

from bot.domain.duties import Slot
from bot.helpdesk.desk import Desk
from bot.programme.consultations import booking
from bot.storage import people, staff
from bot.storage.booking_tables import booked_cell
from bot.storage.booking_tables import booking as bookings_table
from bot.storage.database import Database

ADVISORS, OF_EACH = (301, 302), 10


def slots_from(first: datetime) -> list[Slot]:
    """Return the slots: ten of each advisor, half an hour each."""
    half = timedelta(minutes=30)
    return [
        Slot(advisor, f"Osoba {advisor}", first + n * half, first + (n + 1) * half)
        for advisor in ADVISORS
        for n in range(OF_EACH)
    ]


def unguarded(conn: Connection) -> None:
    """Take the primary key away: then nothing refuses a second booking."""
    if conn.dialect.name == "postgresql":
        conn.execute(text("ALTER TABLE booked_cell DROP CONSTRAINT pk_booked_cell"))
        return
    conn.execute(text("DROP TABLE booked_cell"))
    conn.execute(text("CREATE TABLE booked_cell (advisor_id, cell, booking_id)"))


async def rush(database: Database, there: Desk, many: int) -> None:
    """Let so many people hold and confirm at once, several for each slot."""
    await database.write(lambda conn: _advisors(conn))
    slots = slots_from(there.now + timedelta(days=2))
    await asyncio.gather(*(_one(database, there, n, slots[n % len(slots)]) for n in range(many)))


def _advisors(conn: Connection) -> None:
    for one in ADVISORS:
        staff.know(conn, one, f"Osoba {one}", member=True)


async def _one(database: Database, there: Desk, number: int, slot: Slot) -> None:
    desk = replace(there, cause=f"rush{number}")

    def hold(conn: Connection) -> int | None:
        person = people.meet(conn, 10_000 + number, f"Lider {number}", desk.now)
        held = booking.hold(conn, desk, person.id, "legal", "phone", slot)
        return None if held is None else held.id

    ident = await database.write(hold)
    if ident is not None:
        await database.write(lambda conn: _confirm(conn, desk, ident))


def _confirm(conn: Connection, desk: Desk, ident: int) -> None:
    found = booking.bookings.get(conn, ident)
    booking.confirm(conn, desk, found, phone="600100200")


async def booked(database: Database) -> Counter[tuple[int, datetime]]:
    """Return how often each slot is booked."""
    columns = bookings_table.c.advisor_id, bookings_table.c.starts_at
    query = select(*columns).where(bookings_table.c.state == "booked")
    rows = await database.read(lambda conn: conn.execute(query).all())
    return Counter((row[0], row[1]) for row in rows)


async def cells(database: Database) -> int:
    """Return how many quarters are taken."""
    rows = await database.read(lambda conn: conn.execute(select(booked_cell)).all())
    return len(rows)
