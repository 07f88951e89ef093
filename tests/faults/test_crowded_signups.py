"""CT-11: 500 sign up for 50 seats at once, 100 give theirs up, and the program is killed 20 times.

Looked at after each kill, and in the end: never oversold, nobody twice, passed, or lost.
"""

from __future__ import annotations

import asyncio
import os
import random
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from bot.storage.database import Database
from tests.faults.crowded import SEATS, crowd_of
from tests.faults.nursery import ROOT
from tests.faults.sizes import figure, sized
from tests.programme.desk import sample

pytestmark = pytest.mark.slow

KILLS = sized(12, 20)
KILLED = -9
ACTS = range(5, 36)  # of one life: before the kill comes, a few more are done


async def _life(url: str, files: Path, acts: int | None, orders: Mapping[str, str]) -> int:
    """Let one process live for so many acts, or to its end; return how it ended."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "tests.faults.crowded", url, str(files)),
        cwd=ROOT,
        env={**os.environ, **orders},
        stdout=asyncio.subprocess.PIPE,
    )
    assert process.stdout is not None
    while line := await process.stdout.readline():
        if acts is not None and line == b"done\n":
            acts -= 1
            if acts == 0:
                process.kill()
    return await process.wait()


async def _looked_at(url: str, files: Path) -> tuple[list[str], list[str]]:
    """Return what is wrong with the list, and what is left undone."""
    database = await Database.open(url)
    crowd = crowd_of(database, files)
    found = await crowd.findings(), await crowd.shortfall()
    await database.close()
    return found


async def test_nobody_is_oversold_passed_or_lost_whatever_is_killed(
    sqlite_url: str, tmp_path: Path
) -> None:
    files, dice = sample(tmp_path), random.Random(11)
    for _ in range(KILLS):
        assert await _life(sqlite_url, files, dice.choice(ACTS), {}) == KILLED
        assert (await _looked_at(sqlite_url, files))[0] == []
    assert await _life(sqlite_url, files, None, {}) == 0
    assert await _looked_at(sqlite_url, files) == ([], [])
    figure(f"500 people, {SEATS} seats, {KILLS} kills: never oversold, nobody passed")


async def test_without_the_guards_it_oversells(sqlite_url: str, tmp_path: Path) -> None:
    files = sample(tmp_path)
    assert await _life(sqlite_url, files, None, {"UNGUARDED": "1"}) == 0
    found, _ = await _looked_at(sqlite_url, files)
    assert f"people have one of {SEATS} seats" in found[0]
