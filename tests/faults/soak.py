"""A long ordinary day: people write all the time, copies are taken, and nothing may grow.

    python -m tests.faults soak --hours 1

Some ten to twenty events a second: questions that become tickets and are answered, others that are
answered at once, commands, presses. Every so often a copy of the living database is restored into
a fresh place and compared, row by row, with the state that was committed when it was taken. What
the program holds of memory, open files and threads is noted meanwhile.
"""

from __future__ import annotations

import asyncio
import itertools
import random
import sqlite3
import statistics
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from bot.clock import SystemClock
from bot.simulator.clock import MovableClock
from bot.simulator.people import Person, Telegram
from bot.storage.database import Database
from tests.dialogues.scene import COVERED
from tests.faults import ledger
from tests.faults.http_telegram import HttpTelegram, serve
from tests.faults.ledger import Books
from tests.faults.process import BotProcess, running_bot
from tests.faults.rows import unsound
from tests.faults.standing import contents, invariants, query
from tests.faults.storm import People, books_of, calm

#: Of three events each: it is asked, claimed and answered.
TICKETS = 0.35
HABITS = (COVERED, COVERED, COVERED, "/pomoc", "/sprawy", "/terminy", "Dziękuję!")
REGULARS = 60
#: Of the measures: those of the beginning, while caches fill, say nothing.
WARM = 0.25

#: Connections that read, and threads beside the loop, are opened when several are first needed at
#: once, however late that is: three with two files each, and half a dozen.
POOLED = {"files": 6, "threads": 9}

Copy = Callable[[Path, Path], str]


@dataclass(frozen=True, slots=True)
class Plan:
    """How long, and how much meanwhile."""

    seed: int
    seconds: float
    events: float = 15.0  # a second
    copies_every: float = 30.0  # seconds
    looks_every: float = 5.0
    growth: float = 10.0  # MB at most, from the first half of the day to the second

    @property
    def tickets(self) -> int:
        """How many questions go to an advisor."""
        return int(self.seconds * self.events * TICKETS / 3)


@dataclass(frozen=True, slots=True)
class Look:
    """What the program held at a moment."""

    at: float
    memory: float  # MB
    files: int
    threads: int


@dataclass(slots=True)
class Figures:
    """What was measured."""

    events: int = 0
    seconds: float = 0.0
    looks: list[Look] = field(default_factory=list)
    copies: int = 0
    rows: int = 0  # in the last copy
    wrong: list[str] = field(default_factory=list)  # of copies

    @property
    def warm(self) -> list[Look]:
        """What was seen after the beginning."""
        return self.looks[int(len(self.looks) * WARM) :]

    @property
    def slope(self) -> float:
        """By how many MB an hour memory grew after the beginning."""
        if len(self.warm) < 3:
            return 0.0
        times, held = [one.at for one in self.warm], [one.memory for one in self.warm]
        return statistics.linear_regression(times, held).slope * 3600

    def grown(self, what: str) -> float:
        """By how much a number grew from the first half of those looks to the second."""
        values = [getattr(one, what) for one in self.warm]
        half = len(values) // 2
        return statistics.median(values[half:]) - statistics.median(values[:half] or values)

    def told(self) -> str:
        """Return the figures in a line."""
        if not self.looks:
            return "nothing looked at yet"
        last = self.looks[-1]
        return (
            f"{self.events} events in {self.seconds:.0f} s ({self.events / self.seconds:.1f}/s), "
            f"{self.copies} copies restored, {self.rows} rows in the last; memory "
            f"{self.looks[0].memory:.0f} to {last.memory:.0f} MB, {self.slope:+.1f} MB an hour "
            f"after the beginning; open files {self.looks[0].files} to {last.files}, "
            f"threads {self.looks[0].threads} to {last.threads}"
        )


def copied(database: Path, place: Path) -> str:
    """Copy a living database as a backup does; return what was committed when that was done."""
    with (
        closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as source,
        closing(sqlite3.connect(place)) as target,
    ):
        source.execute("BEGIN")  # the copy and the comparison are of one state
        found = contents(source)
        source.backup(target)
        return found


async def restored(copy: Copy, database: Path) -> tuple[int, list[str]]:
    """Restore a copy into a fresh place; return its rows and what is wrong with it."""
    with TemporaryDirectory() as fresh:
        place = Path(fresh) / "bot.db"
        committed = await asyncio.to_thread(copy, database, place)
        await (await Database.open(f"sqlite:///{place}")).close()
        wrong = await asyncio.to_thread(_compared, place, committed)
        ((rows,),) = query(place, "SELECT (SELECT count(*) FROM inbox) + count(*) FROM outbox")
        return rows, wrong


def _compared(place: Path, committed: str) -> list[str]:
    with closing(sqlite3.connect(place)) as connection:
        found = [] if contents(connection) == committed else ["it is no state of the database's"]
        return found + list(unsound(place))


@dataclass(slots=True)
class Soak:
    """One long day over one world and one database."""

    plan: Plan
    directory: Path
    people: People
    regulars: list[Person]
    server: HttpTelegram
    figures: Figures
    dice: random.Random
    copy: Copy = copied
    tell: Callable[[str], object] = str  # of the figures, after each copy

    @property
    def database(self) -> Path:
        """The file of the living bot."""
        return self.directory / "bot.db"

    async def live(self) -> None:
        """Let a day pass in one life of the bot."""
        people, telegram = self.people, self.people.telegram
        async with running_bot(self.directory, self.server.address, telegram.token) as bot:
            await bot.ready()
            people.coordinator.send("/polacz", chat=people.group)
            await people.group.expect("Grupa połączona", timeout=90)
            begun = asyncio.get_running_loop().time()
            work = [self._write(), self._look(bot, begun), self._copy()]
            async with asyncio.TaskGroup() as group:
                for one in work:
                    group.create_task(one)
            self.figures.seconds = asyncio.get_running_loop().time() - begun
            await calm(people, self.server, self.database, bot, self.plan.tickets)
            self.figures.events = query(self.database, "SELECT count(*) FROM inbox")[0][0]
            assert await bot.terminate() == 0, bot.end_of_log

    def _moments(self, every: float) -> Iterator[float]:
        return itertools.takewhile(
            lambda moment: moment <= self.plan.seconds, itertools.count(every, every)
        )

    async def _at(self, moment: float, begun: float) -> None:
        await asyncio.sleep(begun + moment - asyncio.get_running_loop().time())

    async def _write(self) -> None:
        """Let one thing after another happen, evenly."""
        begun, plan = asyncio.get_running_loop().time(), self.plan
        share = TICKETS / 3 / (TICKETS / 3 + 1 - TICKETS)
        for moment in self._moments(1 / (plan.events * (1 - TICKETS + TICKETS / 3))):
            await self._at(moment, begun)
            if self.dice.random() < share and len(self.people.asked) < len(self.people.turns):
                self.people.ask()
            else:
                self._chat(self.dice.choice(self.regulars))

    def _chat(self, regular: Person) -> None:
        """Let somebody do what they usually do, or say that the last answer helped."""
        last = regular.messages[-1] if regular.messages else None
        if last is not None and last.from_bot:
            for button in last.buttons:
                if button.get("text", "").endswith("Pomogło"):
                    regular.press_button(last, button)
                    return
        regular.send(self.dice.choice(HABITS))

    async def _look(self, bot: BotProcess, begun: float) -> None:
        for moment in self._moments(self.plan.looks_every):
            await self._at(moment, begun)
            files, threads = _count(bot.pid, "fd"), _count(bot.pid, "task")
            self.figures.looks.append(Look(moment, bot.memory, files, threads))

    async def _copy(self) -> None:
        begun = asyncio.get_running_loop().time()
        for moment in self._moments(self.plan.copies_every):
            await self._at(moment, begun)
            self.figures.rows, wrong = await restored(self.copy, self.database)
            self.figures.copies += 1
            self.figures.wrong += wrong
            self.figures.seconds = moment
            self.tell(self.figures.told())

    def books(self) -> Books:
        """Return what is to be compared."""
        return books_of(self.people, self.database, (one.id for one in self.regulars))

    def findings(self) -> list[str]:
        """Return what was promised and not kept, in sentences."""
        figures, plan = self.figures, self.plan
        found = [*figures.wrong, *ledger.findings(self.books()), *invariants(self.database)]
        if figures.copies < int(plan.seconds / plan.copies_every):
            found.append(f"{figures.copies} copies were restored")
        for what, most in {**POOLED, "memory": plan.growth}.items():
            if figures.grown(what) > most:
                found.append(f"{what}: {figures.grown(what):.1f} more than before")
        return found


def _count(pid: int, what: str) -> int:
    return len(list(Path(f"/proc/{pid}/{what}").iterdir()))


async def soak(
    directory: Path,
    plan: Plan,
    copy: Copy = copied,
    tell: Callable[[str], object] = str,
) -> Soak:
    """Let a day pass and return what it left behind."""
    clock = MovableClock(SystemClock())
    telegram, dice = Telegram(clock), random.Random(plan.seed)
    async with serve(telegram) as server:
        # Each leader asks once, so that no time need pass between their questions.
        people = People(telegram, clock, range(plan.tickets))
        people.pause = timedelta(0)
        regulars = [telegram.user(first_name=f"Stała{number}") for number in range(REGULARS)]
        for one in regulars:
            one.user.started = True
        day = Soak(plan, directory, people, regulars, server, Figures(), dice, copy, tell)
        advising = asyncio.create_task(people.advise(day.database))
        try:
            await day.live()
        finally:
            advising.cancel()
            await asyncio.gather(advising, return_exceptions=True)
    return day
