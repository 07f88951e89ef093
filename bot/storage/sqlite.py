"""SQLite in threads of its own, on which whole transactions run as one function.

Each connection lives on the thread that aiosqlite keeps for it. Crossing to another thread costs
more than a statement does, so a function crosses once with all of its statements; between
transactions nothing is held. Transactions that wait for the writer at the same time are committed
together, each undone by itself if it fails: one flush of the disk serves them all.
"""

from __future__ import annotations

import asyncio
import contextlib
import sqlite3
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any, Self, TypeVar
from urllib.parse import quote

import aiosqlite
from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.pool import StaticPool
from sqlalchemy.util import LRUCache

from bot.storage.rows import Waker
from bot.storage.single import FileLock
from bot.storage.turns import WriteTurns

T = TypeVar("T")
Work = Callable[[Connection], T]

_WRITING = (
    "journal_mode=WAL",
    "synchronous=FULL",  # a confirmed update must survive a power cut
    "foreign_keys=ON",
    "busy_timeout=5000",
    "secure_delete=ON",
    "trusted_schema=OFF",
    "cell_size_check=ON",
    "journal_size_limit=67108864",
)
#: Tables that are made anew are gone for a moment: who points at them is looked at afterwards.
_REBUILDING = tuple(one for one in _WRITING if not one.startswith("foreign_keys"))
#: Statements kept compiled, for all connections; there are a few hundred different ones.
_COMPILED: LRUCache[Any, Any] = LRUCache(1000)
_READING = ("query_only=ON", "busy_timeout=5000", "trusted_schema=OFF", "cell_size_check=ON")


class _Thread(aiosqlite.Connection):
    """A connection with its thread; whatever is given to `run` is done there, in order."""

    async def run(self, work: Callable[[], T]) -> T:
        """Return what `work` returns; it runs to its end even if nobody waits any more."""
        result: T = await self._execute(work)  # type: ignore[no-untyped-call]
        return result

    @property
    def driver(self) -> sqlite3.Connection:
        """The connection itself, for the thread that owns it."""
        return self._conn


@cache
def _met() -> Engine:
    """An engine that has met SQLite once, and knows what this one can do."""
    engine = create_engine("sqlite://", poolclass=StaticPool)
    engine.connect().close()
    engine.dispose()
    return engine


def _engine(driver: Callable[[], Any]) -> Engine:
    """Return an engine for one connection; a statement is compiled once for all engines."""
    dialect = _met().dialect
    # Nothing is reset on return: each transaction ends in `transaction`.
    pool = StaticPool(driver, reset_on_return=None, dialect=dialect)
    hidden = True  # parameters in errors: they may be people's words
    kept = {"compiled_cache": _COMPILED}
    return Engine(pool, dialect, _met().url, execution_options=kept, hide_parameters=hidden)


def _make_private(path: Path) -> None:
    """Let a new file be its owner's at once: SQLite gives the log beside it the same rights."""
    with contextlib.suppress(OSError):  # what is wrong with the place, SQLite says better
        path.touch(mode=0o600)


class SqliteConnection:
    """One connection to a file, with SQLAlchemy on top; make it with `writer` or `reader`."""

    def __init__(self, address: str, pragmas: tuple[str, ...], begin: str) -> None:
        self._address = address
        self._pragmas = pragmas
        self._thread = _Thread(self._connect, iter_chunk_size=64)
        self._engine = _engine(lambda: self._thread.driver)
        event.listen(self._engine, "begin", lambda conn: conn.exec_driver_sql(begin))

    @classmethod
    async def writer(cls, path: Path) -> Self:
        """Return the connection that writes.

        A transaction that reads first and writes later fails at once when somebody wrote in
        between; BEGIN IMMEDIATE waits its turn instead.
        """
        _make_private(path)
        return await cls(f"file:{quote(str(path))}", _WRITING, "BEGIN IMMEDIATE")._opened()

    @classmethod
    async def rebuilder(cls, path: Path) -> Self:
        """Return a connection that may put tables in the place of others."""
        return await cls(f"file:{quote(str(path))}", _REBUILDING, "BEGIN IMMEDIATE")._opened()

    @classmethod
    async def reader(cls, path: Path) -> Self:
        """Return a connection that cannot write."""
        return await cls(f"file:{quote(str(path))}?mode=ro", _READING, "BEGIN")._opened()

    def _connect(self) -> sqlite3.Connection:
        connection = sqlite3.connect(self._address, uri=True, isolation_level=None)
        try:
            for pragma in self._pragmas:
                connection.execute(f"PRAGMA {pragma}")
        except BaseException:
            connection.close()
            raise
        return connection

    async def _opened(self) -> Self:
        """Open; who stops waiting leaves neither a thread nor an open file behind."""
        opening = asyncio.ensure_future(self._open())
        try:
            await asyncio.shield(opening)
        except asyncio.CancelledError:
            await opening
            await self._thread.close()
            raise
        return self

    async def _open(self) -> None:
        await self._thread

    async def transaction(self, work: Work[T]) -> T:
        """Run `work` as one transaction, whole even if nobody waits for it any more."""

        def whole() -> T:
            with self._engine.begin() as connection:
                return work(connection)

        return await self._thread.run(whole)

    async def checkpoint(self) -> bool:
        """Bring the log into the file and empty it; False when somebody reads from the log."""
        thread = self._thread

        def work() -> bool:
            busy = thread.driver.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
            return not busy

        return await thread.run(work)

    async def close(self) -> None:
        """Close the connection and end its thread."""
        await self._thread.run(self._engine.dispose)
        await self._thread.close()


class SqliteFile:
    """A database file: one connection that writes, and a few that read, opened when needed."""

    def __init__(self, path: Path, readers: int) -> None:
        self._path = path
        self._writer: SqliteConnection | None = None
        self._readers: list[SqliteConnection] = []
        self._most = readers
        self._idle: asyncio.LifoQueue[SqliteConnection] = asyncio.LifoQueue()
        self._opening = asyncio.Lock()
        self._turns = WriteTurns(self._transact)
        self._lock: FileLock | None = None

    async def write(self, work: Work[T], urgent: bool = False) -> T:
        """Run `work` as one transaction that may write; a file that is not there is made.

        It ends whole even if nobody waits for it any more. An urgent one is next, and by itself.
        """
        return await self._turns.write(work, urgent)

    async def _transact(self, work: Work[T]) -> T:
        async with self._opening:
            if self._writer is None:
                self._writer = await SqliteConnection.writer(self._path)
        return await self._writer.transaction(work)

    async def rebuild(self, work: Work[T]) -> T:
        """Run `work`, which changes tables, as one transaction before anybody else writes."""
        connection = await SqliteConnection.rebuilder(self._path)
        try:
            return await connection.transaction(work)
        finally:
            await connection.close()

    async def read(self, work: Work[T]) -> T:
        """Run `work` on a connection that cannot write, as soon as one is free."""
        async with self._opening:
            if self._idle.empty() and len(self._readers) < self._most:
                self._readers.append(await SqliteConnection.reader(self._path))
                self._idle.put_nowait(self._readers[-1])
        reader = await self._idle.get()
        try:
            return await reader.transaction(work)
        finally:  # if nobody waits any more, the next one waits for this thread
            self._idle.put_nowait(reader)

    async def forget_traces(self) -> bool:
        """Empty the log; what was deleted in the file was overwritten at once."""
        return self._writer is None or await self._writer.checkpoint()

    async def lock(self, by_itself: bool, newest: Any) -> None:
        """Keep all other copies out for as long as this is open; raise AnotherCopyRuns."""
        self._path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._lock = FileLock(self._path.with_name(f"{self._path.name}.lock"))

    async def begin(self) -> None:
        """Do nothing: there is no other copy."""

    def tell(self, conn: Connection, whom: set[Waker]) -> None:
        """Do nothing: there is nobody to tell."""

    async def close(self) -> None:
        """Close all connections and give the lock back."""
        opened = [*self._readers, *([self._writer] if self._writer is not None else [])]
        self._readers, self._writer = [], None
        for connection in opened:
            await connection.close()
        if self._lock is not None:
            self._lock.close()
            self._lock = None
