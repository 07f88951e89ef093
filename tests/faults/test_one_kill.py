"""Single kills at chosen instants, each a story of its own."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.clock import SystemClock
from bot.simulator.clock import MovableClock
from bot.simulator.people import Message, Telegram
from tests.faults import ledger
from tests.faults.http_telegram import serve
from tests.faults.process import running_bot
from tests.faults.storm import People

pytestmark = pytest.mark.slow

LONG = 0.7  # seconds on either side of a call's effect: time enough to be killed in between


class Network:
    """How long calls take now."""

    seconds = 0.0

    def __call__(self) -> float:
        return self.seconds


async def test_an_answer_to_a_card_whose_outcome_was_cut_off_is_not_passed_over(
    tmp_path: Path,
) -> None:
    clock, network = MovableClock(SystemClock()), Network()
    telegram = Telegram(clock)
    async with serve(telegram, network) as server:
        people = People(telegram, clock, turns=[0])
        where = (tmp_path, server.address, telegram.token)
        async with running_bot(*where) as bot:
            await bot.ready()
            people.coordinator.send("/polacz", chat=people.group)
            await people.group.expect("Grupa połączona", timeout=20)
            network.seconds = LONG
            people.ask()
            card = await people.group.expect("#1 🔵", timeout=20)
            await bot.kill()
        people.advisor.send(ledger.advice(1), reply_to=card)
        network.seconds = 0.0
        async with running_bot(*where) as bot:
            await bot.ready()
            await people.group.expect("Nie wiem, której sprawy", timeout=20)
            if len(_cards(people)) == 1:
                await people.group.expect("#1 🔵", timeout=20)
            people.advisor.click(_cards(people)[-1], "Biorę")
            claimed = await people.group.expect("prowadzi: Ewa", timeout=20)
            people.advisor.send(ledger.advice(1), reply_to=claimed)
            await people.leaders[0].expect(ledger.advice(1), timeout=20)

    assert len(_cards(people)) == 2


def _cards(people: People) -> list[Message]:
    return [one for one in people.group.messages() if ledger.card_number(one) == 1]


async def test_a_kill_between_any_call_and_its_outcome_lets_the_bot_start_again(
    tmp_path: Path,
) -> None:
    telegram, network = Telegram(), Network()
    network.seconds = LONG
    async with serve(telegram, network) as server:
        where = (tmp_path, server.address, telegram.token)
        async with running_bot(*where) as bot:
            await server.calls(1, within=20)
            await bot.kill()
        network.seconds = 0.0
        begun = server.begun.count
        async with running_bot(*where) as bot:
            await bot.ready()
            await server.calls(begun + 2, within=20)
            assert await bot.terminate() == 0, bot.end_of_log

    menus = [call.params["scope"]["type"] for call in telegram.requests("setMyCommands")]
    assert set(menus) == {"all_private_chats", "all_group_chats"}
