"""Lists of what many asked in a week and the base did not answer."""

from __future__ import annotations

from sqlalchemy import Connection

from bot.storage import gaps
from bot.storage.database import Database


async def test_words_of_old_lists_are_forgotten_and_the_lists_are_not(database: Database) -> None:
    def work(conn: Connection) -> tuple[int, int, list[tuple[str, int]]]:
        for week in ("2026-09-07", "2026-11-23"):
            gaps.put_on_list(
                conn, week, text="Jak to?", topic="legal", people=3, questions=[1, 2, 3]
            )
        first, second = (gaps.forget(conn, "2026-10-01") for _ in range(2))
        found = [*gaps.of_week(conn, "2026-09-07"), *gaps.of_week(conn, "2026-11-23")]
        return first, second, [(one.text, one.people) for one in found]

    assert await database.write(work) == (1, 0, [("", 3), ("Jak to?", 3)])
