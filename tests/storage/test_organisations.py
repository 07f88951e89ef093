"""Who acts for which organisation, in whose name they ask, and what they claim."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import Connection
from sqlalchemy.exc import IntegrityError

from bot.domain.messages import Kind
from bot.storage import (
    organisation_claims,
    organisation_news,
    organisations,
    people,
    shared_cases,
)
from bot.storage.database import Database
from bot.storage.outbox import Owed, owe, state_of
from bot.storage.rows import attempt
from bot.storage.tables import ticket
from tests.storage.any_rows import NOW, Maker

LATER = NOW + timedelta(days=1)


async def test_questions_are_in_the_name_of_the_only_one_or_of_the_chosen(
    database: Database,
) -> None:
    def work(conn: Connection) -> None:
        anna = people.meet(conn, 1, "Anna", NOW)
        assert organisations.asked_for(conn, anna.id) is None
        first = organisations.found(conn, anna.id, "KGW", "kgw", NOW)
        assert organisations.asked_for(conn, anna.id) == first
        second = organisations.found(conn, anna.id, "OSP", "osp", NOW)
        assert organisations.asked_for(conn, anna.id) is None
        organisations.ask_for(conn, anna.id, second.id)
        assert organisations.asked_for(conn, anna.id) == second
        organisations.ask_for(conn, anna.id, None)
        assert organisations.asked_for(conn, anna.id) is None
        organisations.ask_for(conn, anna.id, second.id)
        held = organisations.membership_of(conn, second.id, anna.id)
        assert held is not None and organisations.leave(conn, held.id, LATER, "board", ended_by=7)
        assert organisations.asked_for(conn, anna.id) == first
        ended = organisations.ended_by(conn, 7)
        assert [(one.left_why, one.asks) for one in ended] == [("board", False)]

    await database.write(work)


async def test_a_claim_stands_once_and_nobody_approves_what_they_looked_up(
    database: Database,
) -> None:
    def work(conn: Connection) -> None:
        anna, basia = (people.meet(conn, n, "A", NOW) for n in (1, 2))
        known = organisations.found(conn, anna.id, "KGW", "kgw", NOW)
        claim = organisation_claims.begin(conn, known.id, basia.id, NOW)
        assert organisation_claims.begin(conn, known.id, basia.id, LATER) == claim
        looked_up = {"state": "checked", "checked_by": 900, "checked_at": NOW}
        assert organisation_claims.move(conn, claim.id, was=("draft",), **looked_up)
        with pytest.raises(IntegrityError), attempt(conn):
            organisation_claims.move(
                conn, claim.id, was=("checked",), state="approved", decided_by=900
            )
        assert organisation_claims.waiting(conn, NOW) == [organisation_claims.get(conn, claim.id)]
        assert organisation_claims.move(
            conn, claim.id, was=("checked",), state="approved", decided_by=901
        )
        assert not organisation_claims.move(conn, claim.id, was=("checked",), state="refused")
        assert organisation_claims.waiting(conn, NOW) == []
        assert organisation_claims.begin(conn, known.id, basia.id, LATER).id != claim.id

    await database.write(work)


async def test_only_marked_cases_of_others_are_shared_and_a_way_back_hides_nothing(
    database: Database,
) -> None:
    def work(conn: Connection) -> None:
        anna, basia, ola = (people.meet(conn, n, "A", NOW) for n in (1, 2, 3))
        known = organisations.found(conn, anna.id, "KGW", "kgw", NOW)
        organisations.join(conn, known.id, basia.id, "invited", NOW)
        make = Maker(conn)
        asked = {"person_id": anna.id, "organisation_id": known.id, "address": "chat:1"}
        kept, given, secret, gone = (
            make.row(ticket, **asked, **more)["id"]
            for more in (
                {"shared": False},
                {"shared": True},
                {"shared": True, "confidential": True},
                {"shared": True, "state": "withdrawn"},
            )
        )
        assert [one.id for one in shared_cases.of_person(conn, basia.id, 9)] == [given]
        assert shared_cases.of_person(conn, anna.id, 9) == []
        assert shared_cases.of_person(conn, ola.id, 9) == []
        assert shared_cases.earlier(conn, known.id, secret) == 2 and kept and gone
        shared_cases.hand_over(conn, given, known.id, (anna.id, basia.id), NOW)
        handed = shared_cases.handed_over(conn, given)
        assert handed is not None and handed.to_person_id == basia.id
        shared_cases.hand_over(conn, given, known.id, (basia.id, anna.id), LATER)
        assert shared_cases.handed_over(conn, given) is None  # who had it first may read it all

    await database.write(work)


async def test_news_that_wait_for_the_morning_are_taken_back(database: Database) -> None:
    def work(conn: Connection) -> list[str]:
        idents = []
        for n, (template, params) in enumerate(
            (
                ("deadline_told", {"whose": {"number": 5}, "title": "Raport"}),
                ("deadline_told", {"whose": {"number": 6}, "title": "Raport"}),
                ("deadline_joined", {"number": 5}),
                ("sorry_late", {"number": 5}),  # of a ticket
            )
        ):
            row = Owed(f"k{n}", Kind.NOTICE, "send", "chat:1", template=template, params=params)
            idents.append(owe(conn, row, NOW))
        assert organisation_news.take_back(conn, "chat:1", 5, NOW) == 2
        return [state_of(conn, ident)[0] for ident in idents if ident is not None]

    assert await database.write(work) == ["cancelled", "pending", "cancelled", "pending"]
