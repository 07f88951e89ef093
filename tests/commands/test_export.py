"""`export`: accepted practices and confirmed dates become files; what is there is left alone."""

from __future__ import annotations

import asyncio
import shutil
import sqlite3
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from sqlalchemy import Connection

from bot.knowledge.loading import load
from bot.storage import people, practices, reviews
from bot.storage.database import Database
from tests.commands.running import run
from tests.knowledge.sample import copy_of_sample

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
    assert result.stdout.count("Praktyki: 1 z 1. Pliki z potwierdzoną datą: 0 z 0.") == 1
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
        connection.execute("UPDATE alembic_version SET version_num = '0003'")
    connection.close()
    result = run("export", str(tmp_path / "out"))
    assert (result.exit_code, "z innej wersji programu" in result.stderr) == (1, True)


def test_a_directory_that_cannot_be_written_is_named(told: str, tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "practices").write_text("plik", encoding="utf-8")
    result = run("export", str(tmp_path / "out"))
    assert (result.exit_code, "Nie da się zapisać w" in result.stderr) == (1, True)


# -- confirmed dates


CIT = "faq/accounting/cit-8-termin.md"
VALUES = """\
# kwoty
stawka: # roczna
  what: stawkę
  text: 1,15 zł
  valid_until: 2026-12-31 # koniec roku
  sources: [rozporządzenie]
  checked: 2026-11-22
limit:
  what: limit
  text: 20 zł
  valid_until: 2026-12-31
  sources: [ustawa]
  checked: 2026-11-22
"""


@pytest.fixture
def confirmed(sqlite_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A knowledge of which an entry and a value were confirmed, and another was switched off."""
    directory = copy_of_sample(tmp_path)
    (directory / "values.yaml").write_text(VALUES, encoding="utf-8")
    base = load(directory)
    words = (
        ("entry", "cit-8-termin", base.entries["cit-8-termin"].digest, "current"),
        ("value", "stawka", base.values["stawka"].digest, "current"),
        ("value", "limit", base.values["limit"].digest, "off"),
        ("entry", "plakat", "of a former file", "current"),
    )

    def work(conn: Connection) -> None:
        for kind, name, mark, verdict in words:
            row = reviews.put_on_list(conn, "2026-12", kind, name, mark)
            until = "2027-05-05" if verdict == "current" else None
            reviews.set_fields(conn, row, verdict=verdict, until=until, decided_at=NOW)

    asyncio.run(_write(sqlite_url, work))
    monkeypatch.setenv("BOT_DATABASE", sqlite_url)
    return directory


def test_confirmed_dates_stand_in_files_that_are_otherwise_the_same(
    confirmed: Path, tmp_path: Path
) -> None:
    result = run("export", str(tmp_path / "out"), knowledge=confirmed)
    assert result.exit_code == 0, result.stderr
    written = {path.relative_to(tmp_path / "out").as_posix(): path.read_text(encoding="utf-8")
               for path in (tmp_path / "out").rglob("*") if path.is_file()}  # fmt: skip
    page = (confirmed / CIT).read_text(encoding="utf-8")
    assert written == {
        CIT: page.replace("checked: 2026-11-22", "checked: 2026-11-24").replace(
            "valid_until: 2027-03-31", "valid_until: 2027-05-05"
        ),
        "values.yaml": VALUES.replace("valid_until: 2026-12-31 #", "valid_until: 2027-05-05 #", 1)
        .replace("checked: 2026-11-22", "checked: 2026-11-24", 1),
    }  # fmt: skip


def test_files_with_confirmed_dates_are_good_knowledge(confirmed: Path, tmp_path: Path) -> None:
    run("export", str(tmp_path / "out"), knowledge=confirmed)
    shutil.copytree(tmp_path / "out", confirmed, dirs_exist_ok=True)
    base = load(confirmed)
    assert base.entries["cit-8-termin"].valid_until == date(2027, 5, 5)
    assert base.values["stawka"].checked == NOW.date()
    assert base.values["limit"].valid_until == date(2026, 12, 31)
