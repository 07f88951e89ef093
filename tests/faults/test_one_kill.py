"""Single kills at chosen instants, each a story of its own."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.clock import SystemClock
from bot.simulator.clock import MovableClock
from bot.simulator.people import Telegram
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


@pytest.mark.xfail(strict=True, reason="words under a card of unknown outcome are passed over")
async def test_an_answer_to_a_card_whose_outcome_was_cut_off_is_not_ignored(
    tmp_path: Path,
) -> None:
    telegram, network = Telegram(MovableClock(SystemClock())), Network()
    async with serve(telegram, network) as server:
        people = People(telegram, MovableClock(SystemClock()), turns=[0])
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
            await people.leaders[0].expect(ledger.advice(1), timeout=15)
