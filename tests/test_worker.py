"""The worker: order within a chat, chats side by side, three tries, and then a human."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pytest
from sqlalchemy import Connection

from bot.storage import inbox, records
from bot.storage.database import Database
from bot.storage.inbox import InboxRow
from bot.worker import Worker
from tests.stepped_clock import SteppedClock
from tests.until import until


@dataclass
class Desk:
    """Handlers that do as a test says: `broken` updates raise, `silent` ones are left open."""

    database: Database
    clock: SteppedClock
    width: int = 8
    seen: list[int] = field(default_factory=list)
    finished: list[int] = field(default_factory=list)
    given_up: list[int] = field(default_factory=list)
    broken: set[int] = field(default_factory=set)
    silent: set[int] = field(default_factory=set)
    gates: dict[int, asyncio.Event] = field(default_factory=dict)
    fallback_fails: bool = False

    def __post_init__(self) -> None:
        self.worker = Worker(self.database, self._process, self._fall_back, self.clock, self.width)

    async def _process(self, row: InboxRow) -> bool:
        self.seen.append(row.update_id)
        if row.update_id in self.gates:
            await self.gates[row.update_id].wait()
        if row.update_id in self.broken:
            raise ZeroDivisionError
        if row.update_id not in self.silent:
            await self.database.write(
                lambda conn: inbox.done(conn, row.update_id, self.clock.now())
            )
            self.finished.append(row.update_id)
        return False

    def _fall_back(self, conn: Connection, row: InboxRow) -> None:
        records.set_fact(conn, f"ticket for {row.update_id}", True)
        self.given_up.append(row.update_id)
        if self.fallback_fails:
            raise ZeroDivisionError

    async def receive(self, *updates: tuple[int, int]) -> None:
        raws: list[dict[str, Any]] = [
            {"update_id": ident, "message": {"chat": {"id": chat}}} for ident, chat in updates
        ]
        await self.database.write(lambda conn: inbox.store(conn, raws, self.clock.now()))

    async def row(self, update_id: int) -> InboxRow:
        row = await self.database.read(lambda conn: inbox.get(conn, update_id))
        assert row is not None
        return row

    async def pass_time(self, seconds: int) -> None:
        for _ in range(seconds * 2):
            await self.worker.drain()
            self.clock.advance(seconds=0.5)
        await self.worker.drain()


@pytest.fixture
def desk(database: Database, clock: SteppedClock) -> Desk:
    return Desk(database, clock)


async def test_updates_are_dealt_with_in_order(desk: Desk) -> None:
    await desk.receive((2, 1), (3, 1), (1, 1))
    await desk.worker.drain()
    assert desk.finished == [1, 2, 3]


async def test_a_slow_chat_does_not_hold_up_others(desk: Desk) -> None:
    desk.gates[1] = asyncio.Event()
    await desk.receive((1, 1), (2, 1), (3, 2), (4, 2))
    draining = asyncio.create_task(desk.worker.drain())
    await until(lambda: desk.finished == [3, 4])
    assert desk.seen == [1, 3, 4]
    desk.gates[1].set()
    await draining
    assert desk.finished == [3, 4, 1, 2]


async def test_no_more_chats_than_the_width_are_dealt_with_at_once(
    database: Database, clock: SteppedClock
) -> None:
    desk = Desk(database, clock, width=2)
    gate = asyncio.Event()
    desk.gates = {1: gate, 2: gate, 3: gate}
    await desk.receive((1, 1), (2, 2), (3, 3))
    draining = asyncio.create_task(desk.worker.drain())
    await until(lambda: len(desk.seen) == 2)
    assert desk.seen == [1, 2]
    gate.set()
    await draining
    assert desk.finished == [1, 2, 3]


async def _running(worker: Worker, enough: Callable[[], bool]) -> None:
    running = asyncio.create_task(worker.run())
    await until(enough)
    await worker.stop()
    await running


async def test_a_chat_that_floods_lets_the_others_go_first(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.worker.REST", 3600.0)
    worker = Worker(
        desk.database, desk._process, desk._fall_back, desk.clock, floods="chat:1".__eq__
    )
    await desk.receive((1, 1), (2, 1), (3, 1), (4, 2), (5, 2), (6, 2))
    await _running(worker, lambda: len(desk.finished) >= 4)
    assert sorted(desk.finished) == [1, 4, 5, 6]
    await desk.worker.drain()
    assert desk.finished[4:] == [2, 3]


async def test_a_chat_that_floods_is_dealt_with_after_its_rest(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.worker.REST", 0.001)
    worker = Worker(
        desk.database, desk._process, desk._fall_back, desk.clock, floods=lambda chat: True
    )
    await desk.receive((1, 1), (2, 1), (3, 1))
    await _running(worker, lambda: len(desk.finished) == 3)
    assert desk.finished == [1, 2, 3]


async def test_who_drains_the_inbox_lets_nobody_rest(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.worker.REST", 3600.0)
    worker = Worker(
        desk.database, desk._process, desk._fall_back, desk.clock, floods=lambda chat: True
    )
    await desk.receive((1, 1), (2, 1), (3, 1))
    await worker.drain()
    assert desk.finished == [1, 2, 3]


@pytest.mark.parametrize("trouble", ["broken", "silent"])
async def test_what_fails_is_tried_three_times_and_then_goes_to_a_human(
    desk: Desk, trouble: str
) -> None:
    getattr(desk, trouble).add(1)
    await desk.receive((1, 1), (2, 1))
    await desk.pass_time(4)
    assert desk.seen == [1, 1, 1, 2]
    assert desk.given_up == [1]
    row = await desk.row(1)
    assert row.state == "quarantine"
    assert row.error == ("ZeroDivisionError" if trouble == "broken" else "not done")
    ticket = await desk.database.read(lambda conn: records.get_fact(conn, "ticket for 1"))
    assert ticket is True


async def test_a_handler_that_recovers_is_not_given_up(desk: Desk) -> None:
    desk.broken.add(1)
    await desk.receive((1, 1))
    await desk.worker.drain()
    desk.broken.clear()
    await desk.pass_time(1)
    assert (desk.finished, desk.given_up) == ([1], [])


async def test_an_error_after_the_commit_does_no_harm(desk: Desk) -> None:
    await desk.receive((1, 1))

    async def commits_and_breaks(row: InboxRow) -> None:
        await desk.database.write(lambda conn: inbox.done(conn, row.update_id, desk.clock.now()))
        raise ZeroDivisionError

    worker = Worker(desk.database, commits_and_breaks, desk._fall_back, desk.clock)
    await worker.drain()
    assert (await desk.row(1)).state == "done"


async def test_a_fallback_that_fails_still_ends_in_quarantine(desk: Desk) -> None:
    desk.broken.add(1)
    desk.fallback_fails = True
    await desk.receive((1, 1))
    await desk.pass_time(4)
    assert (await desk.row(1)).state == "quarantine"
    ticket = await desk.database.read(lambda conn: records.get_fact(conn, "ticket for 1"))
    assert ticket is None


async def test_the_running_worker_deals_with_what_comes_and_stops(desk: Desk) -> None:
    running = asyncio.create_task(desk.worker.run())
    await desk.receive((1, 1))
    await until(lambda: desk.finished)
    await desk.worker.stop()
    await running
    assert desk.finished == [1]


async def test_what_stopping_breaks_off_comes_again(desk: Desk) -> None:
    desk.gates[1] = asyncio.Event()
    await desk.receive((1, 1))
    running = asyncio.create_task(desk.worker.run())
    await until(lambda: desk.seen)
    await desk.worker.stop(patience=0.01)
    await running
    row = await desk.row(1)
    assert (row.state, row.attempts) == ("new", 0)
