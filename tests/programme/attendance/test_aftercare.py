"""What follows a meeting waits as rows: at its hours, once, and only for whom it concerns."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Connection

from bot.domain.warsaw import local
from bot.helpdesk.desk import Desk
from bot.programme import occasions as following
from bot.programme.attendance import aftercare, checking
from bot.programme.occasions import Change
from bot.storage import occasions, occurrences, people, registrations
from bot.storage.database import Database
from bot.storage.occasions import Occasion
from tests.programme.desk import desk, sample

ID = "ksiegi"


@pytest.fixture
def files(tmp_path: Path) -> Path:
    return sample(tmp_path)


def nothing_follows(conn: Connection, given: Desk, change: Change) -> None: ...


async def listed(database: Database, files: Path) -> tuple[Occasion, int]:
    """Put somebody on the list of a meeting; return both."""
    there = desk(files)

    def work(conn: Connection) -> tuple[Occasion, int]:
        following.sync(conn, there, nothing_follows)
        person = people.meet(conn, 1, "Anna", there.now)
        assert occasions.take_seat(conn, ID)
        ident = registrations.add(
            conn,
            occasion_id=ID,
            person_id=person.id,
            state="seated",
            name="Anna Żuk",
            created_at=there.now,
        )
        return occasions.get(conn, ID), ident

    return await database.write(work)


async def waiting(database: Database, word: str, ident: int) -> list[datetime]:
    found = await database.read(lambda conn: occurrences.of_subject(conn, f"{word}:{ident}"))
    return [one.due_at for one in found]


async def at(database: Database, files: Path, moment: datetime) -> None:
    there = desk(files, moment, cause=f"{moment}")
    await database.write(lambda conn: aftercare.plan_tests(conn, there))
    await database.write(lambda conn: aftercare.look_through(conn, there))


async def test_the_test_waits_for_the_evening_before_and_only_from_three_days(
    sqlite: Database, files: Path
) -> None:
    row, ident = await listed(sqlite, files)
    await at(sqlite, files, row.starts_at - timedelta(days=4))
    assert await waiting(sqlite, "test", ident) == []
    for hours in (60, 50, 50):
        await at(sqlite, files, row.starts_at - timedelta(hours=hours))
    (due,) = await waiting(sqlite, "test", ident)
    assert f"{local(due):%Y-%m-%d %H:%M}" == "2027-03-12 17:00"


async def test_a_meeting_that_moves_takes_its_test_along(sqlite: Database, files: Path) -> None:
    row, ident = await listed(sqlite, files)
    await at(sqlite, files, row.starts_at - timedelta(hours=60))
    sheet = following.meeting_of(row)
    later = sheet.model_copy(
        update={"starts": row.starts_at + timedelta(days=1), "ends": row.ends_at + timedelta(1)}
    )
    there = desk(files, row.starts_at - timedelta(hours=59), cause="moved")
    await sqlite.write(
        lambda conn: following.amend(conn, there, row, later, aftercare.follow, by=900)
    )
    assert await waiting(sqlite, "test", ident) == []
    await at(sqlite, files, row.starts_at - timedelta(hours=40))
    (due,) = await waiting(sqlite, "test", ident)
    assert f"{local(due):%Y-%m-%d %H:%M}" == "2027-03-13 17:00"


async def test_an_opinion_is_asked_for_at_nine_on_the_day_after(
    database: Database, files: Path
) -> None:
    row, ident = await listed(database, files)
    there = desk(files, row.starts_at)
    one = await database.read(lambda conn: registrations.get(conn, ident))
    assert await database.write(lambda conn: checking.arrive(conn, there, row, one, "list"))
    await at(database, files, row.ends_at - timedelta(minutes=1))
    assert await waiting(database, "present", ident) == []
    for minutes in (0, 1, 2):
        await at(database, files, row.ends_at + timedelta(minutes=minutes))
    (due,) = await waiting(database, "present", ident)
    assert f"{local(due):%Y-%m-%d %H:%M}" == "2027-03-14 09:00"
    assert await waiting(database, "absent", ident) == []


async def test_nothing_follows_in_quiet_hours(sqlite: Database, files: Path) -> None:
    _row, ident = await listed(sqlite, files)
    night = datetime(2027, 3, 13, 22, 0, tzinfo=UTC)
    await at(sqlite, files, night)
    assert await waiting(sqlite, "absent", ident) == []
    await at(sqlite, files, night + timedelta(hours=9))  # 8:00
    (due,) = await waiting(sqlite, "absent", ident)
    assert f"{local(due):%Y-%m-%d %H:%M}" == "2027-03-14 09:00"


async def test_who_is_marked_late_is_asked_nothing_unkind(sqlite: Database, files: Path) -> None:
    row, ident = await listed(sqlite, files)
    await at(sqlite, files, row.ends_at)
    assert len(await waiting(sqlite, "absent", ident)) == 1
    there = desk(files, row.ends_at + timedelta(hours=1), cause="late")
    one = await sqlite.read(lambda conn: registrations.get(conn, ident))
    assert await sqlite.write(lambda conn: checking.arrive(conn, there, row, one, "list"))
    assert await waiting(sqlite, "absent", ident) == []
    assert len(await waiting(sqlite, "present", ident)) == 1
