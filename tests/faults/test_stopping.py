"""Stopped, frozen, or not the only one: it ends when told, and nothing is lost or doubled."""

from __future__ import annotations

import asyncio
import os
import random
import signal
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest
import pytest_asyncio

from bot.commands.refusing import ANOTHER_COPY
from bot.simulator.clock import MovableClock
from bot.simulator.people import Telegram
from tests.faults import ledger
from tests.faults.http_telegram import HttpTelegram, serve
from tests.faults.ledger import Books
from tests.faults.process import PATIENCE, BotProcess, running_bot
from tests.faults.sizes import figure, sized
from tests.faults.storm import People, YesterdayClock

pytestmark = pytest.mark.slow

STOPS_WITHIN = 10.0
LIVES, A_LIFE = sized(6, 100), 60  # calls at most, from the start to the signal
LEADERS, QUESTIONS = 12, 3 * LIVES


@pytest_asyncio.fixture
async def server() -> AsyncIterator[HttpTelegram]:
    dice = random.Random(3)
    telegram = Telegram(MovableClock(YesterdayClock()))
    async with serve(telegram, lambda: dice.uniform(0, 0.02)) as serving:
        yield serving


def _people(server: HttpTelegram, questions: int) -> People:
    clock = server.telegram.clock
    assert isinstance(clock, MovableClock)
    return People(server.telegram, clock, [number % LEADERS for number in range(questions)])


async def _linked(bot: BotProcess, people: People) -> None:
    await bot.ready()
    people.coordinator.send("/polacz", chat=people.group)
    await people.group.expect("Grupa połączona", timeout=PATIENCE)


async def _calm(server: HttpTelegram, database: Path) -> None:
    """Return when the bot has nothing left to do."""
    async with asyncio.timeout(PATIENCE):
        while server.backlog or server.in_flight or ledger.unfinished(database):  # noqa: ASYNC110
            await asyncio.sleep(0.1)


def _books(people: People, directory: Path) -> Books:
    leaders = [leader.chat for leader in people.leaders]
    answered = frozenset(people.answered)
    return Books(people.asked, directory / "bot.db", leaders, people.group.chat, answered)


async def test_it_ends_in_time_whenever_it_is_told_and_loses_nothing(
    server: HttpTelegram, tmp_path: Path
) -> None:
    people, dice, took = _people(server, QUESTIONS), random.Random(11), [0.0]
    now = asyncio.get_running_loop().time
    async with running_bot(tmp_path, server.address, server.telegram.token) as bot:
        await _linked(bot, people)
        assert await bot.terminate() == 0
    advising = asyncio.create_task(people.advise(tmp_path / "bot.db"))
    for life in range(LIVES):
        async with running_bot(tmp_path, server.address, server.telegram.token) as bot:
            for _ in range(QUESTIONS // LIVES):
                people.ask()
            await bot.ready()  # before it listens to signals they end any program
            await server.calls(server.begun.count + dice.randrange(A_LIFE), within=2.0)
            begun = now()
            assert await bot.terminate() == 0, (life, bot.end_of_log)
            took.append(now() - begun)
    async with running_bot(tmp_path, server.address, server.telegram.token) as bot:
        await bot.ready()
        async with asyncio.timeout(PATIENCE):
            while len(people.answered) < QUESTIONS:  # noqa: ASYNC110
                await asyncio.sleep(0.1)
        await _calm(server, tmp_path / "bot.db")
        assert await bot.terminate() == 0
    advising.cancel()
    await asyncio.gather(advising, return_exceptions=True)

    figure(f"{LIVES} times told to end: {max(took):.1f} s at most, exit code 0")
    books = _books(people, tmp_path)
    assert max(took) <= STOPS_WITHIN
    assert ledger.findings(books) == []
    assert sum(ledger.copies(books).values()) == 0


async def test_frozen_in_the_middle_and_thawed_it_goes_on_and_doubles_nothing(
    server: HttpTelegram, tmp_path: Path
) -> None:
    people = _people(server, LEADERS)
    async with running_bot(tmp_path, server.address, server.telegram.token) as bot:
        await _linked(bot, people)
        for moment in range(3):
            for _ in range(LEADERS // 3):
                people.ask()
            await server.calls(server.begun.count + 2 + moment, within=10)
            os.kill(bot.pid, signal.SIGSTOP)
            second = await BotProcess.start(tmp_path, server.address, server.telegram.token)
            assert await second.exit_code() == ANOTHER_COPY
            await asyncio.sleep(3)
            os.kill(bot.pid, signal.SIGCONT)
        await _calm(server, tmp_path / "bot.db")
        assert await bot.terminate() == 0, bot.end_of_log

    books = _books(people, tmp_path)
    assert ledger.findings(books) == []
    assert sum(ledger.copies(books).values()) == 0


async def test_it_ends_with_75_when_somebody_elsewhere_polls_with_the_same_token(
    server: HttpTelegram, tmp_path: Path
) -> None:
    address = f"{server.address}/bot{server.telegram.token}/getUpdates"
    async with running_bot(tmp_path, server.address, server.telegram.token) as bot:
        await bot.ready()
        begun = asyncio.get_running_loop().time()
        async with httpx.AsyncClient(timeout=60) as elsewhere:
            while bot.running:
                await elsewhere.post(address, json={"timeout": 1, "offset": 0})
        assert await bot.exit_code() == ANOTHER_COPY
        seconds = asyncio.get_running_loop().time() - begun

    assert "Inny program odbiera" in bot.end_of_log
    assert seconds <= 30


async def test_of_two_on_different_machines_one_gives_way_and_nothing_is_lost(
    server: HttpTelegram, tmp_path: Path
) -> None:
    anna, token = server.telegram.user(first_name="Anna"), server.telegram.token
    here, there = tmp_path / "here", tmp_path / "there"
    here.mkdir()
    there.mkdir()
    async with (
        running_bot(here, server.address, token) as first,
        running_bot(there, server.address, token) as second,
    ):
        ending = [asyncio.create_task(bot.exit_code()) for bot in (first, second)]
        done, _ = await asyncio.wait(ending, timeout=PATIENCE, return_when=asyncio.FIRST_COMPLETED)
        assert {task.result() for task in done} == {ANOTHER_COPY}
        anna.start()
        if first.running or second.running:
            await anna.expect("Dzień dobry", timeout=PATIENCE)
        for task in ending:
            task.cancel()
        await asyncio.gather(*ending, return_exceptions=True)
