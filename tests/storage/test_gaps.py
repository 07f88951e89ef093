"""A week's list of questions: its order, who writes about which, and what came of it."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from sqlalchemy import Connection

from bot.domain.messages import Kind
from bot.storage import gaps, proposals, receipts
from bot.storage.database import Database
from bot.storage.outbox import Owed, owe

NOW = datetime(2026, 11, 30, 9, tzinfo=UTC)
WEEK = "2026-11-30"


async def listed(database: Database) -> list[int]:
    def work(conn: Connection) -> list[int]:
        words = {"topic": "legal", "people": 2, "questions": [7, 9]}
        return [gaps.put_on_list(conn, WEEK, text=text, **words) for text in ("Czy?", "Jak?")]

    return await database.write(work)


async def test_a_list_keeps_its_order_and_its_week(database: Database) -> None:
    first, second = await listed(database)
    rows = await database.read(lambda conn: gaps.of_week(conn, WEEK))
    assert [(row.id, row.text, row.state) for row in rows] == [
        (first, "Czy?", "open"),
        (second, "Jak?", "open"),
    ]
    assert await database.read(lambda conn: gaps.of_week(conn, "2026-11-23")) == []


async def test_only_the_first_takes_a_question(database: Database) -> None:
    first, _ = await listed(database)

    def take(conn: Connection) -> bool:
        return gaps.move(conn, first, was="open", state="writing")

    assert [await database.write(take), await database.write(take)] == [True, False]
    rows = await database.read(lambda conn: gaps.of_week(conn, WEEK))
    assert [row.state for row in rows] == ["writing", "open"]


@pytest.mark.parametrize(
    ("state", "draft", "became"),
    [
        ("writing", "draft", None),
        ("writing", "offered", None),
        ("writing", "approved", "approved"),
        ("writing", "stopped", "stopped"),
        ("writing", "rejected", "rejected"),
        ("written", "approved", None),
        ("written", "stopped", "stopped"),
    ],
)
async def test_a_row_that_does_not_say_what_became_of_its_draft_is_found(
    database: Database, state: str, draft: str, became: str | None
) -> None:
    first, _ = await listed(database)

    def write(conn: Connection) -> None:
        words = {"topic": "legal", "author_id": 201, "author": "Ewa", "thread": "group"}
        ident = proposals.begin(conn, NOW, **words)
        proposals.move(conn, ident, was=("draft",), state=draft)
        gaps.move(conn, first, was="open", state=state, revision_id=ident)

    await database.write(write)
    found = await database.read(gaps.out_of_step)
    assert [(row.id, what) for row, what in found] == ([(first, became)] if became else [])


async def test_what_was_written_is_found_by_the_questions_it_answers(database: Database) -> None:
    first, second = await listed(database)

    def write(conn: Connection) -> None:
        for ident in (first, second):
            gaps.move(conn, ident, was="open", state="written", revision_id=ident)

    assert await database.read(lambda conn: gaps.written_about(conn, 7)) is None
    await database.write(write)
    found = await database.read(lambda conn: gaps.written_about(conn, 7))
    assert found is not None
    assert found.id == second
    assert await database.read(lambda conn: gaps.written_about(conn, 8)) is None


async def test_a_message_is_found_by_the_key_it_was_owed_under(database: Database) -> None:
    def write(conn: Connection) -> None:
        owed = owe(conn, Owed("gaps:x", Kind.CARD, "send", "group", "gaps"), NOW)
        receipts.record(conn, -1, 5, "gaps", NOW, outbox_id=owed)

    await database.write(write)
    [known] = await database.read(lambda conn: receipts.of_key(conn, "gaps:x"))
    assert (known.chat_id, known.message_id) == (-1, 5)
    assert await database.read(lambda conn: receipts.of_key(conn, "gaps:y")) == []
