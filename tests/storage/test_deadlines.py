"""Organisations, their people and their days, in both kinds of database."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import Connection

from bot.storage import deadlines, organisations, people, records
from bot.storage.database import Database
from tests.stepped_clock import BEGINNING as NOW

LATER = NOW + timedelta(days=1)


def a_day(conn: Connection, owner: str = "org:1", day: str = "2027-03-31") -> int | None:
    values = {"source": "law:cit-8", "title": "CIT-8", "days_before": [7], "created_at": NOW}
    return deadlines.add(conn, owner=owner, day=day, **values)


async def test_a_day_is_kept_once_for_each_owner(database: Database) -> None:
    def work(conn: Connection) -> None:
        first = a_day(conn)
        assert first is not None
        assert a_day(conn) is None
        assert a_day(conn, owner="org:2") is not None
        assert a_day(conn, day="2028-03-31") is not None
        found = deadlines.known(conn, "org:1", "law:cit-8", "2027-03-31")
        assert found is not None
        assert (found.id, found.state, found.days_before) == (first, "open", [7])
        assert len(deadlines.of_owners(conn, ["org:1", "org:3"])) == 2

    await database.write(work)


async def test_a_deadline_is_done_once_and_undone_once(database: Database) -> None:
    def work(conn: Connection) -> None:
        ident = a_day(conn)
        assert ident is not None
        assert deadlines.move(conn, ident, ("open",), state="done", done_at=NOW)
        assert not deadlines.move(conn, ident, ("open",), state="done", done_at=LATER)
        assert deadlines.get(conn, ident).done_at == NOW
        assert deadlines.move(conn, ident, ("done",), state="open", done_at=None)
        assert deadlines.get(conn, ident).rev == 2

    await database.write(work)


async def test_only_old_drafts_are_forgotten(database: Database) -> None:
    def work(conn: Connection) -> None:
        draft, kept = a_day(conn), a_day(conn, owner="org:2")
        assert draft is not None and kept is not None
        deadlines.set_fields(conn, draft, state="draft")
        deadlines.forget_drafts(conn, NOW)
        assert deadlines.find(conn, draft) is not None
        deadlines.forget_drafts(conn, LATER)
        assert deadlines.find(conn, draft) is None
        assert deadlines.find(conn, kept) is not None

    await database.write(work)


async def test_who_acts_for_an_organisation(database: Database) -> None:
    def work(conn: Connection) -> None:
        anna, basia = (people.meet(conn, ident, "x", NOW) for ident in (1, 2))
        circle = organisations.found(conn, anna.id, "Koło", "kgw", NOW)
        assert circle.follows is None
        joined = organisations.join(conn, circle.id, basia.id, "invited", NOW)
        assert joined is not None
        assert organisations.join(conn, circle.id, basia.id, "invited", NOW) is None
        assert [one.id for one in organisations.members(conn, circle.id)] == [anna.id, basia.id]
        assert organisations.of_person(conn, basia.id) == [circle]
        assert organisations.leave(conn, joined, LATER, "self")
        assert not organisations.leave(conn, joined, LATER, "self")
        assert organisations.of_person(conn, basia.id) == []
        assert organisations.join(conn, circle.id, basia.id, "invited", NOW) is not None
        organisations.set_fields(conn, circle.id, LATER, follows=["cit-8"])
        other = organisations.found(conn, anna.id, "", "osp", NOW)
        assert [one.follows for one in organisations.after(conn, 0, 1)] == [["cit-8"]]
        assert organisations.after(conn, circle.id, 5) == [other]
        assert organisations.after(conn, other.id, 5) == []

    await database.write(work)


async def test_a_secret_tells_what_it_is_for_until_it_is_used_revoked_or_old(
    database: Database,
) -> None:
    def work(conn: Connection) -> None:
        secret = records.make_token(conn, "org:1", NOW, timedelta(days=7))
        other = records.make_token(conn, "feed:2", NOW, timedelta(days=7))
        assert records.purpose_of(conn, secret, NOW) == "org:1"
        assert records.purpose_of(conn, secret, NOW + timedelta(days=7)) is None
        assert records.purpose_of(conn, "k" + secret, NOW) is None
        assert records.use_token(conn, secret, "org:1", NOW)
        assert records.purpose_of(conn, secret, NOW) is None
        assert records.revoke_tokens(conn, "feed:2") == 1
        assert records.purpose_of(conn, other, NOW) is None

    await database.write(work)
