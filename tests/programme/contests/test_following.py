"""What followers are reminded of when the files of a contest change, and are told."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import Connection, event, select

from bot.helpdesk.desk import Desk
from bot.knowledge.contests import Contest
from bot.programme import occasions as following
from bot.programme.contests import PART
from bot.programme.contests.following import plan, subject_of
from bot.programme.occasions import Change
from bot.storage import follows, occasions, occurrences, people
from bot.storage.database import Database
from bot.storage.rows import Person
from bot.storage.tables import outbox
from tests.programme.desk import desk, sample

NOW = datetime(2027, 3, 20, 9, 0, tzinfo=UTC)
NIGHT = datetime(2027, 3, 20, 22, 0, tzinfo=UTC)


@pytest.fixture
def files(tmp_path: Path) -> Iterator[Path]:
    yield sample(tmp_path)


def edit(files: Path, before: str, after: str) -> None:
    path = files / "programme" / "contests.yaml"
    text = path.read_text("utf-8")
    assert before in text
    path.write_text(text.replace(before, after, 1), "utf-8")


def follow(conn: Connection, there: Desk) -> Person:
    """Let the occasions follow the files, and somebody the contest."""
    following.sync(conn, there, _changed)
    person = people.meet(conn, 5, "Anna", there.now)
    follows.add(conn, person.id, "contest:granty", there.now)
    sheet = following.sheet_of(occasions.get(conn, "granty"))
    assert isinstance(sheet, Contest)
    plan(conn, there, person, sheet)
    return person


def _changed(conn: Connection, there: Desk, change: Change) -> None:
    for one in PART.follows:
        one(conn, there, change)


def waiting(conn: Connection, stage: str, suffix: str = "") -> list[str]:
    found = occurrences.of_subject(conn, subject_of("granty", stage) + suffix)
    return [one.local for one in found]


def told(conn: Connection) -> list[tuple[str, bool]]:
    query = select(outbox.c.template, outbox.c.not_before).where(
        outbox.c.template == "contest_changed"
    )
    return [(row.template, row.not_before is not None) for row in conn.execute(query)]


async def test_a_moved_deadline_moves_its_reminders_and_is_told(
    database: Database, files: Path
) -> None:
    await database.write(lambda conn: follow(conn, desk(files, NOW)))
    assert await database.read(lambda conn: waiting(conn, "skladanie")) == [
        "2027-04-02T09:00", "2027-04-13T09:00", "2027-04-16T12:00",
    ]  # fmt: skip
    edit(files, "ends: 2027-04-16 16:00", "ends: 2027-04-20 16:00")
    await database.write(lambda conn: following.sync(conn, desk(files, NIGHT, "b"), _changed))
    assert await database.read(lambda conn: waiting(conn, "skladanie")) == [
        "2027-04-06T09:00", "2027-04-17T09:00", "2027-04-20T12:00",
    ]  # fmt: skip
    assert await database.read(told) == [("contest_changed", True)]  # it waits for the morning


async def test_other_words_touch_no_reminder(database: Database, files: Path) -> None:
    """A new wording is nothing to anybody's reminders, however many there are."""

    def both(conn: Connection) -> list[str]:
        follow(conn, desk(files, NOW))
        edit(files, "title: Granty na próbę", "title: Granty na dobrą próbę")
        said: list[str] = []
        event.listen(conn, "before_cursor_execute", lambda *given: said.append(given[2]))
        following.sync(conn, desk(files, NOW, "b"), _changed)
        return [one for one in said if "occurrence" in one]

    assert await database.write(both) == []


async def test_a_stage_that_goes_takes_its_reminders_along(
    database: Database, files: Path
) -> None:
    edit(files, "counted: {stage: projekty, days: 21}", "reminders: [7, 0, -3]")
    await database.write(lambda conn: follow(conn, desk(files, NOW)))
    assert await database.read(lambda conn: waiting(conn, "raport")) == [
        "2027-11-29T09:00", "2027-12-06T09:00",
    ]  # fmt: skip
    assert await database.read(lambda conn: waiting(conn, "raport", ":3")) == ["2027-12-09T09:00"]
    edit(files, "    - id: raport\n", "    - id: sprawozdanie\n")
    await database.write(lambda conn: following.sync(conn, desk(files, NOW, "b"), _changed))
    for suffix in ("", ":3"):
        left = await database.read(lambda conn, suffix=suffix: waiting(conn, "raport", suffix))
        assert left == []
    assert await database.read(lambda conn: waiting(conn, "sprawozdanie")) == [
        "2027-11-29T09:00", "2027-12-06T09:00",
    ]  # fmt: skip


async def test_a_contest_that_is_called_off_reminds_of_nothing(
    database: Database, files: Path
) -> None:
    await database.write(lambda conn: follow(conn, desk(files, NOW)))

    def cancel(conn: Connection) -> None:
        row = occasions.get(conn, "granty")
        following.alter(conn, desk(files, NOW, "b"), row, _changed, state="cancelled")

    await database.write(cancel)
    assert await database.read(lambda conn: waiting(conn, "skladanie")) == []
    assert await database.read(told) == [("contest_changed", False)]
