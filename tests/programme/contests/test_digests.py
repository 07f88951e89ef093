"""The morning's digest of public answers, where two sweeps see different ones."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, select

from bot.domain.warsaw import utc
from bot.programme import occasions
from bot.programme.contests import digests
from bot.storage import contest_questions, follows, people
from bot.storage.database import Database
from bot.storage.tables import outbox
from tests.programme.desk import NOW, desk, sample

NINE = utc(NOW.date(), digests.AT)


async def test_an_answer_that_was_stored_a_moment_after_the_digest_is_told_too(
    database: Database, tmp_path: Path
) -> None:
    there = desk(sample(tmp_path), NINE)

    def public(conn: Connection, number: int) -> None:
        known: dict[str, Any] = {"contest": "granty", "question": "Czy?", "answer": "Tak."}
        before = NINE - timedelta(seconds=1)
        contest_questions.add(
            conn, **known, number=number, state="public", created_at=before, published_at=before
        )

    def work(conn: Connection) -> list[list[int]]:
        occasions.sync(conn, there, lambda *_: None)
        anna = people.meet(conn, 5, "Anna", NOW)
        follows.add(conn, anna.id, "contest:granty", NOW)
        for number in (1, 2):
            public(conn, number)
            digests.send(conn, there)
        rows = conn.execute(select(outbox.c.params).where(outbox.c.template == "contest_digest"))
        return [[one["number"] for one in row.params["items"]] for row in rows]

    assert await database.write(work) == [[1], [2]]
