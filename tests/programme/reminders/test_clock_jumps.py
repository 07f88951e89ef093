"""The machine's clock jumps while reminders wait: none early, none twice, none expires of it.

Sweeps go by the checked clock, as they do in the house: what Telegram said last grows old by
monotonic time, so that a jump is noticed at once, and holds what is due until Telegram agrees.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Connection

from bot.clock import CheckedClock
from bot.storage.database import Database
from tests.programme.reminders.stage import Stage, at, meet, states

JUMPS = [
    timedelta(minutes=11),
    timedelta(hours=1),
    timedelta(hours=-1),
    timedelta(days=1),
    timedelta(days=-1),
    timedelta(days=3652),
]


class Machine:
    """Time that passes as a test says, and a clock on the wall that may be wrong."""

    def __init__(self, shown: str) -> None:
        self.true = at(shown)
        self.error = timedelta(0)
        self._asleep = timedelta(0)

    def now(self) -> datetime:
        return self.true + self.error

    def monotonic(self) -> float:
        return (self.true - self._asleep - datetime(2027, 1, 1, tzinfo=UTC)).total_seconds()

    async def wait_until(self, when: datetime) -> None:
        raise AssertionError("nobody waits here")

    def sleep(self, span: timedelta) -> None:
        """Let time pass that the machine does not count."""
        self.true += span
        self._asleep += span


def look(stage: Stage, conn: Connection, clock: CheckedClock) -> None:
    """Sweep and send by this clock."""
    stage.desk = replace(stage.desk, now=clock.now())
    stage.sweep(conn)
    stage.send(conn)


@pytest.mark.parametrize("jump", JUMPS)
async def test_a_jump_brings_nothing_early_and_nothing_twice(
    sqlite: Database, stage: Stage, jump: timedelta
) -> None:
    machine = Machine("2027-03-04 08:30")
    clock = CheckedClock(machine)

    def work(conn: Connection) -> tuple[list[tuple[str, int, str]], list[str]]:
        meet(conn)
        stage.set("2027-03-04 08:30")
        stage.plan(conn, "meet", "r:1", "2027-03-06 12:00")  # due at 9:00
        stage.plan(conn, "meet", "r:2", "2027-03-04 11:00")  # due at 9:00, too
        clock.heard(machine.true)
        for minute in range(60):
            machine.error = jump if 10 <= minute < 50 else timedelta(0)
            machine.true += timedelta(minutes=1)
            if minute % 7 == 0:  # an answer of Telegram's
                clock.heard(machine.true)
            look(stage, conn, clock)
        return stage.read, [*states(conn, "r:1").values(), *states(conn, "r:2").values()]

    read, ends = await sqlite.write(work)
    assert sorted(read) == [
        ("2027-03-04 09:00", 1, "meet_2d r:1 2027-03-06 12:00"),
        ("2027-03-04 09:00", 1, "meet_2h r:2 2027-03-04 11:00"),
    ]
    assert sorted(ends) == ["owed", "owed", "waiting"]


@pytest.mark.parametrize("jump", JUMPS)
async def test_a_jump_during_an_outage_changes_nothing(
    sqlite: Database, stage: Stage, jump: timedelta
) -> None:
    """The bot is off for three days, and starts with a wrong clock: Telegram corrects it first."""
    machine = Machine("2027-03-13 09:30")
    clock = CheckedClock(machine)

    def work(conn: Connection) -> list[tuple[str, int, str]]:
        meet(conn)
        stage.plan(conn, "meet", "r:1", "2027-03-17 12:00")
        stage.plan(conn, "meet", "r:2", "2027-03-12 12:00")
        stage.sweep(conn, "2027-03-10 09:30")
        stage.read.clear()
        machine.error = jump
        clock.heard(machine.true)
        for _ in range(30):
            look(stage, conn, clock)
            machine.true += timedelta(minutes=1)
        return stage.read

    read = [("2027-03-13 09:30", 1, "meet_7d r:1 2027-03-17 12:00")]
    assert await sqlite.write(work) == read


async def test_what_is_due_is_held_until_telegram_agrees_that_time_has_passed(
    sqlite: Database, stage: Stage
) -> None:
    """A machine that was suspended: its clock is right, and only Telegram can say so."""
    machine = Machine("2027-03-04 08:30")
    clock = CheckedClock(machine)

    def work(conn: Connection) -> tuple[list[str], list[str]]:
        meet(conn)
        stage.plan(conn, "meet", "r:1", "2027-03-06 12:00")
        clock.heard(machine.true)
        machine.sleep(timedelta(hours=3))
        look(stage, conn, clock)
        held = stage.texts_read()
        clock.heard(machine.true)
        look(stage, conn, clock)
        return held, stage.texts_read()

    assert await sqlite.write(work) == ([], ["meet_2d r:1 2027-03-06 12:00"])
