"""An installation moves to a server whole, or the server stays empty; the file stays as it is."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from sqlalchemy import update

from bot.storage import apart, copying
from bot.storage.every_table import metadata
from bot.storage.tables import person
from tests.commands.running import run
from tests.operations.test_restoring import prints, url_of, within
from tests.storage.test_copying import fill


@pytest.fixture
def target(postgresql_databases):
    return asyncio.run(postgresql_databases.take())


def _is_empty(url: str) -> bool:
    async def look() -> bool:
        async with apart.reading(url) as conn:
            return await apart.within(copying.is_empty, conn)

    return asyncio.run(look())


def moved(house: Path, target: str, **more: str):
    return run("move", "--to", target, BOT_DATABASE=url_of(house), **more)


def test_everything_is_moved_compared_and_the_next_step_told(house: Path, target: str) -> None:
    was = prints(url_of(house))

    done = moved(house, target.replace("bot@", "bot:tajne@"))

    assert done.exit_code == 0, done.stderr
    assert prints(target) == was == prints(url_of(house))
    assert set(was) == set(metadata.tables)
    assert "BOT_DATABASE=postgresql://bot:***@" in done.stdout
    assert f"BOT_DATA={house}" in done.stdout
    assert "tajne" not in done.stdout + done.stderr


def test_a_target_with_rows_is_refused_and_left(house: Path, target: str) -> None:
    within(target, fill)
    was = prints(target)
    refused = moved(house, target)
    assert (refused.exit_code, "są już dane" in refused.stderr) == (1, True)
    assert prints(target) == was


def test_what_does_not_fit_leaves_the_target_empty(house: Path, target: str) -> None:
    within(url_of(house), lambda conn: conn.execute(update(person).values(name="x" * 5000)))
    was = prints(url_of(house))
    refused = moved(house, target)
    assert (refused.exit_code, "„person”" in refused.stderr) == (1, True), refused.stderr
    assert _is_empty(target) and prints(url_of(house)) == was


def test_nothing_is_moved_while_the_bot_runs(house: Path, target: str) -> None:
    with apart.FileLock(house / "bot.db.lock"):
        refused = moved(house, target)
    assert (refused.exit_code, "Bot działa" in refused.stderr) == (75, True)
    assert _is_empty(target)


def test_a_server_that_is_not_there_and_no_server_are_refused(house: Path) -> None:
    away = moved(house, "postgresql://bot:tajne@127.0.0.1:1/bot")
    assert (away.exit_code, "Serwer bazy nie odpowiada" in away.stderr) == (1, True), away.stderr
    assert "tajne" not in away.stderr
    assert moved(house, "sqlite:///x.db").exit_code == 2


def test_without_a_database_there_is_nothing_to_move(tmp_path: Path, target: str) -> None:
    refused = moved(tmp_path / "nowhere", target)
    assert (refused.exit_code, "tej bazy jeszcze nie ma" in refused.stderr) == (1, True)
