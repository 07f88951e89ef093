"""A storm over reminders: a morning on which much is due, and a bot that is killed all along.

Each person is to be reminded of several things, once of each. A bot that dies during a call does
not know whether it had an effect, and tries a second time: of what was on its way a copy may come.
"""

from __future__ import annotations

import asyncio
import random
import sqlite3
import time
from collections import Counter
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import Connection

from bot.domain.working_hours import WorkingHours
from bot.helpdesk.desk import Desk
from bot.knowledge.loading import load
from bot.programme import planning
from bot.programme.kinds import kinds
from bot.sender import IN_FLIGHT
from bot.simulator.clock import MovableClock
from bot.simulator.people import Person, Telegram
from bot.storage import people as known_people
from bot.storage.database import Database
from bot.storage.occurrences import Occurrence
from tests.faults.http_telegram import HttpTelegram, serve
from tests.faults.nursery import Nursery
from tests.faults.process import SAMPLE, BotProcess, running_bot
from tests.faults.storm import ANY_INSTANT, IDLE, SETTLES_WITHIN, YesterdayClock

#: The bot's clock begins after the reminders are due, at 9:30 in Poland, in every life.
PLANNED = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
NOW = datetime(2026, 11, 24, 8, 30, tzinfo=UTC)
MOMENT = datetime(2026, 11, 26, 11, 0, tzinfo=UTC)
KIND = "---\nof: storm\nbefore: 2 days\n---\nPamiętaj o sprawie {{ subject }}\n"
#: Owed in one sweep: few, so that kills fall between sweeps, too.
PORTION = 20


@dataclass(frozen=True, slots=True)
class Plan:
    """How much is due, and how often the bot is killed meanwhile."""

    seed: int
    people: int = 100
    each: int = 4
    kills: int = 25
    life: int = 30  # calls at most, from the start to the kill
    delay: float = 0.003  # seconds at most, on either side of a call: one is on its way
    broken: str = ""  # what the bot does wrong on purpose

    @property
    def due(self) -> int:
        """How many reminders are due."""
        return self.people * self.each


@dataclass(frozen=True, slots=True)
class Books:
    """What the database holds, and what people have read."""

    occurrences: list[tuple[str, int | None]]  # state and message of each that was due
    messages: Counter[str]  # of the outbox, by state
    doubtful: int  # of them: on their way when the bot was killed
    read: Counter[tuple[int, str]]  # by chat and text
    kills: int
    seconds: float

    @property
    def copies(self) -> int:
        """How many came that had come before."""
        return sum(count - 1 for count in self.read.values())

    def figures(self) -> str:
        """Return what was measured, in a line."""
        return (
            f"{len(self.occurrences)} due, {self.kills} kills, {self.copies} copies "
            f"({self.copies / self.kills:.2f} a kill), {self.doubtful} doubtful, "
            f"{dict(self.messages)}, {self.seconds:.1f} s"
        )

    def findings(self, plan: Plan) -> list[str]:
        """Return what was promised and not kept, in sentences."""
        found = []
        if len(self.occurrences) != plan.due or sum(self.messages.values()) != plan.due:
            found.append(f"{sum(self.messages.values())} messages for {plan.due} reminders")
        if any(state != "owed" or message is None for state, message in self.occurrences):
            found.append(f"left over: {Counter(state for state, _ in self.occurrences)}")
        lost = plan.due - len(self.read)
        if lost > self.messages["uncertain"]:
            found.append(f"{lost} never came, {self.messages['uncertain']} of them doubtful")
        if max(self.read.values(), default=0) > 2:
            found.append(f"one came {max(self.read.values())} times")
        if self.copies > self.doubtful or self.doubtful > self.kills * IN_FLIGHT:
            found.append(f"{self.copies} copies, {self.doubtful} doubtful, {self.kills} kills")
        return found


def write_kind(directory: Path) -> Path:
    """Write the one kind of this storm and return its directory."""
    folder = directory / "reminders"
    folder.mkdir()
    (folder / "storm.j2").write_text(KIND, encoding="utf-8")
    return folder


async def _plan_all(url: str, folder: Path, leaders: list[Person], each: int) -> None:
    """Let everybody be known and everything planned, some days before."""
    base = load(SAMPLE)
    hours = WorkingHours(base.organisation.office_hours.by_weekday, frozenset())
    desk, known = Desk(base, hours, PLANNED, "planned"), kinds(folder)

    def work(conn: Connection) -> None:
        for leader in leaders:
            person = known_people.meet(conn, leader.id, "Lider", PLANNED)
            for number in range(each):
                subject = f"{person.id}/{number}"
                planning.plan(conn, desk, "storm", subject, person.id, MOMENT, only_from=known)

    database = await Database.open(url)
    await database.write(work)
    await database.close()


# In the bot's process


def know(order: Path) -> None:
    """Let the program in this process know the kinds of a directory, and what they are of.

    A directory called "unguarded" makes it forget that it has taken a row.
    """
    from bot import app
    from bot.parts import preparing
    from bot.programme import missing, reckoning, reminding

    folder = order if order.name != "unguarded" else order.parent
    for module in (planning, missing, reckoning, reminding):
        module.kinds = lambda: kinds(folder)
    app.Texts = lambda texts=app.Texts: texts(reminders=folder)
    preparing.VIEWS = {"storm": _show}
    reminding.PORTION = PORTION
    if folder != order:
        _forget(reminding)


def _show(conn: Connection, desk: Desk, one: Occurrence) -> Mapping[str, Any]:
    return {"subject": one.subject}


def _forget(reminding: Any) -> None:
    """Look at what is due, and leave it waiting; give each message a key of its own."""
    from bot.storage import occurrences

    take, owe = occurrences.take, reminding.owe

    def look(conn: Connection, now: datetime, most: int) -> list[Occurrence]:
        found = take(conn, now, most)
        occurrences.settle(conn, [one.id for one in found], "waiting", now, was="owed")
        return found

    occurrences.take = look
    reminding.owe = lambda conn, owed, now: owe(
        conn, replace(owed, key=f"{owed.key}:{time.monotonic_ns()}"), now
    )


# The storm


@dataclass(slots=True)
class _Storm:
    plan: Plan
    directory: Path
    folder: Path
    telegram: Telegram
    server: HttpTelegram
    nursery: Nursery
    dice: random.Random

    def life(self) -> Any:
        order = self.folder / self.plan.broken if self.plan.broken else self.folder
        return running_bot(
            self.directory,
            self.server.address,
            self.telegram.token,
            starter=self.nursery.start,
            orders={
                "HURRY": "1",
                "SWEEPS": "0.1",
                "NOW": NOW.isoformat(),
                "REMINDERS": str(order),
            },
        )

    async def one_life(self) -> None:
        """Let the bot live for a random while and kill it."""
        end = self.server.begun.count + self.dice.randint(1, self.plan.life)
        async with self.life() as bot:
            await bot.ready()
            await self.server.calls(end, within=IDLE)
            await asyncio.sleep(self.dice.uniform(0, ANY_INSTANT / 10))
            assert bot.running, bot.end_of_log
            await bot.kill()

    async def calm(self, bot: BotProcess) -> None:
        """Return when nothing is due and nothing is on its way."""
        async with asyncio.timeout(SETTLES_WITHIN):
            while self._left():
                assert bot.running, bot.end_of_log
                await asyncio.sleep(0.05)

    def _left(self) -> int:
        waiting = "SELECT count(*) FROM occurrence WHERE state = 'waiting'"
        going = "SELECT count(*) FROM outbox WHERE state IN ('pending', 'sending')"
        with closing(sqlite3.connect(self.directory / "bot.db")) as database:
            return sum(database.execute(query).fetchone()[0] for query in (waiting, going))

    def books(self, leaders: list[Person], seconds: float) -> Books:
        """Return what is to be compared."""
        with closing(sqlite3.connect(self.directory / "bot.db")) as database:
            rows = database.execute("SELECT state, outbox_id FROM occurrence").fetchall()
            sent = database.execute(
                "SELECT state, doubtful FROM outbox WHERE operation = 'reminder'"
            ).fetchall()
        read = Counter(
            (leader.id, message.text)
            for leader in leaders
            for message in leader.messages
            if message.from_bot and "sprawie" in message.text
        )
        messages, doubtful = Counter(state for state, _ in sent), sum(doubt for _, doubt in sent)
        return Books(rows, messages, doubtful, read, self.plan.kills, seconds)


async def storm(directory: Path, plan: Plan, nursery: Nursery) -> Books:
    """Let a storm pass and return what it left behind."""
    telegram = Telegram(MovableClock(YesterdayClock()))
    leaders = [telegram.user(first_name=f"Lider{number}") for number in range(plan.people)]
    for leader in leaders:
        leader.user.started = True
    folder, delays = write_kind(directory), random.Random(plan.seed + 1)
    await _plan_all(f"sqlite:///{directory / 'bot.db'}", folder, leaders, plan.each)
    begun = time.monotonic()
    async with serve(telegram, lambda: delays.uniform(0, plan.delay)) as server:
        dice = random.Random(plan.seed)
        passing = _Storm(plan, directory, folder, telegram, server, nursery, dice)
        for _ in range(plan.kills):
            await passing.one_life()
        async with passing.life() as bot:
            await bot.ready()
            if plan.broken:
                await asyncio.sleep(timedelta(seconds=1).total_seconds())
            else:
                await passing.calm(bot)
            assert await bot.terminate() == 0, bot.end_of_log
    return passing.books(leaders, time.monotonic() - begun)
