"""The seals of the audit trail: whatever is changed, taken out or put in is noticed."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Connection, delete, insert, select, text, update

from bot.storage import records, retention, seals
from bot.storage.database import Database
from bot.storage.retention import Limits
from bot.storage.seals import Mark
from bot.storage.tables import audit

NOW = datetime(2026, 11, 24, 9, 0, 0, 123456, tzinfo=UTC)
ROWS = 12


def noted(conn: Connection, count: int = ROWS, at: datetime = NOW) -> None:
    for number in range(count):
        moment = at + timedelta(seconds=number)
        records.note(conn, moment, f"person:{number}", "open", number, why=("żółw", 1.5, None))


def whole(conn: Connection) -> seals.Trail:
    noted(conn)
    return seals.verify(conn)


async def test_what_nobody_touched_is_whole(database: Database) -> None:
    trail = await database.write(whole)
    assert (trail.rows, trail.wrong) == (ROWS, None)
    assert trail.last is not None and trail.last == await database.read(seals.last)


def flipped(value: str) -> str:
    """Return a text with one bit of one of its signs turned."""
    return chr(ord(value[0]) ^ 1) + value[1:]


CHANGES: dict[str, Callable[[Any], dict[str, Any]]] = {
    "actor": lambda row: {"actor": flipped(row.actor)},
    "action": lambda row: {"action": flipped(row.action)},
    "ticket": lambda row: {"ticket_id": row.ticket_id ^ 1},
    "moment": lambda row: {"at": row.at + timedelta(microseconds=1)},
    "data": lambda row: {"data": {"why": ["żółw", 1.5, 0]}},
    "seal": lambda row: {"seal": flipped(row.seal)},
    "no seal": lambda _row: {"seal": None},
}


@pytest.mark.parametrize("what", CHANGES)
async def test_a_changed_row_is_found(database: Database, what: str) -> None:
    def work(conn: Connection) -> int | None:
        noted(conn)
        row = conn.execute(select(audit).where(audit.c.ticket_id == 5)).one()
        conn.execute(update(audit).where(audit.c.id == row.id).values(CHANGES[what](row)))
        wrong = seals.verify(conn).wrong
        return None if wrong is None else wrong - int(row.id)

    assert await database.write(work) == 0


async def test_a_row_taken_out_or_put_in_is_found(database: Database) -> None:
    def work(conn: Connection) -> list[bool]:
        noted(conn)
        ids = list(conn.execute(select(audit.c.id).order_by(audit.c.id)).scalars())
        found = []
        with conn.begin_nested() as inside:
            conn.execute(delete(audit).where(audit.c.id == ids[4]))
            found.append(seals.verify(conn).wrong == ids[5])
            inside.rollback()
        with conn.begin_nested() as inside:
            conn.execute(delete(audit).where(audit.c.id <= ids[2]))  # and nobody forgot them
            found.append(seals.verify(conn).wrong == ids[3])
            inside.rollback()
        alien = {"at": NOW, "actor": "x", "action": "open", "data": {}, "seal": "0" * 64}
        conn.execute(insert(audit).values(alien))
        found.append(seals.verify(conn).wrong == ids[-1] + 1)
        return found

    assert await database.write(work) == [True, True, True]


async def test_a_trail_that_was_cut_short_or_written_anew_lacks_its_mark(
    database: Database,
) -> None:
    def work(conn: Connection) -> list[str]:
        noted(conn)
        mark = seals.last(conn)
        assert mark is not None
        told = Mark.told(str(mark))
        verdicts: list[str] = [seals.compare(conn, told)]
        conn.execute(delete(audit).where(audit.c.id == mark.row))
        assert seals.verify(conn).wrong is None  # the seals alone do not show it
        verdicts.append(seals.compare(conn, told))
        records.note(conn, NOW, "person:1", "open", 1)
        assert seals.verify(conn).wrong is None
        verdicts.append(seals.compare(conn, told))
        return verdicts

    assert await database.write(work) == ["same", "other", "other"]


async def test_what_is_forgotten_with_age_breaks_nothing(database: Database) -> None:
    young = NOW + timedelta(days=800)

    def work(conn: Connection) -> list[Any]:
        noted(conn)
        told = seals.last(conn)
        assert told is not None
        noted(conn, 2, young)
        noted(conn, 1)  # the clock was wrong for a moment: it stays as long as those before it
        limits = Limits(words=young, documents=young - timedelta(days=1))
        gone = len(retention.empty(conn, limits).get("audit", []))
        kept, verdict = seals.verify(conn), seals.compare(conn, told)
        retention.empty(conn, Limits(words=young, documents=young + timedelta(days=9)))
        records.note(conn, young, "person:1", "open", 1)
        return [gone, kept.rows, kept.wrong, verdict, seals.verify(conn).rows]

    assert await database.write(work) == [ROWS, 3, None, "forgotten", 1]


@pytest.mark.parametrize(("wrong_in", "gone"), [(5, ROWS + 1), (ROWS, ROWS)])
async def test_a_row_of_a_clock_far_ahead_keeps_nothing_back(
    database: Database, wrong_in: int, gone: int
) -> None:
    later = NOW + timedelta(days=800)

    def work(conn: Connection) -> tuple[int, int, int | None]:
        noted(conn, wrong_in)
        noted(conn, 1, NOW + timedelta(days=9000))
        noted(conn, ROWS - wrong_in)
        limits = Limits(words=later, documents=later)
        forgotten = len(retention.empty(conn, limits).get("audit", []))
        trail = seals.verify(conn)
        return forgotten, trail.rows, trail.wrong

    assert await database.write(work) == (gone, ROWS + 1 - gone, None)


async def test_rows_of_before_there_were_seals_are_passed_over(database: Database) -> None:
    def work(conn: Connection) -> seals.Trail:
        old = {"at": NOW, "actor": "x", "action": "open", "data": {}}
        conn.execute(insert(audit), [old, old])
        return whole(conn)

    trail = await database.write(work)
    assert (trail.rows, trail.wrong) == (ROWS, None)


async def test_a_file_changed_by_hand_is_found(sqlite: Database) -> None:
    await sqlite.write(noted)

    def by_hand(conn: Connection) -> None:
        query = "UPDATE audit SET data = :data WHERE id = 3"
        conn.execute(text(query), {"data": json.dumps({"why": ["inaczej"]})})

    await sqlite.write(by_hand)
    assert (await sqlite.read(seals.verify)).wrong == 3


@pytest.mark.parametrize("wrong", ["", "12", "12:", "12:abc", "x:9f2c41ab77d0", "12:9f2c41ab77dz"])
def test_what_is_no_mark_is_refused(wrong: str) -> None:
    with pytest.raises(ValueError, match=f"^{wrong}$"):
        Mark.told(wrong)
