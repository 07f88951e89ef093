"""A closed month stays as it was, on both databases; what is corrected later counts later."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import Connection

from bot.domain.periods import of_month
from bot.storage import card_sums, months, people, staff, tickets
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
    assert (open_.summary, open_.advice) == ("Spór w zarządzie.", "Mediacja.")
