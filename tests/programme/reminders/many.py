"""Very many reminders, as one morning brings them: what a sweep costs, and that each is owed once.

    python -m tests.programme.reminders.many                    # 500 events, 3 steps, 200 people
    python -m tests.programme.reminders.many --events 50

Sweeps are broken off at random, as a kill would do it: what a transaction did is undone whole.
"""

from __future__ import annotations

import argparse
import asyncio
import random
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, field
from datetime import date, timedelta
from pathlib import Path

from sqlalchemy import Connection, func, select

from bot.programme import reminding
from bot.storage.database import Database
from bot.storage.programme_tables import occurrence
from bot.storage.tables import outbox
from tests.faults.sizes import figure
from tests.programme.reminders.stage import Stage, meet, new_stage

FIRST = date(2027, 3, 13)
DAYS = 60  # over which the events are spread


@dataclass(frozen=True, slots=True)
class Plan:
    """How many events everybody goes to, each with three steps."""

    events: int = 500
    people: int = 200
    kills: int = 100
    seed: int = 1

    @property
    def rows(self) -> int:
        """How many reminders there are to be."""
        return self.events * self.people * 3


@dataclass(slots=True)
class Figures:
    """What was counted and measured."""

    rows: int = 0
    owed: int = 0  # rows that say so
    named: int = 0  # in messages, each time
    most_copies: int = 0
    sweeps: int = 0
    broken_off: int = 0
    planning: float = 0.0  # seconds
    took: list[float] = field(default_factory=list)  # seconds of each sweep that owed something

    def told(self) -> str:
        """Return them in a line."""
        took = sorted(self.took)
        middle, worst = took[len(took) // 2], took[-1]
        return (
            f"{self.rows} rows planned in {self.planning:.0f} s, {self.owed} owed, "
            f"{self.named} named in messages (each at most {self.most_copies} times); "
            f"{self.sweeps} sweeps, {self.broken_off} broken off; "
            f"one that owes takes {1000 * middle:.0f} ms, at worst {1000 * worst:.0f} ms"
        )


class BrokenOffError(Exception):
    """The process ends here."""


async def pass_through(directory: Path, plan: Plan) -> Figures:
    """Let all these events pass, and return what came of it."""
    stage, figures, dice = new_stage(directory), Figures(), random.Random(plan.seed)
    database = await Database.open(f"sqlite:///{directory / 'bot.db'}")
    try:
        begun = time.perf_counter()
        await database.write(lambda conn: meet(conn, plan.people))
        for event in range(plan.events):
            await database.write(lambda conn, event=event: _plan(stage, conn, plan, event))
        figures.planning = time.perf_counter() - begun
        chance = plan.kills / max(1, plan.rows // reminding.PORTION)
        for hour in _mornings():
            await _hour(stage, database, figures, hour, lambda: dice.random() < chance)
        await database.read(lambda conn: _count(conn, figures))
    finally:
        await database.close()
    return figures


def _plan(stage: Stage, conn: Connection, plan: Plan, event: int) -> None:
    shown = f"{FIRST + timedelta(days=event % DAYS)} 12:00"
    for person in range(1, plan.people + 1):
        stage.plan(conn, "meet", f"{event}/{person}", shown, person)


def _mornings() -> Iterator[str]:
    """Yield 9:00 and 10:00 of each day on which something is due."""
    for count in range(DAYS + 8):
        day = FIRST + timedelta(days=count - 7)
        yield f"{day} 09:00"
        yield f"{day} 10:00"


async def _hour(
    stage: Stage, database: Database, figures: Figures, hour: str, dies: Callable[[], bool]
) -> None:
    """Sweep until nothing is due any more; some sweeps are broken off before their end."""
    stage.set(hour)

    def sweep(conn: Connection) -> tuple[int, int]:
        before = _due(stage, conn)
        reminding.remind(conn, stage.desk, stage.kinds)
        if dies():
            raise BrokenOffError
        return before, _due(stage, conn)

    left = 1
    while left:
        begun = time.perf_counter()
        figures.sweeps += 1
        try:
            before, left = await database.write(sweep)
        except BrokenOffError:
            figures.broken_off += 1
        else:
            figures.took += [time.perf_counter() - begun] if before else []


def _due(stage: Stage, conn: Connection) -> int:
    waiting = (occurrence.c.state == "waiting", occurrence.c.due_at <= stage.desk.now)
    return int(conn.execute(select(func.count()).where(*waiting)).scalar_one())


def _count(conn: Connection, figures: Figures) -> None:
    states = conn.execute(select(occurrence.c.state)).scalars()
    counted = Counter(states)
    figures.rows, figures.owed = counted.total(), counted["owed"]
    copies: Counter[int] = Counter()
    for params in conn.execute(select(outbox.c.params)).scalars():
        copies.update(params["occurrences"])
    figures.named, figures.most_copies = copies.total(), max(copies.values())


def main() -> int:
    """Do it, tell the figures, and end with 1 when something was owed twice or not at all."""
    parser = argparse.ArgumentParser(prog="python -m tests.programme.reminders.many")
    for name, most in asdict(Plan()).items():
        parser.add_argument(f"--{name}", type=int, default=most)
    chosen = parser.parse_args()
    plan = Plan(**vars(chosen))
    with tempfile.TemporaryDirectory() as folder:
        figures = asyncio.run(pass_through(Path(folder), plan))
    figure(figures.told())
    right = (figures.rows, figures.owed, figures.named, figures.most_copies)
    return int(right != (plan.rows, plan.rows, plan.rows, 1))


if __name__ == "__main__":
    sys.exit(main())
