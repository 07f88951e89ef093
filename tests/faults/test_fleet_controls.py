"""What several copies agree on, switched off on purpose: each break must be caught.

Copies are databases opened side by side in this process, which is all that they know of each
other; `test_paused_leader` does the same with processes.
"""

from __future__ import annotations

import asyncio
import random
from collections import Counter, defaultdict
from collections.abc import AsyncIterator, Sequence
from datetime import UTC, datetime
from itertools import cycle
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from sqlalchemy import select, text

from bot.clock import SystemClock
from bot.storage import inbox, postgresql, tables
from bot.storage.database import Database
from bot.storage.inbox import InboxRow
from bot.storage.replicas import OneOfMany
from bot.worker import Worker
from tests.postgresql import Databases
from tests.programme.desk import desk, sample
from tests.programme.signups.crowd import NOW, Crowd, Note

pytestmark = pytest.mark.slow

COPIES, CHATS, UPDATES = 3, 12, 8
Act = Any


@pytest_asyncio.fixture
async def copies(postgresql_databases: Databases) -> AsyncIterator[list[Database]]:
    """One database, opened as several copies of the program do."""
    address = await postgresql_databases.take()
    opened = [await Database.open(address) for _ in range(COPIES)]
    yield opened
    for one in reversed(opened):
        await one.close()
    postgresql_databases.leave(address)


# The turns of chats


class Desk:
    """Workers of all copies, and what they were seen to do."""

    def __init__(self, copies: Sequence[Database]) -> None:
        self._copies, self._dice = copies, random.Random(3)
        self.begun: dict[str, list[int]] = defaultdict(list)  # by chat, in the order of beginning
        self.by: Counter[int] = Counter()  # copies, how many each dealt with
        self._now: Counter[str] = Counter()
        self.at_once: set[str] = set()  # chats of which two were dealt with at the same time

    async def deal_with_all(self) -> None:
        """Bring updates to all copies in turn and return when all are dealt with."""
        clock, bringers = SystemClock(), cycle(self._copies)
        workers = [
            Worker(copy, self._process(number), lambda conn, row: None, clock)
            for number, copy in enumerate(self._copies)
        ]
        running = [asyncio.create_task(worker.run()) for worker in workers]
        for number in range(UPDATES):
            for chat in range(1, CHATS + 1):
                update = _update(number * CHATS + chat, chat)
                copy = next(bringers)
                await copy.write(lambda conn, one=update: inbox.store(conn, [one], _now()))
        async with asyncio.timeout(60):
            while not self._nothing_waits():  # noqa: ASYNC110 - workers run beside
                await asyncio.sleep(0.01)
        for worker in workers:
            await worker.stop()
        await asyncio.gather(*running)

    def _nothing_waits(self) -> bool:
        return sum(len(set(one)) for one in self.begun.values()) == CHATS * UPDATES

    def _process(self, number: int) -> Any:
        async def process(row: InboxRow) -> bool:
            self.begun[row.chat].append(row.update_id)
            self.by[number] += 1
            self._now[row.chat] += 1
            if self._now[row.chat] > 1:
                self.at_once.add(row.chat)
            await asyncio.sleep(self._dice.random() / 50)
            write = self._copies[number].write
            done = await write(lambda conn: inbox.done(conn, row.update_id, _now()))
            self._now[row.chat] -= 1
            return done

        return process

    def findings(self) -> list[str]:
        """Return what was dealt with twice, in disorder, or beside another one of its chat."""
        found = [f"{chat}: two at once" for chat in sorted(self.at_once)]
        for chat, numbers in sorted(self.begun.items()):
            if len(set(numbers)) < len(numbers):
                found.append(f"{chat}: some more than once")
            if numbers != sorted(numbers):
                found.append(f"{chat}: in the order {numbers}")
        return found


def _update(number: int, chat: int) -> dict[str, Any]:
    message = {"message_id": number, "date": 0, "chat": {"id": chat, "type": "private"}}
    return {"update_id": number, "message": message}


def _now() -> datetime:
    return datetime.now(UTC)


async def test_a_chat_is_dealt_with_in_order_by_one_at_a_time(copies: list[Database]) -> None:
    desk = Desk(copies)
    await desk.deal_with_all()

    assert desk.findings() == []
    assert len(desk.by) == COPIES  # all had something to do


async def test_without_the_turns_of_chats_work_is_done_twice(
    copies: list[Database], monkeypatch: pytest.MonkeyPatch
) -> None:
    async def whatever(_self: OneOfMany, chats: list[str], most: int) -> list[str]:
        return chats[:most]

    monkeypatch.setattr(OneOfMany, "_hold", whatever)
    desk = Desk(copies)
    await desk.deal_with_all()

    assert any("two at once" in one for one in desk.findings())
    assert any("more than once" in one for one in desk.findings())


# The turns of writers


class Spread(Crowd):
    """A crowd whose acts come to all copies in turn."""

    def __init__(self, copies: Sequence[Database], directory: Path) -> None:
        there = desk(sample(directory), NOW)
        super().__init__(copies[0], there, people=60, seats=10, leaving=20, seed=1)
        self._copies = cycle(copies)
        self.failed: Counter[str] = Counter()

    async def _one(self, act: Act, noted: Note) -> None:
        await asyncio.sleep(self._dice.random() / 50)
        try:
            await next(self._copies).write(act)
        except Exception as error:
            self.failed[type(getattr(error, "orig", error)).__name__] += 1
        await noted()


async def test_sixty_people_share_ten_seats_whichever_copy_they_come_to(
    copies: list[Database], tmp_path: Path
) -> None:
    crowd = Spread(copies, tmp_path)
    await crowd.gather()
    await crowd.rush()

    assert crowd.failed == {}
    assert await crowd.findings() == []
    assert await crowd.shortfall() == []


async def _all_store_at_once(copies: Sequence[Database]) -> list[str]:
    """Let updates come to all copies at the same time; return what is wrong with their places."""
    updates = [_update(number, chat=1) for number in range(1, 61)]
    storing = [
        copy.write(lambda conn, one=update: inbox.store(conn, [one], _now()))
        for copy, update in zip(cycle(copies), updates, strict=False)
    ]
    outcomes = await asyncio.gather(*storing, return_exceptions=True)
    found = [f"{type(one).__name__} was raised" for one in outcomes if isinstance(one, Exception)]
    places = await copies[0].read(lambda conn: list(conn.execute(select(tables.inbox.c.seq))))
    shared = [place for place, times in Counter(places).items() if times > 1]
    return found + [f"place {place} was given to several" for (place,) in shared]


async def test_updates_that_come_to_all_copies_at_once_have_places_of_their_own(
    copies: list[Database],
) -> None:
    assert await _all_store_at_once(copies) == []


async def test_without_the_turns_of_writers_they_share_places_or_fail(
    copies: list[Database], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(postgresql, "_TURN", text("SELECT 1"))

    assert await _all_store_at_once(copies) != []
