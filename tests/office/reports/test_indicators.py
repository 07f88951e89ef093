"""A seeded year: every indicator equals what a second count of the raw rows gives."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.domain.periods import of_month, of_year
from bot.helpdesk.desk import Desk
from bot.office.reports import building
from bot.office.reports.building import Report
from bot.storage.database import Database
from tests.office.reports.recount import recount
from tests.office.reports.seeding import NOW, Year
from tests.postgresql import Databases
from tests.programme.desk import SAMPLE, desk


@pytest.fixture(scope="module")
def office() -> Desk:
    return desk(SAMPLE, NOW)


async def told(database: Database, office: Desk) -> Report:
    year = Year()
    await database.write(year.sow)
    return await database.read(lambda conn: building.collect(conn, office, of_year(2027)))


async def test_every_indicator_equals_a_second_count(sqlite: Database, office: Desk) -> None:
    report = await told(sqlite, office)
    assert sqlite.path is not None
    counted = recount(Path(sqlite.path))
    files = len(office.base.practices)
    counted["good_practices"] += files
    assert {one.key: one.done for one in report.indicators} == counted
    assert 250 <= counted["advice_hours"] <= 400 and counted["initiatives"] == 28


async def test_both_databases_tell_the_same(
    sqlite: Database, postgresql_databases: Databases, office: Desk
) -> None:
    address = await postgresql_databases.take()
    there = await Database.open(address)
    marks = [[one.check for one in (await told(db, office)).tables] for db in (sqlite, there)]
    await there.close()
    postgresql_databases.leave(address)
    assert marks[0] == marks[1]


async def test_what_counts_in_a_closed_month_is_shown_as_it_was(
    sqlite: Database, office: Desk
) -> None:
    year = Year(scale=0.1)
    await sqlite.write(year.sow)
    report = await sqlite.read(lambda conn: building.collect(conn, office, of_month("2027-01")))
    row = next(row for row in report.summary.rows if "Godziny doradztwa" in str(row[0]))
    assert row[5] == 12.25  # whatever the rows say now
    assert row[1] == 300
