"""The bot is started again over its database: forms go on, words on knowledge stay in force."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path

import pytest

from bot.app import open_house
from bot.settings import load
from bot.simulator.clock import MovableClock
from bot.simulator.people import Telegram
from bot.simulator.request import SimulatedRequest
from tests.dialogues.conftest import SAMPLE, TuesdayMorning
from tests.dialogues.ground import ground
from tests.dialogues.scene import Scene

ASKED = "Do kiedy składa się CIT-8?"
ANSWER = "do końca trzeciego miesiąca"
Start = Callable[[], AbstractAsyncContextManager[Scene]]


@pytest.fixture
def start(tmp_path: Path) -> Start:
    """Start the bot over one database and one Telegram, as often as it is called."""
    clock = MovableClock(TuesdayMorning())
    telegram = Telegram(clock)
    group = telegram.group("Doradcy", forum=True)
    group.add_bot(admin=True, can_manage_topics=True)
    people: list[Scene] = []

    @asynccontextmanager
    async def started() -> AsyncIterator[Scene]:
        request = SimulatedRequest(telegram.world)
        settings = load(
            environment={},
            token=telegram.token,
            database=await ground().address(tmp_path),
            knowledge=SAMPLE,
            coordinators="900",
            listen="off",
            pacing="off",
        )
        async with open_house(settings, clock=clock, request=request) as house:
            if people:
                people[0].house = house
            else:
                people.append(Scene(telegram, clock, house, group))
                for advisor in (people[0].ewa, people[0].zofia):
                    group.add(advisor)
            yield people[0]
            await house.settle()

    return started


async def test_a_form_goes_on_where_it_was(start: Start) -> None:
    async with start() as scene:
        await scene.meet_anna()
        scene.anna.send("/praktyka")
        await scene.anna.expect("Jaki tytuł")
        scene.anna.send("Ławka przy świetlicy")
        await scene.anna.expect("Co zostało zrobione")
    async with start() as scene:
        scene.anna.send("Zrobiliśmy ławkę.")
        scene.anna.click(await scene.anna.expect("Można dopisać"), "Dalej")
        await scene.anna.expect("W jakiej gminie")
    async with start() as scene:
        scene.anna.send("gmina Bodzanów")
        await scene.anna.expect("Ile to kosztowało")


async def test_the_list_is_not_repeated_and_its_words_hold(start: Start) -> None:
    async with start() as scene:
        await scene.link(topics=7)
        await scene.meet_anna()
        await scene.forward(minutes=1)
        await scene.forward(days=69)  # 1 February
        await scene.ewa.click(await scene.group.expect("Ważne do 31.03"), "Wyłącz").answered()
        await scene.group.expect("Wyłączone: Ewa")
    async with start() as scene:
        scene.anna.send(ASKED)
        await scene.anna.expect("Sprawa #1|Czy chodzi o")
        assert not any(ANSWER in one.text for one in scene.anna.messages)
        await scene.forward(hours=1)
        lists = [one for one in scene.group.messages() if "Do sprawdzenia" in one.text]
        assert len(lists) == 1
