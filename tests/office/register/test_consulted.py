"""A consultation that has been brings the advisor a card that is nearly done."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from sqlalchemy import Connection

from bot.office.register import cards, consulted
from bot.office.register.rules import lacking
from bot.storage import advice_cards, bookings, organisations, people, staff
from bot.storage.advice_cards import AdviceCard
from bot.storage.database import Database
from bot.storage.programme_tables import membership
from bot.storage.rows import change
from tests.programme.desk import NOW, desk, sample

EWA = 201


async def test_what_is_said_of_a_consultation_later_is_carried_over_to_its_draft(
    database: Database, tmp_path: Path
) -> None:
    at = desk(sample(tmp_path))
    later = NOW + timedelta(minutes=15)

    def work(conn: Connection) -> None:
        staff.know(conn, EWA, "Ewa", member=True)
        anna = people.meet(conn, 101, "Anna", NOW)
        known = organisations.found(conn, anna.id, "KGW Łąck", "kgw", NOW)
        organisations.found(conn, anna.id, "OSP Łąck", "osp", NOW)
        change(conn, membership, membership.c.organisation_id == known.id, role="skarbniczka")
        ends = NOW + timedelta(minutes=45)
        ident = bookings.put_down(
            conn, [1], advisor_id=EWA, person_id=anna.id, topic="legal", created_at=NOW,
            state="done", form="office", starts_at=NOW, ends_at=ends, met_from=NOW,
            met_until=ends, organisation_id=known.id,
        )  # fmt: skip
        assert ident is not None
        sweep(conn, "s1")
        (card,) = advice_cards.of_booking(conn, ident)
        assert (card.organisation, card.role) == ("KGW Łąck", "skarbniczka")
        cards.change(conn, at, card, minutes=30)  # the advisor says so, and nobody undoes it
        sweep(conn, "s2")
        assert advice_cards.get(conn, card.id).minutes == 30

        bookings.move(conn, ident, was=("done",), met_from=later)
        sweep(conn, "s3")
        moved = advice_cards.get(conn, card.id)
        assert (cards.hours_of(moved), moved.minutes) == (("10:15", "10:45"), 30)

        nobody = {"state": "no_show", "met_from": None, "met_until": None}
        bookings.move(conn, ident, was=("done",), **nobody)
        sweep(conn, "s4")
        assert advice_cards.get(conn, card.id).state == "dropped"
        bookings.move(conn, ident, was=("no_show",), state="done", met_from=NOW, met_until=ends)
        sweep(conn, "s5")
        again = advice_cards.of_booking(conn, ident)[-1]
        assert (again.state, again.minutes) == ("draft", 45)
        assert advice_cards.issue(conn, again, 2027)
        bookings.move(conn, ident, was=("done",), met_from=later)
        sweep(conn, "s6")
        kept = advice_cards.of_booking(conn, ident)
        assert [(one.state, one.minutes) for one in kept] == [("dropped", 30), ("issued", 45)]

    def sweep(conn: Connection, cause: str) -> None:
        consulted.offer(conn, at.because(cause))
        consulted.carry_over(conn, at.because(cause))

    await database.write(work)


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
