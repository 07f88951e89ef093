"""PostgreSQL: the same two questions as of a SQLite file, asked of a server through asyncpg.

Writers take turns here too, across all copies of the program, by a lock that each transaction
holds: what is right over one file is right over a server. What a copy does between transactions
(reading, matching, sending) happens side by side.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TypeVar

from sqlalchemy import Connection, text
from sqlalchemy.engine import URL
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from bot.storage.replica import Replica
from bot.storage.replicas import Newest, OneOfMany
from bot.storage.rows import Waker
from bot.storage.session import CHANNEL
from bot.storage.trouble import ServerAway, server_away
from bot.storage.turns import WriteTurns

T = TypeVar("T")
Work = Callable[[Connection], T]
Ring = Callable[[set[Waker]], None]

_WRITING = 7_262_141
_TURN = text("SELECT pg_advisory_xact_lock(:key)").bindparams(key=_WRITING)
_NOTIFY = text("SELECT pg_notify(:channel, :news)")
_SETTINGS = {
    "application_name": "dzialaj",
    # A copy that stops in the middle of a transaction holds up all others: so long, and no more.
    "idle_in_transaction_session_timeout": "15000",
}
_CONCERNED = "concerned"


class PostgresqlServer:
    """A database of a server; `ring` wakes whom the writing of another copy concerns."""

    def __init__(self, url: URL, readers: int, ring: Ring) -> None:
        self._engine = create_async_engine(
            url.set(drivername="postgresql+asyncpg"),
            pool_size=readers + 1,
            max_overflow=0,
            hide_parameters=True,  # of errors: they may be people's words
            connect_args={"server_settings": _SETTINGS, "timeout": 10},
        )
        self._reading = self._engine.execution_options(postgresql_readonly=True)
        self._turns = WriteTurns(self._transact)
        self._ring = ring
        self._many = OneOfMany(url, self.read, self.write, self._hear)

    async def lock(self, by_itself: bool, newest: Newest) -> Replica:
        """Take a place among the copies of the program; raise AnotherCopyRuns."""
        await self.read(lambda conn: None)  # what is wrong with the address is said best here
        await self._many.arrive(newest, by_itself)
        return self._many

    async def begin(self) -> None:
        """Be one copy of the program from now on."""
        await self._many.begin()

    def _hear(self, news: str) -> None:
        who, _, whom = news.partition(" ")
        if who != self._many.name:
            self._ring({name for name in ("inbox", "outbox") if name in whom.split()})

    def tell(self, conn: Connection, whom: set[Waker]) -> None:
        """Let other copies know, once this is committed, whom it concerns."""
        conn.info.setdefault(_CONCERNED, set()).update(whom)

    async def write(self, work: Work[T], urgent: bool = False) -> T:
        """Run `work` as one transaction that may write, in its turn among all copies."""
        return await self._turns.write(work, urgent)

    async def _transact(self, work: Work[T]) -> T:
        def told(conn: Connection) -> T:
            conn.info[_CONCERNED] = set()
            result = work(conn)
            if whom := conn.info[_CONCERNED]:
                news = " ".join([self._many.name, *sorted(whom)])
                conn.execute(_NOTIFY, {"channel": CHANNEL, "news": news})
            return result

        connection = await _twice(self._begun)
        try:
            result = await connection.run_sync(told)
            await connection.commit()
        finally:
            await connection.close()
        return result

    async def _begun(self) -> AsyncConnection:
        """Return a connection in a transaction that has its turn, and has done nothing yet."""
        connection = await _connected(self._engine)
        try:
            await connection.execute(_TURN)
        except BaseException:
            await connection.close()
            raise
        return connection

    async def rebuild(self, work: Work[T]) -> T:
        """Run `work`, which changes tables, as one transaction."""
        return await self.write(work)

    async def read(self, work: Work[T]) -> T:
        """Run `work` in a transaction that cannot write."""
        return await _twice(lambda: self._read(work))

    async def _read(self, work: Work[T]) -> T:
        connection = await _connected(self._reading)
        try:
            return await connection.run_sync(work)
        finally:
            await connection.close()

    async def forget_traces(self) -> bool:
        """Do nothing: the server's own vacuum does it."""
        return True

    async def close(self) -> None:
        """Close all connections; whatever was locked ends with them."""
        await self._many.close()
        await self._engine.dispose()


async def _connected(engine: AsyncEngine) -> AsyncConnection:
    """Connect; a server that is starting, stopping or full is as good as none."""
    try:
        return await engine.connect()
    except DBAPIError as error:
        if server_away(error):
            raise ServerAway(type(error.orig).__name__) from error
        raise


async def _twice(step: Callable[[], Awaitable[T]]) -> T:
    """Do what has no effect before its end; once more if its connection was lost standing idle."""
    try:
        return await step()
    except DBAPIError as error:
        if not error.connection_invalidated:
            raise
    return await step()
