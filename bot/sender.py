"""The sender: takes what we owe, one at a time in each lane, and tells its channel to do it.

`sending` is stored before each call and the outcome after it, so that a crash in between is known
as such. What to say is prepared, and what follows from an outcome drawn, by the two hooks; how
fast we may go is decided in `bot.domain.pacing`.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Literal, Protocol

import structlog
from sqlalchemy import Connection

from bot.clock import Clock, first_of
from bot.domain.messages import POLICIES, Kind, MessageState
from bot.domain.outgoing import Command, Result
from bot.domain.pacing import EVERYWHERE, Pace, Traffic, repeat_after
from bot.observability import SENT
from bot.storage import sending
from bot.storage.database import TROUBLE, UNAVAILABLE, Database
from bot.storage.outbox import NEWEST, Later, OutboxRow, Outcome, Skip

log = structlog.get_logger(__name__)

IN_FLIGHT = 4
LOOK_AGAIN = timedelta(seconds=5)  # another process may have written
A_MOMENT = timedelta(seconds=0.1)
A_SECOND = timedelta(seconds=1)
MOST_ATTEMPTS = 10  # however good the reason to try once more


class Channel(Protocol):
    """Where messages go."""

    async def carry_out(self, command: Command) -> Result:
        """Do what the command says, once, and tell what came of it instead of raising."""

    async def there(self) -> bool:
        """Tell whether the other side answers, by a call that changes nothing."""


Prepare = Callable[[Connection, OutboxRow, datetime], Command | Skip | Later]
#: May return Later to have a refused row prepared and tried once more.
Record = Callable[[Connection, OutboxRow, Outcome, Command | None, datetime], Later | None]


@dataclass(frozen=True, slots=True)
class _Taken:
    row: OutboxRow
    command: Command


class Sender:
    """Empties the outbox into a channel.

    `pacing="off"` (tests, a Bot API server of one's own) obeys only what Telegram demands.
    """

    def __init__(
        self,
        database: Database,
        channel: Channel,
        prepare: Prepare,
        record: Record,
        clock: Clock,
        pacing: Literal["telegram", "off"] = "telegram",
    ) -> None:
        self._database = database
        self._channel = channel
        self._prepare = prepare
        self._record = record
        self._clock = clock
        self._traffic = Traffic(clock, Pace() if pacing == "telegram" else None)
        self._flying: set[asyncio.Task[None]] = set()
        self._landings = 0
        self._taking = asyncio.Lock()
        self._stopping = asyncio.Event()
        self._recovered = False

    @property
    def failing_since(self) -> datetime | None:
        """Since when no call has got through; None while they do, or none was made."""
        return self._traffic.failing_since

    async def run(self) -> None:
        """Send what is due, until `stop`."""
        while not self._stopping.is_set():
            self._database.wake.outbox.clear()
            try:
                await self._start_due()
                until = await self._look_again_at()
            except TROUBLE as error:
                log.error("outbox_unreadable", error=type(error).__name__)
                until = self._clock.now() + A_SECOND
            await first_of(
                self._database.wake.outbox.wait(),
                self._stopping.wait(),
                self._clock.wait_until(until),
            )

    async def stop(self, patience: float = 6.0) -> None:
        """Take nothing more and wait for calls on their way; a call is never broken off."""
        self._stopping.set()
        if self._flying:
            await asyncio.wait(set(self._flying), timeout=patience)

    async def drain(self) -> None:
        """Send until nothing more can be sent now (for tests and the demo)."""
        looked_at = -1
        while looked_at != self._landings or self._flying:
            looked_at = self._landings  # one that lands while we look may let another go
            await self._start_due()
            if self._flying:
                await asyncio.wait(set(self._flying), return_when=asyncio.FIRST_COMPLETED)

    async def _start_due(self) -> None:
        """Begin as many calls as may be on their way at once."""
        async with self._taking:
            if not self._recovered:
                await self._database.write(self._recover, wakes=False)
                self._recovered = True
            while len(self._flying) < IN_FLIGHT and not self._stopping.is_set():
                if self._traffic.lost and not await self._found():
                    break
                taken = await self._database.write(self._take, wakes=False)
                if taken == "nothing":
                    break
                if isinstance(taken, _Taken):
                    self._start(taken)

    async def _found(self) -> bool:
        """Look whether a lost Telegram is back, as often as resting allows."""
        if self._traffic.rests.left(EVERYWHERE):
            return False
        if await self._channel.there():
            self._traffic.found()
            return True
        self._traffic.unreached()
        return False

    def _start(self, taken: _Taken) -> None:
        task = asyncio.create_task(self._carry(taken))
        self._flying.add(task)
        task.add_done_callback(self._landed)

    def _landed(self, task: asyncio.Task[None]) -> None:
        self._flying.discard(task)
        self._landings += 1
        self._database.wake.outbox.set()

    async def _look_again_at(self) -> datetime:
        now = self._clock.now()
        due = await self._database.read(lambda conn: sending.next_moment(conn, now))
        rests = [timedelta(seconds=left) for left in self._traffic.rests.resting().values()]
        moments = [now + LOOK_AGAIN, *(now + rest for rest in rests)]
        return min([*moments, due] if due else moments)

    def _recover(self, conn: Connection) -> None:
        """Whatever was on its way when the program ended may have arrived."""
        for row in sending.in_flight(conn):
            self._settle(conn, row, None, Result("uncertain", reason="crash"))

    def _take(self, conn: Connection) -> _Taken | Literal["settled", "nothing"]:
        """Take the next row; it may turn out to need no call now, and there may be none."""
        now, rests = self._clock.now(), self._traffic.rests
        row = None if rests.left(EVERYWHERE) else sending.next_due(conn, now, rests.resting())
        if row is None:
            return "nothing"
        command = self._command(conn, row, now)
        if command is None or not self._traffic.may_go(row.lane, command):
            return "settled"
        frozen = None if row.operation in NEWEST else row.frozen or command.to_json()
        sending.set_sending(conn, row, frozen, now)
        self._traffic.goes(command)
        return _Taken(replace(row, attempts=row.attempts + 1), command)

    def _command(self, conn: Connection, row: OutboxRow, now: datetime) -> Command | None:
        """Return what is to be done for a row; None when that is nothing, or not now."""
        if row.valid_until is not None and row.valid_until <= now:
            self._finish(conn, row, Outcome(MessageState.EXPIRED), None)
            return None
        made = self._made(conn, row, now)
        if isinstance(made, Command):
            return made
        if isinstance(made, Skip):
            self._finish(conn, row, Outcome(made.state, made.reason), None)
        else:
            sending.postpone(conn, row.id, max(made.until, now + A_MOMENT))
        return None

    def _made(self, conn: Connection, row: OutboxRow, now: datetime) -> Command | Skip | Later:
        marked = row.doubtful and POLICIES[Kind(row.kind)].marked
        if row.frozen is not None and not marked:
            try:
                return Command.from_json(row.frozen)
            except (TypeError, ValueError):  # by another version of the program: made anew
                log.warning("frozen_unreadable", outbox_id=row.id, kind=row.kind)
        try:
            with conn.begin_nested():
                return self._prepare(conn, row, now)
        except UNAVAILABLE:
            raise
        except Exception as error:
            log.error(
                "prepare_failed", outbox_id=row.id, kind=row.kind, error=type(error).__name__
            )
            return Skip(f"prepare: {type(error).__name__}", MessageState.FAILED)

    async def _carry(self, taken: _Taken) -> None:
        """Make the call and store its outcome, however long the database takes to accept it."""
        result = await self._call(taken)
        SENT.labels(taken.row.kind, result.status).inc()
        while True:
            try:
                await self._database.write(
                    lambda conn: self._settle(conn, taken.row, taken.command, result)
                )
                return
            except TROUBLE as error:
                log.error("outcome_not_stored", outbox_id=taken.row.id, error=type(error).__name__)
                await self._clock.wait_until(self._clock.now() + A_SECOND)

    async def _call(self, taken: _Taken) -> Result:
        try:
            return await self._channel.carry_out(taken.command)
        except Exception as error:
            log.error("channel_failed", outbox_id=taken.row.id, error=type(error).__name__)
            return Result("uncertain", reason=type(error).__name__)

    def _settle(
        self, conn: Connection, row: OutboxRow, command: Command | None, result: Result
    ) -> None:
        """Store what an attempt came to, by the policy of its kind."""
        policy, now = POLICIES[Kind(row.kind)], self._clock.now()
        if result.status == "retry":
            wait = self._rest_after(row, command, result)
            sending.missed(conn, row.id, now + timedelta(seconds=wait), result.reason)
            return
        self._traffic.doubted() if result.status == "uncertain" else self._traffic.reached()
        again = policy.repeat_uncertain and row.attempts < policy.tries
        if result.status == "uncertain" and again:
            sending.doubt(conn, row.id, now + timedelta(seconds=repeat_after(row.attempts)))
        else:
            self._finish(conn, row, _outcome(row, result, now), command)

    def _rest_after(self, row: OutboxRow, command: Command | None, result: Result) -> float:
        if result.retry_after is None:
            return self._traffic.unreached()
        self._traffic.reached()
        chat_id = None if command is None else command.chat_id
        self._traffic.flooded(row.lane, chat_id, result.retry_after)
        return result.retry_after

    def _finish(
        self, conn: Connection, row: OutboxRow, outcome: Outcome, command: Command | None
    ) -> None:
        """Store an outcome and let the use case draw its consequences."""
        now = self._clock.now()
        sending.finish(conn, row.id, outcome, now)
        try:
            with conn.begin_nested():
                again = self._record(conn, row, outcome, command, now)
        except UNAVAILABLE:
            raise
        except Exception as error:
            log.error("record_failed", outbox_id=row.id, kind=row.kind, error=type(error).__name__)
            return
        if isinstance(again, Later) and row.attempts < MOST_ATTEMPTS:
            retried = replace(outcome, state=MessageState.PENDING, not_before=again.until)
            sending.finish(conn, row.id, retried, now)


def _outcome(row: OutboxRow, result: Result, now: datetime) -> Outcome:
    """Translate a final result; an alias of a group that moved is resolved once more."""
    told = Outcome(
        MessageState.FAILED,
        result.reason,
        result.message_ids,
        result.thread_id,
        result.migrated_to,
    )
    if result.status == "sent":
        return replace(told, state=MessageState.SENT)
    if result.status == "uncertain":
        return replace(told, state=MessageState.UNCERTAIN)
    moved = result.migrated_to is not None and not row.to.startswith("chat:")
    if moved and row.attempts < MOST_ATTEMPTS:
        return replace(told, state=MessageState.PENDING, not_before=now)
    return told
