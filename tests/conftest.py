"""What tests of several rooms share: a database of each kind, and a clock that stands still."""

from __future__ import annotations

import asyncio
import functools
import shutil
from collections.abc import AsyncIterator, Iterator
from itertools import count
from pathlib import Path

import asyncpg
import pytest
import pytest_asyncio

from bot.knowledge import library
from bot.knowledge.encoder import Encoder
from bot.storage.database import Database
from tests import postgresql
from tests.knowledge.sample import SAMPLE
from tests.stepped_clock import SteppedClock

_NUMBERS = count(1)


@pytest.fixture(scope="session", autouse=True)
def _own_cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Let nothing that tests build land in anybody's home, nor what lies there help them."""
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("CACHE_DIRECTORY", raising=False)
        patch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("cache")))
        yield


@pytest.fixture(scope="session", autouse=True)
def _sample_built_once() -> Iterator[None]:
    """Let all programs of a session share what is built from the sample: it is never changed."""
    build, built = library.open_snapshot, functools.cache(library.open_snapshot)

    def open_snapshot(
        directory: Path, cache: Path | None = None, encoder: Encoder | None = None
    ) -> library.Snapshot:
        if directory == SAMPLE and encoder is None:
            return built(directory)
        return build(directory, cache, encoder)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(library, "open_snapshot", open_snapshot)
        yield


async def _migrate(url: str) -> None:
    await (await Database.open(url, alone=False)).close()


@pytest.fixture(scope="session")
def empty_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite file with empty tables, to be copied."""
    path = tmp_path_factory.mktemp("sqlite") / "empty.db"
    asyncio.run(_migrate(f"sqlite:///{path}"))
    return path


@pytest.fixture(scope="session")
def postgresql_server() -> Iterator[str]:
    """A PostgreSQL server whose database `empty` has empty tables, to be copied."""
    reason = postgresql.missing()
    if reason is not None:
        pytest.skip(reason)
    with postgresql.cluster() as address:
        asyncio.run(_execute(f"{address}/postgres", "CREATE DATABASE empty"))
        asyncio.run(_migrate(f"{address}/empty"))
        yield address


async def _execute(url: str, statement: str) -> None:
    connection = await asyncpg.connect(url)
    await connection.execute(statement)
    await connection.close()


@pytest.fixture
def sqlite_url(tmp_path: Path, empty_sqlite: Path) -> str:
    """The address of a fresh SQLite database."""
    shutil.copy(empty_sqlite, tmp_path / "bot.db")
    return f"sqlite:///{tmp_path / 'bot.db'}"


@pytest_asyncio.fixture
async def sqlite(sqlite_url: str) -> AsyncIterator[Database]:
    """A fresh SQLite database, open."""
    database = await Database.open(sqlite_url)
    yield database
    await database.close()


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest) -> str:
    """The address of a fresh database, of each kind in turn."""
    if request.param == "sqlite":
        return str(request.getfixturevalue("sqlite_url"))
    address = request.getfixturevalue("postgresql_server")
    name = f"test{next(_NUMBERS)}"
    asyncio.run(_execute(f"{address}/postgres", f"CREATE DATABASE {name} TEMPLATE empty"))
    return f"{address}/{name}"


@pytest_asyncio.fixture
async def database(url: str) -> AsyncIterator[Database]:
    """A fresh database, open, of each kind in turn."""
    opened = await Database.open(url)
    yield opened
    await opened.close()


@pytest.fixture
def clock() -> SteppedClock:
    """A clock that stands still until it is moved."""
    return SteppedClock()
