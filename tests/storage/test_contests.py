"""Rows of contests: questions under numbers, follows, kept results, brought results."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Connection
from sqlalchemy.exc import IntegrityError

from bot.storage import contest_questions, follows, grantees, people
from bot.storage.database import Database

NOW = datetime(2027, 3, 20, 9, 0, tzinfo=UTC)


def asked(conn: Connection, state: str = "offered") -> int:
    return contest_questions.add(
        conn, contest="granty", question="Czy?", answer="Tak.", state=state, created_at=NOW
    )


async def test_a_question_moves_only_from_where_it_is(database: Database) -> None:
    def work(conn: Connection) -> tuple[bool, bool]:
        ident = asked(conn)
        first = contest_questions.move(conn, ident, was=("offered",), state="public", number=1)
        return first, contest_questions.move(conn, ident, was=("offered",), state="dropped")

    assert await database.write(work) == (True, False)


async def test_no_number_is_given_twice(database: Database) -> None:
    def number(conn: Connection) -> None:
        for ident in (asked(conn), asked(conn)):
            contest_questions.move(conn, ident, was=("offered",), state="public", number=1)

    with pytest.raises(IntegrityError):
        await database.write(number)
    assert await database.read(lambda conn: contest_questions.next_number(conn, "granty")) == 1


async def test_followers_are_told_of_what_was_public_before_a_moment(database: Database) -> None:
    def work(conn: Connection) -> list[list[int | None]]:
        early, late = asked(conn), asked(conn)
        for ident, at, number in ((early, NOW, 1), (late, NOW + timedelta(hours=2), 2)):
            values = {"state": "public", "number": number, "published_at": at}
            contest_questions.move(conn, ident, was=("offered",), **values)
        seen = []
        for moment in (NOW + timedelta(hours=1), NOW + timedelta(hours=3)):
            fresh = contest_questions.untold(conn, moment)
            contest_questions.told(conn, [one.id for one in fresh], moment)
            seen.append([one.number for one in fresh])
        return seen

    assert await database.write(work) == [[1], [2]]


async def test_following_twice_is_following_once(database: Database) -> None:
    def work(conn: Connection) -> list[object]:
        anna = people.meet(conn, 5, "Anna", NOW)
        done = [follows.add(conn, anna.id, "contest:granty", NOW) for _ in range(2)]
        names = [one.name for one in follows.followers(conn, "contest:granty")]
        gone = [follows.remove(conn, anna.id, "contest:granty") for _ in range(2)]
        return [done, names, gone]

    assert await database.write(work) == [[True, False], ["Anna"], [True, False]]


async def test_a_kept_result_takes_the_place_of_the_earlier(database: Database) -> None:
    def work(conn: Connection) -> list[object]:
        anna = people.meet(conn, 5, "Anna", NOW)
        for means in ("ask", "fits"):
            values = {"means": means, "notes": [means], "at": NOW}
            follows.keep_result(conn, anna.id, "granty", "quiz", **values)
        found = follows.result(conn, anna.id, "granty", "quiz")
        gone = [follows.forget_result(conn, anna.id, "granty", "quiz") for _ in range(2)]
        return [found.means if found else None, gone]

    assert await database.write(work) == ["fits", [True, False]]


async def test_brought_results_are_decided_once(database: Database) -> None:
    def work(conn: Connection) -> list[bool]:
        ident = grantees.add(
            conn, contest="granty", lines=[{"name": "KGW"}], author_id=9, author="Zofia",
            state="offered", created_at=NOW,
        )  # fmt: skip
        return [grantees.move(conn, ident, was=("offered",), state="done") for _ in range(2)]

    assert await database.write(work) == [True, False]
