"""The database: one writer, several readers, whole transactions as one function.

SQLite by default, PostgreSQL by another address; what stands in the tables is the business of the
modules beside this one. One process owns a file, and says so by a lock; several may share a server
(`replicas`), and know of it by `Database.replica`.
"""

from __future__ import annotations

import asyncio
import errno
import os
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any, Literal, Protocol, Self, TypeVar

from sqlalchemy import Connection
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import DBAPIError

from bot.storage import journal, revisions
from bot.storage.replica import OnlyOne, Replica
from bot.storage.rows import Waker, wakers
from bot.storage.sqlite import SqliteFile
from bot.storage.trouble import TROUBLE as TROUBLE
from bot.storage.trouble import UNAVAILABLE as UNAVAILABLE
from bot.storage.trouble import Health

T = TypeVar("T")
Work = Callable[[Connection], T]
Newest = Callable[[], Awaitable[bool]]


class CannotOpen(Exception):
    """The database cannot be opened; the text says why, without passwords."""


class CannotReach(CannotOpen):
    """The database's server is not there now; later it may be."""


class Wakeups:
    """Set after a write that concerns them, so that those who wait for rows look again."""

    def __init__(self) -> None:
        self.inbox = asyncio.Event()
        self.outbox = asyncio.Event()
        self.mail = asyncio.Event()  # of whoever sends e-mail

    def ring(self, whom: set[Waker]) -> None:
        """Wake whom a transaction concerned."""
        for name in whom:
            (self.inbox if name == "inbox" else self.outbox).set()
        if "outbox" in whom:
            self.mail.set()


class Database:
    """An open database; make it with `open`."""

    def __init__(self, kind: Literal["sqlite", "postgresql"], url: URL, read_pool: int) -> None:
        self.kind = kind
        self.wake = Wakeups()
        self.health = Health()
        self.path = Path(url.database or "") if kind == "sqlite" else None
        self._store = (
            _sqlite(self.path, read_pool)
            if self.path
            else _postgresql(url, read_pool, self.wake.ring)
        )
        self.replica: Replica = OnlyOne(self.read)
        self._running: set[asyncio.Task[Any]] = set()

    @classmethod
    async def open(
        cls,
        url: str,
        *,
        read_pool: int = 2,
        alone: bool = True,
        by_itself: bool = False,
        upgrade: bool = True,
    ) -> Self:
        """Open a database, made or brought to the newest tables first.

        `sqlite:///path` or `postgresql://...`. An `alone` one is a copy of the program: the only
        one over a file, one of several over a server unless it wants to be `by_itself`. Raises
        CannotOpen, AnotherCopyRuns when that cannot be had, DatabaseTooNew when a newer program
        has been here, ForeignDatabase when only another one has.
        """
        parsed = make_url(url)
        kind: Literal["sqlite", "postgresql"] = (
            "sqlite" if parsed.get_backend_name() == "sqlite" else "postgresql"
        )
        database = cls(kind, parsed, read_pool)
        try:
            await database._enter(alone, by_itself, upgrade)
        except BaseException as error:
            await database.close()
            if isinstance(error, TROUBLE):
                away = kind == "postgresql" and isinstance(error, OSError)
                raise (CannotReach if away else CannotOpen)(_reason(error)) from error
            raise
        return database

    async def _enter(self, alone: bool, by_itself: bool, upgrade: bool) -> None:
        """Lock, bring the tables up to date, and begin to be a copy of the program."""
        if alone:
            self.replica = await self._lock(by_itself) or self.replica
        if upgrade:
            await self._upgrade()
        if alone and (upgrade or self.path is not None or await self._is_newest()):
            await self._store.begin()

    async def _lock(self, by_itself: bool) -> Replica | None:
        if self.path is not None and self.path.is_dir():
            raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
        try:
            return await self._store.lock(by_itself, self._is_newest)
        except TypeError as error:  # the driver does not know what stands after the "?"
            raise CannotOpen(str(error)) from error

    async def _is_newest(self) -> bool:
        return await self.read(revisions.revision_of) == revisions.NEWEST

    async def _upgrade(self) -> None:
        was = None
        if await self._exists():
            await self.read(revisions.require_ours)
            was = await self.read(revisions.revision_of)
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
        await self._store.rebuild(migrate.upgrade)

    async def _exists(self) -> bool:
        return self.path is None or self.path.exists()

    async def write(self, work: Work[T], *, urgent: bool = False) -> T:
        """Run `work` as one transaction and return its result, committed.

        Writers take turns; an urgent one is next, as far as the store can have it so. Whoever
        stops waiting does not stop the transaction: it ends whole, and whom it concerns is woken.
        """
        task = asyncio.ensure_future(self._write(work, urgent))
        self._running.add(task)
        task.add_done_callback(self._finished)
        return await asyncio.shield(task)

    def _finished(self, task: asyncio.Task[Any]) -> None:
        self._running.discard(task)
        if not task.cancelled():
            task.exception()  # taken note of: nobody else may be waiting any more

    async def _write(self, work: Work[T], urgent: bool) -> T:
        whom: set[Waker] = set()
        noted: list[journal.Line] = []

        def noting(connection: Connection) -> T:
            wakers(connection).clear()
            journal.begin(connection)
            result = work(connection)
            whom.update(wakers(connection))
            self._store.tell(connection, whom)
            noted[:] = journal.lines(connection)
            return result

        try:
            result = await self._store.write(noting, urgent)
        except Exception as error:
            self.health.note(error)
            raise
        self.wake.ring(whom)
        journal.tell(noted)
        return result

    async def read(self, work: Work[T]) -> T:
        """Run `work` on a connection that cannot write, and return its result."""
        return await self._store.read(work)

    async def forget_traces(self) -> bool:
        """Let what was deleted stand in no file beside the rows; False when somebody still reads.

        PostgreSQL sees to that by itself, in its own time.
        """
        return await self._store.forget_traces()

    async def close(self) -> None:
        """Wait for running transactions, close all connections and let another copy start."""
        while self._running:
            await asyncio.wait(set(self._running))
        await self._store.close()


class Store(Protocol):
    """Where the rows are: a file or a server."""

    async def lock(self, by_itself: bool, newest: Newest) -> Replica | None:
        """Keep out the copies that may not be beside this one; raise AnotherCopyRuns.

        Return what this copy knows of others, if there can be any. None may be there until the
        tables are the `newest`.
        """

    async def begin(self) -> None:
        """Be a copy of the program from now on, the tables being as they should."""

    def tell(self, conn: Connection, whom: set[Waker]) -> None:
        """Let other copies know, once this transaction is committed, whom it concerns."""

    async def write(self, work: Work[T], urgent: bool = False) -> T:
        """Run `work` as one transaction that may write, and return its result, committed.

        An urgent one goes before those that wait already, where that can be.
        """

    async def rebuild(self, work: Work[T]) -> T:
        """Run `work`, which changes tables, as one transaction before anybody else writes."""

    async def read(self, work: Work[T]) -> T:
        """Run `work` in a transaction that cannot write."""

    async def forget_traces(self) -> bool:
        """Empty what stands beside the rows; tell whether it is empty."""

    async def close(self) -> None:
        """Close all connections and give the lock back."""


def _sqlite(path: Path, readers: int) -> Store:
    return SqliteFile(path, readers)


def _postgresql(url: URL, readers: int, ring: Callable[[set[Waker]], None]) -> Store:
    from bot.storage.postgresql import PostgresqlServer  # its drivers take memory and time

    return PostgresqlServer(url, readers, ring)


def _reason(error: Exception) -> str:
    told = error.orig if isinstance(error, DBAPIError) else error
    return str(told).partition("\n")[0][:200]
