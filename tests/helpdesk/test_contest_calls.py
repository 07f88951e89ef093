"""Which contest a question is about, and whose tickets go first on its last day."""

from __future__ import annotations

from datetime import UTC, datetime
from itertools import count
from pathlib import Path

import pytest
from sqlalchemy import Connection

from bot.helpdesk import contest_calls, opening
from bot.helpdesk.desk import Desk, Incoming
from bot.programme import occasions as following
from bot.storage import people, staff
from bot.storage.database import Database
from bot.storage.rows import Question, Ticket
from tests.programme.desk import desk, sample

MESSAGES = count(1)
NOW = datetime(2027, 3, 20, 9, 0, tzinfo=UTC)


def ready(conn: Connection, there: Desk) -> None:
    following.sync(conn, there, lambda *_: None)


def asked(conn: Connection, words: str, entry: str = "", confidence: float = 0.9) -> Question:
    person = people.meet(conn, 5, "Anna", NOW)
    said = Incoming(5, next(MESSAGES), 5, "Anna", words, NOW)
    near = [{"entry": entry, "confidence": confidence}] if entry else []
    return opening.save_question(conn, person, said, candidates=near, topic="fundraising")


def opened(conn: Connection, there: Desk, words: str) -> Ticket:
    person = people.meet(conn, 5, "Anna", there.now)
    return opening.open_ticket(conn, there, person, asked(conn, words))


@pytest.mark.parametrize(
    ("words", "entry", "confidence", "contest"),
    [
        ("Czy w GRANTACH, to jest „granty na próbę”, można kupić namiot?", "", 0, "granty"),
        ("wniosek do grantow na probe nie przechodzi", "", 0, "granty"),
        ("Ile można dostać?", "maly-grant", 0.9, "granty"),
        ("Ile można dostać?", "maly-grant", 0.2, None),
        ("Czy granty na próbę-2 to nie to? Ograntyna próbę?", "", 0, "granty"),
        ("Jak założyć koło?", "stowarzyszenie-krs", 0.9, None),
        ("", "", 0, None),
    ],
)
async def test_a_question_names_its_contest_or_an_entry_of_it_is_near(
    sqlite: Database,
    tmp_path: Path,
    words: str,
    entry: str,
    confidence: float,
    contest: str | None,
) -> None:
    there = desk(sample(tmp_path), NOW)

    def work(conn: Connection) -> str | None:
        ready(conn, there)
        return contest_calls.meant(conn, there, asked(conn, words, entry, confidence))

    assert await sqlite.write(work) == contest


async def test_a_contest_that_is_over_is_nobodys_matter_any_more(
    sqlite: Database, tmp_path: Path
) -> None:
    there = desk(sample(tmp_path), datetime(2028, 1, 10, 9, tzinfo=UTC))

    def work(conn: Connection) -> str | None:
        ready(conn, there)
        return contest_calls.meant(conn, there, asked(conn, "granty na próbę"))

    assert await sqlite.write(work) is None


@pytest.mark.parametrize(
    ("now", "last"),
    [
        (datetime(2027, 4, 15, 13, 59, tzinfo=UTC), False),
        (datetime(2027, 4, 15, 14, 0, tzinfo=UTC), True),
        (datetime(2027, 4, 16, 13, 59, 59, tzinfo=UTC), True),
        (datetime(2027, 4, 16, 14, 0, tzinfo=UTC), False),
    ],
)
async def test_the_last_day_is_24_hours_to_the_minute(
    sqlite: Database, tmp_path: Path, now: datetime, last: bool
) -> None:
    there = desk(sample(tmp_path), now)

    def work(conn: Connection) -> tuple[bool, bool, bool]:
        ready(conn, there)
        ticket = opened(conn, there, "granty na próbę: błąd w generatorze")
        other = opened(conn, there, "Jak założyć koło?")
        return (
            contest_calls.last_day(conn, there, ticket) is not None,
            contest_calls.last_day(conn, there, other) is not None,
            contest_calls.that_end(conn, there) == {"granty"},
        )

    assert await sqlite.write(work) == (last, False, last)


async def test_who_judges_may_take_all_but_contest_tickets(
    sqlite: Database, tmp_path: Path
) -> None:
    there = desk(sample(tmp_path), NOW)

    def work(conn: Connection) -> list[bool]:
        ready(conn, there)
        staff.know(conn, 9, "Ewa", scores=True)
        staff.know(conn, 10, "Marek")
        about, other = opened(conn, there, "granty na próbę"), opened(conn, there, "Koło?")
        return [
            contest_calls.may_take(conn, ticket, who)
            for ticket in (about, other)
            for who in (9, 10)
        ]

    assert await sqlite.write(work) == [False, True, True, True]
