"""Bad weather without kills: floods, poison among real updates, updates twice and out of order."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import pytest

from bot.simulator.limits import Limits
from tests.faults import poison
from tests.faults.ledger import copies, findings
from tests.faults.nursery import Nursery
from tests.faults.process import free_port
from tests.faults.story import Beginning, Story, story
from tests.faults.weather import FLOODS, ROUGH, Weather

pytestmark = pytest.mark.slow

TURNS = [number % 8 for number in range(24)]


async def _asked_and_answered(told: Story) -> None:
    told.advise()
    for _ in told.people.turns:
        told.people.ask()
    await told.end()


def _whole(told: Story, duplicates: int = 0) -> None:
    assert findings(told.books()) == []
    assert len(told.people.answered) == len(told.people.turns)
    assert sum(copies(told.books()).values()) <= duplicates


async def test_a_tenth_of_calls_refused_for_haste_delays_and_does_no_more(
    tmp_path: Path, nursery: Nursery, linked: Beginning
) -> None:
    weather = Weather(1, FLOODS)
    async with story(tmp_path, nursery, linked, turns=TURNS, weather=weather) as told:
        await _asked_and_answered(told)

    _whole(told)
    assert weather.struck["flood"] >= 5
    assert weather.early == []  # each refused chat was left alone until retry_after was over


async def test_eight_faults_in_a_hundred_calls_lose_nothing(
    tmp_path: Path, nursery: Nursery, linked: Beginning
) -> None:
    weather = Weather(2, ROUGH)
    async with story(tmp_path, nursery, linked, turns=TURNS, weather=weather) as told:
        await _asked_and_answered(told)

    after = ("reset_after", "http_500_after", "timeout")
    _whole(told, duplicates=sum(weather.struck[kind] for kind in after))
    assert weather.early == []


async def test_every_update_twice_changes_nothing(
    tmp_path: Path, nursery: Nursery, linked: Beginning
) -> None:
    async with story(tmp_path, nursery, linked, turns=TURNS[:8]) as told:
        told.telegram.world.updates.duplicate_next(1000)
        await _asked_and_answered(told)

    _whole(told)


async def test_poison_of_every_shape_stops_nobody(
    tmp_path: Path, nursery: Nursery, linked: Beginning
) -> None:
    async with story(tmp_path, nursery, linked, turns=TURNS[:8]) as told:
        told.advise()
        for shape in range(len(poison.SHAPES)):
            told.people.poison(shape)
            if shape < len(told.people.turns):
                told.people.ask(mangled=shape % 4 == 3)
        await told.end()

    _whole(told)


async def test_a_webhook_that_brings_updates_out_of_order_and_twice_loses_nothing(
    tmp_path: Path, nursery: Nursery, linked: Beginning
) -> None:
    """Each leader asks once: in which order chats are served, nobody has promised."""
    dice, port = random.Random(3), free_port()

    def pick(pending: list[dict[str, Any]]) -> dict[str, Any]:
        return dice.choice(pending[:20])

    async with story(
        tmp_path,
        nursery,
        linked,
        turns=range(12),
        pick=pick,
        deliver_again=lambda: dice.random() < 0.3,
    ) as told:
        told.settings |= {
            "mode": "webhook",
            "listen": f"127.0.0.1:{port}",
            "webhook_url": f"http://127.0.0.1:{port}/telegram",
            "webhook_secret": "a-long-secret",
        }
        await _asked_and_answered(told)
        brought = [update for update, status in told.server.deliveries if status == 200]

    _whole(told)
    assert brought != sorted(brought)
    assert len(brought) > len(set(brought))


async def test_at_telegrams_own_pace_no_limit_is_ever_met(
    tmp_path: Path, nursery: Nursery, linked: Beginning
) -> None:
    async with story(tmp_path, nursery, linked, turns=(0, 1)) as told:
        told.telegram.world.limits = Limits()
        told.settings["pacing"] = "telegram"
        await _asked_and_answered(told)

    _whole(told)
    assert [one for one in told.telegram.refusals if one.kind == "flood"] == []
