"""Nobody is booked twice: 200 people, 20 slots, on both databases; and without the guard."""

from __future__ import annotations

from pathlib import Path

from bot.storage.database import Database
from tests.programme.consultations.rush import booked, cells, rush, unguarded
from tests.programme.desk import desk, sample

PEOPLE, SLOTS = 200, 20


async def test_two_hundred_who_want_twenty_slots_get_each_once(
    database: Database, tmp_path: Path
) -> None:
    await rush(database, desk(sample(tmp_path)), PEOPLE)
    found = await booked(database)
    assert (len(found), set(found.values())) == (SLOTS, {1})
    assert await cells(database) == SLOTS * 2


async def test_without_the_primary_key_they_are_booked_twice(
    database: Database, tmp_path: Path
) -> None:
    await database.write(unguarded)
    await rush(database, desk(sample(tmp_path)), SLOTS * 2)
    assert max((await booked(database)).values()) > 1
