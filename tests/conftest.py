"""What tests of several rooms share: a database of each kind, and a clock that stands still."""

from __future__ import annotations

import asyncio
import functools
import os
import shutil
import sys
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
import pytest_asyncio
from hypothesis import settings

from bot.knowledge import library
from bot.knowledge.encoder import Encoder
from bot.knowledge.morphology import Morfeusz
from bot.storage import sqlite as sqlite_files
from bot.storage.database import Database
from tests import everyday, network_guard, postgresql
from tests.knowledge.sample import SAMPLE
from tests.stepped_clock import SteppedClock

# What is compiled is kept, as for an installed copy: else every program that a test starts, and
# every worker, compiles all modules again, which takes longer than its work.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
sys.dont_write_bytecode = False

network_guard.install()

#: Rooms of tests that take seconds each: they start processes, or wait.
LONG = ("browser", "website", "operations", "deploy", "email")
_SAFELY, _UNSAFELY = "synchronous=FULL", "synchronous=OFF"
assert _SAFELY in sqlite_files._WRITING
_QUICKLY = tuple(_UNSAFELY if one == _SAFELY else one for one in sqlite_files._WRITING)


settings.register_profile("everyday", max_examples=everyday.EXAMPLES)


def _is_everyday(config: pytest.Config) -> bool:
    return config.option.markexpr == everyday.EVERYDAY


def pytest_configure(config: pytest.Config) -> None:
    """Try fewer examples of properties where only the everyday tests are asked for."""
    if _is_everyday(config):
        settings.load_profile("everyday")


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """Do not even read what would only be left out: reading all tests takes long by itself."""
    return True if _is_everyday(config) and everyday.is_later(collection_path) else None


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with what takes long, so that no worker is left alone with it in the end."""
    everyday.mark(items)
    items.sort(key=lambda item: item.path.parent.name not in LONG)


@pytest.fixture(autouse=True)
def _nobody_outside_was_asked() -> Iterator[None]:
    """Let a test fail that reached out, even where the program took the refusal for weather."""
    network_guard.refused.clear()
    yield
    assert network_guard.refused == []


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


@pytest.fixture(scope="session", autouse=True)
def _words_looked_up_once() -> Iterator[None]:
    """Let all deciders of a session share what the dictionary says of a word: it never changes."""
    analyse, known = Morfeusz._analyse, {}

    def analysed(self: Morfeusz, word: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
        if word not in known:
            known[word] = analyse(self, word)
        return known[word]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Morfeusz, "_analyse", analysed)
        yield


@pytest.fixture(autouse=True)
def _no_waiting_for_the_disk(
    request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Let SQLite not wait for the disk where no test is about a power cut."""
    if request.path.parent.name not in {"storage", "faults"}:
        monkeypatch.setattr(sqlite_files, "_WRITING", _QUICKLY)


async def _migrate(url: str) -> None:
    await (await Database.open(url, alone=False)).close()


@pytest.fixture(scope="session")
def empty_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite file with empty tables, to be copied."""
    path = tmp_path_factory.mktemp("sqlite") / "empty.db"
    asyncio.run(_migrate(f"sqlite:///{path}"))
    return path


@pytest.fixture(scope="session")
def postgresql_cluster() -> Iterator[postgresql.Cluster]:
    """A PostgreSQL server, which may be killed if it runs again in the end."""
    reason = postgresql.missing()
    if reason is not None:
        pytest.skip(reason)
    with postgresql.running_cluster() as cluster:
        yield cluster


@pytest.fixture(scope="session")
def postgresql_server(postgresql_cluster: postgresql.Cluster) -> str:
    """The address of one whose database `empty` has empty tables, to be copied."""
    address = postgresql_cluster.address
    asyncio.run(postgresql.execute(f"{address}/postgres", "CREATE DATABASE empty"))
    asyncio.run(_migrate(f"{address}/empty"))
    return address


@pytest.fixture(scope="session")
def postgresql_databases(postgresql_server: str) -> postgresql.Databases:
    """Databases of that server, each for one test at a time."""
    return postgresql.Databases(postgresql_server)


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
def url(request: pytest.FixtureRequest) -> Iterator[str]:
    """The address of an empty database, of each kind in turn."""
    if request.param == "sqlite":
        yield str(request.getfixturevalue("sqlite_url"))
        return
    databases: postgresql.Databases = request.getfixturevalue("postgresql_databases")
    address = asyncio.run(databases.take())
    yield address
    databases.leave(address)


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
