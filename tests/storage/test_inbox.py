"""The inbox: nothing twice, nothing lost, order within a chat, a way out of what is broken."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.storage import claiming, inbox
from bot.storage.database import Database
from tests.stepped_clock import BEGINNING as NOW


def message(update_id: int, chat: int, text: str = "słowa") -> dict[str, Any]:
    return {"update_id": update_id, "message": {"chat": {"id": chat}, "text": text}}


async def store(database: Database, *raws: dict[str, Any]) -> int:
    return await database.write(lambda conn: inbox.store(conn, raws, NOW))


async def claim(database: Database, busy: set[str] | None = None, **later: float) -> int | None:
    now = NOW + timedelta(**later)
    rows = await database.read(lambda conn: claiming.claim(conn, busy or set(), now, 1))
    row = rows[0] if rows else None
    return None if row is None else row.update_id


async def fail(database: Database, update_id: int) -> bool:
    return await database.write(lambda conn: inbox.failed(conn, update_id, "ValueError", NOW))


async def test_the_same_update_is_kept_once(database: Database) -> None:
    assert await store(database, message(7, 1), message(7, 1)) == 1
    assert await store(database, message(7, 1), message(8, 1)) == 1


async def test_numbers_that_jump_back_are_new(database: Database) -> None:
    assert await store(database, message(2_100_000, 1), message(900, 1)) == 2


async def claim_all(database: Database) -> list[int]:
    claimed = []
    while (update_id := await claim(database)) is not None:
        claimed.append(update_id)
        ident = update_id
        await database.write(lambda conn: inbox.done(conn, ident, NOW))  # noqa: B023
    return claimed


async def test_updates_of_a_chat_come_in_the_order_telegram_sent_them(database: Database) -> None:
    await store(database, message(9, 1), message(5, 1))
    await store(database, message(7, 1))
    await store(database, message(6, 1))
    assert await claim_all(database) == [5, 6, 7, 9]


async def test_a_chat_in_disorder_changes_nothing_for_another(database: Database) -> None:
    await store(database, message(9, 1), message(8, 2))
    await store(database, message(5, 1), message(10, 2))
    assert await claim_all(database) == [5, 8, 9, 10]


async def test_after_a_jump_of_numbers_updates_come_in_the_order_of_arrival(
    database: Database,
) -> None:
    await store(database, message(5_000, 1), message(2_100_000, 1), message(900, 1))
    await store(database, message(2_100_001, 1), message(901, 1))
    assert await claim_all(database) == [5_000, 2_100_000, 900, 2_100_001, 901]


@given(st.permutations(range(30)))
def test_any_disorder_of_neighbours_is_put_right(numbers: list[int]) -> None:
    assert inbox.in_order(numbers) == list(range(30))


async def test_a_busy_chat_does_not_hold_up_others(database: Database) -> None:
    await store(database, message(1, 1), message(2, 1), message(3, 2))
    assert await claim(database, {"chat:1"}) == 3
    assert await claim(database, {"chat:1", "chat:2"}) is None


async def claim_many(database: Database, *busy: str) -> list[int]:
    rows = await database.read(lambda conn: claiming.claim(conn, busy, NOW, 32))
    return [row.update_id for row in rows]


async def test_of_a_long_queue_the_oldest_come_and_some_of_the_latest(database: Database) -> None:
    await store(database, *(message(number, number) for number in range(1, 601)))
    claimed = await claim_many(database)
    assert sorted(claimed) == [*range(1, 25), *range(593, 601)]
    assert [number > 300 for number in claimed[:8]] == [True, False, False, False] * 2


async def test_the_latest_of_a_long_queue_never_overtake_their_own_chat(
    database: Database,
) -> None:
    await store(database, *(message(number, number % 300) for number in range(1, 601)))
    assert await claim_many(database) == [*range(1, 33)]


async def test_a_person_with_hundreds_of_updates_holds_up_nobody(database: Database) -> None:
    await store(database, *(message(number, 7) for number in range(1, 401)))
    await store(database, *(message(number, number) for number in range(401, 421)))
    assert sorted(await claim_many(database)) == [1, *range(401, 421)]
    assert sorted(await claim_many(database, "chat:7")) == [*range(401, 421)]


async def test_a_failed_update_holds_up_its_chat_while_it_is_tried_again(
    database: Database,
) -> None:
    await store(database, message(1, 1), message(2, 1), message(3, 2))
    assert await fail(database, 1) is False
    assert await claim(database) == 3
    assert await claim(database, seconds=0.4) == 3
    assert await claim(database, seconds=0.5) == 1


async def test_the_third_failure_is_the_last(database: Database) -> None:
    await store(database, message(1, 1), message(2, 1))
    assert [await fail(database, 1) for _ in range(4)] == [False, False, True, False]
    assert await claim(database) == 2
    assert await database.read(inbox.in_quarantine) == 1


async def test_an_update_leaves_quarantine_when_somebody_says_so(database: Database) -> None:
    await store(database, message(1, 1))
    for _ in range(3):
        await fail(database, 1)
    assert await database.write(lambda conn: inbox.requeue(conn, 1)) is True
    assert await claim(database) == 1


@pytest.mark.parametrize(
    "raw",
    [
        {"message": {"text": "no id"}},
        {"update_id": "12"},
        {"update_id": True},
        {"update_id": 0},
        {"update_id": 2**70},
        {"update_id": 4, "message": {"chat": {"id": 1}, "text": "x" * 600_000}},
    ],
)
async def test_what_nobody_can_read_goes_to_quarantine_once(
    database: Database, raw: dict[str, Any]
) -> None:
    assert await store(database, raw) == 1
    assert await store(database, raw) == 0
    assert await claim(database) is None
    assert await database.read(inbox.in_quarantine) == 1


async def test_a_very_deep_update_does_not_stop_the_others(database: Database) -> None:
    deep: Any = "x"
    for _ in range(100_000):
        deep = [deep]
    assert await store(database, {"update_id": 1, "message": deep}, message(2, 1)) == 2
    assert await claim(database) == 2
    while isinstance(deep, list):  # taken apart by hand: the interpreter would recurse
        deep = deep.pop()


async def test_signs_that_no_database_keeps_are_replaced(database: Database) -> None:
    await store(database, message(1, 1, "a\x00b\ud83dc😀\\u0000"))
    row = await database.read(lambda conn: inbox.get(conn, 1))
    assert row is not None
    assert row.raw == (
        '{"update_id": 1, "message": {"chat": {"id": 1}, "text": "a\ufffdb\ufffdc😀\\\\u0000"}}'
    )


async def test_updates_are_forgotten_when_telegram_cannot_repeat_them(database: Database) -> None:
    await store(database, message(1, 1), message(2, 2))
    await database.write(lambda conn: inbox.done(conn, 1, NOW))
    soon, late = NOW + timedelta(hours=71), NOW + timedelta(hours=73)
    assert await database.write(lambda conn: inbox.purge(conn, soon)) == 0
    assert await database.write(lambda conn: inbox.purge(conn, late)) == 1
    assert await claim(database) == 2


async def test_the_age_of_the_oldest_open_update_is_known(database: Database) -> None:
    assert await database.read(inbox.oldest_open) is None
    await store(database, message(1, 1))
    assert await database.read(inbox.oldest_open) == NOW
    assert await database.read(inbox.waiting) == 1
