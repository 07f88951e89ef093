"""The database: one writer, several readers, whole transactions as one function.

SQLite by default, PostgreSQL by another address; what stands in the tables is the business of the
modules beside this one. One process owns one database, and says so by a lock.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import Any, Literal, Self, TypeVar
from urllib.parse import quote

from sqlalchemy import Connection, event, text
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from bot.storage import revisions
from bot.storage.single import ADVISORY_LOCK, AnotherCopyRuns, FileLock
from bot.storage.trouble import TROUBLE as TROUBLE
from bot.storage.trouble import UNAVAILABLE as UNAVAILABLE
from bot.storage.trouble import Health

T = TypeVar("T")
Work = Callable[[Connection], T]

_PRAGMAS = (
    "journal_mode=WAL",
    "synchronous=FULL",  # a confirmed update must survive a power cut
    "foreign_keys=ON",
    "busy_timeout=5000",
    "secure_delete=ON",
    "trusted_schema=OFF",
    "cell_size_check=ON",
    "journal_size_limit=67108864",
)
_READING = ("query_only=ON", "busy_timeout=5000", "trusted_schema=OFF", "cell_size_check=ON")


class CannotOpen(Exception):
    """The database cannot be opened; the text says why, without passwords."""


class CannotReach(CannotOpen):
    """The database's server is not there now; later it may be."""


class Wakeups:
    """Set after each write, so that those who wait for rows look again."""

    def __init__(self) -> None:
        self.inbox = asyncio.Event()
        self.outbox = asyncio.Event()

    def ring(self) -> None:
        """Wake everybody."""
        self.inbox.set()
        self.outbox.set()


class Database:
    """An open database; make it with `open`."""

    def __init__(self, kind: Literal["sqlite", "postgresql"], url: URL) -> None:
        self.kind = kind
        self.wake = Wakeups()
        self.health = Health()
        self.path = Path(url.database or "") if kind == "sqlite" else None
        self._writer: AsyncEngine
        self._reader: AsyncEngine
        self._file_lock: FileLock | None = None
        self._lock_connection: AsyncConnection | None = None
        self._writing = asyncio.Lock()
        self._running: set[asyncio.Task[Any]] = set()

    @classmethod
    async def open(
        cls, url: str, *, read_pool: int = 2, alone: bool = True, upgrade: bool = True
    ) -> Self:
        """Open a database, made or brought to the newest tables first.

        `sqlite:///path` or `postgresql://...`. Raises CannotOpen, AnotherCopyRuns when `alone`
        cannot be had, DatabaseTooNew when a newer program has been here.
        """
        parsed = make_url(url)
        kind: Literal["sqlite", "postgresql"] = (
            "sqlite" if parsed.get_backend_name() == "sqlite" else "postgresql"
        )
        database = cls(kind, parsed)
        try:
            await database._open(parsed, read_pool, alone, upgrade)
        except BaseException as error:
            await database.close()
            if isinstance(error, TROUBLE):
                away = kind == "postgresql" and isinstance(error, OSError)
                raise (CannotReach if away else CannotOpen)(_reason(error)) from error
            raise
        return database

    async def _open(self, url: URL, read_pool: int, alone: bool, upgrade: bool) -> None:
        if self.path is not None:
            self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            if alone:
                self._file_lock = FileLock(self.path.with_name(f"{self.path.name}.lock"))
            self._writer, self._reader = _sqlite_engines(self.path, read_pool)
        else:
            self._writer = self._reader = _postgresql_engine(url, read_pool)
            if alone:
                await self._lock_postgresql()
        if upgrade:
            await self._upgrade()

    async def _lock_postgresql(self) -> None:
        # A lock of a session: it ends with this connection, however that ends.
        self._lock_connection = await self._writer.connect()
        await self._lock_connection.execution_options(isolation_level="AUTOCOMMIT")
        query = text("SELECT pg_try_advisory_lock(:key)")
        if not (await self._lock_connection.execute(query, {"key": ADVISORY_LOCK})).scalar():
            raise AnotherCopyRuns("postgresql")

    async def _upgrade(self) -> None:
        was = await self.read(revisions.revision_of) if await self._exists() else None
        if was == revisions.NEWEST:
            return
        if was is None:
            await self.write(revisions.create)
        else:
            await self._migrate(was)
        if self.path is not None:
            self.path.chmod(0o600)

    async def _migrate(self, was: str) -> None:
        from bot.storage import migrate  # Alembic takes 11 MB, which only an upgrade is worth

        if self.path is not None:
            await asyncio.to_thread(migrate.keep_copy, self.path, was)
        await self.write(migrate.upgrade)

    async def _exists(self) -> bool:
        return self.path is None or self.path.exists()

    async def write(self, work: Work[T], *, wakes: bool = True) -> T:
        """Run `work` as one transaction and return its result, committed.

        Writers take turns. Whoever stops waiting does not stop the transaction: it ends whole.
        `wakes=False` is for those who look for rows themselves.
        """
        task = asyncio.ensure_future(self._write(work, wakes))
        self._running.add(task)
        task.add_done_callback(self._finished)
        return await asyncio.shield(task)

    def _finished(self, task: asyncio.Task[Any]) -> None:
        self._running.discard(task)
        if not task.cancelled():
            task.exception()  # taken note of: nobody else may be waiting any more

    async def _write(self, work: Work[T], wakes: bool) -> T:
        try:
            async with self._writing, self._writer.begin() as connection:
                result = await connection.run_sync(work)
        except Exception as error:
            self.health.note(error)
            raise
        if wakes:
            self.wake.ring()
        return result

    async def read(self, work: Work[T]) -> T:
        """Run `work` on a connection that cannot write, and return its result."""
        async with self._reader.connect() as connection:
            if self.kind == "postgresql":
                await connection.execute(text("SET TRANSACTION READ ONLY"))
            return await connection.run_sync(work)

    async def close(self) -> None:
        """Wait for running transactions, close all connections and let another copy start."""
        while self._running:
            await asyncio.wait(set(self._running))
        if self._lock_connection is not None:
            await self._lock_connection.close()
        for name in ("_reader", "_writer"):
            if (engine := getattr(self, name, None)) is not None:
                await engine.dispose()
        if self._file_lock is not None:
            self._file_lock.close()
            self._file_lock = None


def _reason(error: Exception) -> str:
    told = error.orig if isinstance(error, DBAPIError) else error
    return str(told).partition("\n")[0][:200]


def _sqlite_engines(path: Path, read_pool: int) -> tuple[AsyncEngine, AsyncEngine]:
    driver, most = "sqlite+aiosqlite", {"max_overflow": 0, "hide_parameters": True}
    writing = URL.create(driver, database=str(path))
    reading = URL.create(
        driver, database=f"file:{quote(str(path))}", query={"mode": "ro", "uri": "true"}
    )
    # Each transaction ends in `_write`; a rollback of nothing after it would only cost time.
    writer = create_async_engine(writing, pool_size=1, pool_reset_on_return=None, **most)
    reader = create_async_engine(reading, pool_size=read_pool, **most)
    _prepare(writer, _PRAGMAS, "BEGIN IMMEDIATE")
    _prepare(reader, _READING, "BEGIN")
    return writer, reader


def _prepare(engine: AsyncEngine, pragmas: tuple[str, ...], begin: str) -> None:
    """Set pragmas on each new connection, and begin transactions in our words.

    A transaction that reads first and writes later fails at once when somebody wrote in between;
    BEGIN IMMEDIATE waits its turn instead.
    """

    @event.listens_for(engine.sync_engine, "connect")
    def connected(connection: Any, _record: Any) -> None:
        connection.isolation_level = None
        cursor = connection.cursor()
        for pragma in pragmas:
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    @event.listens_for(engine.sync_engine, "begin")
    def begun(connection: Connection) -> None:
        connection.exec_driver_sql(begin)


def _postgresql_engine(url: URL, read_pool: int) -> AsyncEngine:
    return create_async_engine(
        url.set(drivername="postgresql+asyncpg"),
        pool_size=read_pool + 2,  # the writer and the lock
        max_overflow=0,
        pool_pre_ping=True,
        hide_parameters=True,  # of errors: they may be people's words
    )
