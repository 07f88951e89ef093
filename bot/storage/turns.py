"""Transactions that wait for the writer: what waits together is committed together.

Waiting for the disk takes longer than most transactions. So whatever has gathered while one was
being committed goes as the next one, each in a savepoint of its own: one that fails fails alone.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from sqlalchemy import Connection
from sqlalchemy.exc import InterfaceError, OperationalError

from bot.storage.rows import attempt
from bot.storage.trouble import connection_lost

T = TypeVar("T")
Work = Callable[[Connection], T]
#: Runs a function of a connection as one transaction that may write.
Transact = Callable[[Work[list[Any]]], Awaitable[list[Any]]]

#: Transactions committed at once, and seconds in which the last of them begins: none waits long
#: for the others.
MOST_TOGETHER, BEGUN_WITHIN = 16, 0.01


class _Waiting:
    """A transaction that waits for the writer, and who waits for its end."""

    def __init__(self, work: Work[Any], ended: asyncio.Future[Any], urgent: bool) -> None:
        self.work, self.ended, self.urgent = work, ended, urgent

    def end(self, outcome: Any) -> None:
        """Tell who still waits what came of it."""
        if self.ended.done():
            return
        if isinstance(outcome, Exception):
            self.ended.set_exception(outcome)
        else:
            self.ended.set_result(outcome.value)


@dataclass(frozen=True, slots=True)
class _Done:
    value: Any


class WriteTurns:
    """The queue before the one writer of this process; `transact` is how it writes."""

    def __init__(self, transact: Transact) -> None:
        self._transact = transact
        self._waiting: list[_Waiting] = []
        self._writing: asyncio.Task[None] | None = None

    async def write(self, work: Work[T], urgent: bool = False) -> T:
        """Return what `work` returns, committed.

        It ends whole even if nobody waits for it any more. An urgent one is next, and by itself.
        """
        waiting = _Waiting(work, asyncio.get_running_loop().create_future(), urgent)
        self._waiting.insert(0 if urgent else len(self._waiting), waiting)
        if self._writing is None:
            self._writing = asyncio.create_task(self._write_all())
        result: T = await waiting.ended
        return result

    async def _write_all(self) -> None:
        """Commit whatever waits, until nothing does."""
        try:
            while self._waiting:
                most = 1 if self._waiting[0].urgent else MOST_TOGETHER
                together, self._waiting = self._waiting[:most], self._waiting[most:]
                left = await self._commit(together)
                ahead = sum(1 for waiting in self._waiting if waiting.urgent)
                self._waiting[ahead:ahead] = left
        finally:
            self._writing = None

    async def _commit(self, together: list[_Waiting]) -> list[_Waiting]:
        """Commit transactions together; return those that did not get to begin."""
        try:
            outcomes = await self._transact(lambda conn: _all(conn, together))
        except Exception as error:  # none of them has happened, as far as anybody knows
            outcomes = [error] * len(together)
        for waiting, outcome in zip(together, outcomes, strict=False):
            waiting.end(outcome)
        return together[len(outcomes) :]


def _all(conn: Connection, together: list[_Waiting]) -> list[Any]:
    """Run works one after the other; return for each its result, or the error that undid it.

    Those that did not get to begin in time have no outcome.
    """
    if len(together) == 1:
        return [_Done(together[0].work(conn))]
    until, outcomes = time.monotonic() + BEGUN_WITHIN, []
    for waiting in together:
        outcomes.append(_alone(conn, waiting.work))
        if time.monotonic() > until:
            break
    return outcomes


def _alone(conn: Connection, work: Work[Any]) -> Any:
    try:
        with attempt(conn):
            return _Done(work(conn))
    except Exception as error:
        if _undoes_all(error):
            raise
        return error


def _undoes_all(error: Exception) -> bool:
    """Tell whether nobody knows what is left of the transaction, so that nothing of it is kept."""
    return connection_lost(error) or isinstance(error, OperationalError | InterfaceError)
