"""Practices and their messages in rows: which step is next, what is forgotten, what is known."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Connection
from sqlalchemy.exc import IntegrityError

from bot.storage import people, practices, receipts, reviews
from bot.storage.database import Database
from bot.storage.practices import Practice

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)
LATER = NOW + timedelta(days=8)


def begun(conn: Connection) -> Practice:
    return practices.begin(conn, people.meet(conn, 101, "Anna", NOW).id, NOW)


def said(conn: Connection, ident: int, field: str, number: int, text: str = "x") -> int:
    return practices.keep(conn, ident, field, chat_id=101, message_id=number, text=text, at=NOW)


async def test_a_story_is_read_in_the_order_of_its_messages(database: Database) -> None:
    def work(conn: Connection) -> str:
        ident = begun(conn).id
        for number, text in ((7, "potem"), (5, "najpierw"), (9, "inaczej")):
            said(conn, ident, "story" if number < 9 else "title", number, text)
        return practices.text_of(conn, ident, "story")

    assert await database.write(work) == "najpierw\npotem"


async def test_the_step_follows_from_what_is_behind_and_from_photos(database: Database) -> None:
    def work(conn: Connection) -> list[str]:
        found = begun(conn)
        done = ["title", "story", "place", "extra", "photos"]
        practices.set_fields(conn, found.id, done=done)
        steps = [practices.step_of(conn, practices.get(conn, found.id))]
        said(conn, found.id, "photo", 1)
        return [*steps, practices.step_of(conn, practices.get(conn, found.id))]

    assert await database.write(work) == ["consent", "people"]


async def test_a_decision_is_made_once(database: Database) -> None:
    def work(conn: Connection) -> list[bool]:
        ident = begun(conn).id
        practices.set_fields(conn, ident, state="sent")
        return [
            practices.move(conn, ident, was=("sent",), state=state)
            for state in ("accepted", "rejected", "accepted")
        ]

    assert await database.write(work) == [True, False, False]


async def test_what_goes_is_emptied_and_stays_known(database: Database) -> None:
    def work(conn: Connection) -> tuple[list[bool], str, list[object]]:
        ident = begun(conn).id
        part = said(conn, ident, "title", 1, "tajne")
        released = [practices.release(conn, part) for _twice in range(2)]
        known = practices.part_by_message(conn, 101, 1)
        return released, known.text if known else "nothing", list(practices.parts(conn, ident))

    assert await database.write(work) == ([True, False], "", [])


async def test_words_of_what_was_given_up_are_forgotten_after_a_while(database: Database) -> None:
    def work(conn: Connection) -> list[int]:
        kept = []
        for number, state in enumerate(("dropped", "withdrawn", "draft", "accepted")):
            ident = begun(conn).id
            practices.set_fields(conn, ident, state=state)
            said(conn, ident, "story", number)
            kept.append(ident)
        early = practices.forget_dropped(conn, NOW - timedelta(seconds=1))
        late = [practices.forget_dropped(conn, LATER) for _twice in range(2)]
        return [early, *late, sum(bool(practices.parts(conn, ident)) for ident in kept)]

    assert await database.write(work) == [0, 2, 0, 2]


async def test_one_message_is_one_part(database: Database) -> None:
    def twice(conn: Connection) -> None:
        ident = begun(conn).id
        said(conn, ident, "title", 1)
        said(conn, ident, "story", 1)

    with pytest.raises(IntegrityError):
        await database.write(twice)


async def test_what_is_held_for_long_is_found(database: Database) -> None:
    def work(conn: Connection) -> tuple[int, int]:
        said(conn, begun(conn).id, "held", 1)
        return (
            len(practices.held_since(conn, NOW - timedelta(seconds=1))),
            len(practices.held_since(conn, LATER)),
        )

    assert await database.write(work) == (0, 1)


async def test_the_newest_card_of_a_practice_is_found(database: Database) -> None:
    def work(conn: Connection) -> int | None:
        for number, at in ((5, NOW), (4, LATER)):
            receipts.record(conn, -1, number, "practice", at, practice_id=3)
        receipts.record(conn, -1, 9, "practice_words", LATER, practice_id=3)
        card = receipts.card_of_practice(conn, 3)
        return card.message_id if card else None

    assert await database.write(work) == 4


async def test_a_thing_is_on_the_list_of_a_month_once(database: Database) -> None:
    def twice(conn: Connection) -> None:
        for _ in range(2):
            reviews.put_on_list(conn, "2026-12", "entry", "cit-8-termin", "mark")

    with pytest.raises(IntegrityError):
        await database.write(twice)
