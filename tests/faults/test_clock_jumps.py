"""The machine's clock jumps, or is wrong: nothing twice, nothing early, nothing expires of it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import pytest_asyncio

from bot.app import open_house
from bot.clock import SystemClock
from bot.domain.warsaw import local
from bot.simulator.people import Telegram
from bot.storage import outbox
from tests.dialogues.scene import COVERED, UNCERTAIN
from tests.faults.http_telegram import serve
from tests.faults.town import Town, new_town, town_settings

pytestmark = pytest.mark.slow

JUMPS = [
    timedelta(hours=1),
    timedelta(hours=-1),
    timedelta(days=1),
    timedelta(days=-1),
    timedelta(days=3652),
]
WRONG = "Zegar serwera"


@pytest_asyncio.fixture
async def town(tmp_path: Path) -> AsyncIterator[Town]:
    async with new_town(tmp_path) as ready:
        yield ready


async def _much_begun(town: Town) -> None:
    """A ticket in the queue, one that waits for its leader, and suggestions waited for."""
    await town.answered_ticket("Proszę przysłać statut.")
    card = next(m for m in reversed(town.group.messages()) if m.text.startswith("#1 "))
    town.ewa.click(card, "Czekam na odpowiedź")
    await town.settle()
    bartek = town.newcomer("Bartek")
    bartek.send("Proszę sprawdzić nasz wniosek.")
    await bartek.expect("Sprawa #2")
    celina = town.newcomer("Celina")
    celina.send(UNCERTAIN)
    await celina.expect("Czy chodzi o")
    await town.settle()


@pytest.mark.parametrize("jump", JUMPS)
async def test_a_jump_fires_nothing_and_coordination_hears_of_it_once(
    town: Town, jump: timedelta
) -> None:
    await _much_begun(town)
    await town.look(seconds=20)
    before, counted = town.said(), await town.house.database.read(outbox.counts)

    town.machine.error = jump
    for _ in range(6):
        await town.look(seconds=20)
    town.machine.error = timedelta(0)
    for _ in range(3):
        await town.look(seconds=20)

    after = await town.house.database.read(outbox.counts)
    assert town.told(WRONG) == 1
    assert [text for text in town.said() if WRONG not in text] == before
    assert after["sent"] == counted["sent"] + 1
    assert after.get("expired", 0) == 0


@pytest.mark.parametrize("jump", JUMPS)
async def test_what_is_due_comes_at_its_true_time(town: Town, jump: timedelta) -> None:
    celina = town.newcomer("Celina")
    celina.send(UNCERTAIN)
    await celina.expect("Czy chodzi o")
    town.machine.error = jump

    await town.look(minutes=10)
    assert await town.ticket_count() == 0
    await town.look(minutes=6)
    assert await town.ticket_count() == 1


@pytest.mark.parametrize("jump", JUMPS)
async def test_a_promise_made_by_a_wrong_clock_is_right(town: Town, jump: timedelta) -> None:
    await town.card()
    town.machine.error = jump
    bartek = town.newcomer("Bartek")
    bartek.send("Proszę sprawdzić nasz wniosek.")
    await bartek.expect("Sprawa #2")

    first, second = await town.ticket(1), await town.ticket(2)
    assert first.promised_at is not None
    assert second.promised_at is not None
    assert abs(second.promised_at - first.promised_at) < timedelta(minutes=1)
    assert abs(second.opened_at - town.clock.now()) < timedelta(minutes=1)


async def test_nothing_that_waits_expires_by_a_jump(town: Town) -> None:
    town.cut_off_sending()
    town.anna.send(COVERED)
    await town.house.poller.fetch_now()
    await town.house.worker.drain()
    town.machine.error = timedelta(days=3652)
    await town.house.sweep_now()
    town.telegram.faults.clear()
    town.clock.advance(timedelta(seconds=40))

    await town.anna.expect("siedmiu założycieli", timeout=40)


async def test_nothing_is_forgotten_while_the_clock_is_wrong(town: Town) -> None:
    await town.card()
    await town.settle()
    town.house._tidied = None
    rows = await _rows(town)
    town.machine.error = timedelta(days=3652)
    await town.look(seconds=20)

    kept = {row.id: row for row in await _rows(town)}
    assert [kept[row.id] for row in rows] == rows


async def _rows(town: Town) -> list[outbox.OutboxRow]:
    return await town.house.database.read(lambda conn: outbox.latest(conn, 1000))


class AYearAhead(SystemClock):
    """The clock of a machine that was set wrong."""

    def now(self) -> datetime:
        return datetime.now(UTC) + timedelta(days=365)


async def test_a_machine_that_starts_with_a_wrong_clock_is_corrected_by_telegram(
    tmp_path: Path,
) -> None:
    telegram = Telegram(SystemClock())
    async with serve(telegram) as server:
        settings = town_settings(tmp_path, telegram, server.address)
        async with open_house(settings, clock=AYearAhead()) as house:
            assert abs(house.clock.now() - datetime.now(UTC)) < timedelta(minutes=1)
            anna = telegram.user(first_name="Anna")
            anna.start()
            await anna.expect("Dzień dobry", timeout=40)


# Summer time and back


AN_ORDINARY_FRIDAY = datetime(2026, 11, 20, 8, 30, tzinfo=UTC)
CHANGES = {
    "to summer": datetime(2026, 3, 27, 8, 30, tzinfo=UTC),
    "to winter": datetime(2026, 10, 23, 7, 30, tzinfo=UTC),
}


async def _weekend(directory: Path, friday: datetime) -> list[str]:
    """Return what comes to the group from Friday to Thursday about one ticket, and when."""
    came: list[str] = []
    async with new_town(directory, friday) as town:
        await town.card()
        while town.clock.now() < friday + timedelta(days=6):
            seen = len(town.said())
            await town.look(hours=1)
            when = local(town.clock.now())  # and a little later: the looks take time
            came += [f"{when:%a %H} {text[:10]}" for text in town.said()[seen:]]
    return came


async def test_a_weekend_on_which_the_clocks_change_is_as_any_other(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    ordinary = await _weekend(tmp_path_factory.mktemp("ordinary"), AN_ORDINARY_FRIDAY)
    assert len(ordinary) == 3  # the week's gaps, the nudge, the escalation
    for name, friday in CHANGES.items():
        assert await _weekend(tmp_path_factory.mktemp(name), friday) == ordinary, name
