"""Reminders when the clocks change, by hand and in UTC; and when a zone gets other rules."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from datetime import UTC, datetime, time, timedelta
from importlib import resources
from pathlib import Path

import pytest
from sqlalchemy import Connection, update

from bot.domain import warsaw
from bot.domain.reminders import Lead, due, moment_of
from bot.programme import occasions as following
from bot.programme import reckoning
from bot.programme.reckoning import FACT
from bot.storage import occasions, occurrences, records
from bot.storage.database import Database
from bot.storage.programme_tables import occasion, occurrence
from tests.programme.reminders.stage import Stage, meet

ROOT = Path(__file__).parents[3]
EVENING, EIGHT = time(19), time(8)

#: Lead, what it reminds of, and when it goes, all in UTC. In March 2026 the offset is one hour
#: until the 29th at 01:00 UTC, in October two hours until the 25th at 01:00 UTC.
CASES = [
    (Lead("", days=1), "03-30 10:00", "03-29 07:00"),
    (Lead("", days=1), "03-29 10:00", "03-28 08:00"),
    (Lead("", days=7), "03-29 10:00", "03-22 08:00"),
    (Lead("", days=7), "04-04 10:00", "03-28 08:00"),
    (Lead("", days=7), "04-05 10:00", "03-29 07:00"),
    (Lead("", days=0), "03-29 21:59", "03-29 07:00"),
    (Lead("", days=0), "03-28 22:59", "03-28 08:00"),
    (Lead("", days=2), "03-30 10:00", "03-28 08:00"),
    (Lead("", days=2), "03-31 10:00", "03-29 07:00"),
    (Lead("", days=30), "04-15 10:00", "03-16 08:00"),
    (Lead("", days=30), "04-28 10:00", "03-29 07:00"),
    (Lead("", days=1, at=EVENING), "03-29 10:00", "03-28 18:00"),
    (Lead("", days=1, at=EVENING), "03-30 10:00", "03-29 17:00"),
    (Lead("", days=0, at=EIGHT), "03-29 21:59", "03-29 06:00"),
    (Lead("", hours=2), "03-29 08:00", "03-29 06:00"),
    (Lead("", hours=2), "03-29 07:59", "03-28 18:00"),
    (Lead("", hours=2), "03-29 01:00", "03-28 18:00"),  # 03:00, the first minute after the gap
    (Lead("", hours=2), "03-29 00:59", "03-28 18:00"),
    (Lead("", hours=2), "03-29 03:00", "03-28 18:00"),
    (Lead("", hours=1), "03-29 10:00", "03-29 09:00"),
    (Lead("", hours=24), "03-29 10:00", "03-28 10:00"),  # the clock shows 12:00, and 11:00
    (Lead("", hours=24), "03-29 06:30", "03-27 18:00"),  # 8:30, and 7:30
    (Lead("", hours=12), "03-29 07:00", "03-28 18:00"),
    (Lead("", hours=12), "03-29 06:59", "03-28 18:59"),
    (Lead("", hours=48), "03-30 10:00", "03-28 10:00"),
    (Lead("", days=1), "10-26 11:00", "10-25 08:00"),
    (Lead("", days=1), "10-25 11:00", "10-24 07:00"),
    (Lead("", days=7), "10-25 11:00", "10-18 07:00"),
    (Lead("", days=7), "10-31 11:00", "10-24 07:00"),
    (Lead("", days=7), "11-01 11:00", "10-25 08:00"),
    (Lead("", days=0), "10-25 22:59", "10-25 08:00"),
    (Lead("", days=0), "10-24 21:59", "10-24 07:00"),
    (Lead("", days=30), "11-24 11:00", "10-25 08:00"),
    (Lead("", days=1, at=EVENING), "10-26 11:00", "10-25 18:00"),
    (Lead("", days=1, at=EVENING), "10-25 11:00", "10-24 17:00"),
    (Lead("", days=0, at=EIGHT), "10-25 22:59", "10-25 07:00"),
    (Lead("", hours=2), "10-25 09:00", "10-25 07:00"),
    (Lead("", hours=2), "10-25 08:59", "10-24 17:00"),
    (Lead("", hours=2), "10-25 00:30", "10-24 17:00"),  # 02:30 for the first time
    (Lead("", hours=2), "10-25 01:30", "10-24 17:00"),  # and for the second
    (Lead("", hours=2), "10-25 02:00", "10-24 17:00"),
    (Lead("", hours=1), "10-25 09:00", "10-25 08:00"),
    (Lead("", hours=24), "10-25 11:00", "10-24 11:00"),  # 12:00, and 13:00
    (Lead("", hours=24), "10-25 18:30", "10-24 17:00"),  # 19:30, and 20:30
    (Lead("", hours=12), "10-25 07:00", "10-24 17:00"),
    (Lead("", hours=12), "10-25 05:59", "10-24 17:59"),
    (Lead("", hours=14), "10-25 22:00", "10-25 08:00"),
]


def of_2026(written: str) -> datetime:
    return datetime.fromisoformat(f"2026-{written}").replace(tzinfo=UTC)


@pytest.mark.parametrize(("lead", "moment", "goes"), CASES)
def test_a_reminder_near_a_clock_change_goes_at_its_time(
    lead: Lead, moment: str, goes: str
) -> None:
    found = due(lead, of_2026(moment))
    assert found.at == of_2026(goes)
    assert moment_of(found.local) == found.at


@pytest.mark.parametrize(
    ("midnight", "evening"), [("03-28 23:00", "03-28 18:00"), ("10-24 22:00", "10-24 17:00")]
)
def test_what_falls_into_the_night_of_a_change_goes_in_its_evening(
    midnight: str, evening: str
) -> None:
    """Each minute of the first five hours of that night, as something two hours later."""
    minutes = [of_2026(midnight) + timedelta(minutes=count) for count in range(300)]
    lead = Lead("2h", hours=2)
    found = {due(lead, minute + timedelta(hours=2)).at for minute in minutes}
    assert found == {of_2026(evening)}


# Other rules


async def test_what_waits_is_reckoned_anew_when_the_rules_of_the_zone_are_others(
    database: Database, stage: Stage
) -> None:
    """Rows that were reckoned when summer time had, say, been abolished."""
    shifted = timedelta(hours=1)

    def work(conn: Connection) -> list[list[occurrences.Occurrence]]:
        meet(conn)
        stage.plan(conn, "meet", "r:1", "2027-04-10 12:00")
        stage.plan(conn, "term", "d:1", "2027-04-30 23:59", days=(7, 1))
        stage.sweep(conn)
        right = occurrences.waiting(conn)
        for one in right:
            wrong = {"due_at": one.due_at + shifted, "until": one.until + shifted}
            conn.execute(update(occurrence).where(occurrence.c.id == one.id).values(**wrong))
        stage.sweep(conn)
        unnoticed = occurrences.waiting(conn)
        records.set_fact(conn, FACT, {"mark": "other rules", "kinds": sorted(stage.kinds)})
        stage.sweep(conn)
        return [right, unnoticed, occurrences.waiting(conn)]

    right, unnoticed, after = await database.write(work)
    assert len(right) == 5
    assert unnoticed != right
    assert after == right


async def test_many_are_reckoned_anew_a_portion_at_a_time(
    database: Database, stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reckoning, "PORTION", 2)

    def work(conn: Connection) -> tuple[list[bool], bool]:
        meet(conn)
        for number in range(5):
            stage.plan(conn, "meet", f"r:{number}", "2027-04-10 12:00")
        stage.sweep(conn)
        right = occurrences.waiting(conn)
        late = occurrence.c.due_at
        for one in right:
            wrong = {late: one.due_at + timedelta(hours=1)}
            conn.execute(update(occurrence).where(occurrence.c.id == one.id).values(wrong))
        records.set_fact(conn, FACT, {"mark": "other rules", "kinds": sorted(stage.kinds)})
        more = [reckoning.follow_rules(conn, stage.desk, stage.kinds) for _ in range(4)]
        return more, occurrences.waiting(conn) == right

    assert await database.write(work) == ([True, True, False, False], True)


async def test_occasions_keep_their_wall_clock_when_the_rules_are_others(
    sqlite: Database, stage: Stage
) -> None:
    def work(conn: Connection) -> tuple[list[occasions.Occasion], list[occasions.Occasion]]:
        following.sync(conn, stage.desk, lambda conn, desk, change: None)
        right = occasions.every_one(conn)
        early = timedelta(hours=1)
        conn.execute(
            update(occasion).values(
                starts_at=right[0].starts_at - early, ends_at=right[0].ends_at - early
            )
        )
        stage.sweep(conn)
        return right, occasions.every_one(conn)

    right, after = await sqlite.write(work)
    times = {one.id: (one.starts_at, one.ends_at, one.seq) for one in right}
    assert {one.id: (one.starts_at, one.ends_at, one.seq) for one in after} == times


def test_the_mark_of_the_rules_changes_with_the_rules(tmp_path: Path) -> None:
    """A machine on which Warsaw keeps the hours of Helsinki, and one on which it keeps its own."""
    zones = tmp_path / "Europe"
    zones.mkdir()
    marks = []
    for like in ("Helsinki", "Warsaw"):
        with resources.as_file(resources.files("tzdata.zoneinfo.Europe") / like) as data:
            shutil.copy(data, zones / "Warsaw")
        done = subprocess.run(
            [sys.executable, "-c", "from bot.domain import warsaw; print(warsaw.rules())"],
            env={**os.environ, "PYTHONTZPATH": str(tmp_path), "PYTHONPATH": str(ROOT)},
            capture_output=True,
            text=True,
            check=True,
        )
        marks.append(done.stdout.strip())
    assert marks[0] != marks[1]
    assert marks[1] == warsaw.rules()
    assert "2026-03-29T03+0200 2026-10-25T02+0100 2027-03-28T03+0200" in marks[1]
