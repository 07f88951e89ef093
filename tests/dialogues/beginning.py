"""Beginnings that many dialogues share: played once, and gone on with from copies.

Linking a group and greeting Anna costs more than most dialogues do. So each worker plays that
once; a dialogue goes on from there, as after a restart of the bot, over a copy of the database and
of the small Telegram. Copies know nothing of each other.
"""

from __future__ import annotations

import copy
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from bot.app import House, open_house
from bot.channels.email.house import Post
from bot.clock import SystemClock
from bot.settings import load
from bot.simulator.clock import MovableClock
from bot.simulator.people import Telegram
from bot.simulator.request import SimulatedRequest
from tests.dialogues.ground import ground
from tests.dialogues.scene import Scene

A_TUESDAY_MORNING = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
SAMPLE = Path(__file__).parent.parent / "sample"
#: What of these the bot does without meaning harm: a person may be gone, or a message.
FORGIVEN = ("access", "message to edit not found")


class TuesdayMorning(SystemClock):
    """A clock that runs as any other, but begins on a working day at ten in Poland."""

    def __init__(self, begin: datetime = A_TUESDAY_MORNING) -> None:
        self._ahead = begin - datetime.now(UTC)

    def now(self) -> datetime:
        return datetime.now(UTC) + self._ahead


@asynccontextmanager
async def house_over(
    telegram: Telegram,
    directory: Path,
    knowledge: Path,
    advisors_chat: int | None,
    post: Post | None = None,
    **more: str,
) -> AsyncIterator[House]:
    """Open the real bot over a small Telegram; when it closes it has kept Telegram's rules."""
    settings = load(
        environment={},
        token=telegram.token,
        database=await ground().address(directory),
        knowledge=knowledge,
        coordinators="900",
        listen="off",
        pacing="off",
        advisors_chat=advisors_chat,
        **more,
    )
    request = SimulatedRequest(telegram.world)
    async with open_house(settings, clock=telegram.clock, request=request, post=post) as house:
        yield house
        await house.settle()
        telegram.assert_clean(allow=FORGIVEN)
        assert not telegram.unanswered_callbacks()


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
    linked = group.id if linked_by_settings else None
    async with house_over(telegram, directory, knowledge, linked, post, **more) as house:
        scene = Scene(telegram, clock, house, group)
        for advisor in (scene.ewa, scene.marek, scene.zofia):
            group.add(advisor)
        yield scene


async def linked(scene: Scene) -> None:
    """Let the coordinator link the group, with topics where it has them, and Anna come."""
    await scene.link(topics=7 if scene.group.chat.is_forum else 0)
    await scene.meet_anna()


async def met(scene: Scene) -> None:
    """Let Anna come."""
    await scene.meet_anna()


def _the_sample(_directory: Path) -> Path:
    return SAMPLE


@dataclass(frozen=True, slots=True)
class Beginning:
    """How dialogues begin: what stands there, and what is played before them."""

    play: Callable[[Scene], Awaitable[None]]
    forum: bool = True
    linked_by_settings: bool = False
    knowledge: Callable[[Path], Path] = _the_sample  # in a directory of the dialogue's own


@dataclass(frozen=True, slots=True)
class _Played:
    scene: Scene
    home: Path
    over: datetime


_PLAYED: dict[Beginning, _Played] = {}


async def _play(beginning: Beginning, home: Path) -> _Played:
    async with stage(
        home,
        forum=beginning.forum,
        linked_by_settings=beginning.linked_by_settings,
        knowledge=beginning.knowledge(home),
    ) as scene:
        await beginning.play(scene)
        await scene.settle()
    return _Played(scene, home, scene.clock.now())


def _copied(played: _Played) -> Scene:
    """Return people and a Telegram of one's own, whose clock goes on from where it was left."""
    clock = MovableClock(TuesdayMorning(played.over))
    own = {id(played.scene.clock): clock, id(played.scene.house): None}
    return copy.deepcopy(played.scene, own)


@asynccontextmanager
async def gone_on_from(
    beginning: Beginning, directory: Path, home: Callable[[], Path]
) -> AsyncIterator[Scene]:
    """Go on from a beginning over copies; `home` is asked for a place where it can be played."""
    if beginning not in _PLAYED:
        _PLAYED[beginning] = await _play(beginning, home())
    played = _PLAYED[beginning]
    await ground().copy(played.home, directory)
    scene, knowledge = _copied(played), beginning.knowledge(directory)
    chat = scene.group.id if beginning.linked_by_settings else None
    async with house_over(scene.telegram, directory, knowledge, chat) as house:
        scene.house = house
        yield scene
