"""Many people at once: never oversold, nobody passed; without the guards the same test says so."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.storage.database import Database
from tests.programme.desk import desk, sample
from tests.programme.signups.crowd import NOW, Crowd, unguarded, without_check


async def rushed(database: Database, directory: Path) -> Crowd:
    there = desk(sample(directory), NOW)
    crowd = Crowd(database, there, people=60, seats=10, leaving=20, seed=1)
    await crowd.gather()
    await crowd.rush()
    return crowd


async def test_sixty_people_at_once_share_ten_seats(database: Database, tmp_path: Path) -> None:
    crowd = await rushed(database, tmp_path)
    assert await crowd.findings() == []
    assert await crowd.shortfall() == []
    assert len(await crowd.listed("seated")) == 10
    assert len(await crowd.listed("left")) == 20


async def test_without_the_guards_the_same_crowd_oversells(
    sqlite: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    await sqlite.write(without_check)
    unguarded(monkeypatch.setattr)
    crowd = await rushed(sqlite, tmp_path)
    assert "people have one of 10 seats" in (await crowd.findings())[0]
