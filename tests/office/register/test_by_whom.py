"""Who may issue what: limits, one's own advice, advisors who left, what nobody but two may see."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, select

from bot.domain.periods import of_month
from bot.helpdesk.desk import Desk, Press
from bot.office.register import cards, confirming, correcting, issuing, printing, taps
from bot.office.register.cards import Given
from bot.storage import advice_cards, checklists, organisations, people, staff, tickets
from bot.storage.advice_cards import AdviceCard
from bot.storage.advice_tables import closed_month
from bot.storage.database import Database
from bot.storage.outbox import OutboxRow
from bot.storage.rows import every, put
from bot.storage.tables import audit, outbox
from tests.programme.desk import NOW, desk, sample

EWA, ZOFIA, ANNA = 201, 900, 101


@pytest.fixture
def at(tmp_path: Path) -> Desk:
    return desk(sample(tmp_path))


def everybody(conn: Connection) -> None:
    staff.know(conn, EWA, "Ewa", member=True)
    staff.know(conn, ZOFIA, "Zofia", member=True, coordinator=True)
    anna = people.meet(conn, ANNA, "Anna", NOW)
    organisations.found(conn, anna.id, "KGW Łąck", "kgw", NOW)


def begun(conn: Connection, at: Desk, minutes: int, by: int = EWA, **more: Any) -> AdviceCard:
    anna = people.by_telegram(conn, ANNA)
    assert anna is not None
    (known,) = organisations.of_person(conn, anna.id)
    given = {"person": anna, "organisation": known, **more}
    return cards.draft(
        conn, at, Given(advisor_id=by, to="group/legal", topic="legal", minutes=minutes, **given)
    )


def press(card: AdviceCard, action: str, by: int) -> Press:
    return Press(-1, 1, by, "x", action, card.id, rev=card.rev)


def issue(conn: Connection, at: Desk, card: AdviceCard, by: int) -> str:
    card = advice_cards.get(conn, card.id)
    given = at.because(f"i{card.id}.{by}.{card.rev}")
    return issuing.issue(conn, given, press(card, "adv_issue", by)).what


def noted(conn: Connection, action: str) -> list[str]:
    return list(conn.execute(select(audit.c.actor).where(audit.c.action == action)).scalars())


async def test_over_the_limit_a_coordinator_answers_and_to_take_back_is_free(
    database: Database, at: Desk
) -> None:
    """The sample allows an organisation two hours."""

    def work(conn: Connection) -> None:
        everybody(conn)
        first = begun(conn, at, 100)
        assert issue(conn, at, first, EWA) == "advice_issued"
        assert issue(conn, at, begun(conn, at, 60), EWA) == "advice_over"
        assert noted(conn, "advice_over_limit") == []
        assert issue(conn, at, begun(conn, at, 60, by=ZOFIA), ZOFIA) == "advice_issued"
        assert noted(conn, "advice_over_limit") == [f"advisor:{ZOFIA}"]  # her own is no secret
        first = advice_cards.get(conn, first.id)
        correcting.correct(conn, at.because("fix"), press(first, "adv_fix", EWA))
        less = advice_cards.begun_for(conn, first.id)
        assert less is not None
        advice_cards.move(conn, less, minutes=90)  # still over, but less so
        assert issue(conn, at, less, EWA) == "advice_issued"

    await database.write(work)


async def test_nobody_issues_advice_for_themself_by_another_hand(
    database: Database, at: Desk
) -> None:
    def work(conn: Connection) -> None:
        everybody(conn)
        zofia = people.meet(conn, ZOFIA, "Zofia", NOW)
        card = begun(conn, at, 30, person=zofia, organisation=None)
        assert issue(conn, at, card, EWA) == "advice_issued"
        card = advice_cards.get(conn, card.id)
        correcting.correct(conn, at.because("fix"), press(card, "adv_fix", ZOFIA))
        more = advice_cards.begun_for(conn, card.id)
        assert more is not None
        assert issue(conn, at, more, ZOFIA) == "advice_self"
        allowed = issuing.allow(conn, at.because("all"), press(more, "adv_allow", ZOFIA))
        assert allowed.what == "advice_self"
        assert issue(conn, at, more, EWA) == "advice_issued"

    await database.write(work)


async def test_what_an_advisor_who_left_has_begun_is_finished_by_coordination(
    database: Database, at: Desk
) -> None:
    def work(conn: Connection) -> None:
        everybody(conn)
        one, two = begun(conn, at, 30), begun(conn, at, 15)
        assert issue(conn, at, one, ZOFIA) == "not_yours"
        staff.know(conn, EWA, "Ewa", member=False)
        assert issue(conn, at, one, ZOFIA) == "advice_issued"
        one = advice_cards.get(conn, one.id)
        assert (one.advisor, one.issued_by) == ("Ewa", ZOFIA)
        closed = {"closed_by": ZOFIA, "closer": "Z", "closed_at": NOW, "figures": {}}
        put(conn, closed_month, month="2027-02", **closed)
        left = checklists.drafts(conn, of_month("2027-03"))
        assert [found.id for found in left] == [two.id]  # it is not lost with its month
        taps.no_card(conn, at.because("no"), press(two, "adv_none_info", ZOFIA))
        assert advice_cards.get(conn, two.id).cancelled_by == ZOFIA

    await database.write(work)


async def test_nothing_is_accounted_before_it_has_been_and_a_correction_says_what_it_concerns(
    database: Database, at: Desk
) -> None:
    def work(conn: Connection) -> None:
        everybody(conn)
        hours = (NOW - timedelta(minutes=30), NOW + timedelta(minutes=15))
        card = begun(conn, at, 45, form="office", hours=hours)
        assert issue(conn, at, card, EWA) == "advice_ahead"
        later = replace(at, now=NOW + timedelta(minutes=15))
        assert issue(conn, later, card, EWA) == "advice_issued"

        closed = {"closed_by": ZOFIA, "closer": "Z", "closed_at": NOW, "figures": {}}
        put(conn, closed_month, month="2027-02", **closed)
        march = replace(at, now=NOW + timedelta(days=40))
        card = advice_cards.get(conn, card.id)
        correcting.correct(conn, march.because("fix"), press(card, "adv_fix", EWA))
        other = advice_cards.begun_for(conn, card.id)
        assert other is not None
        taps.day(conn, march.because("day"), press(other, "adv_yesterday", EWA))
        assert issue(conn, march, other, EWA) == "advice_issued"
        other = advice_cards.get(conn, other.id)
        assert (other.month, other.concerns) == ("2027-03", "2027-02")

    await database.write(work)


async def test_one_confirmation_is_of_one_ticket(database: Database, at: Desk) -> None:
    """Two messages of one moment: what is pressed under one says nothing of the other."""

    def work(conn: Connection) -> None:
        everybody(conn)
        anna = people.by_telegram(conn, ANNA)
        assert anna is not None
        asked = {"person_id": anna.id, "address": anna.address, "topic": "legal"}
        told = []
        for _ in range(2):
            ticket = tickets.open_new(conn, **asked, opened_at=NOW, state="closed", advisor_id=EWA)
            card = begun(conn, at, 30, ticket=ticket)
            assert issue(conn, at, card, EWA) == "advice_issued"
            advice_cards.set_fields(conn, card.id, told_at=NOW)
            told.append(card.id)
        given = Press(ANNA, 7, ANNA, "Anna", "advice_helped", told[0])
        assert confirming.confirm(conn, at.because("c"), given).what == "thanks"
        said = [advice_cards.get(conn, ident).confirmed for ident in told]
        assert said == ["helped", None]

    await database.write(work)


async def test_of_a_confidential_card_neither_coordination_nor_the_thread_gets_a_name(
    database: Database, at: Desk
) -> None:
    def work(conn: Connection) -> None:
        everybody(conn)
        anna = people.by_telegram(conn, ANNA)
        assert anna is not None
        ticket = tickets.open_new(
            conn, person_id=anna.id, address=anna.address, topic="legal", state="closed",
            advisor_id=EWA, confidential=True, opened_at=NOW - timedelta(days=1),
        )  # fmt: skip
        card = begun(conn, at, 150, ticket=ticket)
        assert issue(conn, at, card, EWA) == "advice_over"
        assert issue(conn, at, card, ZOFIA) == "not_yours"
        card = advice_cards.get(conn, card.id)
        assert (
            issuing.allow(conn, at.because("a"), press(card, "adv_allow", ZOFIA)).name == "1/2027"
        )
        page = printing.send(conn, at.because("p"), press(card, "adv_print", EWA))
        assert page.what == "advice_private_first"  # she has not written to the bot
        rows = every(conn, OutboxRow, select(outbox).where(outbox.c.to.startswith("group")))
        assert rows and "Łąck" not in repr(rows) and "Anna" not in repr(rows)
        people.meet(conn, EWA, "Ewa", NOW)
        page = printing.send(conn, at.because("q"), press(card, "adv_print", EWA))
        assert page.what == "advice_private"

    await database.write(work)
