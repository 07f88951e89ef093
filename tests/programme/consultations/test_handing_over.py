"""What a leave hands over, and what not: confided tickets, those without a choice, meetings."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import Connection

from bot.programme.consultations import handing_over
from bot.storage import people, rosters, staff, tickets
from bot.storage.database import Database
from tests.programme.desk import NOW, desk, sample

EWA, MAREK, JUDGE = 301, 302, 303


def _stage(conn: Connection, **absence: Any) -> list[int]:
    """Let Ewa hold a plain ticket, a confided one and one of a contest, and go on leave."""
    for ident in (EWA, MAREK, JUDGE):
        staff.know(conn, ident, f"Osoba {ident}", member=True)
    staff.set_fields(conn, JUDGE, scores=True)
    anna = people.meet(conn, 1000, "Anna", NOW)
    rosters.add_absence(
        conn, advisor_id=EWA, kind="leave", first_day="2027-02-01", last_day="2027-02-12",
        created_at=NOW, **absence,
    )  # fmt: skip
    kinds: tuple[dict[str, Any], ...] = ({}, {"confidential": True}, {"contest": "granty"})
    return [
        tickets.open_new(
            conn, person_id=anna.id, address=anna.address, topic="legal", need="calm",
            opened_at=NOW, state="claimed", advisor_id=EWA, **more,
        ).id
        for more in kinds
    ]  # fmt: skip


async def _holders(database: Database, there: Any, **absence: Any) -> list[int | None]:
    def work(conn: Connection) -> list[int | None]:
        held = _stage(conn, **absence)
        handing_over.hand_over(conn, there)
        handing_over.hand_over(conn, replace(there, cause="again"))
        return [tickets.get(conn, one).advisor_id for one in held]

    return await database.write(work)


async def test_a_substitute_gets_the_tickets_but_not_what_was_confided(
    sqlite: Database, tmp_path: Path
) -> None:
    there = desk(sample(tmp_path))
    found = await _holders(sqlite, there, substitute_id=MAREK, settled=True)
    assert found == [MAREK, None, MAREK]


async def test_who_judges_applications_gets_no_ticket_of_a_contest(
    sqlite: Database, tmp_path: Path
) -> None:
    there = desk(sample(tmp_path))
    found = await _holders(sqlite, there, substitute_id=JUDGE, settled=True)
    assert found == [JUDGE, None, None]


async def test_without_a_choice_they_wait_a_day_and_go_back_to_the_queue(
    database: Database, tmp_path: Path
) -> None:
    there = desk(sample(tmp_path))

    def work(conn: Connection) -> list[list[int | None]]:
        held = _stage(conn)
        found = []
        for days in (0, 1):
            later = replace(there, now=NOW + timedelta(days=days), cause=f"day{days}")
            handing_over.hand_over(conn, later)
            found.append([tickets.get(conn, one).advisor_id for one in held])
        return found

    assert await database.write(work) == [[EWA] * 3, [None] * 3]
