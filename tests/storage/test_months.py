"""A closed month stays as it was, on both databases; what is corrected later counts later."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import Connection

from bot.domain.periods import of_month
from bot.knowledge.advice_rules import AdviceRules
from bot.office.reports import ledger
from bot.storage import (
    advice_sums,
    card_sums,
    merging,
    months,
    organisations,
    people,
    staff,
    tickets,
)
from bot.storage.advice_tables import advice_card
from bot.storage.database import Database
from bot.storage.months import MonthIsClosed
from bot.storage.rows import add, change

NOW = datetime(2027, 3, 2, 9, tzinfo=UTC)
CARD = {"advisor_id": 1, "advisor": "Ewa", "person": "Anna", "topic": "legal", "form": "bot"}


def card(conn: Connection, number: int, month: str, **values: Any) -> int:
    given = {
        "state": "issued",
        "year": 2027,
        "number": number,
        "month": month,
        "day": f"{month}-03",
    }
    return add(conn, advice_card, **{**CARD, **given, "created_at": NOW, **values})


async def test_nothing_of_a_closed_month_is_written_again(database: Database) -> None:
    def close(conn: Connection) -> tuple[int, int]:
        staff.know(conn, 1, "Ewa")
        known = card(conn, 1, "2027-02", minutes=30), card(conn, 2, "2027-03", minutes=20)
        assert months.oldest_open(conn) == "2027-02"
        months.require_open(conn, "2027-02")
        months.close(conn, "2027-02", 900, "Zofia", NOW, {"advice_hours": 0.5})
        return known

    old, new = await database.write(close)

    def write_again(conn: Connection) -> list[int]:
        with pytest.raises(MonthIsClosed, match="2027-02"):
            months.require_open(conn, "2027-02")
        with pytest.raises(MonthIsClosed, match="2027-02"):
            months.close(conn, "2027-02", 901, "Inna", NOW, {"advice_hours": 99})
        guard = months.card_is_open()
        return [
            change(conn, advice_card, advice_card.c.id == ident, guard, minutes=90)
            for ident in (old, new)
        ]

    assert await database.write(write_again) == [0, 1]
    kept = await database.read(lambda conn: months.find(conn, "2027-02"))
    assert kept is not None
    assert (kept.closer, kept.figures) == ("Zofia", {"advice_hours": 0.5})
    sums = await database.read(lambda conn: card_sums.numbered(conn, of_month("2027-02")))
    assert [one.minutes for one in sums] == [30]
    assert await database.read(months.oldest_open) == "2027-03"


async def test_a_correction_adds_only_what_it_changes(database: Database) -> None:
    def fill(conn: Connection) -> None:
        staff.know(conn, 1, "Ewa")
        first = card(conn, 1, "2027-01", minutes=30)
        second = card(conn, 2, "2027-02", minutes=45, concerns="2027-01", corrects_id=first)
        card(conn, 3, "2027-03", minutes=40, concerns="2027-01", corrects_id=second)
        gone = card(conn, 4, "2027-03", minutes=60, state="cancelled")
        card(conn, 5, "2027-03", minutes=25, corrects_id=gone)

    await database.write(fill)
    found = await database.read(card_sums.in_force)
    assert [(one.sign, one.counted, one.first) for one in found] == [
        ("1/2027", 30, True),
        ("2/2027", 15, False),
        ("3/2027", -5, False),
        ("5/2027", 25, True),
    ]


async def test_who_was_taken_for_somebody_else_gives_the_minutes_back(database: Database) -> None:
    def fill(conn: Connection) -> list[int]:
        staff.know(conn, 1, "Ewa")
        wrong = card(conn, 1, "2027-01", minutes=60, organisation="KGW Łąck")
        right = {"minutes": 45, "organisation": "OSP Łąck", "concerns": "2027-01"}
        card(conn, 2, "2027-02", **right, corrects_id=wrong)
        names = ("kgw łąck", "OSP ŁĄCK")
        found = [advice_sums.of_organisation(conn, None, name) for name in names]
        return [sum(one.minutes for one in of) for of in found]

    assert await database.write(fill) == [0, 45]  # whatever letters the name is written in
    cards = await database.read(card_sums.in_force)
    told = [(one.name, one.minutes, one.takes_back) for one in card_sums.shares(cards)]
    assert told == [("KGW Łąck", 60, False), ("OSP Łąck", 45, False), ("KGW Łąck", -60, True)]
    assert sum(one.counted for one in cards) == 45
    hours = ledger.hours_of(cards, AdviceRules())
    assert [(one.month, one.organisation, one.signs, one.accounted) for one in hours] == [
        ("2027-01", "KGW Łąck", "1/2027", 60),
        ("2027-02", "KGW Łąck", "2/2027", -60),
        ("2027-02", "OSP Łąck", "2/2027", 45),
    ]
    assert sum(len(one.cards) for one in hours) == 2


async def test_people_and_advice_are_counted_by_what_is_said_of_them_last(
    database: Database,
) -> None:
    def fill(conn: Connection) -> None:
        staff.know(conn, 1, "Ewa")
        wrong = card(conn, 1, "2027-01", minutes=60, person="Jan")
        nothing = card(conn, 2, "2027-01", minutes=20, person="Ola")
        card(conn, 3, "2027-01", minutes=10, person="Iza")
        cancelled = card(conn, 4, "2027-02", minutes=50, corrects_id=wrong, state="cancelled")
        card(conn, 5, "2027-02", minutes=45, person="Maria", corrects_id=cancelled)
        card(conn, 6, "2027-02", minutes=0, person="Ola", corrects_id=nothing)

    await database.write(fill)
    both = await database.read(card_sums.in_force)
    assert [one.person for one in ledger.lasting(both)] == ["Iza", "Maria"]
    assert [one.person for one in ledger.given(both)] == ["Iza", "Maria"]
    assert sum(one.advices for one in both) == 2
    assert sum(one.counted for one in both) == 55
    later = await database.read(lambda conn: card_sums.numbered(conn, of_month("2027-02")))
    assert [(one.sign, one.corrects, one.advices) for one in later] == [
        ("4/2027", "1/2027", 0),
        ("5/2027", "4/2027", 0),
        ("6/2027", "2/2027", -1),
    ]
    assert ledger.given(later) == []  # nobody was advised in February


async def test_a_closed_month_keeps_its_sums_when_two_organisations_become_one(
    database: Database,
) -> None:
    def fill(conn: Connection) -> None:
        staff.know(conn, 1, "Ewa")
        anna = people.meet(conn, 101, "Anna", NOW)
        both = [organisations.found(conn, anna.id, name, "kgw", NOW) for name in ("KGW", "Koło")]
        for number, known in enumerate(both, 1):
            said = {"organisation_id": known.id, "organisation": known.name, "minutes": 5}
            card(conn, number, "2027-01", **said)
            card(conn, number + 2, "2027-02", **said)
        figures = {"hours": ledger.to_keep(hours(conn, "2027-01")), "advice_hours": 0.5}
        months.close(conn, "2027-01", 900, "Zofia", NOW, figures)
        merging.merge(conn, "organisation", both[1].id, both[0].id, NOW)

    def hours(conn: Connection, month: str) -> list[ledger.Hours]:
        cards = card_sums.numbered(conn, of_month(month))
        return ledger.hours_of(cards, AdviceRules(), months.every_closed(conn))

    await database.write(fill)
    january = await database.read(lambda conn: hours(conn, "2027-01"))
    assert [(one.minutes, one.accounted) for one in january] == [(5, 15), (5, 15)]
    february = await database.read(lambda conn: hours(conn, "2027-02"))
    assert [(one.minutes, one.accounted) for one in february] == [(10, 15)]
    kept = await database.read(lambda conn: months.find(conn, "2027-01"))
    assert kept is not None and kept.figures["advice_hours"] == 0.5


async def test_a_report_does_not_tell_what_a_confidential_ticket_is_about(
    database: Database,
) -> None:
    def fill(conn: Connection) -> None:
        staff.know(conn, 1, "Ewa")
        anna = people.meet(conn, 101, "Anna", NOW)
        opened = {"person_id": anna.id, "address": "chat:101", "topic": "legal", "opened_at": NOW}
        secret = tickets.open_new(conn, **opened, confidential=True)
        open_ = tickets.open_new(conn, **opened)
        said = {"summary": "Spór w zarządzie.", "advice": "Mediacja.", "minutes": 30}
        for number, ticket in enumerate((secret, open_), 1):
            card(conn, number, "2027-02", ticket_id=ticket.id, **said)

    await database.write(fill)
    secret, open_ = await database.read(card_sums.in_force)
    assert (secret.summary, secret.advice, secret.counted) == (card_sums.CONFIDENTIAL, "", 30)
    assert "Anna" not in repr(secret) and secret.name == card_sums.CONFIDENTIAL
    assert (open_.summary, open_.advice) == ("Spór w zarządzie.", "Mediacja.")
