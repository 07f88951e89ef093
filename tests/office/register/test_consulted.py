"""A consultation that has been brings the advisor a card that is nearly done."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from sqlalchemy import Connection

from bot.office.register import cards, consulted
from bot.office.register.rules import lacking
from bot.storage import advice_cards, bookings, people, staff
from bot.storage.advice_cards import AdviceCard
from bot.storage.database import Database
from tests.programme.desk import NOW, desk, sample

EWA = 201


async def test_each_consultation_that_has_been_gets_one_card(
    database: Database, tmp_path: Path
) -> None:
    at = desk(sample(tmp_path))

    def work(conn: Connection) -> None:
        staff.know(conn, EWA, "Ewa", member=True)
        anna = people.meet(conn, 101, "Anna", NOW)
        said = {"advisor_id": EWA, "person_id": anna.id, "topic": "legal", "created_at": NOW}
        ends = NOW + timedelta(minutes=50)
        for cell, state in enumerate(("done", "no_show", "booked")):
            met = {"met_from": NOW, "met_until": ends} if state == "done" else {}
            bookings.put_down(
                conn,
                [cell],
                state=state,
                form="office",
                starts_at=NOW,
                ends_at=ends,
                **said,
                **met,
            )
        for cause in ("s1", "s2"):
            consulted.offer(conn, at.because(cause))
        (card,) = _cards(conn, range(1, 4))
        assert (card.form, card.minutes, card.day) == ("office", 50, "2027-02-01")
        assert (cards.hours_of(card), lacking(card)) == (("10:00", "10:50"), "")
        advice_cards.move(conn, card, state="dropped")  # nobody wants it
        consulted.offer(conn, at.because("s3"))
        assert len(_cards(conn, range(1, 4))) == 1

    await database.write(work)


def _cards(conn: Connection, numbers: range) -> list[AdviceCard]:
    return [card for number in numbers for card in advice_cards.of_booking(conn, number)]
