"""Updates that nobody can read, and very many of them: the others come in their turn."""

from __future__ import annotations

import asyncio
import random
import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
import structlog
from sqlalchemy import Connection, func, select

from bot.clock import SystemClock
from bot.simulator.clock import MovableClock
from bot.simulator.people import Telegram
from bot.storage import inbox
from bot.storage.tables import inbox as inbox_table
from tests.faults import ledger
from tests.faults.http_telegram import serve
from tests.faults.process import running_bot
from tests.faults.town import Town, new_town

pytestmark = pytest.mark.slow

CANARY = "kanarek-w-klatce"
ALL, POISONED, CHATS = 2_000, 20, 40
ADDED = 1.0  # seconds that a poisoned update may add to any other


def _deep(levels: int) -> Any:
    nested: Any = CANARY
    for _ in range(levels):
        nested = {"reply_to_message": nested}
    return nested


def _message(leader: int, **spoilt: Any) -> dict[str, Any]:
    person = {"id": leader, "is_bot": False, "first_name": "Lider"}
    private = {"id": leader, "type": "private", "first_name": "Lider"}
    sent = {"message_id": 7, "date": 1_790_000_000, "chat": private, "from": person}
    return {"message": {**sent, "text": CANARY, **spoilt}}


#: What Telegram would never send, by what is wrong with it; `chat` is that of a real leader.
POISONS: list[Any] = [
    lambda chat: {"message": CANARY},
    lambda chat: {"message": [CANARY]},
    lambda chat: {"message": 5},
    lambda chat: _message(chat, date=CANARY),
    lambda chat: _message(chat, date={"day": CANARY}),
    lambda chat: _message(chat, date=10**30),
    lambda chat: _message(chat, chat=CANARY),
    lambda chat: _message(chat, chat={"first_name": CANARY}),
    lambda chat: _message(chat, **{"from": [CANARY]}),
    lambda chat: _message(chat, entities=CANARY),
    lambda chat: _message(chat, entities=[{"offset": CANARY}]),
    lambda chat: _message(chat, photo=[{"file_id": CANARY}]),
    lambda chat: _message(chat, reply_to_message=_deep(1)),
    lambda chat: _message(chat, text=CANARY * 40_000),
    lambda chat: {"callback_query": {"data": CANARY, "from": {"id": chat}}},
]


@pytest_asyncio.fixture
async def town(tmp_path: Path) -> AsyncIterator[Town]:
    async with new_town(tmp_path) as ready:
        yield ready


def _count(conn: Connection) -> dict[str, int]:
    query = select(inbox_table.c.state, func.count()).group_by(inbox_table.c.state)
    return dict(conn.execute(query).all())


@pytest.mark.parametrize("number", range(len(POISONS)))
async def test_each_kind_of_poison_is_put_aside_at_once_and_holds_up_nobody(
    town: Town, number: int
) -> None:
    fetched = town.calls("getUpdates")
    with structlog.testing.capture_logs() as logged:
        town.telegram.world.updates.inject(POISONS[number](town.anna.id))
        town.anna.send("/pomoc")
        await town.anna.expect("Zapyt|pytani")
        await town.settle()

    assert (await town.house.database.read(_count))["quarantine"] == 1
    assert await town.house.database.read(inbox.waiting) == 0
    assert town.calls("getUpdates") - fetched <= 6
    assert CANARY not in str(logged)
    assert town.told("nie udało się przetworzyć") == 1


async def _turns(town: Town, count: int, poisoned: int) -> list[float]:
    """Deal with very many updates; return the seconds from the arrival of each to its end."""
    updates, dice = town.telegram.world.updates, random.Random(5)
    poison = set(dice.sample(range(count), poisoned))
    leaders = [town.newcomer(f"Lider{number}").id for number in range(CHATS)]
    for number in range(count):
        chat = leaders[number % CHATS]
        raw = _message(chat, text="/pomoc", message_id=1000 + number)
        raw["message"]["entities"] = [{"type": "bot_command", "offset": 0, "length": 6}]
        updates.inject(POISONS[number % len(POISONS)](chat) if number in poison else raw)
    begun = town.clock.now().timestamp()
    await town.house.poller.fetch_now()
    while await town.house.database.read(inbox.waiting) or updates.pending:
        await town.house.poller.fetch_now()
        await town.house.worker.drain()

    def ends(conn: Connection) -> list[float]:
        query = select(inbox_table.c.done_at).where(
            inbox_table.c.state == "done", inbox_table.c.raw.contains("/pomoc")
        )
        return sorted(moment.timestamp() for (moment,) in conn.execute(query))

    return [end - begun for end in await town.house.database.read(ends)]


def _longest_pause(ends: list[float]) -> float:
    return max(later - earlier for earlier, later in pairwise(ends))


async def test_one_in_a_hundred_poisoned_delays_nobody_by_a_second(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    async with new_town(tmp_path_factory.mktemp("clean")) as clean:
        usual = await _turns(clean, ALL // 4, 0)
    async with new_town(tmp_path_factory.mktemp("poisoned")) as town:
        asked = town.calls("getUpdates")
        with structlog.testing.capture_logs() as logged:
            spoilt = await _turns(town, ALL, POISONED)
        asked = town.calls("getUpdates") - asked
        counted = await town.house.database.read(_count)
        await town.settle()

    pause, gaps = _longest_pause(usual), _longest_pause(spoilt)
    figures = (
        f"{ALL} updates, {POISONED} poisoned, in {spoilt[-1] - spoilt[0]:.0f} s; longest pause"
        f" {gaps:.2f} s, without poison {pause:.2f} s; {asked} times asked"
    )
    print(figures)  # noqa: T201 - shown by -s
    assert counted["quarantine"] == POISONED
    assert len(spoilt) == ALL - POISONED
    assert gaps <= pause + ADDED
    assert asked <= ALL // 100 + POISONED + 10
    assert CANARY not in str(logged)


# Very many


FLOOD, FLOOD_CHATS = 3_000, 150
MOST_MEMORY = 260.0  # MB


def _out_of_order(database: Path) -> int:
    """Count the updates that ended before an earlier one of their chat."""
    with closing(sqlite3.connect(database)) as connection:
        (count,) = connection.execute(
            "SELECT count(*) FROM inbox a JOIN inbox b"
            " ON a.chat = b.chat AND a.seq < b.seq AND a.done_at > b.done_at"
        ).fetchone()
        return int(count)


def _done(database: Path) -> int:
    with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as connection:
        query = "SELECT count(*) FROM inbox WHERE state = 'done'"
        return int(connection.execute(query).fetchone()[0])


async def test_a_flood_is_dealt_with_in_order_and_in_little_memory(tmp_path: Path) -> None:
    telegram, database = Telegram(MovableClock(SystemClock())), tmp_path / "bot.db"
    leaders = [telegram.user(first_name=f"Lider{number}") for number in range(FLOOD_CHATS)]
    for leader in leaders:
        leader.user.started = True
    for number in range(FLOOD):
        leaders[number % FLOOD_CHATS].send(f"/nieznane{number}")
    async with (
        serve(telegram) as server,
        running_bot(tmp_path, server.address, telegram.token) as bot,
    ):
        await bot.ready()
        begun, most = asyncio.get_running_loop().time(), 0.0
        async with asyncio.timeout(240):
            while server.backlog or _done(database) < FLOOD or ledger.unfinished(database):
                most = max(most, bot.memory)
                await asyncio.sleep(0.5)
        seconds = asyncio.get_running_loop().time() - begun
        assert await bot.terminate() == 0, bot.end_of_log

    print(f"{FLOOD} updates in {seconds:.0f} s: at most {most:.0f} MB")  # noqa: T201 - by -s
    assert most <= MOST_MEMORY
    assert _done(database) == FLOOD
    assert _out_of_order(database) == 0
