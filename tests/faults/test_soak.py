"""A short ordinary day under load; longer with `python -m tests.faults soak`."""

from __future__ import annotations

import asyncio
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from tests.faults.nursery import Nursery
from tests.faults.soak import Plan, copied, restored, soak
from tests.faults.standing import contents, invariants
from tests.faults.story import Beginning, story

pytestmark = pytest.mark.slow


def test_nothing_grows_and_each_copy_is_a_state_of_the_database(tmp_path: Path) -> None:
    plan = Plan(seed=1, seconds=16.0, events=12.0, copies_every=3.0, looks_every=0.5)
    day = asyncio.run(soak(tmp_path, plan))
    print(f"\n{day.figures.told()}")  # noqa: T201 - shown when the test fails, or with -s
    assert day.findings() == []
    assert day.figures.copies == 5


# Controls: what is wrong is found


@pytest.fixture(scope="module")
def one_question(
    nursery: Nursery, linked: Beginning, tmp_path_factory: pytest.TempPathFactory
) -> Path:
    """The file of a bot that was stopped after one question."""
    home = tmp_path_factory.mktemp("one")
    asyncio.run(_one_question(home, nursery, linked))
    return home / "bot.db"


async def _one_question(home: Path, nursery: Nursery, linked: Beginning) -> None:
    async with story(home, nursery, linked, turns=(0,)) as told:
        told.people.ask()
        await told.rest()


def _living(path: Path) -> sqlite3.Connection:
    """A database in use: what was written last stands in its log."""
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA wal_autocheckpoint=0")
    connection.executescript(
        "CREATE TABLE inbox (state TEXT); CREATE TABLE outbox (state TEXT);"
        "PRAGMA wal_checkpoint(TRUNCATE); INSERT INTO inbox VALUES ('new')"
    )
    return connection


def _by_cp(database: Path, place: Path) -> str:
    shutil.copy(database, place)
    with closing(sqlite3.connect(database)) as connection:
        return contents(connection)


@pytest.mark.parametrize(("copy", "same"), [(copied, True), (_by_cp, False)])
def test_a_living_file_that_is_only_copied_is_found_out(
    tmp_path: Path, copy: Callable[[Path, Path], str], same: bool
) -> None:
    with closing(_living(tmp_path / "bot.db")):
        committed = copy(tmp_path / "bot.db", tmp_path / "copy.db")
        with closing(sqlite3.connect(tmp_path / "copy.db")) as connection:
            assert (contents(connection) == committed) is same


@pytest.mark.parametrize(
    ("harm", "found"),
    [
        ("UPDATE outbox SET state = 'sending' WHERE id = 1", "on their way"),
        ("DELETE FROM receipt", "have no receipt"),
        ("UPDATE outbox SET state = 'expired' WHERE role = 'receipt'", "open tickets"),
        ("UPDATE inbox SET state = 'new'", "still open"),
    ],
)
def test_what_must_never_stand_in_the_rows_is_found(
    one_question: Path, tmp_path: Path, harm: str, found: str
) -> None:
    harmed = tmp_path / "bot.db"
    shutil.copy(one_question, harmed)
    assert list(invariants(harmed)) == []
    with closing(sqlite3.connect(harmed)) as connection, connection:
        connection.execute(harm)
    assert any(found in sentence for sentence in invariants(harmed))


def test_a_copy_can_be_opened_as_the_program_does(one_question: Path) -> None:
    rows, wrong = asyncio.run(restored(copied, one_question))
    assert rows > 0
    assert wrong == []
