"""Cards begun by others: consultations, questions by telephone, confidential tickets."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import Connection

from bot.helpdesk.desk import Desk
from bot.office.register import cards, panel, rules
from bot.office.register.cards import Given
from bot.storage import advice_cards, organisations, people, staff, tickets
from bot.storage.database import Database
from bot.storage.rows import Person
from tests.programme.desk import NOW, desk, sample

EWA = 201
TO = "group/legal"


def met(conn: Connection) -> Person:
    staff.know(conn, EWA, "Ewa", member=True)
    return people.meet(conn, 101, "Anna", NOW)


def shown(conn: Connection, at: Desk, ident: int) -> dict[str, Any]:
    drawn = panel.draw(conn, at, str(ident))
    assert drawn is not None
    return dict(drawn.values)


async def test_a_consultation_gets_one_card_with_all_that_is_known(
    database: Database, tmp_path: Path
) -> None:
    at = desk(sample(tmp_path))

    def work(conn: Connection) -> None:
        anna = met(conn)
        known = organisations.found(conn, anna.id, "KGW Łąck", "kgw", NOW)
        given = Given(
            advisor_id=EWA, to=TO, topic="legal", form="office", day=at.today, minutes=45,
            hours=(NOW, NOW + timedelta(minutes=45)), person=anna, organisation=known,
            booking_id=7,
        )  # fmt: skip
        card = cards.for_booking(conn, at, given)
        assert card is not None
        assert cards.for_booking(conn, at, given) is None
        assert (rules.lacking(card), rules.is_longer(card)) == ("", False)
        assert (card.organisation, card.organisation_kind) == ("KGW Łąck", "kgw")
        told = shown(conn, at, card.id)
        assert (told["hours"], told["minutes"], told["asks"]) == (("10:00", "10:45"), 45, None)

    await database.write(work)


async def test_of_a_confidential_ticket_the_group_sees_number_and_topic_only(
    database: Database, tmp_path: Path
) -> None:
    at = desk(sample(tmp_path))

    def work(conn: Connection) -> None:
        anna = met(conn)
        ticket = tickets.open_new(
            conn, person_id=anna.id, address=anna.address, topic="legal", state="closed",
            advisor_id=EWA, confidential=True, opened_at=NOW,
        )  # fmt: skip
        card = cards.of_ticket(conn, at, ticket, EWA, TO)
        told = shown(conn, at, card.id)
        assert (told["number"], told["who"], told["organisation"]) == (ticket.id, "", "")
        assert advice_cards.get(conn, card.id).person == "Anna"

    await database.write(work)


async def test_who_shows_no_name_has_none_on_a_card(database: Database, tmp_path: Path) -> None:
    at = desk(sample(tmp_path))

    def work(conn: Connection) -> None:
        people.set_fields(conn, met(conn).id, anonymous=True, organisation="OSP Bielsk")
        anna = people.by_id(conn, 1)
        card = cards.draft(conn, at, Given(advisor_id=EWA, to=TO, topic="legal", person=anna))
        assert (card.person, card.organisation, card.person_id) == ("", "OSP Bielsk", anna.id)
        assert rules.lacking(card) == "minutes"

    await database.write(work)
