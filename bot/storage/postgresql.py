"""PostgreSQL: the same two questions as of a SQLite file, asked of a server through asyncpg."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import TypeVar

from sqlalchemy import Connection, text
from sqlalchemy.engine import URL
from sqlalchemy.ext.asyncio import AsyncConnection, create_async_engine

from bot.storage.single import ADVISORY_LOCK, AnotherCopyRuns

T = TypeVar("T")
Work = Callable[[Connection], T]


class PostgresqlServer:
    """A database of a server: writers take turns, `readers` read beside them."""

    def __init__(self, url: URL, readers: int) -> None:
        self._engine = create_async_engine(
            url.set(drivername="postgresql+asyncpg"),
            pool_size=readers + 2,  # the writer and the lock
            max_overflow=0,
            pool_pre_ping=True,
            hide_parameters=True,  # of errors: they may be people's words
        )
        self._writing = asyncio.Lock()
        self._lock: AsyncConnection | None = None

    async def lock(self) -> None:
        """Keep other copies out for as long as this is open; raise AnotherCopyRuns.

        A lock of a session: it ends with its connection, however that ends.
        """
        self._lock = await self._engine.connect()
        await self._lock.execution_options(isolation_level="AUTOCOMMIT")
        query = text("SELECT pg_try_advisory_lock(:key)")
        if not (await self._lock.execute(query, {"key": ADVISORY_LOCK})).scalar():
            raise AnotherCopyRuns("postgresql")

    async def write(self, work: Work[T], urgent: bool = False) -> T:
        """Run `work` as one transaction that may write; all take turns, the urgent as well."""
        async with self._writing, self._engine.begin() as connection:
            return await connection.run_sync(work)

    async def rebuild(self, work: Work[T]) -> T:
        """Run `work`, which changes tables, as one transaction."""
        return await self.write(work)

    async def read(self, work: Work[T]) -> T:
        """Run `work` in a transaction that cannot write."""
        async with self._engine.connect() as connection:
            await connection.execute(text("SET TRANSACTION READ ONLY"))
            return await connection.run_sync(work)

    async def forget_traces(self) -> bool:
        """Do nothing: the server's own vacuum does it."""
        return True

    async def close(self) -> None:
        """Close all connections; the lock ends with its own."""
        if self._lock is not None:
            await self._lock.close()
        await self._engine.dispose()
