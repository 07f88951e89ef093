"""Each migration, from each earlier schema, killed at a statement: the old tables stand as before.

Then the program opens the database as it is, and it comes to the same as an upgrade in peace.
"""

from __future__ import annotations

import asyncio
import hashlib
import os
import random
import shutil
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from sqlalchemy import (
    CheckConstraint,
    Column,
    Connection,
    Engine,
    ForeignKey,
    MetaData,
    Table,
    event,
    inspect,
    text,
)
from sqlalchemy.exc import IntegrityError

from bot.storage import migrate, revisions
from bot.storage.database import Database
from bot.storage.every_table import metadata
from bot.storage.single import AnotherCopyRuns
from tests import postgresql
from tests.faults.launcher import KILLED
from tests.faults.sizes import figure, sized
from tests.storage.any_rows import Maker

pytestmark = pytest.mark.slow

EARLIER = tuple(f"{number:04}" for number in range(1, int(revisions.NEWEST)))
#: From which schemas in `make check`; all of them in a storm.
FROM = {"sqlite": sized(EARLIER[-1:], EARLIER), "postgresql": sized(EARLIER[-1:], EARLIER)}
CASES = [(kind, was) for kind, schemas in FROM.items() for was in schemas]
FURTHER = 5  # kills in the steps after the first, which have schemas of their own


@pytest.fixture
def address(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """An address at which there is no table yet."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'bot.db'}"
        return
    server: str = request.getfixturevalue("postgresql_server")
    name = f"older{time.monotonic_ns()}"
    asyncio.run(postgresql.execute(f"{server}/postgres", f"CREATE DATABASE {name}"))
    yield f"{server}/{name}"
    asyncio.run(postgresql.execute(f"{server}/postgres", f"DROP DATABASE {name} WITH (FORCE)"))


def _as_it_was(conn: Connection) -> list[Table]:
    """Return the tables with the columns that are there now, in an order that points backwards."""
    here, found = MetaData(), inspect(conn)
    names = set(found.get_table_names())
    for table in metadata.sorted_tables:
        if table.name not in names:
            continue
        there = {column["name"]: column for column in found.get_columns(table.name)}
        copied = [_column(one, there[one.name]) for one in table.columns if one.name in there]
        rules = [
            CheckConstraint(one["sqltext"]) for one in found.get_check_constraints(table.name)
        ]
        Table(table.name, here, *copied, *rules)
    return here.sorted_tables


def _column(now: Column[Any], then: Any) -> Column[Any]:
    points_at = [ForeignKey(key.target_fullname) for key in now.foreign_keys]
    made = Column(now.name, now.type, *points_at, primary_key=now.primary_key)
    made.nullable, made.autoincrement = then["nullable"], now.autoincrement
    made.server_default = now.server_default if then["default"] else None
    return made


def _fill(conn: Connection) -> int:
    """Put a row into every table; return how many took one."""
    maker, full = Maker(conn), 0
    for table in _as_it_was(conn):
        known = dict(maker.made)
        try:
            with conn.begin_nested():
                maker.row(table)
            full += 1
        except IntegrityError:  # a rule across columns, which a made-up row does not keep
            maker.made = known
    return full


def _hash(conn: Connection) -> str:
    """Return what all rows of all tables come to, whatever their order."""
    whole = hashlib.sha256()
    for name in sorted(inspect(conn).get_table_names()):
        rows = map(repr, conn.execute(text(f'SELECT * FROM "{name}"')).all())
        kept = sorted(row for row in rows if not row.startswith("('leader',"))  # who runs now
        whole.update(f"{name}{kept}".encode())
    return whole.hexdigest()


async def _older(url: str, was: str) -> int:
    database = await Database.open(url, upgrade=False)
    await database.write(lambda conn: command.upgrade(migrate.config(conn), was))
    full = await database.write(_fill)
    await database.close()
    return full


async def _look(url: str) -> tuple[str | None, str]:
    database = await Database.open(url, alone=False, upgrade=False)
    found = await database.read(revisions.revision_of), await database.read(_hash)
    await database.close()
    return found


async def _check(url: str) -> None:
    """Raise unless the tables are those of the program."""
    database = await Database.open(url)
    await database.write(migrate.check)
    await database.close()


async def _boot(url: str) -> None:
    for _ in range(200):  # PostgreSQL takes a moment to see that somebody has died
        try:
            database = await Database.open(url)
        except AnotherCopyRuns:
            await asyncio.sleep(0.05)
        else:
            await database.close()
            return
    raise AssertionError("the lock of the dead was not given back")


@dataclass
class Statements:
    """Counts the statements of a process from now on; may end it at one."""

    last: int = 0
    done: int = 0
    first_step: int = 0  # statements until the first migration was over

    def __enter__(self) -> Statements:
        event.listen(Engine, "after_cursor_execute", self._note)
        return self

    def __exit__(self, *_: object) -> None:
        event.remove(Engine, "after_cursor_execute", self._note)

    def _note(self, _conn: Any, _cursor: Any, statement: str, *_: Any) -> None:
        self.done += 1
        if not self.first_step and statement.startswith("UPDATE alembic_version"):
            self.first_step = self.done
        if self.done == self.last:
            os._exit(KILLED)


def _killed_at(url: str, number: int) -> int:
    """Upgrade in a process that dies after so many statements; return how it ended."""
    child = os.fork()
    if child == 0:
        try:
            with Statements(last=number):
                asyncio.run(_boot(url))
        finally:
            os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def _in_peace(url: str, was: str, directory: Path) -> tuple[Statements, tuple[str | None, str]]:
    """Upgrade a copy; return what that took, and what it came to."""
    if url.startswith("sqlite"):
        peaceful = f"sqlite:///{directory / 'peaceful.db'}"
        shutil.copy(url.removeprefix("sqlite:///"), peaceful.removeprefix("sqlite:///"))
    else:
        server, _, name = url.rpartition("/")
        peaceful = f"{server}/peaceful_{name}"
        copy = f"CREATE DATABASE peaceful_{name} TEMPLATE {name}"
        asyncio.run(postgresql.execute(f"{server}/postgres", copy))
    with Statements() as counted:
        asyncio.run(_boot(peaceful))
    return counted, asyncio.run(_look(peaceful))


def _where(counted: Statements) -> list[int]:
    """Return at which statements to kill: at each of the first step in a storm, at some else."""
    dice, last = random.Random(counted.done), counted.done
    later = range(counted.first_step + 1, last)
    further = dice.sample(later, min(FURTHER, len(later)))
    some = sorted(dice.sample(range(1, last), 3))
    return sized(some, [*range(1, counted.first_step + 1), *further])


@pytest.mark.parametrize(("address", "was"), CASES, indirect=["address"])
def test_an_upgrade_killed_at_a_statement_leaves_the_old_tables_as_they_were(
    address: str, was: str, tmp_path: Path
) -> None:
    full = asyncio.run(_older(address, was))
    counted, came_to = _in_peace(address, was, tmp_path)
    before = asyncio.run(_look(address))
    assert before[0] == was
    kills = _where(counted)
    for number in kills:
        assert _killed_at(address, number) == KILLED, number
        assert asyncio.run(_look(address)) == before, number
    asyncio.run(_boot(address))
    asyncio.run(_check(address))

    assert asyncio.run(_look(address)) == came_to
    kind = address.partition(":")[0]
    figure(f"{kind} from {was}: {len(kills)} kills in {counted.done} statements, {full} tables")
