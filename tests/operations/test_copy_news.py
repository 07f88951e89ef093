"""The running bot tells coordination of copies: each once, by day, and when there are none."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Connection, select

from bot.helpdesk import owing
from bot.helpdesk.desk import Desk
from bot.operations import results
from bot.operations.copy_news import CopyNews, size_in_words
from bot.operations.results import Result
from bot.storage import staff
from bot.storage.database import Database
from bot.storage.tables import outbox
from bot.templates import Texts
from tests.operations.restores import keys, settings
from tests.programme.desk import desk, sample

NIGHT = datetime(2026, 11, 24, 2, 15, tzinfo=UTC)
MORNING = NIGHT.replace(hour=8)


class Office:
    """A house with a group, whose clock is moved by hand."""

    def __init__(self, database: Database, folder: Path, recipient: str | None) -> None:
        self.now, self.database, self._desk = MORNING, database, desk(sample(folder), MORNING)
        self.house = settings("sqlite:///x.db", folder / "data", recipient)
        self.copies = self.house.backups_directory
        self.news = CopyNews(self.house, database, self._at)

    def _at(self, cause: str) -> Desk:
        from dataclasses import replace

        return replace(self._desk, now=self.now, cause=cause)

    async def link(self) -> None:
        await self.database.write(
            lambda conn: staff.point(conn, owing.GROUP, -100, None, False, "Doradcy", MORNING)
        )

    async def told(self, at: datetime) -> list[str]:
        """Let the bot look at a moment; return all that it has said so far."""
        self.now = at
        await self.news.tell()
        return await self.database.read(_said)

    def copied(self, at: datetime, failed: str = "") -> None:
        name = "" if failed else f"dzialaj-{at:%Y-%m-%d-%H%M%S}.age"
        results.leave(self.copies, Result(at.isoformat(), name, 12_500_000, 3, failed))
        if name:
            (self.copies / name).write_bytes(b"x")


def _said(conn: Connection) -> list[str]:
    texts, query = Texts(), select(outbox.c.template, outbox.c.params).order_by(outbox.c.id)
    return [texts.render(row.template, row.params).html.strip() for row in conn.execute(query)]


@pytest.fixture
async def office(sqlite: Database, tmp_path: Path) -> Office:
    made = Office(sqlite, tmp_path / "office", keys()[0])
    await made.link()
    return made


async def test_a_copy_of_the_night_is_told_once_in_the_morning(office: Office) -> None:
    office.copied(NIGHT)
    assert await office.told(NIGHT + timedelta(minutes=1)) == []
    for hour in (8, 9, 12):
        said = await office.told(MORNING.replace(hour=hour))
    assert len(said) == 1 and "gotowa i sprawdzona" in said[0]
    assert "12,5 MB" in said[0] and "3\u00a0kopie" in said[0]


async def test_a_failure_says_why_and_what_to_do(office: Office) -> None:
    office.copied(NIGHT, failed="full")
    said = await office.told(MORNING)
    await office.told(MORNING + timedelta(hours=2))
    assert len(said) == 1 and "brakuje miejsca" in said[0] and "dzialaj backup" in said[0]


async def test_a_copy_that_is_too_old_is_told_of_once_a_day(office: Office) -> None:
    office.copied(NIGHT)
    assert len(await office.told(MORNING.replace(hour=17))) == 1
    late = NIGHT + timedelta(hours=30)
    for minutes in (0, 1, 200):
        said = await office.told(late + timedelta(minutes=minutes))
    assert len(said) == 2 and "jest z" in said[1]
    assert len(await office.told(late + timedelta(days=1))) == 3


async def test_where_copies_are_set_up_and_none_comes_it_is_told(office: Office) -> None:
    assert await office.told(MORNING) == []
    assert len(await office.told(MORNING + timedelta(hours=2))) == 0
    said = await office.told(MORNING + timedelta(hours=27))
    assert len(said) == 1 and "żadnej sprawdzonej" in said[0]


async def test_where_nobody_makes_copies_it_is_told_once_a_week(
    sqlite: Database, tmp_path: Path
) -> None:
    office = Office(sqlite, tmp_path / "office", None)
    assert await office.told(MORNING) == []  # there is no group yet
    await office.link()
    counts = [len(await office.told(MORNING + timedelta(days=day))) for day in range(22)]
    assert counts[6] == 0 and counts[-1] in (2, 3) and sorted(counts) == counts


async def test_leftovers_and_old_databases_put_aside_go(office: Office) -> None:
    work, aside = office.copies / ".work", office.house.data_directory / "bot.db.replaced-x"
    work.mkdir(parents=True)
    aside.write_bytes(b"x")
    beside = office.database.path
    assert beside is not None
    old = beside.with_name(f"{beside.name}.replaced-20250101-000000")
    old.write_bytes(b"x")
    await office.told(datetime.now(UTC))
    assert not work.exists() and old.exists()
    await office.told(datetime.now(UTC) + timedelta(days=31))
    assert not old.exists()


def test_sizes_read_as_people_write_them() -> None:
    sizes = (12, 1500, 12_500_000, 3_210_000_000)
    assert [size_in_words(one) for one in sizes] == ["12 B", "1,5 kB", "12,5 MB", "3,2 GB"]
