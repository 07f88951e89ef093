"""`export`: accepted practices become files; what is there is left alone."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import Connection

from bot.storage import people, practices
from bot.storage.database import Database
from tests.commands.running import run

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)
PAGE = "practices/lawka.md"


def _tell(conn: Connection, state: str, slug: str | None, *, agree: bool | None) -> None:
    author = people.meet(conn, 101, "Anna", NOW)
    found = practices.begin(conn, author.id, NOW)
    practices.set_fields(conn, found.id, state=state, slug=slug, people_agree=agree)
    said = {"title": "Ławka", "story": "Zrobiliśmy ławkę. Tel. 600 100 200.", "place": "Bodzanów"}
    for number, (field, text) in enumerate(said.items(), 10 * found.id):
        practices.keep(conn, found.id, field, chat_id=101, message_id=number, text=text, at=NOW)
    photo = {"file": {"file_id": "AgACAgQ"}, "media": "photo", "at": NOW}
    practices.keep(conn, found.id, "photo", chat_id=101, message_id=10 * found.id + 9, **photo)


async def _write(url: str, work: Callable[[Connection], None]) -> None:
    database = await Database.open(url)
    await database.write(work)
    await database.close()


@pytest.fixture
def told(sqlite_url: str, monkeypatch: pytest.MonkeyPatch) -> str:
    """A database with one accepted practice, and one of each other kind."""

    def work(conn: Connection) -> None:
        _tell(conn, "accepted", "lawka", agree=True)
        for state in ("draft", "sent", "rejected", "withdrawn"):
            _tell(conn, state, f"nie-{state}", agree=True)

    asyncio.run(_write(sqlite_url, work))
    monkeypatch.setenv("BOT_DATABASE", sqlite_url)
    return sqlite_url


def test_accepted_practices_become_files(told: str, tmp_path: Path) -> None:
    result = run("export", str(tmp_path / "out"))
    assert result.exit_code == 0, result.stderr
    assert result.stdout.endswith("Zapisane praktyki: 1, przyjęte razem: 1.\n")
    assert [path.name for path in (tmp_path / "out/practices").iterdir()] == ["lawka.md"]
    text = (tmp_path / "out" / PAGE).read_text(encoding="utf-8")
    assert ('title: "Ławka"' in text, "# AgACAgQ" in text) == (True, True)
    assert ("600" in text, "Tel. ••• ••• •••." in text) == (False, True)


def test_photos_without_consent_are_not_noted(
    sqlite_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asyncio.run(_write(sqlite_url, lambda conn: _tell(conn, "accepted", "lawka", agree=False)))
    monkeypatch.setenv("BOT_DATABASE", sqlite_url)
    assert run("export", str(tmp_path / "out")).exit_code == 0
    assert "AgACAgQ" not in (tmp_path / "out" / PAGE).read_text(encoding="utf-8")


def test_a_file_that_is_there_is_left_alone(told: str, tmp_path: Path) -> None:
    page = tmp_path / "out" / PAGE
    page.parent.mkdir(parents=True)
    page.write_text("poprawione ręcznie", encoding="utf-8")
    result = run("export", str(tmp_path / "out"))
    assert "lawka.md (już jest, bez zmian)" in result.stdout
    assert page.read_text(encoding="utf-8") == "poprawione ręcznie"


def test_the_bot_may_be_running(told: str, tmp_path: Path) -> None:
    async def beside() -> int:
        database = await Database.open(told)
        try:
            result = await asyncio.to_thread(run, "export", str(tmp_path / "out"))
        finally:
            await database.close()
        return result.exit_code

    assert asyncio.run(beside()) == 0


def test_a_database_that_is_not_there_is_not_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BOT_DATABASE", f"sqlite:///{tmp_path}/nie.db")
    result = run("export", str(tmp_path / "out"))
    assert (result.exit_code, "tej bazy jeszcze nie ma" in result.stderr) == (1, True)
    assert not (tmp_path / "nie.db").exists()


def test_a_database_of_another_version_is_named(
    told: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with sqlite3.connect(tmp_path / "bot.db") as connection:
        connection.execute("UPDATE alembic_version SET version_num = '0002'")
    connection.close()
    result = run("export", str(tmp_path / "out"))
    assert (result.exit_code, "z innej wersji programu" in result.stderr) == (1, True)


def test_a_directory_that_cannot_be_written_is_named(told: str, tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "practices").write_text("plik", encoding="utf-8")
    result = run("export", str(tmp_path / "out"))
    assert (result.exit_code, "Nie da się zapisać w" in result.stderr) == (1, True)
