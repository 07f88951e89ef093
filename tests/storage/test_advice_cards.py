"""The advice register on both databases: numbers without gaps, corrections, sums."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Connection

from bot.storage import advice_cards, advice_sums, people, staff, tickets
from bot.storage.advice_cards import AdviceCard
from bot.storage.advice_tables import closed_month
from bot.storage.database import Database
from bot.storage.rows import add, put
from bot.storage.tables import question

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
    cards = await database.read(advice_sums.in_force)
    assert [one.card.number for one in cards] == list(range(1, 33))


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
        first = issued(conn, minutes=60)
        late = issued(conn, minutes=40, month="2027-03", concerns="2027-02", corrects_id=first.id)
        advice_cards.cancel(conn, late, EWA, "poprawiona", NOW)  # and corrected in an open month
        issued(conn, minutes=45, month="2027-03", concerns="2027-02", corrects_id=late.id)
        return [(one.card.number, one.minutes) for one in advice_sums.in_force(conn)]

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


async def test_the_same_minute_of_one_advisor_is_found(database: Database) -> None:
    def work(conn: Connection) -> None:
        hour = timedelta(hours=1)
        card = issued(conn, form="phone", started_at=NOW, ended_at=NOW + hour)
        found = advice_cards.in_the_way(conn, EWA, NOW + hour / 2, NOW + 2 * hour, None)
        assert found is not None
        assert found.id == card.id
        for starts, advisor, but in (
            (NOW + hour, EWA, None),
            (NOW - hour, EWA, None),
            (NOW, 202, None),
            (NOW, EWA, card.id),
        ):
            assert advice_cards.in_the_way(conn, advisor, starts, starts + hour, but) is None

    await database.write(work)


async def test_tickets_without_a_card_are_found_until_somebody_says_why(
    database: Database,
) -> None:
    def work(conn: Connection) -> list[list[int]]:
        person = people.meet(conn, 101, "Anna", NOW)
        ewa = staff.know(conn, EWA, "Ewa").telegram_id
        given = {"address": "chat:101", "topic": "legal", "opened_at": NOW, "closed_at": NOW}
        given |= {"person_id": person.id, "state": "closed", "advisor_id": ewa}
        first, second = (tickets.open_new(conn, **given).id for _ in range(2))
        found = [[one.id for one in advice_sums.without_card(conn, NOW, NOW + timedelta(1))]]
        assert advice_cards.move(conn, draft(conn, ticket_id=first), state="dropped")
        draft(conn, ticket_id=second)
        found.append([one.id for one in advice_sums.without_card(conn, NOW, NOW + timedelta(1))])
        return found

    assert await database.write(work) == [[1, 2], [2]]


async def test_answers_of_the_bot_alone_are_counted_apart(database: Database) -> None:
    def work(conn: Connection) -> dict[str, int]:
        person = people.meet(conn, 101, "Anna", NOW)
        for at, (state, feedback, entry) in enumerate(
            [("done", "helped", "e"), ("answered", None, "e"), ("done", "other", "e"),
             ("done", None, None)]
        ):  # fmt: skip
            given = {"state": state, "feedback": feedback, "entry": entry, "asked_at": NOW}
            where = {"person_id": person.id, "chat_id": 101, "message_id": at, "text": ""}
            add(conn, question, **where, **given)
        put(
            conn,
            closed_month,
            month="2027-01",
            closed_by=900,
            closer="Z",
            closed_at=NOW,
            figures={},
        )
        assert advice_cards.closed_months(conn) == {"2027-01"}
        return dict(advice_sums.answered_alone(conn, NOW, NOW + timedelta(days=1)))

    assert await database.write(work) == {"helped": 1, "not_helped": 1, "unknown": 1}


@pytest.mark.parametrize("wrong", [{"form": "bot"}, {"ended_at": None}])
async def test_written_advice_has_no_hours(database: Database, wrong: dict[str, Any]) -> None:
    given = {"form": "phone", "started_at": NOW, "ended_at": NOW + timedelta(hours=1), **wrong}
    with pytest.raises(Exception, match=r"written_advice|from_and_to"):
        await database.write(lambda conn: draft(conn, **given))
