"""The worker: gives each update to the handlers, in order within a chat, chats side by side.

It judges by the inbox row, not by exceptions: after the handlers the row is done (who committed
that says so, else the row is asked), or the attempt failed. The third failure puts the update in
quarantine, and the fallback takes care of the person.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta

import structlog
from sqlalchemy import Connection

from bot.clock import Clock, Pulse, woken_or_at
from bot.observability import HANDLING
from bot.storage import inbox
from bot.storage.database import TROUBLE, UNAVAILABLE, Database
from bot.storage.inbox import InboxRow
from bot.storage.rows import attempt

log = structlog.get_logger(__name__)

LOOK_AGAIN = timedelta(seconds=5)  # another process may have written
A_SECOND = timedelta(seconds=1)
TROUBLE_PASSES = timedelta(seconds=2)
STOCK = 32  # updates fetched at once
LONGEST = 60.0  # seconds that handlers may take; a chat waits for its slowest update
REST = 0.05  # seconds between two updates of a chat that floods us: others go first

Process = Callable[[InboxRow], Awaitable[bool]]
Fallback = Callable[[Connection, InboxRow], None]
Floods = Callable[[str], bool]


class Worker:
    """Empties the inbox.

    `process` deals with one update, marks it done in its own transaction and tells whether it
    knows that to be committed; `fallback` runs in the transaction that gives an update up. A chat
    that `floods` us rests a little after each update, so that nobody else waits for it.
    """

    def __init__(
        self,
        database: Database,
        process: Process,
        fallback: Fallback,
        clock: Clock,
        width: int = 8,
        floods: Floods = lambda chat: False,
    ) -> None:
        self._database = database
        self._process = process
        self._fallback = fallback
        self._clock = clock
        self._width = width
        self._floods = floods
        self._resting: dict[str, asyncio.Task[None]] = {}
        self._busy: dict[str, asyncio.Task[None]] = {}
        self._next: deque[InboxRow] = deque()  # claimed, each the first of its chat
        self._ended = 0
        self._taking = asyncio.Lock()
        self._stopping = asyncio.Event()
        self.turned = Pulse()

    async def run(self) -> None:
        """Deal with updates, until `stop`."""
        while not self._stopping.is_set():
            self._database.wake.inbox.clear()
            self.turned.beat()
            try:
                until = await self._start_open()
            except TROUBLE as error:
                log.error("inbox_unreadable", error=type(error).__name__)
                until = self._clock.now() + A_SECOND
            await woken_or_at(self._database.wake.inbox, self._clock, until)

    async def stop(self, patience: float = 3.0) -> None:
        """Take nothing more and let handlers finish; what is broken off comes again next time."""
        self._stopping.set()
        self._database.wake.inbox.set()
        for rest in self._resting.values():
            rest.cancel()
        tasks = set(self._busy.values())
        if tasks:
            _, late = await asyncio.wait(tasks, timeout=patience)
            for task in late:
                task.cancel()
            await asyncio.gather(*late, return_exceptions=True)

    async def drain(self) -> None:
        """Deal with all that can be dealt with now, nobody rests (for tests and the demo)."""
        looked_at = -1
        while looked_at != self._ended or self._busy:
            for rest in self._resting.values():
                rest.cancel()
            self._resting.clear()
            looked_at = self._ended  # one that ends while we look may let another begin
            await self._start_open()
            if self._busy:
                await asyncio.wait(set(self._busy.values()), return_when=asyncio.FIRST_COMPLETED)

    async def _start_open(self) -> datetime:
        """Begin with as many updates as may be dealt with at once; return when to look again."""
        async with self._taking:
            until = self._clock.now() + LOOK_AGAIN
            if not self._next and len(self._busy) < self._width:
                until = await self._claim(until)
            while self._next and len(self._busy) < self._width and not self._stopping.is_set():
                self._start(self._next.popleft())
            return until

    async def _claim(self, until: datetime) -> datetime:
        """Fetch a stock of updates, so that not each of them costs a question."""
        busy, now = {*self._busy, *self._resting}, self._clock.now()
        rows, due = await self._database.replica.claim(busy, now, STOCK)
        self._next.extend(rows)
        return min(until, due) if due else until

    def _start(self, row: InboxRow) -> None:
        task = asyncio.create_task(self._take_turn(row))
        self._busy[row.chat] = task
        task.add_done_callback(lambda _: self._free(row.chat))

    def _free(self, chat: str) -> None:
        self._busy.pop(chat, None)
        self._ended += 1
        if self._floods(chat) and not self._stopping.is_set():
            self._resting[chat] = asyncio.create_task(self._rest(chat))
        self._database.wake.inbox.set()

    async def _rest(self, chat: str) -> None:
        await asyncio.sleep(REST)  # whatever the wall clock does meanwhile
        self._resting.pop(chat, None)
        self._database.wake.inbox.set()

    async def _take_turn(self, row: InboxRow) -> None:
        try:
            await self._deal_with(row)
        finally:
            await self._database.replica.release(row.chat)

    async def _deal_with(self, row: InboxRow) -> None:
        """Have one update dealt with, and judge by its row."""
        error, for_good, troubles = "not done", False, self._database.health.troubles
        try:
            with HANDLING.time():
                async with asyncio.timeout(LONGEST):
                    if await self._process(row):
                        return
        except Exception as problem:
            for_good = isinstance(problem, inbox.Unreadable)
            error = str(problem) if for_good else type(problem).__name__
            log.error("update_failed", update_id=row.update_id, error=error)
        if self._database.health.troubles != troubles:  # no fault of the update's
            await self._clock.wait_until(self._clock.now() + TROUBLE_PASSES)
            return
        try:
            await self._judge(row, error, for_good)
        except TROUBLE as error:
            log.error("judgement_not_stored", update_id=row.update_id, error=type(error).__name__)
            await self._clock.wait_until(self._clock.now() + A_SECOND)

    async def _judge(self, row: InboxRow, error: str, for_good: bool) -> None:
        if not await self._database.read(lambda conn: inbox.is_open(conn, row.update_id)):
            return
        given_up = await self._database.write(
            lambda conn: self._failed(conn, row, error, for_good)
        )
        log.warning(
            "update_in_quarantine" if given_up else "update_not_done",
            update_id=row.update_id,
            attempts=row.attempts + 1,
            error=error,
        )

    def _failed(self, conn: Connection, row: InboxRow, error: str, for_good: bool) -> bool:
        now = self._clock.now()
        given_up = inbox.failed(conn, row.update_id, error, now, for_good=for_good)
        if given_up:
            self.fall_back(conn, row)
        return given_up

    def fall_back(self, conn: Connection, row: InboxRow) -> None:
        """Take care of the person whose update was given up; failing at that changes nothing."""
        try:
            with attempt(conn):
                self._fallback(conn, row)
        except UNAVAILABLE:
            raise
        except Exception as error:
            log.error("fallback_failed", update_id=row.update_id, error=type(error).__name__)
