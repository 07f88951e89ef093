"""A short story over a bot that is made to die, or is broken: told until it dies, then to its end.

A coordinator has linked the group; leaders ask, the advisor claims and answers. What must hold
afterwards is what holds after a storm (`ledger`). Linking is told once and copied: the world and
the database are two values, when no bot lives.
"""

from __future__ import annotations

import asyncio
import copy
import shutil
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bot.simulator.clock import MovableClock
from bot.simulator.people import Group, Telegram
from tests.faults import ledger
from tests.faults.http_telegram import HttpTelegram, serve
from tests.faults.launcher import KILLED
from tests.faults.ledger import Books
from tests.faults.nursery import Nursery
from tests.faults.process import BotProcess, running_bot
from tests.faults.sizes import REACHED
from tests.faults.storm import People, YesterdayClock, books_of, calm

#: Looks in a row, of 50 ms: an advisor who has just been shown something needs a moment, too.
STILL = 6


@dataclass(slots=True)
class Story:
    """One world, one database, and as many lives of the bot as are told."""

    directory: Path
    server: HttpTelegram
    people: People
    nursery: Nursery
    orders: dict[str, str] = field(default_factory=lambda: {"HURRY": "1"})
    settings: dict[str, str] = field(default_factory=dict)
    advising: asyncio.Task[None] | None = None
    in_flight: int = 0  # calls begun when the bot died: so many copies may come

    @property
    def database(self) -> Path:
        """The file that survives."""
        return self.directory / "bot.db"

    @property
    def telegram(self) -> Telegram:
        """The world."""
        return self.people.telegram

    def books(self) -> Books:
        """Return what is to be compared."""
        return books_of(self.people, self.database)

    @asynccontextmanager
    async def life(self, broken: str = "", **orders: str) -> AsyncIterator[BotProcess]:
        """Let the bot live for the length of a block, broken as the launcher understands it."""
        async with running_bot(
            self.directory,
            self.server.address,
            self.telegram.token,
            starter=self.nursery.start,
            orders={**self.orders, "BREAK": broken, **orders},
            **self.settings,
        ) as bot:
            yield bot
            if not bot.running and await bot.exit_code() == KILLED:
                REACHED[broken.partition("@")[0]] += 1

    async def dies(self, broken: str) -> None:
        """Let a life end by itself, at a point."""
        async with self.life(broken) as bot:
            assert await bot.exit_code() == KILLED, bot.end_of_log
        self.died()

    def died(self) -> None:
        """Count what may come again."""
        self.in_flight += ledger.in_flight(self.database)

    async def link(self, broken: str = "") -> None:
        """Link the group in a life of its own, and let everything be sent."""
        async with self.life(broken) as bot:
            await bot.ready()
            self.people.coordinator.send("/polacz", chat=self.people.group)
            await self.people.group.expect("Grupa połączona", timeout=20)
            await self.calm(bot)

    def advise(self) -> None:
        """Let the advisor work from now on."""
        self.advising = asyncio.create_task(self.people.advise(self.database))

    async def calm(self, bot: BotProcess) -> None:
        """Return when everything asked is answered and sent."""
        await calm(self.people, self.server, self.database, bot)

    async def quiet(self, patience: float = 6.0) -> None:
        """Return when nothing is left to do, or nothing has been done for so many seconds.

        For a bot that may be broken: of one that is whole, `calm` demands more.
        """
        now = asyncio.get_running_loop().time
        seen, since, still = -1, now(), 0
        while still < STILL:
            still = 0 if self.server.backlog or ledger.unfinished(self.database) else still + 1
            if self.server.begun.count != seen:
                seen, since = self.server.begun.count, now()
            elif now() - since > patience:
                return
            await asyncio.sleep(0.05)

    async def rest(self, broken: str = "") -> None:
        """Let the bot do what it still does, in a life of its own: nothing is expected of it."""
        async with self.life(broken) as bot:
            await bot.ready()
            await self.quiet()
            await bot.terminate()

    async def end(self, broken: str = "") -> None:
        """Let the bot do all that is left, in a last life, and stop it."""
        async with self.life(broken) as bot:
            await self.calm(bot)
            assert await bot.terminate() == 0, bot.end_of_log


@dataclass(frozen=True, slots=True)
class Beginning:
    """A world with a linked group and its database, to be copied."""

    people: People
    directory: Path


def a_world(place: Callable[[Telegram], Group] | None = None) -> People:
    """Make people and a group of advisors that no bot has seen yet."""
    clock = MovableClock(YesterdayClock())
    return People(Telegram(clock), clock, [], place)


async def begin(directory: Path, nursery: Nursery) -> Beginning:
    """Link a group and stop the bot."""
    people = a_world()
    async with story(directory, nursery, people=people, turns=()) as told:
        await told.link()
        await told.end()
    return Beginning(people, directory)


@asynccontextmanager
async def story(
    directory: Path,
    nursery: Nursery,
    beginning: Beginning | None = None,
    *,
    people: People | None = None,
    turns: Sequence[int] = (0, 1),
    **serving: Any,
) -> AsyncIterator[Story]:
    """Open a story from a beginning, or with people of its own; `turns`: who asks, one by one."""
    if beginning is not None:
        people = copy.deepcopy(beginning.people)
        shutil.copy(beginning.directory / "bot.db", directory / "bot.db")
    people = people or a_world()
    people.invite(turns)
    async with serve(people.telegram, **serving) as server:
        told = Story(directory, server, people, nursery)
        try:
            yield told
        finally:
            if told.advising is not None:
                told.advising.cancel()
                await asyncio.gather(told.advising, return_exceptions=True)
