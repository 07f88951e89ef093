"""Two rows made one: whatever points at them in any table goes along, and nothing stands twice."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import Connection, func, select

from bot.storage import (
    deadlines,
    merging,
    occasions,
    organisations,
    people,
    records,
    registrations,
    twins,
)
from bot.storage.booking_tables import booked_cell, booking, slot_wish
from bot.storage.database import Database
from bot.storage.every_table import metadata
from bot.storage.merging import CannotMerge
from bot.storage.merging_rules import RULES
from bot.storage.programme_tables import deadline, follow, membership, occasion, organisation
from bot.storage.references import TARGETS, once_only, references
from bot.storage.report_tables import self_assessment
from bot.storage.tables import person, ticket
from tests.storage.any_rows import NOW, Maker

KINDS = ("person", "organisation")
#: Tables in which somebody stands once, and two rows of one person never meet: by their own key.
NEVER_MEET: set[str] = set()


@pytest.mark.parametrize("kind", KINDS)
def test_a_rule_stands_for_every_table_in_which_something_may_be_only_once(kind: str) -> None:
    assert once_only(kind) - set(RULES) - NEVER_MEET == set()


@pytest.mark.parametrize("kind", KINDS)
def test_every_foreign_key_is_known(kind: str) -> None:
    keys = {
        (table.name, column.name)
        for table in metadata.sorted_tables
        for column in table.columns
        for key in column.foreign_keys
        if key.column.table is TARGETS[kind]
    }
    known = {(one.table.name, one.name) for one in references(kind)}
    assert keys <= known
    assert {("ticket", "organisation_id")} <= known if kind == "organisation" else True


@pytest.mark.parametrize("kind", KINDS)
async def test_a_row_of_every_table_goes_along(database: Database, kind: str) -> None:
    def work(conn: Connection) -> tuple[dict[str, int], int, int, dict[str, int]]:
        make = Maker(conn)
        gone = make.row(TARGETS[kind])["id"]
        columns = references(kind)
        for column in columns:
            make.row(metadata.tables[column.table.name], **{column.name: gone})
        kept = make.row(TARGETS[kind])["id"]
        before = twins.count(conn, kind)
        moved = merging.merge(conn, kind, kept, gone, NOW)
        there = {
            f"{one.table.name}.{one.name}": _count(conn, one, kept)
            for one in columns
            if _count(conn, one, kept) == 0 or _count(conn, one, gone) != 0
        }
        return there, before, twins.count(conn, kind), moved

    left, before, after, moved = await database.write(work)
    assert left == {}
    assert after == before - 1
    assert len(moved) >= len({one.table.name for one in references(kind)})


def _count(conn: Connection, column: object, ident: int) -> int:
    query = select(func.count()).where(column == ident)  # type: ignore[arg-type]
    return int(conn.execute(query).scalar_one())


async def test_a_caller_who_came_to_telegram_is_one_person_afterwards(database: Database) -> None:
    def work(conn: Connection) -> None:
        make = Maker(conn)
        anna = people.meet(conn, 500, "Anna Żuk", NOW)
        paper = make.row(
            person, name="Anna Żuk", phone="600100200", source="phone", telegram_id=None,
            created_at=NOW - timedelta(days=3),
        )["id"]  # fmt: skip
        number = make.row(ticket, person_id=paper, address=f"paper:{paper}")["id"]
        place = make.row(occasion, taken=2)["id"]
        said = {"occasion_id": place, "name": "Anna", "created_at": NOW}
        first = registrations.add(conn, person_id=anna.id, state="waiting", place=3, **said)
        second = registrations.add(conn, person_id=paper, state="seated", guests=1, **said)
        mine = organisations.found(conn, anna.id, "KGW Nowinki", "kgw", NOW)
        organisations.join(conn, mine.id, paper, "invited", NOW)
        for ident in (anna.id, paper):
            make.row(follow, person_id=ident, what="contest:granty")
        records.make_token(conn, f"feed:{anna.id}", NOW, timedelta(days=1))
        merging.merge(conn, "person", paper, anna.id, NOW)

        who = people.by_telegram(conn, 500)
        assert who is not None
        assert (who.id, who.name, who.phone) == (paper, "Anna Żuk", "600100200")
        assert who.created_at == NOW - timedelta(days=3)
        moved = conn.execute(select(ticket).where(ticket.c.id == number)).one()
        assert (moved.person_id, moved.address, moved.channel) == (paper, "chat:500", "telegram")
        # of the two places on the list the seat counts, and nobody stands there twice
        assert registrations.get(conn, first).state == "left"
        assert registrations.get(conn, second).state == "seated"
        assert occasions.get(conn, place).taken == 2
        assert [one.name for one in organisations.members(conn, mine.id)] == ["Anna Żuk"]
        assert records.revoke_tokens(conn, f"feed:{paper}") == 1
        assert twins.count(conn, "person") == 1

    await database.write(work)


async def test_the_worse_of_two_seats_is_free_again(database: Database) -> None:
    def work(conn: Connection) -> None:
        make = Maker(conn)
        one, other = make.row(person)["id"], make.row(person)["id"]
        place = make.row(occasion, taken=3)["id"]
        said = {"occasion_id": place, "name": "Anna", "created_at": NOW}
        gone = registrations.add(conn, person_id=one, state="offered", guests=1, **said)
        registrations.add(conn, person_id=other, state="seated", **said)
        make.conn.execute(person.update().where(person.c.id == one).values(telegram_id=None))
        merging.merge(conn, "person", other, one, NOW)
        assert registrations.get(conn, gone).state == "left"
        assert occasions.get(conn, place).taken == 1

    await database.write(work)


async def test_a_slot_held_twice_and_a_wish_made_twice_stand_once(database: Database) -> None:
    def work(conn: Connection) -> None:
        make = Maker(conn)
        one, other = make.row(person)["id"], make.row(person, telegram_id=77)["id"]
        held = {"state": "held", "held_until": NOW}
        slots = [make.row(booking, person_id=who, **held)["id"] for who in (one, other)]
        make.row(booked_cell, booking_id=slots[0])
        for who in (one, other):
            make.row(slot_wish, person_id=who, topic="legal")
        conn.execute(person.update().where(person.c.id == one).values(telegram_id=None))
        merging.merge(conn, "person", other, one, NOW)
        rows = conn.execute(select(booking.c.state).order_by(booking.c.id)).scalars().all()
        assert list(rows) == ["cancelled", "held"]
        assert _count(conn, booked_cell.c.booking_id, slots[0]) == 0
        assert _count(conn, slot_wish.c.person_id, other) == 2
        assert _count(conn, slot_wish.c.state, "ended") == 1  # type: ignore[arg-type]

    await database.write(work)


async def test_of_two_questionnaires_the_one_that_is_further_counts(database: Database) -> None:
    def work(conn: Connection) -> list[tuple[str, str]]:
        make = Maker(conn)
        one, other = make.row(person, telegram_id=None)["id"], make.row(person)["id"]
        for who, part, state in (
            (one, "begin", "done"), (other, "begin", "offered"),
            (one, "end", "offered"), (other, "end", "begun"),
        ):  # fmt: skip
            make.row(self_assessment, person_id=who, part=part, state=state)
        merging.merge(conn, "person", other, one, NOW)
        rows = conn.execute(select(self_assessment).order_by(self_assessment.c.part)).all()
        return [(row.part, row.state) for row in rows]

    assert await database.write(work) == [("begin", "done"), ("end", "begun")]


async def test_two_organisations_keep_each_day_once_and_what_was_done(database: Database) -> None:
    def work(conn: Connection) -> None:
        make = Maker(conn)
        anna, basia = (people.meet(conn, 500 + n, name, NOW) for n, name in enumerate("AB"))
        first = organisations.found(conn, anna.id, "KGW Nowinki", "kgw", NOW)
        second = organisations.found(conn, basia.id, "Koło w Nowinkach", "kgw", NOW)
        organisations.join(conn, second.id, anna.id, "invited", NOW)
        organisations.set_fields(conn, first.id, NOW, follows=["cit-8"], traits=["opp"])
        for known, state in ((first, "done"), (second, "open")):
            make.row(
                deadline, owner=f"org:{known.id}", source="law:cit-8", day="2027-03-31",
                state=state, done_by=anna.id if state == "done" else None,
            )  # fmt: skip
        make.row(deadline, owner=f"org:{first.id}", source="own:1", day="2027-04-01")
        number = make.row(ticket, person_id=anna.id, organisation_id=first.id)["id"]
        merging.merge(conn, "organisation", second.id, first.id, NOW)
        rows = deadlines.of_owners(conn, [f"org:{second.id}"], ("open", "done"))
        assert [(one.source, one.state) for one in rows] == [
            ("law:cit-8", "done"), ("own:1", "open"),
        ]  # fmt: skip
        known = organisations.get(conn, second.id)
        assert (known.traits, known.follows) == (["opp"], ["cit-8"])
        assert [one.id for one in organisations.members(conn, second.id)] == [basia.id, anna.id]
        assert _count(conn, ticket.c.organisation_id, second.id) == 1 and number
        assert _count(conn, membership.c.organisation_id, first.id) == 0
        assert _count(conn, organisation.c.id, first.id) == 0

    await database.write(work)


async def test_two_telegram_accounts_are_not_made_one_and_nothing_changes(
    database: Database,
) -> None:
    def work(conn: Connection) -> None:
        one, other = (people.meet(conn, 500 + n, "Anna", NOW) for n in (1, 2))
        with pytest.raises(CannotMerge):
            merging.merge(conn, "person", other.id, one.id, NOW)

    await database.write(work)
