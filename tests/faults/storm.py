"""A storm: people ask and answer while the bot is killed again and again.

The same seed orders the same questions and lives; where a kill falls in the bot's work is up to
the machine. A life is measured in the bot's calls, so that kills fall into work on any machine.
What must hold afterwards stands in `ledger`.
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
from bot.simulator.model import Message
from bot.simulator.people import Telegram
from tests.faults import ledger
from tests.faults.http_telegram import HttpTelegram, serve
from tests.faults.ledger import Asked, Books
from tests.faults.process import COORDINATOR, BotProcess, running_bot

#: Within this a leader's messages are one question: here each is a question of its own.
BETWEEN_QUESTIONS = timedelta(seconds=25)
ASKING = 0.5  # seconds in which the questions of one life are asked
IDLE = 5.0  # seconds after which a bot with nothing to do is killed, too
TALKING = 6  # leaders who ask at the same time
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
    """Leaders who ask, and an advisor who claims and answers whatever she is shown.

    `turns` says who asks each question. A leader is answered when all of theirs have cards: what
    comes after an answer would go on with that conversation.
    """

    def __init__(self, telegram: Telegram, clock: MovableClock, turns: list[int]) -> None:
        self.telegram, self.clock, self.turns = telegram, clock, turns
        self.leaders = [telegram.user(first_name=f"Lider{n}") for n in range(max(turns) + 1)]
        for leader in self.leaders:
            leader.user.started = True
        self.coordinator = telegram.user(COORDINATOR, first_name="Zofia")
        self.advisor = telegram.user(first_name="Ewa")
        self.group = telegram.group("Doradcy", forum=True)
        self.group.add_bot(admin=True, can_manage_topics=True)
        self.group.add(self.advisor)
        self.group.add(self.coordinator)
        self.asked: list[Asked] = []
        self.answered: set[int] = set()
        self._claimed: set[str] = set()
        self._held: dict[int, Message] = {}  # cards of pages not yet answered
        self._seen = 0

    def ask(self) -> None:
        """Let the next leader ask about the next page, long enough after the last question."""
        self.clock.advance(BETWEEN_QUESTIONS)
        page = len(self.asked) + 1
        leader = self.leaders[self.turns[page - 1]]
        message = leader.send(ledger.question(page))
        self.asked.append(Asked(leader.id, message.id, page))

    async def advise(self, database: Path) -> None:
        """Claim each ticket and answer it, once each, as soon as its card or a list shows it."""
        async for _ in self.telegram.world.subscribe():
            timeline = self.group.chat.timeline
            while self._seen < len(timeline):
                message = timeline[self._seen].message
                self._seen += 1
                if message.from_bot and not message.deleted:
                    self._look_at(message)
            self._answer(ledger.known_cards(database) if self._held else set())

    def _answer(self, known: set[int]) -> None:
        """Answer what can be, replying to the copy of a card that the bot knows it has sent."""
        seen = {*self._held, *self.answered}
        unseen = {turn for page, turn in enumerate(self.turns, 1) if page not in seen}
        for page, card in list(self._held.items()):
            if card.id in known and self.turns[page - 1] not in unseen:
                del self._held[page]
                self.answered.add(page)
                self.advisor.send(ledger.advice(page), reply_to=card)

    def _look_at(self, message: Message) -> None:
        for button in message.buttons:
            data = button.get("callback_data", "")
            if data.startswith("v1:claim:") and data not in self._claimed:
                self._claimed.add(data)
                self.advisor.press_button(message, button)
        page = ledger.page_of(message.text)
        if page and page not in self.answered and "prowadzi: Ewa" in message.text:
            self._held[page] = message


def turns_of(plan: Plan, dice: random.Random) -> list[int]:
    """Return who asks each question: a few leaders at a time, so that some are done early."""
    first = [n * (plan.leaders - TALKING) // plan.questions for n in range(plan.questions)]
    return [start + dice.randrange(TALKING + 1) for start in first]


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
            self.people.ask()

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
                while not self._calmed():  # noqa: ASYNC110 - another process brings it about
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
        people = People(telegram, clock, turns_of(plan, dice))
        passing = Storm(plan, directory, people, server, Figures(), dice)
        advising = asyncio.create_task(people.advise(passing.database))
        try:
            await passing.rage()
        finally:
            advising.cancel()
            await asyncio.gather(advising, return_exceptions=True)
    figures = passing.figures
    figures.seconds = asyncio.get_running_loop().time() - begun
    figures.repeated, figures.uncertain = ledger.doubts(passing.database)
    figures.messages = sum(
        call.method.startswith(("send", "copy")) for call in telegram.world.calls
    )
    figures.copies = ledger.copies(passing.books())
    return passing
