"""`labels`: what use has taught becomes a file that `evaluate` reads."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import Connection

from bot.knowledge.entry_pages import Written, page
from bot.storage import people, proposals, questions, tickets
from bot.storage.database import Database
from tests.commands.running import DAY, run

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)
WORDS = "Jak zgłosić zmianę zarządu? Tu Anna Brzózka, 601 234 567"


def _asked(conn: Connection) -> None:
    anna = people.meet(conn, 101, "Anna Brzózka", NOW)
    said = {"person_id": anna.id, "chat_id": 101, "asked_at": NOW, "kind": "question"}
    for number in (1, 2):  # the same words twice are one line
        questions.save(
            conn, text=WORDS, message_id=number, state="done", feedback="helped", zone="answer",
            entry="zarzad-zmiana", candidates=[{"entry": "zarzad-zmiana", "confidence": 0.9}],
            topic="legal", **said,
        )  # fmt: skip
    questions.save(
        conn, text="kto pokroi\u2028tort", message_id=3, state="suggested", feedback="other",
        zone="answer", entry="plakat", candidates=[{"entry": "plakat", "confidence": 0.9}], **said,
    )  # fmt: skip
    questions.save(conn, text="dzień dobry", message_id=4, state="answered", **said)


async def _write(url: str, work: Callable[[Connection], None]) -> None:
    database = await Database.open(url)
    await database.write(work)
    await database.close()


@pytest.fixture
def used(sqlite_url: str) -> str:
    """A database with two questions of which something is known."""

    asyncio.run(_write(sqlite_url, _asked))
    return sqlite_url


def test_lines_hold_the_truth_and_nobody(used: str, tmp_path: Path) -> None:
    file = tmp_path / "labels.jsonl"
    result = run("labels", "--database", used, str(file))
    assert result.exit_code == 0, result.stderr
    assert result.stdout.startswith("Pytania: 2 (z właściwym hasłem: 1, bez hasła: 0, ")
    assert [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()] == [
        {
            "text": "Jak zgłosić zmianę zarządu? Tu [imię], [telefon]",
            "topic": "legal",
            "expect": ["zarzad-zmiana"],
            "not": [],
            "kind": "question",
            "source": "helped",
        },
        {
            "text": "kto pokroi\u2028tort",
            "topic": None,
            "expect": None,
            "not": ["plakat"],
            "kind": None,
            "source": "denied",
        },
    ]
    assert file.stat().st_mode & 0o077 == 0


def test_the_words_stand_in_the_file_only(used: str, tmp_path: Path) -> None:
    result = run("labels", "--database", used, str(tmp_path / "labels.jsonl"))
    assert "zarządu" not in result.stdout + result.stderr


def test_the_file_is_read_by_evaluate(used: str, tmp_path: Path) -> None:
    file = tmp_path / "labels.jsonl"
    run("labels", "--database", used, str(file))
    result = run("evaluate", str(file), "--on", DAY)
    assert (result.exit_code, result.stderr) == (0, "")


def test_what_became_an_entry_inside_telegram_asks_for_it(used: str, tmp_path: Path) -> None:
    words = "Czy stary traktor może jechać w paradzie?"
    written = page(Written(words, [], "Może, gdy jest zarejestrowany.", "ustawa"), NOW.date())

    def approve(conn: Connection) -> None:
        anna = people.meet(conn, 101, "Anna Brzózka", NOW)
        ticket = tickets.open_new(
            conn, person_id=anna.id, address="chat:101", topic="legal", opened_at=NOW
        )
        asked = questions.save(
            conn, text=words, message_id=9, state="ticket", person_id=anna.id, chat_id=101,
            asked_at=NOW,
        )  # fmt: skip
        questions.set_fields(conn, asked.id, ticket_id=ticket.id)
        ident = proposals.begin(
            conn, NOW, question=words, topic="legal", author_id=201, author="Ewa",
            thread="group/legal", ticket_id=ticket.id,
        )  # fmt: skip
        values = {"state": "approved", "name": "traktor", "text": written, "decided_at": NOW}
        proposals.move(conn, ident, was=("draft",), **values)

    asyncio.run(_write(used, approve))
    result = run("labels", "--database", used, str(tmp_path / "labels.jsonl"))
    assert result.exit_code == 0, result.stderr
    text = (tmp_path / "labels.jsonl").read_text(encoding="utf-8")
    line = json.loads(text.splitlines()[-1])
    assert (line["text"], line["expect"], line["source"]) == (words, ["traktor"], "advisor")


def test_a_new_run_replaces_the_file(used: str, tmp_path: Path) -> None:
    file = tmp_path / "labels.jsonl"
    file.write_text("coś dawnego\n" * 9, encoding="utf-8")
    assert run("labels", "--database", used, str(file)).exit_code == 0
    assert len(file.read_text(encoding="utf-8").splitlines()) == 2


def test_a_database_that_is_not_there_is_not_made(tmp_path: Path) -> None:
    result = run("labels", "--database", f"sqlite:///{tmp_path}/nie.db", str(tmp_path / "x"))
    assert (result.exit_code, "tej bazy jeszcze nie ma" in result.stderr) == (1, True)
    assert not (tmp_path / "nie.db").exists()
    assert not (tmp_path / "x").exists()


def test_a_wrong_address_and_a_place_that_cannot_be_written_are_named(
    used: str, tmp_path: Path
) -> None:
    result = run("labels", "--database", "mysql://x", str(tmp_path / "x"))
    assert (result.exit_code, "BOT_DATABASE" in result.stderr) == (78, True)
    result = run("labels", "--database", used, str(tmp_path / "nie" / "ma" / "x"))
    assert (result.exit_code, "Nie da się zapisać" in result.stderr) == (1, True)
