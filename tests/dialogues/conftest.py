"""Three stages: a linked group with topics, a linked plain group, and nothing linked yet."""

from __future__ import annotations

import os
import shutil
from collections.abc import AsyncIterator, Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
import pytest_asyncio

from bot.helpdesk import floods, proposal_work
from bot.knowledge import library
from tests.dialogues.beginning import A_TUESDAY_MORNING as A_TUESDAY_MORNING
from tests.dialogues.beginning import SAMPLE as SAMPLE
from tests.dialogues.beginning import Beginning, gone_on_from, linked, met
from tests.dialogues.beginning import TuesdayMorning as TuesdayMorning
from tests.dialogues.beginning import stage as stage
from tests.dialogues.ground import ON_POSTGRESQL, Server, ground, leave, stand_on
from tests.dialogues.scene import Scene
from tests.dialogues.shelf import furnished
from tests.knowledge.sample import built_once, tried_here

Home = Callable[[], Path]
HERE = Path(__file__).parent

SCENE = Beginning(linked)
PLAIN = Beginning(linked, forum=False)
CONFIGURED = Beginning(met, linked_by_settings=True)
READING = Beginning(linked, knowledge=furnished)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Keep only the first dialogue of each file, where `DIALOGUES=first` asks for that."""
    if os.environ.get("DIALOGUES") != "first":
        return
    first = {item.path: item for item in reversed(items)}
    others = [one for one in items if one.path.parent == HERE and first[one.path] is not one]
    config.hook.pytest_deselected(items=others)
    items[:] = [item for item in items if item not in set(others)]


@pytest.fixture(autouse=True)
def no_settings_from_outside(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)


@pytest.fixture(autouse=True)
def _knowledge_built_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let all dialogues share what is built from the same texts, in this very process."""
    monkeypatch.setattr(library, "_open", built_once)
    monkeypatch.setattr(proposal_work, "attempt_apart", tried_here)


@pytest.fixture(scope="session")
def _chosen_ground(request: pytest.FixtureRequest) -> Iterator[None]:
    """Let all dialogues of this run stand on PostgreSQL, where that was chosen."""
    if not ON_POSTGRESQL:
        yield
        return
    stand_on(Server(request.getfixturevalue("postgresql_databases")))
    yield
    leave()


@pytest_asyncio.fixture(autouse=True)
async def _own_databases(_chosen_ground: None) -> AsyncIterator[None]:
    """Take back what a dialogue had, when all that it opened is closed."""
    yield
    await ground().clear()


@pytest.fixture
def typing_fast(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let people who answer at once wait only a moment for what a handful of messages delays."""
    monkeypatch.setattr(floods, "HOLD", timedelta(milliseconds=20))


@pytest.fixture
def moved_in(tmp_path: Path, empty_sqlite: Path) -> Path:
    """A directory with a database that has its tables: making them takes longer than to copy."""
    shutil.copy(empty_sqlite, tmp_path / "bot.db")
    return tmp_path


@pytest.fixture
def home(tmp_path_factory: pytest.TempPathFactory, empty_sqlite: Path) -> Home:
    """Make such a directory for a beginning that many dialogues share."""

    def made() -> Path:
        directory = tmp_path_factory.mktemp("beginning")
        shutil.copy(empty_sqlite, directory / "bot.db")
        return directory

    return made


@pytest_asyncio.fixture
async def bare(tmp_path: Path) -> AsyncIterator[Scene]:
    """Nothing is linked yet, and there is no database."""
    async with stage(tmp_path, forum=True) as scene:
        yield scene


@pytest_asyncio.fixture
async def scene(tmp_path: Path, home: Home) -> AsyncIterator[Scene]:
    """A linked supergroup with topics, and Anna after her first contact."""
    async with gone_on_from(SCENE, tmp_path, home) as set_stage:
        yield set_stage


@pytest_asyncio.fixture
async def plain(tmp_path: Path, home: Home) -> AsyncIterator[Scene]:
    """A linked plain group."""
    async with gone_on_from(PLAIN, tmp_path, home) as set_stage:
        yield set_stage


@pytest_asyncio.fixture
async def configured(tmp_path: Path, home: Home) -> AsyncIterator[Scene]:
    """The group stands in the settings; nobody has written /polacz."""
    async with gone_on_from(CONFIGURED, tmp_path, home) as set_stage:
        yield set_stage


@pytest_asyncio.fixture
async def reading(tmp_path: Path, home: Home) -> AsyncIterator[Scene]:
    """Guides and good practices to read, in a knowledge of its own that a test may change."""
    async with gone_on_from(READING, tmp_path, home) as set_stage:
        yield set_stage
