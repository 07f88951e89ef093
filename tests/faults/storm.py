"""A storm: people ask and answer while the bot is killed again and again.

The same seed orders the same questions and instants; where a kill falls in the bot's work is up to
the machine. What must hold afterwards stands in `ledger`. A life is measured in the bot's calls, so that kills fall into work on any machine.
"""

from __future__ import annotations

import asyncio
import random
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from bot.clock import SystemClock
from bot.simulator.clock import MovableClock
from bot.simulator.group import Group
from bot.simulator.model import Message
from bot.simulator.people import Telegram
from bot.simulator.person import Person
from tests.faults import ledger
from tests.faults.http_telegram import HttpTelegram, serve
from tests.faults.ledger import Asked, Books
from tests.faults.process import COORDINATOR, BotProcess, running_bot

#: Within this a leader's messages are one question: here each is a question of its own.
BETWEEN_QUESTIONS = timedelta(seconds=25)
ASKING = 0.5  # seconds in which the questions of one life are asked
IDLE = 5.0  # seconds after which a bot with nothing to do is killed, too
SETTLES_WITHIN = 150.0


@dataclass(frozen=True, slots=True)
class Plan:
    """How much happens, and how often the bot is killed meanwhile."""

    seed: int
    questions: int = 100
    leaders: int = 30
    kills: int = 10
    redelivered: float = 0.05  # share of updates that Telegram brings twice
    delay: float = 0.02  # seconds at most, on either side of a call's effect
    life: int = 120  # calls at most, from the start to the kill
    early: float = 0.2  # share of kills that fall into the start
    start: float = 1.5  # seconds at most, from an early start to the kill


@dataclass(slots=True)
class Figures:
    """What was measured, to be told with the result."""

    kills: int = 0
    kills_in_call: int = 0  # a call was on its way
    kills_in_backlog: int = 0  # updates were not confirmed
    repeated: int = 0  # messages that may have arrived when it died
    uncertain: int = 0  # of them: no try was left
    messages: int = 0
    seconds: float = 0.0
    copies: dict[str, int] = field(default_factory=dict)


class YesterdayClock(SystemClock):
    """Leaves room for moving people's clock forward without reaching the future."""

    def now(self) -> datetime:
        return super().now() - timedelta(days=1)


class People:
    """Leaders who ask, and an advisor who claims and answers whatever she is shown."""

    def __init__(self, telegram: Telegram, clock: MovableClock, leaders: int) -> None:
        self.telegram, self.clock = telegram, clock
        self.leaders = [telegram.user(first_name=f"Lider{n}") for n in range(leaders)]
        for leader in self.leaders:
            leader.user.started = True
        self.coordinator: Person = telegram.user(COORDINATOR, first_name="Zofia")
        self.advisor: Person = telegram.user(first_name="Ewa")
        self.group: Group = telegram.group("Doradcy", forum=True)
        self.group.add_bot(admin=True, can_manage_topics=True)
        self.group.add(self.advisor)
        self.group.add(self.coordinator)
        self.asked: list[Asked] = []
        self.answered: set[int] = set()
        self._claimed: set[str] = set()
        self._seen = 0

    def ask(self, leader: Person) -> None:
        """Let somebody ask about the next page, long enough after the last question."""
        self.clock.advance(BETWEEN_QUESTIONS)
        page = len(self.asked) + 1
        message = leader.send(ledger.question(page))
        self.asked.append(Asked(leader.id, message.id, page))

    async def advise(self) -> None:
        """Claim each ticket once and answer it once, as soon as its card or a list shows it."""
        async for _ in self.telegram.world.subscribe():
            timeline = self.group.chat.timeline
            while self._seen < len(timeline):
                message = timeline[self._seen].message
                self._seen += 1
                if message.from_bot and not message.deleted:
                    self._look_at(message)

    def _look_at(self, message: Message) -> None:
        for button in message.buttons:
            data = button.get("callback_data", "")
            if data.startswith("v1:claim:") and data not in self._claimed:
                self._claimed.add(data)
                self.advisor.press_button(message, button)
        page = ledger.page_of(message.text)
        if page is None or page in self.answered or "prowadzi: Ewa" not in message.text:
            return
        self.answered.add(page)
        self.advisor.send(ledger.advice(page), reply_to=message)


@dataclass(slots=True)
class Storm:
    """One storm over one world and one database."""

    plan: Plan
    directory: Path
    people: People
    server: HttpTelegram
    figures: Figures
    dice: random.Random

    @property
    def database(self) -> Path:
        """The file that survives the kills."""
        return self.directory / "bot.db"

    def books(self) -> Books:
        """Return what is to be compared."""
        return Books(
            self.people.asked,
            self.database,
            [leader.chat for leader in self.people.leaders],
            self.people.group.chat,
            frozenset(self.people.answered),
        )

    async def rage(self) -> None:
        """Link the group, live through the kills, and calm down."""
        await self._link()
        for life in range(self.plan.kills):
            begin = self.plan.questions * life // self.plan.kills
            end = self.plan.questions * (life + 1) // self.plan.kills
            asking = asyncio.create_task(self._ask(end - begin))
            await self._one_life()
            await asking
        async with running_bot(*self._where) as bot:
            await self._calm(bot)
            assert await bot.terminate() == 0, bot.end_of_log

    @property
    def _where(self) -> tuple[Path, str, str]:
        return self.directory, self.server.address, self.people.telegram.token

    async def _link(self) -> None:
        async with running_bot(*self._where) as bot:
            self.people.coordinator.send("/polacz", chat=self.people.group)
            await self.people.group.expect("Grupa połączona", timeout=30)
            await self._calm(bot)

    async def _ask(self, count: int) -> None:
        for _ in range(count):
            await asyncio.sleep(self.dice.uniform(0, 2 * ASKING / count))
            if self.dice.random() < self.plan.redelivered:
                self.people.telegram.world.updates.duplicate_next()
            self.people.ask(self.dice.choice(self.people.leaders))

    async def _one_life(self) -> None:
        """Let the bot live for a random while and kill it."""
        early = self.dice.random() < self.plan.early
        end = self.server.begun.count + self.dice.randint(1, self.plan.life)
        async with running_bot(*self._where) as bot:
            if early:
                await asyncio.sleep(self.dice.uniform(0, self.plan.start))
            else:
                await bot.ready()
                await self.server.calls(end, within=IDLE)
                await asyncio.sleep(self.dice.uniform(0, 2 * self.plan.delay))
            assert bot.running, bot.end_of_log
            self.figures.kills += 1
            self.figures.kills_in_call += self.server.in_flight > 0
            self.figures.kills_in_backlog += self.server.backlog > 0
            await bot.kill()

    async def _calm(self, bot: BotProcess) -> None:
        """Return when everything asked is answered, and nothing is left to be done."""
        await bot.ready()
        try:
            async with asyncio.timeout(SETTLES_WITHIN):
                while not self._calmed():
                    await asyncio.sleep(0.05)
        except TimeoutError:
            raise AssertionError(f"{self._left()}\n{bot.end_of_log}") from None

    def _left(self) -> tuple[int, int, int]:
        unanswered = len(self.people.asked) - len(self.people.answered)
        return unanswered, self.server.backlog, ledger.unfinished(self.database)

    def _calmed(self) -> bool:
        return self._left() == (0, 0, 0)


async def storm(directory: Path, plan: Plan) -> Storm:
    """Let a storm pass and return what it left behind."""
    clock = MovableClock(YesterdayClock())
    telegram = Telegram(clock)
    dice, delays = random.Random(plan.seed), random.Random(plan.seed + 1)
    delay: Callable[[], float] = lambda: delays.uniform(0, plan.delay)  # noqa: E731
    begun = asyncio.get_running_loop().time()
    async with serve(telegram, delay) as server:
        people = People(telegram, clock, plan.leaders)
        passing = Storm(plan, directory, people, server, Figures(), dice)
        advising = asyncio.create_task(people.advise())
        try:
            await passing.rage()
        finally:
            advising.cancel()
            await asyncio.gather(advising, return_exceptions=True)
    figures = passing.figures
    figures.seconds = asyncio.get_running_loop().time() - begun
    figures.repeated, figures.uncertain = ledger.doubts(passing.database)
    figures.messages = sum(call.method.startswith(("send", "copy")) for call in telegram.world.calls)
    figures.copies = ledger.copies(passing.books())
    return passing
