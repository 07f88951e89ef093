"""The sender: takes what we owe, one at a time in each lane, and tells its channel to do it.

It works in rounds, each one transaction: store the outcomes of the calls that have ended, and
store `sending` for those that begin next, so that a crash in between is known as such. What to
say is prepared, and what follows from an outcome drawn, by the two hooks; how fast we may go is
decided in `bot.domain.pacing`.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable, Collection, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Literal, Protocol

import structlog
from sqlalchemy import Connection

from bot.clock import Clock, Pulse, woken_or_at
from bot.domain.messages import POLICIES, Kind, MessageState
from bot.domain.outgoing import Command, Result
from bot.domain.pacing import EVERYWHERE, Pace, Rests, Traffic, repeat_after
from bot.observability import DELIVERIES, RATE_LIMITED, SENT
from bot.storage import journal, sending
from bot.storage.database import TROUBLE, UNAVAILABLE, Database
from bot.storage.outbox import NEWEST, Later, OutboxRow, Outcome, Skip
from bot.storage.replica import LostLead
from bot.storage.rows import attempt
from bot.storage.sending import Carrier

log = structlog.get_logger(__name__)

IN_FLIGHT = 6
#: One call at a time keeps a quick Bot API busy, and each 15 ms that a call takes want one more.
#: What is on its way when the program dies may come twice, so there are no more than that.
AT_LEAST, FOR_EACH = 1, 0.015
LEARNING = 8  # calls over which their usual duration is averaged
LOOK_AGAIN = timedelta(seconds=5)  # another process may have written
A_MOMENT = timedelta(seconds=0.1)
A_SECOND = timedelta(seconds=1)
TOLD_TO_MANY = POLICIES[Kind.BROADCAST].priority
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


@dataclass(frozen=True, slots=True)
class _Landed:
    """A call that has ended, and what it came to; its outcome is still to be stored."""

    row: OutboxRow
    command: Command
    result: Result


class Sender:
    """Empties the outbox, or its part that goes by one `carrier`, into a channel.

    `pacing="off"` (tests, a Bot API server of one's own) obeys only what the other side demands.
    """

    def __init__(
        self,
        database: Database,
        channel: Channel,
        prepare: Prepare,
        record: Record,
        clock: Clock,
        pacing: Literal["telegram", "off"] = "telegram",
        carrier: Carrier = "all",
    ) -> None:
        self._database = database
        self._channel = channel
        self._prepare = prepare
        self._record = record
        self._clock = clock
        self._carrier: Carrier = carrier
        wake = database.wake
        self._woken = wake.mail if carrier == "mail" else wake.outbox
        pace = Pace.of_mail() if carrier == "mail" else Pace()
        self._traffic = Traffic(clock, pace if pacing == "telegram" else None)
        self._flying: dict[int, asyncio.Task[None]] = {}  # by row
        self._begun: dict[int, float] = {}  # when, in monotonic seconds
        self._landed: list[_Landed] = []
        self._landings = 0
        self._usual = 0.0  # seconds a call takes; few go at once until it is known to be slow
        self._round_lock = asyncio.Lock()
        self._stopping = asyncio.Event()
        self._careful = False  # a hook has failed: fence each in, which costs two statements
        self._sure = False  # that rows in `sending` are those on their way
        self._reign = database.replica.reign
        self.turned = Pulse()

    @property
    def failing_since(self) -> datetime | None:
        """Since when no call has got through; None while they do, or none was made."""
        return self._traffic.failing_since

    @property
    def rests(self) -> Rests:
        """Who has to be silent now: for all who call Telegram besides the sender."""
        return self._traffic.rests

    async def run(self) -> None:
        """Send what is due, until `stop`."""
        while not self._stopping.is_set():
            self._woken.clear()
            self.turned.beat()
            try:
                until = await self._round()
            except LostLead:
                log.warning("lead_lost")
                until = self._clock.now() + A_SECOND
            except TROUBLE as error:
                log.error("outbox_unreadable", error=type(error).__name__)
                until = self._clock.now() + A_SECOND
            await woken_or_at(self._woken, self._clock, until)

    async def stop(self, patience: float = 6.0) -> None:
        """Take nothing more and wait for calls on their way; a call is never broken off."""
        self._stopping.set()
        self._woken.set()
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(patience):
                while self._flying or self._landed:
                    await self._last_round()

    async def _last_round(self) -> None:
        if self._flying:
            await asyncio.wait(set(self._flying.values()), return_when=asyncio.FIRST_COMPLETED)
        try:
            await self._round()
        except (LostLead, *TROUBLE) as error:
            log.error("outcome_not_stored", error=type(error).__name__)
        if self._landed:
            await asyncio.sleep(A_MOMENT.total_seconds())

    async def drain(self) -> None:
        """Send until nothing more can be sent now (for tests and the demo)."""
        looked_at = -1
        while looked_at != self._landings or self._flying or self._landed:
            looked_at = self._landings  # one that lands while we look may let another go
            await self._round()
            if self._flying:
                flying = set(self._flying.values())
                await asyncio.wait(flying, return_when=asyncio.FIRST_COMPLETED)
            elif self._landed:
                await asyncio.sleep(A_MOMENT.total_seconds())  # somebody else leads

    async def _round(self) -> datetime:
        """Store what has landed, begin what may go, and return when to look again.

        After trouble nobody knows whether the transaction took effect, so it is done again: what
        it does twice changes nothing, and rows it may have left in `sending` are looked for.
        """
        async with self._round_lock:
            if not self._leads():
                return self._clock.now() + A_SECOND
            await self._look_for_lost()
            landed, self._landed = self._landed, []
            try:
                taken, until = await self._written(landed)
            except LostLead:  # whoever leads now has found these rows in `sending`
                self._sure = False
                raise
            except TROUBLE:
                self._landed[:0] = landed
                self._sure = False
                raise
            self._sure = True
            for one in taken:
                self._start(one)
            return until

    async def _written(self, landed: Sequence[_Landed]) -> tuple[list[_Taken], datetime]:
        """Make the round's transaction; if a hook fails, again with each hook fenced in."""
        flying = frozenset(self._flying)  # as they are now: some may land meanwhile
        try:
            return await self._database.write(
                lambda conn: self._settle_and_take(conn, landed, flying), urgent=True
            )
        except (LostLead, *TROUBLE):
            raise
        except Exception:
            self._careful = True
            try:
                return await self._database.write(
                    lambda conn: self._settle_and_take(conn, landed, flying)
                )
            finally:
                self._careful = False

    def _leads(self) -> bool:
        """Tell whether it is ours to send; whoever else has led meanwhile knows better than we."""
        replica = self._database.replica
        if replica.reign != self._reign:
            self._reign, self._sure = replica.reign, False
            self._landed.clear()
        return replica.leading.is_set()

    async def _look_for_lost(self) -> None:
        """Look whether a lost Telegram is back, as often as resting allows."""
        lost = self._traffic.lost and not self._traffic.rests.left(EVERYWHERE)
        if lost and not self._stopping.is_set():
            if await self._channel.there():
                self._traffic.found()
            else:
                self._traffic.unreached()

    def _start(self, taken: _Taken) -> None:
        if not self._database.replica.sure():  # we were stopped: somebody else may send it now
            unsent = Result("retry", reason="unsure", retry_after=A_SECOND.total_seconds())
            self._landed.append(_Landed(taken.row, taken.command, unsent))
            return
        self._begun[taken.row.id] = self._clock.monotonic()
        self._flying[taken.row.id] = asyncio.create_task(self._carry(taken))

    def _fence(self, conn: Connection) -> AbstractContextManager[None]:
        return attempt(conn) if self._careful else nullcontext()

    async def _carry(self, taken: _Taken) -> None:
        """Make the call; the next round stores what it came to."""
        result = await self._call(taken)
        lasted = self._clock.monotonic() - self._begun.pop(taken.row.id)
        self._usual += (lasted - self._usual) / LEARNING
        SENT.labels(taken.row.kind, result.status).inc()
        self._landed.append(_Landed(taken.row, taken.command, result))
        del self._flying[taken.row.id]
        self._landings += 1
        self._woken.set()

    async def _call(self, taken: _Taken) -> Result:
        try:
            return await self._channel.carry_out(taken.command)
        except Exception as error:
            log.error("channel_failed", outbox_id=taken.row.id, error=type(error).__name__)
            return Result("uncertain", reason=type(error).__name__)

    # In the transaction of a round

    def _settle_and_take(
        self, conn: Connection, landed: Sequence[_Landed], flying: Collection[int]
    ) -> tuple[list[_Taken], datetime]:
        self._database.replica.require_lead(conn)
        for one in landed:
            self._settle(conn, one.row, one.command, one.result)
        if not self._sure:
            self._recover(conn, flying)
        taken = self._take(conn)
        return taken, self._look_again_at(conn, len(self._flying) + len(taken))

    def _look_again_at(self, conn: Connection, flying: int) -> datetime:
        now = self._clock.now()
        if self._traffic.lost and not self._traffic.rests.left(EVERYWHERE):
            return now  # to look for it
        due = sending.next_moment(conn, now, self._carrier)
        rests = [timedelta(seconds=left) for left in self._traffic.rests.resting().values()]
        moments = [now + LOOK_AGAIN, *(now + rest for rest in rests)]
        if 0 < flying < IN_FLIGHT:
            moments.append(now + A_MOMENT)  # one that takes long makes room for another
        return min([*moments, due] if due else moments)

    def _recover(self, conn: Connection, flying: Collection[int]) -> None:
        """Whatever was on its way when the program ended, and is no longer, may have arrived."""
        for row in sending.in_flight(conn, self._carrier):
            if row.id not in flying:
                self._settle(conn, row, None, Result("uncertain", reason="crash"))

    def _take(self, conn: Connection) -> list[_Taken]:
        """Take the next rows; some may turn out to need no call now, and others to wait."""
        taken: list[_Taken] = []
        while room := self._room(len(taken)):
            rests = self._traffic.rests
            now, resting = self._clock.now(), rests.resting()
            rows = sending.next_due(conn, now, resting, room, self._carrier)
            if not rows:
                break
            for row in rows:
                if row.priority >= TOLD_TO_MANY and not self._traffic.may_go_to_many():
                    return taken  # whatever comes after it is no more urgent
                one = None if rests.left(EVERYWHERE) else self._taken(conn, row)
                if one is not None:
                    taken.append(one)
        return taken

    def _room(self, taken: int) -> int:
        """Return how many calls more may be on their way."""
        if self._stopping.is_set() or self._traffic.lost or self._traffic.rests.left(EVERYWHERE):
            return 0
        takes = max(self._usual, self._longest())
        most = min(IN_FLIGHT, AT_LEAST + int(takes / FOR_EACH))
        return max(0, most - len(self._flying) - taken)

    def _longest(self) -> float:
        """Return for how many seconds the slowest call has lasted: it does not hold up others."""
        now = self._clock.monotonic()
        return max((now - begun for begun in self._begun.values()), default=0.0)

    def _taken(self, conn: Connection, row: OutboxRow) -> _Taken | None:
        now = self._clock.now()
        command = self._command(conn, row, now)
        if command is None or not self._traffic.may_go(row.lane, command):
            return None
        newest = row.operation in NEWEST or command.letter is not None  # never an address
        frozen = None if newest else row.frozen or command.to_json()
        sending.set_sending(conn, row, frozen, now)
        self._traffic.goes(command, to_many=row.priority >= TOLD_TO_MANY)
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
            with self._fence(conn):
                return self._prepare(conn, row, now)
        except UNAVAILABLE:
            raise
        except Exception as error:
            if not self._careful:
                raise
            log.error(
                "prepare_failed", outbox_id=row.id, kind=row.kind, error=type(error).__name__
            )
            return Skip(f"prepare: {type(error).__name__}", MessageState.FAILED)

    def _settle(
        self, conn: Connection, row: OutboxRow, command: Command | None, result: Result
    ) -> None:
        """Store what an attempt came to, by the policy of its kind."""
        policy, now = POLICIES[Kind(row.kind)], self._clock.now()
        if result.status == "retry":
            wait = self._rest_after(row, command, result)
            _noted(conn, row, "not_sent", result.reason)
            sending.missed(conn, row.id, now + timedelta(seconds=wait), result.reason)
            return
        self._traffic.doubted() if result.status == "uncertain" else self._traffic.reached()
        again = policy.repeat_uncertain and row.attempts < policy.tries
        if result.status == "uncertain" and again:
            _noted(conn, row, "doubtful", result.reason)
            sending.doubt(conn, row.id, now + timedelta(seconds=repeat_after(row.attempts)))
        else:
            self._finish(conn, row, _outcome(row, result, now), command)

    def _rest_after(self, row: OutboxRow, command: Command | None, result: Result) -> float:
        if result.retry_after is None:
            return self._traffic.unreached()
        RATE_LIMITED.inc()
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
        _noted(conn, row, outcome.state, outcome.reason)
        DELIVERIES.labels(row.kind, outcome.state).inc()
        try:
            with self._fence(conn):
                again = self._record(conn, row, outcome, command, now)
        except UNAVAILABLE:
            raise
        except Exception as error:
            if not self._careful:
                raise
            log.error("record_failed", outbox_id=row.id, kind=row.kind, error=type(error).__name__)
            return
        if isinstance(again, Later) and row.attempts < MOST_ATTEMPTS:
            retried = replace(outcome, state=MessageState.PENDING, not_before=again.until)
            sending.finish(conn, row.id, retried, now)


def _noted(conn: Connection, row: OutboxRow, event: str, reason: str | None) -> None:
    """Note what came of a row, for whoever follows it through the log."""
    ids = {"outbox_id": row.id, "ticket": row.ticket_id, "kind": row.kind, "reason": reason}
    journal.note(conn, str(event), attempts=row.attempts, **ids)


def _outcome(row: OutboxRow, result: Result, now: datetime) -> Outcome:
    """Translate a final result; an alias of a group that moved is resolved once more."""
    told = Outcome(
        MessageState.FAILED,
        result.reason,
        result.message_ids,
        result.thread_id,
        result.migrated_to,
        file_id=result.file_id,
    )
    if result.status == "sent":
        return replace(told, state=MessageState.SENT)
    if result.status == "uncertain":
        return replace(told, state=MessageState.UNCERTAIN)
    moved = result.migrated_to is not None and not row.to.startswith("chat:")
    if moved and row.attempts < MOST_ATTEMPTS:
        return replace(told, state=MessageState.PENDING, not_before=now)
    return told
