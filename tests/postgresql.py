"""A PostgreSQL cluster of the tests' own, in a temporary directory, on loopback.

Copying a database takes most of a test's time, so one that a test has left is emptied and given to
the next, unless its tables are no longer as they were: then it is left alone for good.
"""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from itertools import count
from pathlib import Path
from typing import TypeVar

import asyncpg
from asyncpg import Connection

T = TypeVar("T")

BINARIES = Path("/usr/lib/postgresql/15/bin")

#: Whoever still holds on to this database goes, and is waited for: with them go their locks.
_LEAVE = """
    SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid()
"""
#: Tables, columns, constraints, triggers and the mark of the migrations, in a word.
_SHAPE = """
    SELECT md5(string_agg(one, ' ' ORDER BY one)) FROM (
        SELECT concat_ws(' ', c.oid, relname, relkind, attname, atttypid, atttypmod, attnotnull)
        FROM pg_class c LEFT JOIN pg_attribute ON attrelid = c.oid AND attnum > 0
        WHERE relnamespace = 'public'::regnamespace
        UNION ALL SELECT concat_ws(' ', oid, conname, convalidated) FROM pg_constraint
        UNION ALL SELECT concat_ws(' ', oid, tgname, tgenabled) FROM pg_trigger
        UNION ALL SELECT nspname FROM pg_namespace WHERE nspname !~ '^pg_'
        UNION ALL SELECT version_num FROM alembic_version
    ) AS every(one)
"""
_FULL = """
    SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'alembic_version'
    AND query_to_xml(format('SELECT 1 FROM %I LIMIT 1', tablename), false, true, '')::text <> ''
"""
_COUNTED = "SELECT sequencename, last_value FROM pg_sequences WHERE last_value IS NOT NULL"
_EMPTY = """
    DO $$ DECLARE name text; BEGIN
        SET LOCAL session_replication_role = replica;
        FOR name IN SELECT tablename FROM pg_tables
                WHERE schemaname = 'public' AND tablename <> 'alembic_version' LOOP
            EXECUTE format('DELETE FROM %I', name);
        END LOOP;
        FOR name IN SELECT sequencename FROM pg_sequences WHERE last_value IS NOT NULL LOOP
            EXECUTE format('ALTER SEQUENCE %I RESTART', name);
        END LOOP;
    END $$
"""


@dataclass(frozen=True, slots=True)
class Content:
    """What stands in a database, to be put into others: copying a whole one takes much longer."""

    tables: dict[str, bytes]
    counted: dict[str, int]

    @classmethod
    async def of(cls, address: str) -> Content:
        """Read all rows, and how far each sequence is."""

        async def read(connection: Connection) -> Content:
            tables = {}
            for (name,) in await connection.fetch(_FULL):
                await connection.copy_from_table(name, output=(rows := BytesIO()), format="binary")
                tables[name] = rows.getvalue()
            return cls(tables, dict(await connection.fetch(_COUNTED)))

        return await _within(address, read)

    async def put(self, address: str) -> None:
        """Put everything into empty tables."""

        async def write(connection: Connection) -> None:
            await connection.execute("SET session_replication_role = replica")
            for name, rows in self.tables.items():
                await connection.copy_to_table(name, source=BytesIO(rows), format="binary")
            for name, last in self.counted.items():
                await connection.execute("SELECT setval($1::text::regclass, $2)", name, last)

        await _within(address, write)


class Databases:
    """Databases with empty tables, of one server that has `empty` to copy."""

    def __init__(self, server: str) -> None:
        self._server = server
        self._numbers = count(1)
        self._left: list[str] = []
        self._shape: str | None = None

    async def take(self) -> str:
        """Return the address of one that nobody uses."""
        while self._left:
            address = self._left.pop()
            if await self._emptied(address):
                return address
        name = f"test{next(self._numbers)}"
        await execute(f"{self._server}/postgres", f"CREATE DATABASE {name} TEMPLATE empty")
        return f"{self._server}/{name}"

    def leave(self, address: str) -> None:
        """Take one back as it is."""
        self._left.append(address)

    async def _emptied(self, address: str) -> bool:
        """Empty a database; false when somebody has changed its tables."""
        self._shape = self._shape or await _within(f"{self._server}/empty", _shape_of)
        shape = self._shape

        async def empty(connection: Connection) -> bool:
            if await _shape_of(connection) != shape:
                return False
            await connection.execute(_EMPTY)
            return True

        return await _within(address, empty)


async def _shape_of(connection: Connection) -> str | None:
    """Return what tells tables from others, when nobody else is there any more."""
    await connection.execute(_LEAVE)
    try:
        shape: str = await connection.fetchval(_SHAPE)
    except asyncpg.UndefinedTableError:
        return None
    return shape


async def _within(address: str, work: Callable[[Connection], Awaitable[T]]) -> T:
    connection = await asyncpg.connect(address)
    try:
        return await work(connection)
    finally:
        await connection.close()


async def execute(address: str, statement: str) -> None:
    """Run a statement in a database."""
    await _within(address, lambda connection: connection.execute(statement))


def missing() -> str | None:
    """Return why there can be no cluster here, or None."""
    if not (BINARIES / "initdb").exists():
        return f"PostgreSQL 15 is NOT installed ({BINARIES}): nothing was tested on PostgreSQL"
    if os.getuid() == 0 and not _has_postgres_user():
        return "running as root without a `postgres` user: nothing was tested on PostgreSQL"
    return None


def _has_postgres_user() -> bool:
    try:
        pwd.getpwnam("postgres")
    except KeyError:
        return False
    return shutil.which("runuser") is not None


def _run(*command: str | Path) -> None:
    as_user = ["runuser", "-u", "postgres", "--"] if os.getuid() == 0 else []
    subprocess.run([*as_user, *map(str, command)], check=True, stdout=subprocess.DEVNULL)


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        return int(server.getsockname()[1])


class Cluster:
    """A cluster in a directory: started, killed, started again where it was."""

    def __init__(self, directory: Path) -> None:
        if os.getuid() == 0:
            shutil.chown(directory, "postgres", "postgres")
        self._data, self._log = directory / "data", directory / "log"
        self._options = (
            f"-h 127.0.0.1 -p {(port := _free_port())} -k {directory}"
            " -c fsync=off -c max_connections=50"
        )
        #: Of the server, without a database's name.
        self.address = f"postgresql://bot@127.0.0.1:{port}"
        _run(BINARIES / "initdb", "-D", self._data, "-U", "bot", "-A", "trust", "-E", "UTF8", "-N")

    def start(self) -> None:
        """Start it and return when it answers."""
        self._control("-o", self._options, "-l", self._log, "start")

    def stop(self) -> None:
        """Stop it at once, as a power cut would, but for the disk: all its processes are gone."""
        self._control("-m", "immediate", "stop")

    def kill(self) -> None:
        """End its first process by SIGKILL and return when the others have ended, too."""
        pid = int((self._data / "postmaster.pid").read_text("ascii").split()[0])
        group = _processes_of(pid)
        os.kill(pid, signal.SIGKILL)
        while any(Path(f"/proc/{one}").exists() for one in (pid, *group)):
            time.sleep(0.01)
        (self._data / "postmaster.pid").unlink(missing_ok=True)

    def _control(self, *order: str | Path) -> None:
        _run(BINARIES / "pg_ctl", "-D", self._data, "-w", *order)


def _processes_of(postmaster: int) -> list[int]:
    children = Path(f"/proc/{postmaster}/task/{postmaster}/children").read_text("ascii")
    return [int(one) for one in children.split()]


@contextmanager
def running_cluster() -> Iterator[Cluster]:
    """Run a cluster that may be killed meanwhile, if it runs again in the end."""
    directory = Path(tempfile.mkdtemp(prefix="dzialaj-pg-"))
    try:
        made = Cluster(directory)
        made.start()
        try:
            yield made
        finally:
            made.stop()
    finally:
        shutil.rmtree(directory, ignore_errors=True)


@contextmanager
def cluster() -> Iterator[str]:
    """Run a cluster and give the address of its server, without a database's name."""
    with running_cluster() as made:
        yield made.address
