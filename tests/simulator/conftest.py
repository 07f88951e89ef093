"""A small Telegram, its bare API, and the library's Bot over it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import pytest
import pytest_asyncio
from telegram import Bot

from bot.clock import SystemClock
from bot.simulator.api import Api
from bot.simulator.clock import MovableClock
from bot.simulator.people import Group, Person, Telegram
from bot.simulator.request import SimulatedRequest


class Raw:
    """Calls without a library: the result, or the text of the refusal."""

    def __init__(self, telegram: Telegram) -> None:
        self.telegram = telegram
        self.api = Api(telegram.world)

    async def ok(self, method: str, **params: Any) -> Any:
        status, answer = await self.api.call(method, params)
        assert (status, answer["ok"]) == (200, True), answer
        return answer["result"]

    async def no(self, method: str, **params: Any) -> str:
        status, answer = await self.api.call(method, params)
        assert answer["ok"] is False
        assert answer["error_code"] == status
        return str(answer["description"])


@pytest.fixture(autouse=True)
def new_time_style(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PTB_TIMEDELTA", "true")


@pytest.fixture
def clock() -> MovableClock:
    return MovableClock(SystemClock())


@pytest.fixture
def telegram(clock: MovableClock) -> Telegram:
    return Telegram(clock)


@pytest.fixture
def raw(telegram: Telegram) -> Raw:
    return Raw(telegram)


@pytest.fixture
def hurried(clock: MovableClock) -> Raw:
    """The bare API of a Telegram that keeps its sending limits."""
    return Raw(Telegram(clock, limits=True))


@pytest.fixture
def anna(telegram: Telegram) -> Person:
    person = telegram.user(first_name="Anna")
    person.start()
    return person


@pytest.fixture
def group(telegram: Telegram) -> Group:
    """A forum whose topics and pins the bot may manage."""
    group = telegram.group("Doradcy", forum=True)
    group.add_bot(admin=True, can_manage_topics=True, can_pin_messages=True)
    return group


@pytest_asyncio.fixture
async def bot(telegram: Telegram) -> AsyncIterator[Bot]:
    request = SimulatedRequest(telegram.world)
    library = Bot(telegram.token, request=request, get_updates_request=request)
    async with library:
        yield library
