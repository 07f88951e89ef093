"""What the office reports comes out the same when people in it are forgotten."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import Connection, select, update

from bot.domain.periods import of_year
from bot.helpdesk.desk import Desk
from bot.office.privacy.work import ErasureWork
from bot.office.reports import building
from bot.parts import putting_together
from bot.storage import erasures
from bot.storage.advice_tables import advice_card
from bot.storage.database import Database
from bot.storage.programme_tables import registration
from bot.storage.tables import person
from tests.office.reports.seeding import NOW, Year
from tests.programme.desk import SAMPLE, desk

#: Those who told of a practice and sent submissions, which are withdrawn with them.
AUTHORS = (1, 2)


def indicators(conn: Connection, office: Desk) -> dict[str, float]:
    report = building.collect(conn, office, of_year(2027))
    return {one.key: one.done for one in report.indicators}


def _in_many_figures(conn: Connection) -> list[int]:
    """Return people who were at a workshop and have a card, and wrote nothing to be published."""
    came = select(registration.c.person_id).where(registration.c.present_at.is_not(None))
    query = select(advice_card.c.person_id).where(
        advice_card.c.number.is_not(None), advice_card.c.person_id.in_(came)
    )
    found = conn.execute(query.distinct().order_by(advice_card.c.person_id)).scalars()
    living = set(conn.execute(select(person.c.id).where(person.c.erased_at.is_(None))).scalars())
    return [one for one in found if one > 40 and one in living][:6]


def _sow(conn: Connection) -> None:
    Year(scale=0.3).sow(conn)
    # the meeting ahead stands in no file, so no seat of it can be given to the next one
    ahead = registration.c.occasion_id == "w99"
    conn.execute(update(registration).where(ahead).values(state="left"))


async def _erase(database: Database, office: Desk, idents: list[int]) -> None:
    def asked(conn: Connection) -> None:
        for ident in idents:
            erasures.ask(conn, ident, f"RODO-{ident}", NOW - timedelta(days=2), NOW)

    await database.write(asked)
    work = ErasureWork(database, office.because, putting_together.FAREWELLS)
    assert await work.do() == len(idents)


async def test_every_indicator_stays_but_for_what_is_published_no_more(sqlite: Database) -> None:
    office = desk(SAMPLE, NOW)
    await sqlite.write(_sow)
    before = await sqlite.read(lambda conn: indicators(conn, office))
    forgotten = await sqlite.read(_in_many_figures)
    assert len(forgotten) == 6

    await _erase(sqlite, office, forgotten)
    assert await sqlite.read(lambda conn: indicators(conn, office)) == before

    await _erase(sqlite, office, list(AUTHORS))
    after = await sqlite.read(lambda conn: indicators(conn, office))
    fewer = {key: before[key] - number for key, number in after.items() if number != before[key]}
    assert fewer == {"good_practices": 2, "contest_submissions": 2}
