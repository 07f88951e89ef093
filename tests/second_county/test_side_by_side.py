"""Two organisations on one machine, from one installed program: nothing else is shared."""

from __future__ import annotations

import sqlite3
from contextlib import AsyncExitStack
from pathlib import Path

import httpx
import pytest

from bot.clock import SystemClock
from bot.simulator.people import Person, Telegram
from tests.faults.http_telegram import HttpTelegram, serve
from tests.faults.process import SAMPLE, BotProcess, running_bot
from tests.second_county.conftest import COUNTY
from tests.second_county.first_programme import foreign, said

pytestmark = pytest.mark.slow

TOKENS = (f"71:{'A' * 35}", f"72:{'B' * 35}")
QUESTIONS = ("Jak zarejestrować stowarzyszenie w KRS?", "Ile można dostać w konkursie „Iskra”?")
ANSWERS = ("siedmiu założycieli", "3100 zł")


class Organisation:
    """One of the two: its Telegram, its process, its directory and a leader."""

    def __init__(self, outside: HttpTelegram, program: BotProcess, home: Path) -> None:
        self.outside, self.program, self.home = outside, program, home
        self.leader: Person = outside.telegram.user(first_name="Anna")

    async def asks(self, question: str, answer: str) -> None:
        self.leader.send(question)
        await self.leader.expect(answer)


async def opened(stack: AsyncExitStack, home: Path, token: str, knowledge: Path) -> Organisation:
    telegram = Telegram(SystemClock(), token=token)
    outside = await stack.enter_async_context(serve(telegram))
    program = await stack.enter_async_context(
        running_bot(home, outside.address, token, knowledge=knowledge, listen="127.0.0.1:0")
    )
    return Organisation(outside, program, home)


@pytest.fixture
def homes(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    return tmp_path_factory.mktemp("one"), tmp_path_factory.mktemp("two")


def people_in(home: Path) -> int:
    with sqlite3.connect(home / "bot.db") as database:
        return int(database.execute("SELECT count(*) FROM person").fetchone()[0])


async def test_two_organisations_run_side_by_side_and_know_nothing_of_each_other(
    homes: tuple[Path, Path],
) -> None:
    async with AsyncExitStack() as stack:
        first = await opened(stack, homes[0], TOKENS[0], SAMPLE)
        second = await opened(stack, homes[1], TOKENS[1], COUNTY)
        addresses = [await one.program.web_address() for one in (first, second)]
        assert len(set(addresses)) == 2
        for one, question, answer in zip((first, second), QUESTIONS, ANSWERS, strict=True):
            await one.program.ready()
            one.leader.start()
            await one.leader.expect("Kto tu odpowiada")
            await one.asks(question, answer)
        for address in addresses:
            async with httpx.AsyncClient(base_url=address, trust_env=False) as web:
                assert (await web.get("/readyz")).status_code == 200

        newcomer = second.outside.telegram.user(first_name="Olek")
        newcomer.start()
        await newcomer.expect("Kto tu odpowiada")
        assert await first.program.terminate() == 0  # one ends, the other goes on
        await second.asks(QUESTIONS[1], ANSWERS[1])
        assert second.program.running
        assert await second.program.terminate() == 0

    assert (people_in(first.home), people_in(second.home)) == (1, 2)
    assert foreign(said(second.outside.telegram)) == []
    for one, other in ((first, TOKENS[1]), (second, TOKENS[0])):
        assert one.outside.telegram.misuses == []
        assert other not in "".join(str(line) for line in one.program.log)
