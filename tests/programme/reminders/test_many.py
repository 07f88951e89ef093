"""Very many reminders: each is owed once, and people who ask meanwhile do not wait for them."""

from __future__ import annotations

import asyncio
import time
from pathlib import Path

import pytest
from sqlalchemy import Connection

from bot.programme import reminding
from bot.storage import outbox
from bot.storage.database import Database
from tests.programme.reminders.many import Plan, pass_through
from tests.programme.reminders.stage import Stage, meet

pytestmark = pytest.mark.slow

MANY = 3000
BETWEEN_QUESTIONS = 0.005  # seconds


async def test_each_of_thousands_is_owed_once_though_sweeps_are_broken_off(
    tmp_path: Path,
) -> None:
    plan = Plan(events=60, people=40, kills=30)
    figures = await pass_through(tmp_path, plan)
    print(f"\n{figures.told()}")  # noqa: T201
    assert (figures.rows, figures.owed, figures.named) == (plan.rows, plan.rows, plan.rows)
    assert figures.most_copies == 1
    assert figures.broken_off >= 10


@pytest.mark.alone
async def test_nobody_waits_for_a_morning_of_three_thousand(
    sqlite: Database, stage: Stage
) -> None:
    def begin(conn: Connection) -> None:
        meet(conn, MANY)
        for person in range(1, MANY + 1):
            stage.plan(conn, "meet", f"r:{person}", "2027-03-06 12:00", person)
        stage.set("2027-03-04 09:00")

    async def sweep() -> None:
        while await sqlite.write(lambda conn: reminding.remind(conn, stage.desk, stage.kinds)):
            pass

    await sqlite.write(begin)
    sweeping, waited = asyncio.create_task(sweep()), []
    while not sweeping.done():
        asked = time.perf_counter()
        await sqlite.write(lambda conn: None)
        waited.append(time.perf_counter() - asked)
        await asyncio.sleep(BETWEEN_QUESTIONS)
    await sweeping
    waited.sort()
    p95 = waited[int(len(waited) * 0.95)]
    print(f"\n{len(waited)} writes meanwhile: p95 {1000 * p95:.0f} ms")  # noqa: T201
    assert len(await sqlite.read(lambda conn: outbox.latest(conn, 2 * MANY))) == MANY
    assert len(waited) > 10
    assert p95 < 0.5
