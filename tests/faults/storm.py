"""A storm: people ask and answer while the bot is killed again and again.

The same seed orders the same questions, lives and weather; where a kill falls in the bot's work
is up to the machine. A life is measured in the bot's calls, so that kills fall into work on any
machine. What must hold afterwards stands in `ledger`.

The first life and the last are the program as people start it; those between are forked by a
nursery and hurried (`launcher`), or a storm would mostly import and wait. All with
`BOT_PACING=off`: at Telegram's pace the group's cards alone would take an hour.
"""

from __future__ import annotations

import asyncio
import contextlib
import random
import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Protocol

from bot.clock import SystemClock
from bot.simulator.clock import MovableClock
from bot.simulator.faults import Kind
from bot.simulator.model import Message
from bot.simulator.people import Group, Person, Telegram
from tests.faults import ledger, poison, rows
from tests.faults.http_telegram import HttpTelegram, serve
from tests.faults.ledger import Asked, Books
from tests.faults.nursery import Nursery
from tests.faults.process import COORDINATOR, running_bot
from tests.faults.rows import Where
from tests.faults.weather import Weather

#: Within this a leader's messages are one question: here each is a question of its own.
BETWEEN_QUESTIONS = timedelta(seconds=25)
ASKING = 0.5  # seconds in which the questions of one life are asked
IDLE = 1.0  # seconds after which a bot with nothing to do is killed, too
TALKING = 6  # leaders who ask at the same time
ANY_INSTANT = 0.25  # seconds: a kill right after a call begins would always meet one on its way
SETTLES_WITHIN = 120.0
STUCK = 200  # looks at a bot that has nothing more to do, while people wait: ten seconds
HURRIED = {"HURRY": "1"}
#: One person may press 30 buttons a minute, which a storm passes in seconds.
PRESSES_OF_ONE = 25
CLAIMED = re.compile(r"prowadzi: Ewa(\d*)")
COALESCED = 0.02  # seconds: what people see is looked at so often at most


@dataclass(frozen=True, slots=True)
class Plan:
    """How much happens, and how often the bot is killed meanwhile."""

    seed: int
    questions: int = 400
    leaders: int = 120
    kills: int = 40
    weather: Mapping[Kind, float] = field(default_factory=dict)
    redelivered: float = 0.05  # share of updates that Telegram brings twice
    poisoned: float = 0.02  # share of questions that come with an update nobody can parse
    mangled: float = 0.02  # share of questions whose own update cannot be parsed
    delay: float = 0.01  # seconds at most, on either side of a call's effect
    life: int = 120  # calls at most, from the start to the kill
    early: float = 0.2  # share of kills that fall into the start
    start: float = 0.6  # seconds at most, from an early start to the kill


@dataclass(slots=True)
class Figures:
    """What was measured, to be told with the result."""

    kills: int = 0
    kills_in_call: int = 0  # a call was on its way
    kills_in_backlog: int = 0  # updates were not confirmed
    repeated: int = 0  # messages that may have arrived when it died, or when a call failed
    uncertain: int = 0  # of them: no try was left
    messages: int = 0  # receipts, cards and answers owed
    copies: dict[str, int] = field(default_factory=dict)  # beyond the first of each
    calls: int = 0
    struck: dict[Kind, int] = field(default_factory=dict)
    early: int = 0  # calls to a chat before its retry_after was over
    poisoned: int = 0
    seconds: float = 0.0

    @property
    def duplicates(self) -> int:
        """How many messages came that had come before."""
        return sum(self.copies.values())

    @property
    def per_kill(self) -> float:
        """How many duplicates a kill brought."""
        return self.duplicates / self.kills if self.kills else 0.0

    @property
    def share(self) -> float:
        """What share of the messages was a duplicate."""
        return self.duplicates / self.messages


class YesterdayClock(SystemClock):
    """Leaves room for moving people's clock forward without reaching the future."""

    def now(self) -> datetime:
        return super().now() - timedelta(days=1)


def forum(telegram: Telegram) -> Group:
    """Make a group with topics, administered by the bot."""
    group = telegram.group("Doradcy", forum=True)
    group.add_bot(admin=True, can_manage_topics=True)
    return group


class People:
    """Leaders who ask, and advisors who claim and answer whatever they are shown.

    `turns` says who asks each question. A leader is answered when all of theirs have cards: what
    comes after an answer would go on with that conversation.
    """

    def __init__(
        self,
        telegram: Telegram,
        clock: MovableClock,
        turns: Sequence[int],
        place: Callable[[Telegram], Group] | None = None,
    ) -> None:
        self.telegram, self.clock = telegram, clock
        self.pause = BETWEEN_QUESTIONS
        self.turns: list[int] = []
        self.leaders: list[Person] = []
        self.coordinator = telegram.user(COORDINATOR, first_name="Zofia")
        self.group = (place or forum)(telegram)
        self.advisors: list[Person] = []
        self.group.add(self.coordinator)
        self.asked: list[Asked] = []
        self.answered: dict[int, None] = {}  # pages, in the order of answering
        self.poisoned: set[int] = set()  # updates that nobody can parse
        self._claimed: set[str] = set()
        self._held: dict[int, tuple[Message, Person]] = {}  # cards of pages not yet answered
        self._unseen: Counter[int] = Counter()  # pages of each leader without a card yet
        self._seen = 0
        self.trouble: Exception | None = None
        self.invite(turns)

    def invite(self, turns: Sequence[int]) -> None:
        """Let leaders be there who will ask in these turns, after those known before."""
        self.turns += turns
        self._unseen += Counter(turns)
        while len(self.leaders) <= max(self.turns, default=-1):
            leader = self.telegram.user(first_name=f"Lider{len(self.leaders)}")
            leader.user.started = True
            self.leaders.append(leader)
        while len(self.advisors) * PRESSES_OF_ONE < max(len(self.turns), 1):
            advisor = self.telegram.user(first_name=f"Ewa{len(self.advisors) or ''}")
            self.group.add(advisor)
            self.advisors.append(advisor)

    @property
    def advisor(self) -> Person:
        """The first of the advisors."""
        return self.advisors[0]

    def ask(self, mangled: bool = False) -> Message:
        """Let the next leader ask about the next page, long enough after the last question.

        The update of a mangled one cannot be parsed, though it still says who asks what.
        """
        self.clock.advance(self.pause)
        page = len(self.asked) + 1
        leader = self.leaders[self.turns[page - 1]]
        message = leader.send(ledger.question(page))
        if mangled:
            update = self.telegram.world.updates.pending[-1]
            update["message"]["entities"] = "none"
            self.poisoned.add(update["update_id"])
        self.asked.append(Asked(leader.id, message.id, page))
        return message

    def poison(self, shape: int) -> None:
        """Let an update arrive that nobody can parse."""
        updates = self.telegram.world.updates
        updates.inject(poison.SHAPES[shape % len(poison.SHAPES)])
        self.poisoned.add(updates.pending[-1]["update_id"])

    async def advise(self, database: Where) -> None:
        """Do the advisors' work for ever; what goes wrong is raised by `calm`."""
        try:
            await self._advise(database)
        except Exception as error:
            self.trouble = error

    async def _advise(self, database: Where) -> None:
        """Claim each ticket and answer it, once each, as soon as its card or a list shows it."""
        async for _ in self.telegram.world.subscribe():
            timeline = self.group.chat.timeline
            while self._seen < len(timeline):
                message = timeline[self._seen].message
                self._seen += 1
                if message.from_bot and not message.deleted:
                    self._look_at(message)
            cards = {card.id for card, _advisor in self._held.values()}
            with contextlib.suppress(rows.Away):  # the next look finds what this one has not
                self._answer(ledger.known_cards(database, cards) if cards else set())
            await asyncio.sleep(COALESCED)

    def _answer(self, known: set[int]) -> None:
        """Answer what can be, replying to the copy of a card that the bot knows it has sent."""
        for page, (card, advisor) in list(self._held.items()):
            if card.id in known and not self._unseen[self.turns[page - 1]]:
                del self._held[page]
                self.answered[page] = None
                advisor.send(ledger.advice(page), reply_to=card)

    def press_unknown(self) -> None:
        """Press [Przekaż] on the cards that the bot may not know: from its press it learns one.

        That is what is left to an advisor when no try of sending a card had a certain end.
        """
        for card, advisor in self._held.values():
            for button in card.buttons:
                if button.get("callback_data", "").startswith("v1:pass:"):
                    advisor.press_button(card, button)

    def _look_at(self, message: Message) -> None:
        for button in message.buttons:
            data = button.get("callback_data", "")
            if data.startswith("v1:claim:") and data not in self._claimed:
                self._claimed.add(data)
                presser = self.advisors[len(self._claimed) % len(self.advisors)]
                presser.press_button(message, button)
        page, claimed = ledger.page_of(message.text), CLAIMED.search(message.text)
        if page and page not in self.answered and claimed:
            if page not in self._held:
                self._unseen[self.turns[page - 1]] -= 1
            self._held[page] = (message, self.advisors[int(claimed[1] or 0)])


def turns_of(plan: Plan, dice: random.Random) -> list[int]:
    """Return who asks each question: a few leaders at a time, so that some are done early."""
    first = [n * (plan.leaders - TALKING) // plan.questions for n in range(plan.questions)]
    return [start + dice.randrange(TALKING + 1) for start in first]


async def ask(people: People, plan: Plan, dice: random.Random, count: int) -> None:
    """Ask so many questions, as the plan has it, within some half of a second."""
    for _ in range(count):
        await asyncio.sleep(dice.uniform(0, 2 * ASKING / count))
        if dice.random() < plan.redelivered:
            people.telegram.world.updates.duplicate_next()
        if dice.random() < plan.poisoned:
            people.poison(dice.randrange(1000))
        people.ask(mangled=dice.random() < plan.mangled)


@dataclass(slots=True)
class Storm:
    """One storm over one world and one database."""

    plan: Plan
    directory: Path
    people: People
    server: HttpTelegram
    weather: Weather
    nursery: Nursery
    figures: Figures
    dice: random.Random

    @property
    def database(self) -> Path:
        """The file that survives the kills."""
        return self.directory / "bot.db"

    def books(self) -> Books:
        """Return what is to be compared."""
        return books_of(self.people, self.database)

    async def rage(self) -> None:
        """Link the group, live through the kills, and calm down."""
        await self._link()
        self.server.weather = self.weather
        for life in range(self.plan.kills):
            begin = self.plan.questions * life // self.plan.kills
            end = self.plan.questions * (life + 1) // self.plan.kills
            asking = asyncio.create_task(self._ask(end - begin))
            await self._one_life()
            await asking
        async with running_bot(*self._where, **self._hurried) as bot:
            await self._calm(bot)
            assert await bot.terminate() == 0, bot.end_of_log
        self.server.weather = None
        async with running_bot(*self._where) as bot:
            await self._calm(bot)
            assert await bot.terminate() == 0, bot.end_of_log

    @property
    def _where(self) -> tuple[Path, str, str]:
        return self.directory, self.server.address, self.people.telegram.token

    @property
    def _hurried(self) -> dict:
        return {"starter": self.nursery.start, "orders": HURRIED}

    async def _link(self) -> None:
        async with running_bot(*self._where) as bot:
            self.people.coordinator.send("/polacz", chat=self.people.group)
            await self.people.group.expect("Grupa połączona", timeout=90)
            await self._calm(bot)

    async def _ask(self, count: int) -> None:
        await ask(self.people, self.plan, self.dice, count)

    async def _one_life(self) -> None:
        """Let the bot live for a random while and kill it."""
        early = self.dice.random() < self.plan.early
        end = self.server.begun.count + self.dice.randint(1, self.plan.life)
        async with running_bot(*self._where, **self._hurried) as bot:
            if early:
                await asyncio.sleep(self.dice.uniform(0, self.plan.start))
            else:
                await bot.ready()
                await self.server.calls(end, within=IDLE)
                await asyncio.sleep(self.dice.uniform(0, ANY_INSTANT))
            assert bot.running, bot.end_of_log
            self.figures.kills += 1
            self.figures.kills_in_call += self.server.in_flight > 0
            self.figures.kills_in_backlog += self.server.backlog > 0
            await bot.kill()
        self.weather.new_life()

    async def _calm(self, bot: Living) -> None:
        """Return when everything asked is answered, and nothing is left to be done."""
        await calm(self.people, self.server, self.database, bot, self.plan.questions)

    def count(self) -> None:
        """Fill in the figures."""
        fill_in(self.figures, self.books(), self.people, self.server, self.weather)


def fill_in(
    figures: Figures, books: Books, people: People, server: HttpTelegram, weather: Weather
) -> None:
    """Fill in what can be counted when all is over."""
    figures.repeated, figures.uncertain = ledger.doubts(books.database)
    figures.copies = ledger.copies(books)
    figures.messages = 2 * len(people.asked) + len(people.answered)
    figures.calls = server.begun.count
    figures.struck, figures.early = dict(weather.struck), len(weather.early)
    figures.poisoned = len(people.poisoned)


def books_of(people: People, database: Where, strangers: Iterable[int] = ()) -> Books:
    """Return what is to be compared after any story of these people, and of some others."""
    return Books(
        people.asked,
        database,
        [leader.chat for leader in people.leaders],
        people.group.chat,
        list(people.answered),
        frozenset(people.poisoned),
        frozenset(strangers),
    )


class Living(Protocol):
    """A bot that runs, in one process or in several."""

    @property
    def running(self) -> bool:
        """Whether it has not ended."""

    @property
    def end_of_log(self) -> str:
        """The last that it has logged."""

    async def ready(self) -> None:
        """Return when it serves."""


async def calm(
    people: People, server: HttpTelegram, database: Where, bot: Living, questions: int = 0
) -> None:
    """Return when everything asked is answered, and nothing is left to be done."""

    def left() -> tuple[int, int, int]:
        unanswered = len(people.asked) - len(people.answered)
        try:
            return unanswered, server.backlog, ledger.unfinished(database)
        except rows.Away:
            return unanswered, server.backlog, -1

    await bot.ready()
    stuck = 0
    try:
        async with asyncio.timeout(SETTLES_WITHIN + questions):
            while left() != (0, 0, 0):
                assert bot.running, bot.end_of_log
                if people.trouble is not None:
                    raise people.trouble
                await asyncio.sleep(0.05)
                stuck = stuck + 1 if left()[1:] == (0, 0) else 0
                if stuck == STUCK:
                    people.press_unknown()
    except TimeoutError:
        raise AssertionError(f"{left()}\n{bot.end_of_log}") from None


async def storm(directory: Path, plan: Plan, nursery: Nursery) -> Storm:
    """Let a storm pass and return what it left behind."""
    clock = MovableClock(YesterdayClock())
    telegram = Telegram(clock)
    dice, delays = random.Random(plan.seed), random.Random(plan.seed + 1)
    weather = Weather(plan.seed + 2, plan.weather)
    delay: Callable[[], float] = lambda: delays.uniform(0, plan.delay)  # noqa: E731
    begun = asyncio.get_running_loop().time()
    async with serve(telegram, delay) as server:
        people = People(telegram, clock, turns_of(plan, dice))
        passing = Storm(plan, directory, people, server, weather, nursery, Figures(), dice)
        advising = asyncio.create_task(people.advise(passing.database))
        try:
            await passing.rage()
        finally:
            advising.cancel()
            await asyncio.gather(advising, return_exceptions=True)
    passing.figures.seconds = asyncio.get_running_loop().time() - begun
    passing.count()
    return passing
