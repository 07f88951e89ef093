"""Proposals in rows: each decision is made once, and a draft is never overwritten unseen."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Connection
from sqlalchemy.exc import IntegrityError

from bot.storage import proposals, receipts
from bot.storage.database import Database

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)
LATER = NOW + timedelta(minutes=15)


def begun(conn: Connection, **values: object) -> int:
    who = {"author_id": 201, "author": "Ewa", "thread": "group/legal", "topic": "legal"}
    return proposals.begin(conn, NOW, **{**who, "question": "Jak?", **values})


async def test_a_decision_is_made_once(database: Database) -> None:
    def work(conn: Connection) -> list[bool]:
        ident = begun(conn)
        early = proposals.move(conn, ident, was=("offered",), state="approved")
        proposals.move(conn, ident, was=("draft",), state="offered")
        first = proposals.move(conn, ident, was=("offered",), state="approved")
        return [early, first, proposals.move(conn, ident, was=("offered",), state="rejected")]

    assert await database.write(work) == [False, True, False]


async def test_the_second_of_two_edits_of_the_same_draft_changes_nothing(
    database: Database,
) -> None:
    def work(conn: Connection) -> tuple[bool, bool, str, int]:
        found = proposals.get(conn, begun(conn))
        first = proposals.edit(conn, found, LATER, question="Tak?")
        second = proposals.edit(conn, found, LATER, question="Nie?")
        now = proposals.get(conn, found.id)
        return first, second, now.question, now.rev

    assert await database.write(work) == (True, False, "Tak?", 1)


async def test_what_was_found_for_an_older_draft_is_not_kept(database: Database) -> None:
    def work(conn: Connection) -> tuple[bool, int]:
        found = proposals.get(conn, begun(conn))
        proposals.edit(conn, found, LATER, question="Tak?")
        kept = proposals.found_similar(conn, found, [{"entry": "x"}])
        return kept, len(proposals.unlooked(conn))

    assert await database.write(work) == (False, 1)


async def test_the_quarter_begins_once_and_ends_in_time(database: Database) -> None:
    def work(conn: Connection) -> tuple[bool, bool, list[int], list[int]]:
        ident = begun(conn)
        proposals.move(conn, ident, was=("draft",), state="offered")
        first = proposals.publish_later(conn, ident, LATER)
        second = proposals.publish_later(conn, ident, NOW)
        early = [one.id for one in proposals.due(conn, LATER - timedelta(seconds=1))]
        return first, second, early, [one.id == ident for one in proposals.due(conn, LATER)]

    assert await database.write(work) == (True, False, [], [True])


async def test_later_approvals_come_after_earlier_ones(database: Database) -> None:
    def work(conn: Connection) -> list[str]:
        for minutes, name in ((5, "drugi"), (1, "pierwszy"), (9, "trzeci")):
            moment = NOW + timedelta(minutes=minutes)
            ident = begun(conn, name=name)
            proposals.move(conn, ident, was=("draft",), state="approved", decided_at=moment)
        begun(conn, name="szkic")
        return [one.name or "" for one in proposals.approved(conn)]

    assert await database.write(work) == ["pierwszy", "drugi", "trzeci"]


async def test_a_name_is_taken_while_its_proposal_lives(database: Database) -> None:
    def work(conn: Connection) -> list[bool]:
        ident, other = begun(conn, name="ktory-rejestr"), begun(conn)
        taken = [proposals.name_taken(conn, "ktory-rejestr", one) for one in (other, ident)]
        proposals.move(conn, ident, was=("draft",), state="stopped")
        return [*taken, proposals.name_taken(conn, "ktory-rejestr", other)]

    assert await database.write(work) == [True, False, False]


async def test_a_row_tells_how_it_ended(database: Database) -> None:
    decided = {"decided_by": 201, "decided_at": LATER}

    def work(conn: Connection) -> list[str | None]:
        found = []
        for values in (
            {"state": "stopped"},
            {"state": "stopped", **decided},
            {"state": "stopped", **decided, "text": "x", "publish_at": LATER},
            {"state": "stopped", **decided, "text": "x"},
            {"state": "rejected", **decided, "text": "x"},
        ):
            ident = begun(conn)
            proposals.move(conn, ident, was=("draft",), **values)
            found.append(proposals.get(conn, ident).ended)
        return found

    assert await database.write(work) == ["left", "dropped", "stopped", "withdrawn", None]


async def test_an_unknown_state_is_refused(database: Database) -> None:
    def work(conn: Connection) -> None:
        proposals.move(conn, begun(conn), was=("draft",), state="lost")

    with pytest.raises(IntegrityError):
        await database.write(work)


async def test_a_message_is_known_as_a_proposals(database: Database) -> None:
    def work(conn: Connection) -> list[int]:
        ident = begun(conn)
        receipts.record(conn, -100, 7, "proposal", NOW, content_id=ident)
        receipts.record(conn, -100, 8, "proposal", LATER, content_id=ident)
        found = receipts.of_content(conn, ident, "proposal")
        assert found is not None and found.content_id == ident
        return [found.message_id]

    assert await database.write(work) == [8]


async def test_what_was_left_is_given_up_and_then_its_words_are_forgotten(
    database: Database,
) -> None:
    def work(conn: Connection) -> list[tuple[str, str]]:
        left, kept = begun(conn, asked="Jak?", answer="Tak."), begun(conn)
        proposals.move(conn, kept, was=("draft",), state="approved")
        assert proposals.left(conn, NOW - timedelta(seconds=1)) == []
        assert [one.id for one in proposals.left(conn, NOW)] == [left]
        proposals.move(conn, left, was=("draft",), state="stopped")
        assert proposals.forget(conn, NOW) == 1
        assert proposals.forget(conn, NOW) == 0
        found = proposals.get(conn, left)
        assert (found.asked, found.answer, found.text) == ("", "", None)
        return [(one.state, one.question) for one in (found, proposals.get(conn, kept))]

    assert await database.write(work) == [("stopped", ""), ("approved", "Jak?")]
