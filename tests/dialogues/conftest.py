"""Three stages: a linked group with topics, a linked plain group, and nothing linked yet."""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import pytest_asyncio

from bot.app import open_house
from bot.channels.email.house import Post
from bot.clock import SystemClock
from bot.helpdesk import floods, proposal_work
from bot.knowledge import library
from bot.settings import load
from bot.simulator.clock import MovableClock
from bot.simulator.people import Telegram
from bot.simulator.request import SimulatedRequest
from tests.dialogues.scene import Scene
from tests.dialogues.shelf import furnished
from tests.knowledge.sample import built_once, tried_here

A_TUESDAY_MORNING = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
SAMPLE = Path(__file__).parent.parent / "sample"


class TuesdayMorning(SystemClock):
    """A clock that runs as any other, but begins on a working day at ten in Poland."""

    def __init__(self) -> None:
        self._ahead = A_TUESDAY_MORNING - datetime.now(UTC)

    def now(self) -> datetime:
        return datetime.now(UTC) + self._ahead


@asynccontextmanager
async def stage(
    directory: Path,
    *,
    forum: bool,
    linked_by_settings: bool = False,
    knowledge: Path = SAMPLE,
    post: Post | None = None,
    **more: str,
) -> AsyncIterator[Scene]:
    """Start the real bot over a small Telegram of its own."""
    clock = MovableClock(TuesdayMorning())
    telegram = Telegram(clock)
    group = telegram.group("Doradcy", forum=forum, basic=not forum)
    group.add_bot(admin=True, can_manage_topics=True)
    settings = load(
        environment={},
        token=telegram.token,
        database=f"sqlite:///{directory}/bot.db",
        knowledge=knowledge,
        coordinators="900",
        listen="off",
        pacing="off",
        advisors_chat=group.id if linked_by_settings else None,
        **more,
    )
    async with open_house(
        settings, clock=clock, request=SimulatedRequest(telegram.world), post=post
    ) as house:
        scene = Scene(telegram, clock, house, group)
        for advisor in (scene.ewa, scene.marek, scene.zofia):
            group.add(advisor)
        yield scene
        await house.settle()
        telegram.assert_clean(allow=("access", "message to edit not found"))
        assert not telegram.unanswered_callbacks()


@pytest.fixture(autouse=True)
def no_settings_from_outside(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)


@pytest.fixture(autouse=True)
def _knowledge_built_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let all dialogues share what is built from the same texts, in this very process."""
    monkeypatch.setattr(library, "_open", built_once)
    monkeypatch.setattr(proposal_work, "attempt_apart", tried_here)


@pytest.fixture
def typing_fast(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let people who answer at once wait only a moment for what a handful of messages delays."""
    monkeypatch.setattr(floods, "HOLD", timedelta(milliseconds=20))


@pytest.fixture
def moved_in(tmp_path: Path, empty_sqlite: Path) -> Path:
    """A directory with a database that has its tables: making them takes longer than to copy."""
    shutil.copy(empty_sqlite, tmp_path / "bot.db")
    return tmp_path


@pytest_asyncio.fixture
async def bare(tmp_path: Path) -> AsyncIterator[Scene]:
    """Nothing is linked yet, and there is no database."""
    async with stage(tmp_path, forum=True) as scene:
        yield scene


@pytest_asyncio.fixture
async def scene(moved_in: Path) -> AsyncIterator[Scene]:
    """A linked supergroup with topics, and Anna after her first contact."""
    async with stage(moved_in, forum=True) as set_stage:
        await set_stage.link(topics=7)
        await set_stage.meet_anna()
        yield set_stage


@pytest_asyncio.fixture
async def plain(moved_in: Path) -> AsyncIterator[Scene]:
    """A linked plain group."""
    async with stage(moved_in, forum=False) as set_stage:
        await set_stage.link(topics=0)
        await set_stage.meet_anna()
        yield set_stage


@pytest_asyncio.fixture
async def configured(moved_in: Path) -> AsyncIterator[Scene]:
    """The group stands in the settings; nobody has written /polacz."""
    async with stage(moved_in, forum=True, linked_by_settings=True) as set_stage:
        await set_stage.meet_anna()
        yield set_stage


@pytest_asyncio.fixture
async def reading(moved_in: Path) -> AsyncIterator[Scene]:
    """Guides and good practices to read, in a knowledge of its own that a test may change."""
    knowledge = furnished(moved_in)
    async with stage(moved_in, forum=True, knowledge=knowledge) as set_stage:
        await set_stage.link(topics=7)
        await set_stage.meet_anna()
        yield set_stage
