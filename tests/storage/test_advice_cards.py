"""The advice register on both databases: numbers without gaps, corrections, sums."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Connection, select

from bot.storage import advice_cards, advice_sums, staff
from bot.storage.advice_cards import AdviceCard
from bot.storage.advice_tables import advice_card, closed_month
from bot.storage.database import Database
from bot.storage.rows import put

NOW = datetime(2027, 2, 10, 9, 0, tzinfo=UTC)
EWA = 201


def draft(conn: Connection, **values: Any) -> AdviceCard:
    if staff.find(conn, EWA) is None:
        staff.know(conn, EWA, "Ewa", member=True)
    given = {
        "year": 2027, "month": "2027-02", "advisor_id": EWA, "advisor": "Ewa", "topic": "legal",
        "form": "bot", "day": "2027-02-10", "minutes": 30, "created_at": NOW, **values,
    }  # fmt: skip
    return advice_cards.draft(conn, **given)


def issued(conn: Connection, **values: Any) -> AdviceCard:
    card = draft(conn, **values)
    assert advice_cards.issue(conn, card, 2027, issued_at=NOW, issued_by=EWA)
    return advice_cards.get(conn, card.id)


async def test_many_cards_issued_at_once_have_numbers_without_gaps(
    database: Database, url: str
) -> None:
    """Two copies of the program write at the same time, and every fifth transaction fails."""
    other = await Database.open(url, alone=False, upgrade=False)
    await database.write(draft)

    def issue(conn: Connection, at: int) -> None:
        card = issued(conn)
        assert card.number is not None
        if at % 5 == 0:
            raise ValueError("half way")

    stores = (database, other)
    outcomes = await asyncio.gather(
        *(stores[at % 2].write(lambda conn, at=at: issue(conn, at)) for at in range(40)),
        return_exceptions=True,
    )
    await other.close()

    assert sum(isinstance(one, ValueError) for one in outcomes) == 8
    assert [one for one in outcomes if one is not None and not isinstance(one, ValueError)] == []
    given = select(advice_card.c.number).where(advice_card.c.state == "issued")
    numbers = await database.read(lambda conn: list(conn.execute(given).scalars()))
    assert sorted(numbers) == list(range(1, 33))


async def test_a_card_is_issued_once_and_its_number_stays_when_it_is_cancelled(
    database: Database,
) -> None:
    def work(conn: Connection) -> None:
        card = draft(conn)
        assert advice_cards.issue(conn, card, 2027)
        assert not advice_cards.issue(conn, card, 2027)  # a press of an older revision
        first = advice_cards.get(conn, card.id)
        assert not advice_cards.move(conn, first, minutes=5)  # it is no draft any more
        assert advice_cards.cancel(conn, first, EWA, "pomyłka", NOW)
        assert not advice_cards.cancel(conn, first, EWA, "znowu", NOW)
        assert issued(conn).sign == "2/2027"
        kept = advice_cards.get(conn, card.id)
        assert (kept.sign, kept.cancelled_why, kept.cancelled_by) == ("1/2027", "pomyłka", EWA)

    await database.write(work)


async def test_a_correction_counts_only_what_it_changes(database: Database) -> None:
    def work(conn: Connection) -> list[tuple[int | None, int]]:
        first = issued(conn, minutes=60, organisation="KGW")
        march = {"month": "2027-03", "concerns": "2027-02", "organisation": "KGW"}
        late = issued(conn, minutes=40, **march, corrects_id=first.id)
        advice_cards.cancel(conn, late, EWA, "poprawiona", NOW)  # and corrected in an open month
        issued(conn, minutes=45, **march, corrects_id=late.id)
        found = advice_sums.of_organisation(conn, None, "KGW")
        return [(one.card.number, one.minutes) for one in found]

    assert await database.write(work) == [(1, 60), (3, -15)]


async def test_an_organisation_is_known_by_its_row_or_else_by_its_name(database: Database) -> None:
    def work(conn: Connection) -> tuple[int, int]:
        issued(conn, organisation="KGW Łąck", minutes=20)
        issued(conn, organisation="KGW Łąck", minutes=25)
        issued(conn, organisation="", minutes=50)
        mine = advice_sums.of_organisation(conn, None, "KGW Łąck")
        nobody = advice_sums.of_organisation(conn, None, "")
        return sum(one.minutes for one in mine), len(nobody)

    assert await database.write(work) == (45, 0)


async def test_cards_with_hours_are_found_by_advisor_and_day(database: Database) -> None:
    def work(conn: Connection) -> list[str]:
        hour = timedelta(hours=1)
        called = {"form": "phone", "started_at": NOW, "ended_at": NOW + hour}
        staff.know(conn, 202, "Marek", member=True)
        issued(conn, **called)
        issued(conn)
        issued(conn, **called, advisor_id=202)
        issued(conn, **called, day="2027-02-11")
        advice_cards.cancel(conn, issued(conn, **called), EWA, "pomyłka", NOW)
        draft(conn, **called)
        return [one.sign for one in advice_cards.with_hours(conn, EWA, "2027-02-10")]

    assert await database.write(work) == ["1/2027"]


@pytest.mark.parametrize("wrong", [{"form": "bot"}, {"ended_at": None}])
async def test_written_advice_has_no_hours(database: Database, wrong: dict[str, Any]) -> None:
    given = {"form": "phone", "started_at": NOW, "ended_at": NOW + timedelta(hours=1), **wrong}
    with pytest.raises(Exception, match=r"written_advice|from_and_to"):
        await database.write(lambda conn: draft(conn, **given))


async def test_closed_months_are_known(database: Database) -> None:
    def work(conn: Connection) -> frozenset[str]:
        said = {"closed_by": 900, "closer": "Zofia", "closed_at": NOW, "figures": {}}
        put(conn, closed_month, month="2027-01", **said)
        return advice_cards.closed_months(conn)

    assert await database.write(work) == {"2027-01"}
