"""Everything at once, for minutes: what a storm does alone, and whatever else may happen.

    python -m tests.faults chaos --minutes 10

The bot is killed, told to stop, frozen; calls go wrong; updates come that nobody can parse; one
person writes far too much; the disk is full, somebody holds the database, the machine's clock
jumps. The weekend is one on which the clocks change (`weekend`): first at its own pace, then
faster and faster, as the program starts again and again a little later. What must hold stands in
`ledger` and `standing`; what it says meanwhile is read, too.
"""

from __future__ import annotations

import asyncio
import json
import random
import re
import time
from collections import Counter
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from bot.simulator.clock import MovableClock
from bot.simulator.faults import Kind
from bot.simulator.people import Telegram
from tests.faults import ledger, weekend
from tests.faults.blast import WORDS
from tests.faults.http_telegram import HttpTelegram, serve
from tests.faults.nursery import Nursery
from tests.faults.process import COORDINATOR, BotProcess, running_bot
from tests.faults.standing import invariants, query
from tests.faults.storm import ANY_INSTANT, IDLE, People, books_of, calm
from tests.faults.town import Beginning
from tests.faults.troubles import TROUBLES, small_disk
from tests.faults.weather import ROUGH, Weather
from tests.faults.weekend import WEEKENDS, Weekend

#: Words that no log may hold, with the token.
SECRETS = ("sprawdzić", "w porządku", weekend.CANARY, WORDS)
#: What a ledger of ordinary days does not know: hours pass between two lives, so that a reaction
#: has had its time; and a card none of whose three tries had a certain end, although all came, is
#: posted anew when an advisor presses a button of one.
ALLOWED = re.compile(r"\d+ reaction still or for good in 'expired'|has 4 times its card")
SLOWLY = 0.4  # of the run at the weekend's own pace: who signs up is in the middle of something
SETTLES_WITHIN = 120.0


@dataclass(frozen=True, slots=True)
class Plan:
    """How long, and how much of each."""

    seed: int
    seconds: float
    questions: int
    life: tuple[int, int] = (20, 200)  # calls of the bot's, from the start or the trouble on
    hurried: int = 0  # lives in which the weekend is hurried through; none: by the clock
    trouble: tuple[float, float] = (1.0, 7.0)  # seconds that something lasts
    flood: int = 300  # messages at once
    disk: int = 96  # megabytes
    leaders: int = 150
    weather: Mapping[Kind, float] = field(default_factory=lambda: ROUGH)

    @property
    def season(self) -> str:
        """Which change of the clocks falls into the run."""
        return ("spring", "autumn")[self.seed % 2]


def short(seed: int) -> Plan:
    """Return a chaos of half a minute."""
    return Plan(seed, 10.0, 30, (5, 30), 6, (0.3, 1.0), flood=30, disk=24, leaders=30)


def long(seed: int, minutes: float) -> Plan:
    """Return a chaos of so many minutes."""
    return Plan(seed, 60 * minutes, int(120 * minutes))


@dataclass(slots=True)
class Figures:
    """What happened."""

    lives: int = 0
    ends: Counter[str] = field(default_factory=Counter)
    troubles: Counter[str] = field(default_factory=Counter)
    messages: int = 0
    copies: dict[str, int] = field(default_factory=dict)
    struck: int = 0
    poisoned: int = 0
    answers_to_flood: int = 0
    seats: int = 0
    reminders: int = 0
    announced: int = 0
    seconds: float = 0.0


@dataclass(slots=True)
class Chaos:
    """One weekend over one world and one database."""

    plan: Plan
    directory: Path
    knowledge: Path
    people: People
    weekend: Weekend
    server: HttpTelegram
    weather: Weather
    nursery: Nursery
    dice: random.Random
    figures: Figures = field(default_factory=Figures)
    log: list[dict] = field(default_factory=list)
    begun: float = field(default_factory=time.monotonic)
    hurried_from: float = 0.0
    lived_slowly: int = 0
    later: timedelta = timedelta(0)
    wrong: list[str] = field(default_factory=list)

    @property
    def database(self) -> Path:
        """The file that survives."""
        return self.directory / "bot.db"

    @property
    def _error(self) -> Path:
        return self.knowledge.parent / "wrong_by"

    @property
    def own_disk(self) -> bool:
        """Whether the database is alone on a small disk."""
        return self.directory.is_mount()

    def _now(self) -> datetime:
        """Return the true time of the weekend, which hurries after a while."""
        now, saturday = time.monotonic(), WEEKENDS[self.plan.season]
        passed = timedelta(seconds=now - self.begun)
        return saturday + passed + self._hurried * weekend.lasts(saturday) + self.later

    @property
    def _hurried(self) -> float:
        """Return which share of the weekend has been hurried through."""
        if not self.hurried_from:
            return 0.0
        if self.plan.hurried:
            return min(1.0, (self.figures.lives - self.lived_slowly) / self.plan.hurried)
        return min(1.0, (time.monotonic() - self.hurried_from) / self._fast)

    @property
    def _slow(self) -> float:
        return self.plan.seconds * SLOWLY

    @property
    def _fast(self) -> float:
        return self.plan.seconds - self._slow

    def set_wrong(self, error: timedelta) -> None:
        """Let the machine's clock be wrong by so much from now on."""
        fresh = self._error.with_suffix(".new")
        fresh.write_text(str(error.total_seconds()), encoding="ascii")
        fresh.replace(self._error)

    @asynccontextmanager
    async def life(self) -> AsyncIterator[BotProcess]:
        """Let the bot live for the length of a block, and read what it says."""
        orders = {"HURRY": "1", "SWEEPS": "1", "NOW": self._now().isoformat()}
        async with running_bot(
            self.directory,
            self.server.address,
            self.people.telegram.token,
            starter=self.nursery.start,
            orders={**orders, "WRONG_BY": str(self._error)},
            knowledge=self.knowledge,
            coordinators=f"{COORDINATOR},{weekend.SECOND}",
        ) as bot:
            await bot.ready()
            try:
                yield bot
            finally:
                self.log += bot.log
        self.figures.lives += 1

    # -- the whole

    async def pass_by(self) -> None:
        """Prepare, let everything happen, and calm down."""
        self.set_wrong(timedelta(0))
        async with self.life() as bot:
            await self.weekend.link()
            assert await bot.terminate() == 0, bot.end_of_log
        self.weekend.let_them_be_known(self.database, self._now())
        async with self.life() as bot:
            await self.weekend.prepare()
            assert await bot.terminate() == 0, bot.end_of_log
        self.server.weather = self.weather
        self.weekend.begin()
        async with asyncio.TaskGroup() as group:
            group.create_task(self._ask())
            group.create_task(self._sign_up())
            await self._rage()
        self.server.weather = None
        self.set_wrong(timedelta(0))
        for last in (False, True):  # a quarter of an hour apart: some things take a few minutes
            async with self.life() as bot:
                await self._calm(bot, last)
                if (code := await bot.terminate()) != 0:
                    self.wrong.append(f"it ended with {code}")
            self.later = timedelta(minutes=15)

    async def _ask(self) -> None:
        pause = 0.9 * self.plan.seconds / self.plan.questions
        for _ in range(self.plan.questions):
            await asyncio.sleep(self.dice.uniform(0, 2 * pause))
            if self.dice.random() < 0.05:
                self.people.telegram.world.updates.duplicate_next()
            if self.dice.random() < 0.05:
                self.people.poison(self.dice.randrange(1000))
            self.people.ask(mangled=self.dice.random() < 0.02)

    async def _sign_up(self) -> None:
        pause = self._slow * 0.7 / weekend.COMING
        for number in range(weekend.COMING):
            await asyncio.sleep(pause)
            self.weekend.sign_up(number)

    async def _rage(self) -> None:
        bag: list[str] = []
        begun = time.monotonic()
        while self._hurried < 1.0:
            if not bag:
                bag = self.dice.sample(list(TROUBLES), len(TROUBLES))
            await self._one_life(bag.pop())
            slow_enough = time.monotonic() - begun > self._slow
            if not self.hurried_from and slow_enough and self.weekend.signed_up:
                self.hurried_from, self.lived_slowly = time.monotonic(), self.figures.lives

    async def _one_life(self, trouble: str) -> None:
        """Let the bot live through a trouble, and end it one way or another."""
        async with self.life() as bot:
            lasting = self.dice.uniform(*self.plan.trouble)
            self.figures.troubles[trouble] += await TROUBLES[trouble](self, bot, lasting)
            calls = self.server.begun.count + self.dice.randint(*self.plan.life)
            await self.server.calls(calls, within=IDLE)
            await asyncio.sleep(self.dice.uniform(0, ANY_INSTANT))
            if not bot.running:
                self.wrong.append(f"it ended by itself: {bot.end_of_log[-300:]}")
            end = "kill" if self.dice.random() < 0.6 else "term"
            self.figures.ends[end] += 1
            if end == "kill":
                await bot.kill()
            elif (code := await bot.terminate()) != 0:
                self.wrong.append(f"it ended with {code}")
        self.weather.new_life()

    # -- afterwards

    async def _calm(self, bot: BotProcess, last: bool) -> None:
        """Return when all are answered, and what was due by Sunday noon has happened."""
        await calm(self.people, self.server, self.database, bot, self.plan.questions)
        async with asyncio.timeout(SETTLES_WITHIN):
            while ledger.unfinished(self.database) or (last and self._left()):
                assert bot.running, bot.end_of_log
                await asyncio.sleep(0.2)

    def _left(self) -> int:
        now = self._now().strftime("%Y-%m-%d %H:%M:%S")
        ((left,),) = query(
            self.database,
            "SELECT (SELECT count(*) FROM announcement WHERE state <> 'done')"
            f" + (SELECT count(*) FROM occurrence WHERE state = 'waiting' AND due_at < '{now}')"
            " + (SELECT count(*) = 0 FROM person WHERE erased_at IS NOT NULL)",
        )
        return int(left)

    def count(self) -> None:
        """Fill in the figures."""
        figures, books = self.figures, books_of(self.people, self.database)
        figures.copies = ledger.copies(books)
        figures.messages = 2 * len(self.people.asked) + len(self.people.answered)
        figures.struck = sum(self.weather.struck.values())
        figures.poisoned = len(self.people.poisoned)
        flooder = self.weekend.flooder.messages
        figures.answers_to_flood = sum(message.from_bot for message in flooder)
        figures.announced = sum(map(bool, self.weekend.received(WORDS)))
        ((figures.seats, figures.reminders),) = query(
            self.database,
            "SELECT (SELECT count(*) FROM registration WHERE state = 'seated'),"
            " (SELECT count(*) FROM occurrence WHERE state = 'owed')",
        )

    def findings(self) -> Iterator[str]:
        """Yield what was promised and not kept, in sentences."""
        yield from self.wrong
        books = books_of(self.people, self.database, self.weekend.strangers)
        yield from (one for one in ledger.findings(books) if not ALLOWED.search(one))
        yield from invariants(self.database)
        yield from self._said()
        if len(self.people.answered) < self.plan.questions:
            yield f"{len(self.people.answered)} of {self.plan.questions} were answered"
        if max(self.weekend.received(WORDS)) > 1:
            yield "somebody got the announcement twice"
        if self.figures.seats != weekend.SEATS:
            yield f"{self.figures.seats} have one of {weekend.SEATS} seats"
        if self.figures.reminders < weekend.SEATS:
            yield f"{self.figures.reminders} reminders for {weekend.SEATS} people"
        if weekend.CANARY.encode() in self.database.read_bytes():
            yield "words of somebody forgotten are kept"

    def _said(self) -> Iterator[str]:
        """Look for words of people's, the token, and errors nobody expected in the log."""
        secrets = (*SECRETS, self.people.telegram.token)
        for line in {json.dumps(one, ensure_ascii=False) for one in self.log}:
            if "Traceback" in line:
                yield f"an error nobody expected: {line}"
            if any(secret in line for secret in secrets):
                yield f"words in the log: {line}"


async def chaos(directory: Path, plan: Plan, nursery: Nursery) -> Chaos:
    """Let everything happen at once and return what it left behind."""
    dice, delays = random.Random(plan.seed), random.Random(plan.seed + 1)
    saturday, begun = WEEKENDS[plan.season], time.monotonic()
    clock = MovableClock(Beginning(saturday - timedelta(days=1)))
    telegram = Telegram(clock)
    knowledge = weekend.files(directory, saturday)
    with small_disk(directory / "disk", plan.disk):
        async with serve(telegram, lambda: delays.uniform(0, 0.01)) as server:
            turns = [dice.randrange(plan.leaders) for _ in range(plan.questions)]
            people = People(telegram, clock, sorted(turns))
            passing = Chaos(
                plan, directory / "disk", knowledge, people,
                Weekend.of(telegram, people), server, Weather(plan.seed + 2, plan.weather),
                nursery, dice,
            )  # fmt: skip
            advising = asyncio.create_task(people.advise(passing.database))
            try:
                await passing.pass_by()
                passing.figures.seconds = time.monotonic() - begun
                passing.count()
                passing.wrong = list(passing.findings())
            finally:
                advising.cancel()
                await asyncio.gather(advising, return_exceptions=True)
    return passing
