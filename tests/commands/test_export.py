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

from bot.knowledge.amendments import mark_of_answer
from bot.knowledge.loading import load
from bot.storage import people, practices, proposals, reviews
from bot.storage.database import Database
from tests.commands.running import run
from tests.knowledge.sample import copy_of_sample

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)
LATER = datetime(2026, 12, 1, 9, tzinfo=UTC)
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
    assert "Praktyki: 1 z 1. Pliki z potwierdzoną datą: 0 z 0. Hasła" in result.stdout
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


# -- what was approved


ENTRY = """\
---
question: Czy stary traktor może jechać w paradzie?
also_asked:
  - traktor z remizy w paradzie
sources: [przykład do testów]
checked: 2026-11-24
---
Może, gdy ma polisę.
"""
WAY = "Do którego dnia koło wysyła CIT-8?"


@pytest.fixture
def approved(sqlite_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A knowledge over which an entry and a way of asking were approved, and one that is void."""
    directory = copy_of_sample(tmp_path)
    (directory / "wordings").mkdir()
    ways = directory / "wordings/accounting.yaml"
    ways.write_text("# nasze\ncit-8-termin:\n  - kiedy cit osiem\n", encoding="utf-8")
    mark = mark_of_answer(load(directory).entries["cit-8-termin"])
    told = (
        ("entry", "traktor", "legal", ENTRY, "", "approved"),
        ("wording", "cit-8-termin", "accounting", WAY, mark, "approved"),
        ("wording", "plakat", "promotion", "banderola", "of a former answer", "approved"),
        ("entry", "szkic", "legal", ENTRY, "", "offered"),
    )

    def work(conn: Connection) -> None:
        who = {"author_id": 201, "author": "Ewa", "thread": "group/legal"}
        for kind, name, topic, text, base, state in told:
            ident = proposals.begin(conn, NOW, topic=topic, **who)
            values = {"kind": kind, "name": name, "text": text, "base": base, "state": state}
            proposals.move(conn, ident, was=("draft",), decided_at=NOW, **values)

    asyncio.run(_write(sqlite_url, work))
    monkeypatch.setenv("BOT_DATABASE", sqlite_url)
    return directory


def test_approved_entries_and_ways_of_asking_become_files(approved: Path, tmp_path: Path) -> None:
    result = run("export", str(tmp_path / "out"), knowledge=approved)
    assert result.exit_code == 0, result.stderr
    assert "Hasła i sposoby pytania: 2 z 2." in result.stdout
    assert "Pominięte: plakat: odpowiedź zmieniła się w pliku po zatwierdzeniu" in result.stderr
    written = {path.relative_to(tmp_path / "out").as_posix(): path.read_text(encoding="utf-8")
               for path in (tmp_path / "out").rglob("*") if path.is_file()}  # fmt: skip
    assert written == {
        "faq/legal/traktor.md": ENTRY,
        "wordings/accounting.yaml": f'# nasze\ncit-8-termin:\n  - kiedy cit osiem\n  - "{WAY}"\n',
    }


def test_what_was_exported_is_good_knowledge_and_needs_no_database_any_more(
    approved: Path, tmp_path: Path
) -> None:
    run("export", str(tmp_path / "out"), knowledge=approved)
    shutil.copytree(tmp_path / "out", approved, dirs_exist_ok=True)
    assert run("check", knowledge=approved).exit_code == 0
    assert load(approved).entries["cit-8-termin"].rehearsed == ("kiedy cit osiem", WAY)
    again = run("export", str(tmp_path / "again"), knowledge=approved)
    assert "Hasła i sposoby pytania: 0 z 0." in again.stdout


def test_a_confirmed_date_goes_into_what_was_approved(approved: Path, tmp_path: Path) -> None:
    mark = load(approved, {"faq/legal/traktor.md": ENTRY}).entries["traktor"].digest

    def work(conn: Connection) -> None:
        row = reviews.put_on_list(conn, "2026-12", "entry", "traktor", mark)
        reviews.set_fields(conn, row, verdict="current", until="2027-05-05", decided_at=LATER)

    asyncio.run(_write(f"sqlite:///{tmp_path}/bot.db", work))
    run("export", str(tmp_path / "out"), knowledge=approved)
    text = (tmp_path / "out/faq/legal/traktor.md").read_text(encoding="utf-8")
    assert text == ENTRY.replace("checked: 2026-11-24", "checked: 2026-12-01")


@pytest.mark.slow
def test_the_other_commands_take_it_when_asked_to(approved: Path) -> None:
    question = "traktor z remizy w paradzie"
    without = run("ask", question, "--on", "2026-11-24", knowledge=approved)
    with_it = run("ask", question, "--on", "2026-11-24", "--database", knowledge=approved)
    assert ("[traktor]" in without.stdout, "[traktor]" in with_it.stdout) == (False, True)
    assert "zatwierdzone, ale nie działa: plakat" in with_it.stderr

    counted = run("check", "--on", "2026-11-24", "--database", knowledge=approved)
    assert counted.stdout.startswith("W porządku: 13 haseł")
    assert "plakat: odpowiedź zmieniła się" in counted.stderr
    assert run("check", "--on", "2026-11-24", knowledge=approved).stdout.startswith(
        "W porządku: 12 haseł"
    )
    strict = run("check", "--strict", "--on", "2026-11-24", "--database", knowledge=approved)
    assert strict.exit_code == 1


def test_the_website_takes_it_when_asked_to(approved: Path, tmp_path: Path) -> None:
    for name, more in (("files", ()), ("both", ("--database",))):
        result = run("site", str(tmp_path / name), "--on", "2026-11-24", *more, knowledge=approved)
        assert result.exit_code == 0, result.stderr
    page = Path("pytania/traktor.html")
    assert not (tmp_path / "files" / page).exists()
    assert "Może, gdy ma polisę." in (tmp_path / "both" / page).read_text(encoding="utf-8")


def test_without_a_database_those_commands_say_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BOT_DATABASE", f"sqlite:///{tmp_path}/nie.db")
    for command in (("ask", "CIT?"), ("check",), ("site", str(tmp_path / "out"))):
        result = run(*command, "--database")
        assert (result.exit_code, "tej bazy jeszcze nie ma" in result.stderr) == (1, True)
