"""The outbox: each promise once, in order within a lane, the urgent first."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from bot.domain.messages import Kind
from bot.storage import outbox, sending
from bot.storage.database import Database
from bot.storage.outbox import KeyReused, Outcome, Owed
from tests.stepped_clock import BEGINNING as NOW


def answer(key: str, to: str = "chat:1", **values: Any) -> Owed:
    return replace(Owed(key, Kind.ANSWER, "send", to, "answer", {"n": (1, 2)}), **values)


async def owe(database: Database, *owed: Owed) -> list[int | None]:
    return await database.write(lambda conn: [outbox.owe(conn, one, NOW) for one in owed])


async def next_key(
    database: Database, resting: tuple[str, ...] = (), **later: float
) -> str | None:
    now = NOW + timedelta(**later)
    rows = await database.read(lambda conn: sending.next_due(conn, now, resting, 1))
    row = rows[0] if rows else None
    return None if row is None else row.key


async def finish(database: Database, ident: int | None, state: str) -> None:
    assert ident is not None
    await database.write(lambda conn: sending.finish(conn, ident, Outcome(state), NOW))


async def test_the_same_promise_is_made_once(database: Database) -> None:
    first, again = await owe(database, answer("a"), answer("a"))
    assert first == again is not None


async def test_a_key_cannot_stand_for_something_else(database: Database) -> None:
    await owe(database, answer("a"))
    for other in (
        answer("a", to="chat:2"),
        answer("a", params={"n": [3]}),
        answer("a", template="other"),
        answer("a", operation="text"),
    ):
        with pytest.raises(KeyReused):
            await owe(database, other)


async def test_a_card_that_waits_stands_in_for_a_newer_one(database: Database) -> None:
    card = Owed("c1", Kind.CARD, "card", "group/legal", coalesce="card:7")
    newer = replace(card, key="c2")
    ids = await owe(database, card, newer)
    assert ids[1] is None
    await finish(database, ids[0], "sending")
    assert (await owe(database, newer))[0] is not None


async def test_a_lane_keeps_its_order(database: Database) -> None:
    first, _ = await owe(database, answer("a"), answer("b"))
    assert await next_key(database) == "a"
    await finish(database, first, "sending")
    assert await next_key(database) is None
    await finish(database, first, "sent")
    assert await next_key(database) == "b"


async def test_what_waits_to_be_repeated_keeps_its_place(database: Database) -> None:
    first, _, _ = await owe(database, answer("a"), answer("b"), answer("c", to="chat:2"))
    assert first is not None
    later = NOW + timedelta(seconds=30)
    await database.write(lambda conn: sending.missed(conn, first, later, "network"))
    assert await next_key(database) == "c"
    assert await next_key(database, seconds=31) == "a"


async def test_topics_of_the_group_share_a_lane(database: Database) -> None:
    first, _ = await owe(database, answer("a", to="group/legal"), answer("b", to="group"))
    await finish(database, first, "sending")
    assert await next_key(database) is None


async def test_a_resting_lane_is_passed_over(database: Database) -> None:
    await owe(database, answer("a"), answer("b", to="chat:2"))
    assert await next_key(database, ("chat:1",)) == "b"
    assert await next_key(database, ("chat:1", "chat:2")) is None


async def test_the_urgent_goes_first(database: Database) -> None:
    await owe(
        database,
        answer("news", kind=Kind.BROADCAST),
        answer("card", to="group", kind=Kind.CARD),
        answer("answer", to="chat:3"),
    )
    assert await next_key(database) == "answer"
    assert await next_key(database, ("chat:3",)) == "card"
    assert await next_key(database, ("chat:3", "group")) == "news"


async def test_a_broadcast_that_waits_does_not_hold_up_an_answer(database: Database) -> None:
    await owe(database, answer("news", kind=Kind.BROADCAST), answer("answer"))
    assert await next_key(database) == "answer"


async def test_a_card_holds_up_what_is_said_under_it(database: Database) -> None:
    await owe(
        database,
        answer("card", to="group/legal", kind=Kind.CARD),
        answer("words", to="group/legal"),
    )
    assert await next_key(database) == "card"


async def test_threads_wait_for_nobody(database: Database) -> None:
    card, _ = await owe(
        database,
        answer("card", to="group/legal", kind=Kind.CARD),
        answer("thread", to="group/legal", kind=Kind.THREAD, operation="thread"),
    )
    assert card is not None
    await database.write(lambda conn: sending.postpone(conn, card, NOW + timedelta(seconds=2)))
    assert await next_key(database) == "thread"


async def test_what_was_put_off_is_due_at_its_moment(database: Database) -> None:
    await owe(database, answer("a", not_before=NOW + timedelta(hours=1)))
    assert await next_key(database) is None
    moment = await database.read(lambda conn: sending.next_moment(conn, NOW))
    assert moment == NOW + timedelta(hours=1)
    assert await next_key(database, hours=1) == "a"


async def test_only_what_waits_can_be_cancelled(database: Database) -> None:
    first, second = await owe(database, answer("a"), answer("b"))
    assert first is not None
    await finish(database, first, "sent")
    cancelled = await database.write(
        lambda conn: [
            outbox.cancel_pending(conn, one or 0, "undone", NOW) for one in (first, second)
        ]
    )
    assert cancelled == [False, True]
    state = await database.read(lambda conn: outbox.state_of(conn, second or 0))
    assert state == ("cancelled", "undone", NOW)


async def test_all_that_waits_for_one_person_can_be_cancelled(database: Database) -> None:
    await owe(database, answer("a"), answer("b"), answer("c", to="chat:2"))
    count = await database.write(lambda conn: outbox.cancel_lane(conn, "chat:1", "blocked", NOW))
    assert count == 2
    assert await next_key(database) == "c"


async def test_a_person_may_send_again_what_nobody_knows_of(database: Database) -> None:
    (ident,) = await owe(database, answer("a"))
    assert ident is not None
    assert await database.write(lambda conn: outbox.send_again(conn, ident, NOW)) is False
    await finish(database, ident, "uncertain")
    assert await database.write(lambda conn: outbox.send_again(conn, ident, NOW)) is True
    assert await next_key(database) == "a"


async def test_words_are_forgotten_and_outcomes_kept(database: Database) -> None:
    (ident,) = await owe(database, answer("a"))
    await finish(database, ident, "sent")
    late = NOW + timedelta(days=31)
    assert await database.write(lambda conn: outbox.forget_texts(conn, late)) == 1
    assert await database.write(lambda conn: outbox.forget_texts(conn, late)) == 0
    row = await database.read(lambda conn: outbox.by_id(conn, ident or 0))
    assert row is not None
    assert (row.params, row.frozen, row.template, row.state) == ({}, None, None, "sent")


async def test_what_has_words_is_found_without_reading_all(database: Database) -> None:
    if database.kind != "sqlite":
        pytest.skip("how PostgreSQL goes about it depends on how much there is")
    query = (
        "EXPLAIN QUERY PLAN UPDATE outbox SET template = NULL WHERE outbox.finished_at < '2026' "
        "AND (outbox.template IS NOT NULL OR outbox.frozen IS NOT NULL)"
    )
    plan = await database.read(lambda conn: conn.exec_driver_sql(query).fetchall())
    assert ["ix_outbox_worded" in row.detail for row in plan] == [True]


async def test_rows_are_counted_by_state_and_by_the_beginning_of_their_keys(
    database: Database,
) -> None:
    await owe(database, answer("new_a"), answer("new_b"), answer("newXc", kind=Kind.CARD))
    assert await database.read(outbox.counts) == {"pending": 3}
    assert await database.read(outbox.waiting_by_kind) == {"answer": 2, "card": 1}
    assert await database.read(lambda conn: outbox.count_since(conn, "new_", NOW)) == 2
    later = NOW + timedelta(seconds=1)
    assert await database.read(lambda conn: outbox.count_since(conn, "new_", later)) == 0
