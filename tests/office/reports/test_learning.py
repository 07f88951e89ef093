"""A test taken twice tells who learnt something; one taken once tells nothing."""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import Connection

from bot.domain.periods import of_month
from bot.office.reports.learning import Learnt, learnt
from bot.programme import occasions as following
from bot.storage import figures, occasions, registrations, surveys
from bot.storage.database import Database
from tests.programme.desk import SAMPLE, desk

BEFORE = datetime(2027, 1, 1, tzinfo=UTC)
NOW = datetime(2027, 12, 30, 9, tzinfo=UTC)
MEETING = "ksiegi"  # its right answers are 1, 3, 1
#: Of each person: the answers before, and after.
SAID = {
    "learnt": ((1, 1, 2), (1, 3, 1)),
    "knew": ((1, 3, 1), (1, 3, 1)),
    "forgot": ((1, 3, 1), (2, 3, 1)),
    "left": ((2, 1, 2), ()),
}


async def test_who_did_better_afterwards_has_learnt(sqlite: Database) -> None:
    office = desk(SAMPLE, BEFORE)

    def fill(conn: Connection) -> list[figures.Held]:
        following.sync(conn, office, lambda conn, desk, change: None)
        for name, parts in SAID.items():
            given = {"occasion_id": MEETING, "name": name, "state": "seated", "created_at": BEFORE}
            one = registrations.add(conn, **given)
            for part, values in zip(("before", "after"), parts, strict=True):
                for number, value in enumerate(values):
                    surveys.keep(conn, MEETING, part, number, value=value, registration_id=one)
        assert occasions.get(conn, MEETING).state == "open"
        return figures.held(conn, of_month("2027-03"), NOW)

    held = await sqlite.write(fill)
    found = await sqlite.read(lambda conn: learnt(conn, held))
    assert found == {MEETING: Learnt(both=3, more=1)}
