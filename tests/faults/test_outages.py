"""Telegram away for hours, or the bot: nothing lost, no storm of calls, people are told once."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import pytest_asyncio

from bot.simulator.faults import Kind
from bot.simulator.people import Person
from bot.storage import inbox, outbox
from tests.dialogues.scene import COVERED
from tests.faults.town import A_TUESDAY_MORNING, PATIENCE, Town, living, new_telegram, new_town

pytestmark = pytest.mark.slow

TWO_HOURS = 240  # steps of half a minute
HALF_A_MINUTE = timedelta(seconds=31)
LEADERS, BEFORE, DURING = 4, 3, 3
AWAY = "Telegram nie przyjmował wiadomości"
_NUMBER = re.compile(r"Sprawa #(\d+)")


@pytest_asyncio.fixture
async def town(tmp_path: Path) -> AsyncIterator[Town]:
    async with new_town(tmp_path) as ready:
        yield ready


def _ask(town: Town, leaders: list[Person], count: int) -> None:
    for _ in range(count):
        town.clock.advance(timedelta(seconds=25))  # sooner it would belong to the last question
        for leader in leaders:
            leader.send("Proszę sprawdzić nasz wniosek o dotację.")


async def _until(happened: Callable[[], Awaitable[bool]], town: Town | None = None) -> None:
    """Return when it happened; in a town time goes on meanwhile, faster than ours."""
    async with asyncio.timeout(PATIENCE):
        while not await happened():
            await asyncio.sleep(0.01)
            if town is not None:
                town.clock.advance(timedelta(seconds=1))


async def _back(town: Town, happened: Callable[[], Awaitable[bool]]) -> None:
    """Let Telegram be there again, and wait for what that brings."""
    town.telegram.faults.clear()
    await _until(happened, town)
    await town.settle()


async def _has(person: Person, words: str) -> bool:
    return any(m.from_bot and words in m.text for m in person.messages)


async def _nothing_waits(town: Town) -> bool:
    return await town.house.database.read(inbox.waiting) == 0


async def _called(town: Town, method: str, before: int) -> bool:
    return town.calls(method) > before


async def _pass_half_a_minute(town: Town) -> None:
    """Return when the poller has seen that Telegram is still away."""
    asked = town.calls("getUpdates")
    town.clock.advance(HALF_A_MINUTE)
    await _until(lambda: _called(town, "getUpdates", asked), town)


def _receipts(leader: Person) -> list[int]:
    found = (_NUMBER.search(message.text) for message in leader.messages if message.from_bot)
    return [int(number[1]) for number in found if number]


@pytest.mark.parametrize("kind", ["refused", "http_500", "reset_before"])
async def test_two_hours_without_telegram_lose_nothing_and_make_no_storm(
    town: Town, kind: Kind
) -> None:
    leaders = [town.newcomer(f"Lider{number}") for number in range(LEADERS)]
    town.cut_off_sending(kind)
    _ask(town, leaders, BEFORE)
    await _until(lambda: _nothing_waits(town))
    town.telegram.faults.clear()
    await town.cut_off(kind)
    begun, before = town.clock.now(), (town.calls("getUpdates"), town.calls())
    _ask(town, leaders, DURING)
    for step in range(TWO_HOURS):
        await _pass_half_a_minute(town)
        if step % 20 == 0:
            await town.house.sweep_now()
    asked, made = (
        now - then
        for now, then in zip((town.calls("getUpdates"), town.calls()), before, strict=True)
    )
    assert await town.house.not_ready() == "telegram"

    await _back(town, lambda: _all_told(leaders))

    figures = f"{kind}: {asked} times asked for updates, {made - asked} other calls in two hours"
    print(figures)  # noqa: T201 - shown by -s
    halves_of_a_minute = (town.clock.now() - begun) / timedelta(seconds=30)
    assert asked <= halves_of_a_minute + 20
    assert made - asked <= halves_of_a_minute + 30
    assert [_receipts(leader) == sorted(set(_receipts(leader))) for leader in leaders] == (
        [True] * LEADERS
    )
    assert await town.ticket_count() == LEADERS * (BEFORE + DURING)
    states = await town.house.database.read(outbox.counts)
    assert set(states) <= {"sent", "cancelled"}
    assert town.told(AWAY) == 1
    await town.house.sweep_now()
    assert await town.house.not_ready() is None


async def _all_told(leaders: list[Person]) -> bool:
    return all(len(_receipts(leader)) == BEFORE + DURING for leader in leaders)


async def test_a_short_outage_is_not_worth_telling(town: Town) -> None:
    await town.cut_off()
    town.anna.send(COVERED)
    for _ in range(8):
        await _pass_half_a_minute(town)
    await town.house.sweep_now()

    await _back(town, lambda: _has(town.anna, "siedmiu założycieli"))
    assert town.told(AWAY) == 0


async def test_an_answer_that_could_not_be_brought_for_a_day_becomes_a_ticket(town: Town) -> None:
    town.cut_off_sending()
    town.anna.send(COVERED)
    tried = town.calls("sendMessage")
    await _until(lambda: _nothing_waits(town))
    await _until(lambda: _called(town, "sendMessage", tried))
    town.clock.advance(timedelta(hours=25))

    await _back(town, lambda: _has(town.anna, "Sprawa #1"))
    assert not await _has(town.anna, "siedmiu założycieli")
    assert town.told("#1 🔵") == 1


# The bot itself away


SILENCE = "nie miał kontaktu z Telegramem"
SORRY = "czeka dłużej, niż obiecaliśmy"


async def _life_with_a_ticket(directory: Path, begins: datetime = A_TUESDAY_MORNING) -> Town:
    async with new_town(directory, begins) as town:
        await town.card()
        await town.look(minutes=2)
        return town


@pytest.mark.parametrize(
    ("hours", "told", "sorry"), [(1, 0, 0), (20, 0, 0), (25, 1, 0), (72, 1, 0), (240, 1, 1)]
)
async def test_after_a_long_silence_coordination_and_leaders_are_told_once(
    tmp_path: Path, hours: int, told: int, sorry: int
) -> None:
    town = await _life_with_a_ticket(tmp_path)
    for _life in range(2):
        town.clock.advance(timedelta(hours=hours if _life == 0 else 1))
        async with living(tmp_path, town.telegram, town.group, town):
            await town.settle()
            for _ in range(3):
                await town.look(seconds=61)

    apologies = [m for m in town.anna.messages if SORRY in m.text]
    assert (town.told(SILENCE), len(apologies)) == (told, sorry)


async def test_nobody_is_apologised_to_at_night(tmp_path: Path) -> None:
    town = await _life_with_a_ticket(tmp_path)
    night = datetime(2026, 12, 9, 1, 0, tzinfo=UTC)
    town.clock.advance(night - town.clock.now())
    async with living(tmp_path, town.telegram, town.group, town):
        await town.settle()
        await town.look(seconds=61)
        by_night = [m for m in town.anna.messages if SORRY in m.text]
        await town.look(hours=8)
        by_day = [m for m in town.anna.messages if SORRY in m.text]

    assert (len(by_night), len(by_day)) == (0, 1)


async def test_a_silence_while_running_is_told_too(tmp_path: Path) -> None:
    telegram, group = new_telegram()
    async with living(tmp_path, telegram, group) as town:
        await town.link(topics=7)
        await town.look(minutes=2)
        await town.cut_off()
        town.clock.advance(timedelta(hours=24))
        town.telegram.faults.clear()
        await town.settle()
        await town.look(minutes=2)

        assert town.told(SILENCE) == 1


async def test_a_clock_moved_on_purpose_is_no_silence(tmp_path: Path) -> None:
    async with new_town(tmp_path) as town:
        await town.look(minutes=2)
        town.machine.error = timedelta(days=3)  # as the demo's button does: only the wall moves
        town.house.clock._heard = None
        await town.house.sweep_now()
        await town.settle()
        await town.house.sweep_now()

        assert town.told(SILENCE) == 0


async def test_after_ten_days_away_a_leader_is_reminded_once_and_not_closed_at_once(
    tmp_path: Path,
) -> None:
    async with new_town(tmp_path) as town:
        card = await town.card()
        town.ewa.click(card, "Biorę")
        claimed = await town.group.expect("prowadzi: Ewa")
        town.ewa.click(claimed, "Czekam na odpowiedź")
        await town.anna.expect("Sprawa|sprawa")
        await town.settle()
        await town.look(minutes=2)
    town.clock.advance(timedelta(days=20))
    async with living(tmp_path, town.telegram, town.group, town):
        await town.settle()
        before = len(town.anna.messages)
        for _ in range(3):
            await town.look(minutes=1)
        assert len(town.anna.messages) == before + 1
        assert (await town.ticket(1)).state == "waiting"
        await town.look(days=4, hours=1)
        assert (await town.ticket(1)).state == "closed"
