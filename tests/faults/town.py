"""The whole bot in this process over a small Telegram, with clocks and outages as a test orders.

There are two clocks: the true one, by which people and Telegram live, and the machine's, which
may be wrong. Both, and their monotonic time, move only by the test (and by what it takes to run).
"""

from __future__ import annotations

import contextlib
import copy
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from telegram.error import TelegramError

from bot.app import open_house
from bot.clock import SystemClock
from bot.settings import load
from bot.simulator.clock import MovableClock
from bot.simulator.faults import Kind
from bot.simulator.parameters import METHODS
from bot.simulator.people import Group, Telegram
from bot.simulator.request import SimulatedRequest
from tests.dialogues.scene import Scene
from tests.faults.process import COORDINATOR, SAMPLE

A_TUESDAY_MORNING = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
PATIENCE = 60.0  # seconds: machines are noisy


class Beginning(SystemClock):
    """Runs as any clock, but begins when a test says."""

    def __init__(self, moment: datetime) -> None:
        self._ahead = moment - datetime.now(UTC)

    def now(self) -> datetime:
        return datetime.now(UTC) + self._ahead


class TrueClock(MovableClock):
    """Time that really passes: an advance takes the monotonic seconds along."""

    def monotonic(self) -> float:
        return super().monotonic() + self.offset.total_seconds()


class MachineClock:
    """What the machine believes: the true time, plus an error."""

    def __init__(self, true: TrueClock) -> None:
        self._true = true
        self.error = timedelta(0)

    def now(self) -> datetime:
        return self._true.now() + self.error

    def monotonic(self) -> float:
        return self._true.monotonic()

    async def wait_until(self, when: datetime) -> None:
        await self._true.wait_until(when - self.error)


class Town(Scene):
    """A scene whose Telegram can go away and whose clock can be wrong."""

    machine: MachineClock

    def hear(self) -> None:
        """Let an answer of Telegram's say what time it is."""
        self.house.clock.heard(self.clock.now())

    async def look(self, **span: float) -> None:
        """Let time pass, hear of it, and let happen what became due."""
        self.clock.advance(timedelta(**span))
        self.hear()
        await self.house.sweep_now()
        await self.settle()

    def said(self) -> list[str]:
        """Return all that stands in the chats of Anna and of the group."""
        chats = (self.anna.messages, self.group.messages())
        return [message.text for chat in chats for message in chat if message.from_bot]

    def told(self, words: str) -> int:
        """Count the messages in the group that have these words."""
        return sum(words in message.text for message in self.group.messages())

    # -- outages

    async def cut_off(self, kind: Kind = "refused") -> None:
        """Let no call come through any more."""
        self.telegram.faults.next(kind, 10**9, methods=list(METHODS))
        with contextlib.suppress(TelegramError):
            await self.house.poller.fetch_now()  # ends the long wait that is still going on

    def cut_off_sending(self, kind: Kind = "refused") -> None:
        """Let only updates come through, and looking whether anybody is there."""
        reads = ("getUpdates", "getMe") if kind == "refused" else ("getUpdates",)
        self.telegram.faults.next(kind, 10**9, methods=[m for m in METHODS if m not in reads])

    def calls(self, *methods: str) -> int:
        """Count the calls made so far, of all or of some methods."""
        made = self.telegram.world.calls
        return sum(call.method in methods for call in made) if methods else len(made)


def town_settings(directory: Path, telegram: Telegram, api_url: str | None = None):
    """Return the settings of a bot for this Telegram."""
    address = {} if api_url is None else {"api_url": api_url}
    return load(
        environment={},
        token=telegram.token,
        database=f"sqlite:///{directory}/bot.db",
        knowledge=SAMPLE,
        coordinators=str(COORDINATOR),
        listen="off",
        pacing="off",
        **address,
    )


def new_telegram(begins: datetime = A_TUESDAY_MORNING) -> tuple[Telegram, Group]:
    """Return a Telegram with a group of advisors, and its clock at this moment."""
    telegram = Telegram(TrueClock(Beginning(begins)))
    group = telegram.group("Doradcy", forum=True)
    group.add_bot(admin=True, can_manage_topics=True)
    return telegram, group


@asynccontextmanager
async def living(
    directory: Path,
    telegram: Telegram,
    group: Group,
    town: Town | None = None,
    error: timedelta = timedelta(0),
) -> AsyncIterator[Town]:
    """Let the bot live for the length of a block; `town` brings people of an earlier life."""
    clock = telegram.clock
    assert isinstance(clock, TrueClock)
    machine = MachineClock(clock)
    machine.error = error
    settings = town_settings(directory, telegram)
    request = SimulatedRequest(telegram.world)
    async with open_house(settings, clock=machine, request=request) as house:
        if town is None:
            town = Town(telegram, clock, house, group)
            for advisor in (town.ewa, town.marek, town.zofia):
                group.add(advisor)
        town.house, town.machine = house, machine
        town.hear()
        yield town


@dataclass(frozen=True, slots=True)
class _Played:
    town: Town
    database: bytes
    over: datetime


def _played(town: Town, home: Path) -> _Played:
    return _Played(town, (home / "bot.db").read_bytes(), town.clock.now())


_PLAYED: dict[datetime, _Played] = {}


async def _play(begins: datetime) -> _Played:
    """Link the group and let Anna come; return what everybody then sees and remembers."""
    telegram, group = new_telegram(begins)
    with TemporaryDirectory() as home:
        async with living(Path(home), telegram, group) as town:
            await town.link(topics=7)
            await town.meet_anna()
            await town.settle()
        return _played(town, Path(home))


@asynccontextmanager
async def new_town(directory: Path, begins: datetime = A_TUESDAY_MORNING) -> AsyncIterator[Town]:
    """A linked group, and Anna after her first contact.

    That is played once for each moment; towns go on from copies, as after a restart.
    """
    if begins not in _PLAYED:
        _PLAYED[begins] = await _play(begins)
    played, clock = _PLAYED[begins], TrueClock(Beginning(_PLAYED[begins].over))
    old = played.town
    town = copy.deepcopy(old, {id(old.clock): clock, id(old.house): None, id(old.machine): None})
    (directory / "bot.db").write_bytes(played.database)
    async with living(directory, town.telegram, town.group, town) as ready:
        yield ready
