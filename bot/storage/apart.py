"""A database as an operator's command uses it: one connection at a time, and nobody beside it.

Works run as plain functions on one or two of these connections, whatever their kinds: a server is
waited for inside of them (`within`).
"""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from urllib.parse import quote

from sqlalchemy import Connection, Engine, create_engine, event, text
from sqlalchemy.engine import URL, make_url
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.pool import NullPool
from sqlalchemy.util import greenlet_spawn

from bot.storage.replicas import RUNNING
from bot.storage.single import AnotherCopyRuns, FileLock

#: Runs a function in which a server may be waited for, on one or two of these connections.
within = greenlet_spawn
#: All that a reader sees is of one moment, however long it reads.
SNAPSHOT = text("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
#: Seconds in which whoever has just stopped may let go of a server.
LETTING_GO = 2.0
_WRITING = ("synchronous=FULL", "foreign_keys=ON", "busy_timeout=5000", "secure_delete=ON")
_READING = ("query_only=ON", "busy_timeout=5000")
_SAFELY = ("trusted_schema=OFF", "cell_size_check=ON")
_OTHERS = text(
    """
    SELECT count(*) FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid()
    AND coalesce(backend_type, 'client backend') = 'client backend'
    """
)


def sqlite_path(url: str) -> Path | None:
    """Return the file of a SQLite database; None for a server."""
    parsed = make_url(url)
    return Path(parsed.database or "") if parsed.get_backend_name() == "sqlite" else None


def shown(url: str) -> str:
    """Return an address as it may be shown: without its password."""
    return make_url(url).render_as_string(hide_password=True)


@asynccontextmanager
async def reading(url: str) -> AsyncIterator[Connection]:
    """Give a connection that cannot write, and sees one moment of the database."""
    async with _connected(url, writes=False) as connection:
        if sqlite_path(url) is None:
            await within(connection.execute, SNAPSHOT)
        yield connection


@asynccontextmanager
async def writing(url: str) -> AsyncIterator[Connection]:
    """Give a connection within one transaction: committed in the end, undone after an error.

    A SQLite file that is not there is made.
    """
    async with _connected(url, writes=True) as connection:
        yield connection
        await within(connection.commit)


@asynccontextmanager
async def alone(url: str) -> AsyncIterator[None]:
    """Keep every copy of the program out of a database meanwhile; raise AnotherCopyRuns."""
    path = sqlite_path(url)
    if path is not None:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with FileLock(path.with_name(f"{path.name}.lock")):
            yield
        return
    async with _connected(url, writes=True) as connection:
        key = {"key": RUNNING}
        taken = await within(connection.execute, text("SELECT pg_try_advisory_lock(:key)"), key)
        await within(connection.commit)
        if not taken.scalar() or await _has_company(connection):
            raise AnotherCopyRuns("postgresql")
        yield


async def _has_company(connection: Connection) -> bool:
    """Tell whether others are connected to the same database, and stay."""
    for _ in range(10):
        others = (await within(connection.execute, _OTHERS)).scalar()
        await within(connection.commit)
        if not others:
            return False
        await asyncio.sleep(LETTING_GO / 10)
    return True


@asynccontextmanager
async def _connected(url: str, *, writes: bool) -> AsyncIterator[Connection]:
    engine = _engine(make_url(url), writes)
    try:
        connection = await within(engine.connect)
        try:
            yield connection
        finally:
            await within(connection.close)
    finally:
        await within(engine.dispose)


def _engine(url: URL, writes: bool) -> Engine:
    if url.get_backend_name() != "sqlite":
        server = url.set(drivername="postgresql+asyncpg")
        made = create_async_engine(server, poolclass=NullPool, hide_parameters=True)
        return made.sync_engine
    path, mode = quote(str(Path(url.database or ""))), "rwc" if writes else "ro"

    def connect() -> sqlite3.Connection:
        opened = sqlite3.connect(f"file:{path}?mode={mode}", uri=True, isolation_level=None)
        for pragma in (*(_WRITING if writes else _READING), *_SAFELY):
            opened.execute(f"PRAGMA {pragma}")
        return opened

    engine = create_engine("sqlite://", creator=connect, poolclass=NullPool, hide_parameters=True)
    begin = "BEGIN IMMEDIATE" if writes else "BEGIN"
    event.listen(engine, "begin", lambda connection: connection.exec_driver_sql(begin))
    return engine
