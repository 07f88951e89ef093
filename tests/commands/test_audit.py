"""`audit`: the trail of a person or a case, in Polish, from beside a running bot."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime

import pytest
from sqlalchemy import Connection, update

from bot.storage import people, records, staff, tickets
from bot.storage.database import Database
from bot.storage.tables import audit
from tests.commands.running import run

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)


@pytest.fixture
def kept(sqlite_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A database in which Ewa took a case of Anna's and opened its files."""

    def work(conn: Connection) -> None:
        anna = people.meet(conn, 101, "Anna", NOW)
        staff.know(conn, 5, "Ewa")
        opened = tickets.open_new(
            conn, person_id=anna.id, address="chat:101", topic="legal", opened_at=NOW
        )
        records.note(conn, NOW, f"person:{anna.id}", "open", opened.id)
        records.note(conn, NOW, "advisor:5", "seen_files", opened.id)
        records.note(conn, NOW, "advisor:6", "data_opened", person=anna.id)
        people.meet(conn, 102, "Jan", NOW)

    async def write() -> None:
        database = await Database.open(sqlite_url)
        await database.write(work)
        await database.close()

    asyncio.run(write())
    monkeypatch.setenv("BOT_DATABASE", sqlite_url)


def test_the_trail_says_who_saw_what(kept: None) -> None:
    shown = run("audit", "--person", "1")
    assert shown.exit_code == 0
    told = [line.partition("  ")[2] for line in shown.output.splitlines()]
    assert told == [
        "osoba 1: zadano pytanie, otwarto sprawę  #1",
        "Ewa: otwarto załączniki  #1",
        "doradca 6: otwarto kartę danych osoby  osoba: 1",
    ]
    assert len(run("audit", "--ticket", "1").output.splitlines()) == 2
    assert "Nic jeszcze" in run("audit", "--person", "2").output
    for words in (("--person", "9"), ("--ticket", "9")):
        assert run("audit", *words).exit_code == 1
    assert run("audit").exit_code == 2


def _mark() -> str:
    shown = run("audit", "--check")
    assert shown.exit_code == 0, shown.output
    assert "Ślad jest cały: wpisów 3" in shown.output
    return shown.output.strip().rstrip(".").split()[-1]


def test_a_whole_trail_contains_its_mark(kept: None) -> None:
    mark = _mark()
    shown = run("audit", "--check", "--mark", mark)
    assert shown.exit_code == 0 and f"Znak {mark} jest na swoim miejscu." in shown.output
    strange = run("audit", "--check", "--mark", f"{mark.partition(':')[0]}:{'0' * 12}")
    assert strange.exit_code == 1 and "Tego znaku nie ma" in strange.stderr
    assert run("audit", "--check", "--mark", "1:2").exit_code == 2
    assert run("audit", "--mark", mark).exit_code == 2
    assert run("audit", "--check", "--person", "1").exit_code == 2


def test_a_trail_that_was_changed_is_told(kept: None, sqlite_url: str) -> None:
    async def change() -> None:
        database = await Database.open(sqlite_url)
        await database.write(
            lambda conn: conn.execute(update(audit).where(audit.c.id == 2).values(actor="x"))
        )
        await database.close()

    asyncio.run(change())
    shown = run("audit", "--check")
    assert shown.exit_code == 1 and "Wpis 2 nie pasuje" in shown.stderr
