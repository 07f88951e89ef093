"""The books of a calm story, and copies of them spoilt on purpose: each check can fail."""

from __future__ import annotations

import asyncio
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from tests.faults.ledger import Books, findings
from tests.faults.nursery import Nursery
from tests.faults.story import Beginning, story

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def books(tmp_path_factory: pytest.TempPathFactory, nursery: Nursery, linked: Beginning) -> Books:
    """The books of ten questions of five leaders, and of their answers."""

    async def tell() -> Books:
        turns = [number % 5 for number in range(10)]
        folder = tmp_path_factory.mktemp("books")
        async with story(folder, nursery, linked, turns=turns) as told:
            told.advise()
            for _ in turns:
                told.people.ask()
            await told.end()
            return told.books()

    return asyncio.run(tell())


def test_a_calm_story_leaves_whole_books(books: Books) -> None:
    assert findings(books) == []
    assert len(books.answered) == 10


@pytest.fixture
def copy(books: Books, tmp_path: Path) -> Books:
    """The books over a copy of their database, to be spoilt."""
    copied = tmp_path / "copy.db"
    shutil.copy(books.database, copied)
    return replace(books, database=copied)


def _change(books: Books, *statements: str) -> None:
    with closing(sqlite3.connect(books.database)) as connection:
        for statement in statements:
            assert connection.execute(statement).rowcount >= 1, statement
        connection.commit()


def _columns(books: Books, table: str) -> str:
    with closing(sqlite3.connect(books.database)) as connection:
        rows = connection.execute(f"PRAGMA table_info({table})").fetchall()
    return ", ".join(f'"{row[1]}"' for row in rows if row[1] != "id")


def test_a_lost_question_would_be_noticed(copy: Books) -> None:
    _change(
        copy,
        "DELETE FROM post WHERE text LIKE '%, strona 7'",
        "DELETE FROM question WHERE text LIKE '%strona 7'",
    )

    assert any("was lost" in finding for finding in findings(copy))


def test_an_update_that_waits_for_ever_would_be_noticed(copy: Books) -> None:
    last = "(SELECT max(update_id) FROM inbox)"
    _change(copy, f"UPDATE inbox SET state = 'quarantine' WHERE update_id = {last}")

    assert any("was not dealt with" in finding for finding in findings(copy))


def test_a_duplicate_ticket_would_be_noticed(copy: Books) -> None:
    columns = _columns(copy, "ticket")
    _change(copy, f"INSERT INTO ticket ({columns}) SELECT {columns} FROM ticket WHERE id = 3")

    found = findings(copy)

    assert any("has 2 tickets" in finding for finding in found)
    assert any("belongs to no question" in finding for finding in found)


def test_a_message_that_nobody_finished_would_be_noticed(copy: Books) -> None:
    _change(copy, "UPDATE outbox SET state = 'sending' WHERE id = 20")

    assert any("'sending'" in finding for finding in findings(copy))


def test_swapped_leaders_would_be_noticed(copy: Books) -> None:
    _change(copy, "UPDATE question SET ticket_id = 9 - ticket_id WHERE ticket_id IN (4, 5)")

    assert any("of somebody else" in finding for finding in findings(copy))


Spoil = Callable[[Books], Books]


@pytest.mark.parametrize(
    ("spoil", "noticed"),
    [
        (
            lambda books: replace(books, leaders=_without(books, "Sprawa #8")),
            "0 times its receipt",
        ),
        (lambda books: replace(books, group=_less(books.group, "#8 ")), "0 times its card"),
        (lambda books: replace(books, leaders=_without(books, "porządku")), "0 times its answer"),
    ],
)
def test_a_message_that_never_came_would_be_noticed(
    copy: Books, spoil: Spoil, noticed: str
) -> None:
    assert any(noticed in finding for finding in findings(spoil(copy)))


def _less(chat, words: str):
    """Return a chat without the bot's messages that have these words."""
    kept = {
        number: message
        for number, message in chat.messages.items()
        if not (message.from_bot and words in message.text)
    }
    return replace(chat, messages=kept)


def _without(books: Books, words: str):
    return [_less(chat, words) for chat in books.leaders]
