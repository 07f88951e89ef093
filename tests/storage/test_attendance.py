"""What a meeting leaves behind, on both databases: answers, certificates, files, panels."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Connection
from sqlalchemy.exc import IntegrityError

from bot.storage import boards, certificates, occasion_files, occasions, receipts, surveys
from bot.storage import registrations as lists
from bot.storage.database import Database

NOW = datetime(2027, 3, 13, 9, 0, tzinfo=UTC)


def meeting(conn: Connection, people: int = 3) -> list[int]:
    """Store a meeting with so many people; return their numbers."""
    occasions.add(
        conn,
        "w",
        kind="workshop",
        title="W",
        starts_at=NOW,
        ends_at=NOW + timedelta(hours=3),
        text="",
        mark="",
        origin="file",
        changed_at=NOW,
        created_at=NOW,
    )
    return [
        lists.add(conn, occasion_id="w", state="seated", name=f"Osoba {at}", created_at=NOW)
        for at in range(people)
    ]


def enter(conn: Connection, year: int, ident: int) -> int:
    return certificates.issue(
        conn, year, ident, name="N", title="W", day="2027-03-13", hours=3, issued_at=NOW
    )


async def test_numbers_of_certificates_have_no_gap_and_begin_anew_each_year(
    database: Database,
) -> None:
    first, second, third = await database.write(meeting)

    def work(conn: Connection) -> list[str]:
        one = enter(conn, 2027, first)
        enter(conn, 2027, second)
        assert certificates.cancel(conn, one, 900, NOW)
        assert not certificates.cancel(conn, one, 900, NOW)
        enter(conn, 2027, first)
        enter(conn, 2028, third)
        return [one.sign for one in certificates.of_occasion(conn, "w")]

    assert await database.write(work) == ["1/2027", "2/2027", "3/2027", "1/2028"]
    kept = await database.read(lambda conn: certificates.of_year(conn, 2027))
    assert [(one.number, one.cancelled_by) for one in kept] == [(1, 900), (2, None), (3, None)]


async def test_a_transaction_that_fails_uses_up_no_number(database: Database) -> None:
    first, second, _ = await database.write(meeting)

    def fails(conn: Connection) -> None:
        enter(conn, 2027, first)
        raise RuntimeError("the second one could not be entered")

    with pytest.raises(RuntimeError):
        await database.write(fails)
    ident = await database.write(lambda conn: enter(conn, 2027, second))
    found = await database.read(lambda conn: certificates.find(conn, ident))
    assert found is not None and found.sign == "1/2027"


async def test_nobody_has_two_certificates_in_force(database: Database) -> None:
    first, _, _ = await database.write(meeting)
    await database.write(lambda conn: enter(conn, 2027, first))
    with pytest.raises(IntegrityError):
        await database.write(lambda conn: enter(conn, 2027, first))


async def test_a_question_is_answered_once_and_in_order(database: Database) -> None:
    first, second, _ = await database.write(meeting)

    def work(conn: Connection) -> list[bool]:
        return [
            surveys.step(conn, first, "after", 1),
            surveys.step(conn, first, "after", 0),
            surveys.step(conn, first, "after", 0),
            surveys.step(conn, first, "after", 1),
            surveys.step(conn, second, "after", 0),
        ]

    assert await database.write(work) == [False, True, False, True, True]

    def finished(conn: Connection) -> dict[int, bool | None]:
        surveys.finish(conn, first, "after", NOW, passed=True)
        return {key: one.passed for key, one in surveys.of_occasion(conn, "w", "after").items()}

    assert await database.write(finished) == {first: True, second: None}


async def test_files_of_a_meeting_are_kept_by_kind(database: Database) -> None:
    await database.write(meeting)

    def work(conn: Connection) -> list[str]:
        given = {"occasion_id": "w", "chat_id": 1, "message_id": 2, "added_by": 3, "at": NOW}
        for kind, title in (("material", "a"), ("scan", "b"), ("material", "c")):
            occasion_files.add(
                conn, kind=kind, title=title, media="document", file={"file_id": "x"}, **given
            )
        return [one.title for one in occasion_files.of_occasion(conn, "w", "material")]

    assert await database.write(work) == ["a", "c"]


async def test_panels_are_found_by_their_word_and_its_pages_alone(database: Database) -> None:
    def work(conn: Connection) -> list[str | None]:
        subjects = ("att:w", "attp:w.0", "attp:w.11", "att:w2", "attp:w_1.0", "attx:w")
        for at, subject in enumerate(subjects):
            receipts.record(conn, 1, at + 1, "panel", NOW, subject=subject)
        receipts.record(conn, 1, 99, "gone", NOW, subject="att:w")
        receipts.record(conn, 2, 1, "panel", NOW - timedelta(days=3), subject="att:w")
        found = boards.standing(conn, ["att:w", "attp:w"], NOW - timedelta(days=2))
        return [one.subject for one in found]

    assert await database.write(work) == ["att:w", "attp:w.0", "attp:w.11"]
