"""Rows of a bot's database read from outside, whatever it stands on: a file, or a server.

What is asked is understood by both; `?` stands for a value. Asking a server holds the caller up as
asking a file does: it is done in a thread of its own, over a connection that is kept.
"""

from __future__ import annotations

import asyncio
import sqlite3
import threading
from collections.abc import Iterator, Sequence
from contextlib import closing
from itertools import count
from pathlib import Path
from typing import Any

import asyncpg

#: A SQLite file, or the address of a server's database.
Where = Path | str

ANSWERS_WITHIN = 30.0  # seconds
#: What is said by a server that is stopping, away, or not up again yet.
_AWAY = (
    OSError,
    asyncpg.PostgresConnectionError,
    asyncpg.InterfaceError,
    asyncpg.InternalClientError,  # cut off in the middle, the driver no longer knows where it is
)
_STOPPING = (asyncpg.AdminShutdownError, asyncpg.CrashShutdownError, asyncpg.CannotConnectNowError)

_INDEXES = """
    SELECT c.oid FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid
    JOIN pg_am a ON a.oid = c.relam
    WHERE a.amname = 'btree' AND c.relpersistence = 'p' AND i.indisvalid
"""
_HEAPS = """
    SELECT c.relname::text, v.msg FROM pg_class c, verify_heapam(c.oid) v
    WHERE c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace
"""
#: A question for each foreign key: is there a row whose other end is missing?
_KEYS = """
    SELECT format(
        'SELECT count(*) FROM %s c WHERE %s AND NOT EXISTS (SELECT 1 FROM %s p WHERE %s)',
        k.conrelid::regclass, string_agg(format('c.%I IS NOT NULL', a.attname), ' AND '),
        k.confrelid::regclass, string_agg(format('c.%I = p.%I', a.attname, b.attname), ' AND ')
    ), k.conname::text
    FROM pg_constraint k, unnest(k.conkey, k.confkey) AS one(here, there)
    JOIN pg_attribute a ON a.attnum = one.here JOIN pg_attribute b ON b.attnum = one.there
    WHERE k.contype = 'f' AND a.attrelid = k.conrelid AND b.attrelid = k.confrelid
    GROUP BY k.oid, k.conname, k.conrelid, k.confrelid
"""


class Away(Exception):
    """The server cannot be asked now."""


def ask(where: Where, question: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
    """Return the rows that answer a question; raise Away."""
    if isinstance(where, str):
        return _server(where).ask(_numbered(question), values)
    with closing(sqlite3.connect(f"file:{where}?mode=ro", uri=True)) as connection:
        return connection.execute(question, list(values)).fetchall()


def there(where: Where, table: str) -> bool:
    """Tell whether a table has been made."""
    if isinstance(where, str):
        return ask(where, "SELECT to_regclass(?::text) IS NOT NULL", [table]) == [(True,)]
    return bool(ask(where, "SELECT 1 FROM sqlite_master WHERE name = ?", [table]))


def unsound(where: Where) -> Iterator[str]:
    """Yield what the database itself says is broken in it: pages, indexes, ends of keys."""
    if isinstance(where, str):
        yield from _unsound_server(where)
        return
    for (line,) in ask(where, "PRAGMA integrity_check"):
        if line != "ok":
            yield f"integrity_check: {line}"
    for row in ask(where, "PRAGMA foreign_key_check"):
        yield f"foreign_key_check: {row}"


def _unsound_server(where: str) -> Iterator[str]:
    ask(where, "CREATE EXTENSION IF NOT EXISTS amcheck")
    for (index,) in ask(where, _INDEXES):
        try:
            ask(where, "SELECT bt_index_check(?::oid::regclass, true)", [index])
        except asyncpg.PostgresError as error:
            yield f"bt_index_check: {error}"
    for table, message in ask(where, _HEAPS):
        yield f"verify_heapam: {table}: {message}"
    for question, key in ask(where, _KEYS):
        [(missing,)] = ask(where, question)
        if missing:
            yield f"{missing} rows miss the other end of {key}"


def let_go(where: Where) -> None:
    """Close what is kept of a database, so that it can be copied or dropped."""
    if isinstance(where, str) and where in _SERVERS:
        _SERVERS.pop(where).close()


def _numbered(question: str) -> str:
    numbers = count(1)
    return "".join(f"${next(numbers)}" if one == "?" else one for one in question)


class _Server:
    """A connection in a thread of its own."""

    def __init__(self, address: str) -> None:
        self._address = address
        self._connection: asyncpg.Connection | None = None
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()

    def ask(self, question: str, values: Sequence[Any]) -> list[tuple[Any, ...]]:
        asking = asyncio.run_coroutine_threadsafe(self._ask(question, values), self._loop)
        return asking.result(ANSWERS_WITHIN)

    async def _ask(self, question: str, values: Sequence[Any]) -> list[tuple[Any, ...]]:
        try:
            if self._connection is None:
                self._connection = await asyncpg.connect(self._address, timeout=5)
            return [tuple(row) for row in await self._connection.fetch(question, *values)]
        except (*_AWAY, *_STOPPING) as error:
            await self._drop()
            raise Away from error

    async def _drop(self) -> None:
        if self._connection is not None:
            self._connection.terminate()
            self._connection = None

    def close(self) -> None:
        asyncio.run_coroutine_threadsafe(self._drop(), self._loop).result(ANSWERS_WITHIN)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()


_SERVERS: dict[str, _Server] = {}


def _server(address: str) -> _Server:
    if address not in _SERVERS:
        _SERVERS[address] = _Server(address)
    return _SERVERS[address]
