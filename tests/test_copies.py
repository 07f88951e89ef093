"""Two copies of the bot over one PostgreSQL: each hears, one speaks, and the other can take over.

Both are real houses in webhook mode, over one small Telegram; updates are brought to them as by a
balancer that gives each copy every other one.
"""

from __future__ import annotations

import asyncio
import itertools
import re
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from pathlib import Path

import pytest
import pytest_asyncio

from bot.app import House, open_house
from bot.settings import load
from bot.simulator.clock import MovableClock
from bot.simulator.people import Group, Person, Telegram
from bot.simulator.request import SimulatedRequest
from bot.storage import replicas
from tests import postgresql
from tests.dialogues.beginning import SAMPLE, TuesdayMorning
from tests.until import until

pytestmark = pytest.mark.slow
SECRET = "tylko-dla-testu"


@dataclass
class Copies:
    """Houses over one database, and who brings them updates."""

    telegram: Telegram
    group: Group
    address: str
    houses: list[House] = field(default_factory=list)
    stacks: list[AsyncExitStack] = field(default_factory=list)

    async def add(self) -> House:
        """Open one more copy."""
        settings = load(
            environment={},
            token=self.telegram.token,
            database=self.address,
            knowledge=SAMPLE,
            coordinators="900",
            mode="webhook",
            webhook_url="http://127.0.0.1/telegram",
            webhook_secret=SECRET,
            listen="127.0.0.1:0",
            pacing="off",
            advisors_chat=self.group.id,
            api_url="http://127.0.0.1:1",
        )
        stack = AsyncExitStack()
        request = SimulatedRequest(self.telegram.world)
        house = await stack.enter_async_context(
            open_house(settings, clock=self.telegram.clock, request=request)
        )
        self.houses.append(house)
        self.stacks.append(stack)
        return house

    async def end(self, at: int) -> None:
        """Close one copy."""
        del self.houses[at]
        await self.stacks.pop(at).aclose()

    async def deliver_for_ever(self) -> None:
        """Bring each update to one of the copies, in turn."""
        updates, turns = self.telegram.world.updates, itertools.count()
        while True:
            if updates.pending and self.houses:
                house = self.houses[next(turns) % len(self.houses)]
                await house.store([updates.pending[0]])
                del updates.pending[0]
            await asyncio.sleep(0.005)


@pytest_asyncio.fixture
async def copies(
    postgresql_databases: postgresql.Databases, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> AsyncIterator[Copies]:
    monkeypatch.setattr(replicas, "BEAT", 0.2)
    monkeypatch.chdir(tmp_path)
    telegram = Telegram(MovableClock(TuesdayMorning()))
    group = telegram.group("Doradcy", forum=True)
    group.add_bot(admin=True, can_manage_topics=True)
    address = await postgresql_databases.take()
    made = Copies(telegram, group, address)
    delivering = asyncio.create_task(made.deliver_for_ever())
    yield made
    delivering.cancel()
    while made.houses:
        await made.end(0)
    postgresql_databases.leave(address)


def leaders(copies: Copies, count: int) -> list[Person]:
    people = [copies.telegram.user(10 + at, first_name=f"Lider{at}") for at in range(count)]
    for person in people:
        person.user.started = True
    return people


async def numbers_of(people: list[Person]) -> list[int]:
    """Return the number that each was told."""
    receipts = [await person.expect("Sprawa #", timeout=60) for person in people]
    return [int(re.search(r"#(\d+)", receipt.text)[1]) for receipt in receipts]


async def test_each_copy_hears_and_one_speaks(copies: Copies) -> None:
    first, second = await copies.add(), await copies.add()
    assert (first.database.replica.leading.is_set(), second.database.replica.leading.is_set()) == (
        True,
        False,
    )
    asking = leaders(copies, 6)
    for person in asking:
        person.send("Czy orkiestra musi mieć pieczątkę z numerem statku?")
    assert sorted(await numbers_of(asking)) == [1, 2, 3, 4, 5, 6]
    assert copies.telegram.violations == []


async def test_the_other_copy_takes_over_and_answers(copies: Copies) -> None:
    await copies.add()
    second = await copies.add()
    await copies.end(0)
    await until(second.database.replica.leading.is_set, within=30)
    asking = leaders(copies, 1)
    asking[0].send("Czy orkiestra musi mieć pieczątkę z numerem statku?")
    assert await numbers_of(asking) == [1]
