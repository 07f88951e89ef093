"""A table of meetings: read as office programs write it, compared; wrong rows said in words."""

from __future__ import annotations

import io
import zipfile
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from python_calamine import CalamineWorkbook
from sqlalchemy import Connection

from bot.domain.tables_read import plain
from bot.programme import occasions as force
from bot.programme.occasions import Change
from bot.programme.organising import import_template
from bot.programme.organising.import_columns import HEADINGS, read_file
from bot.programme.organising.import_plan import Plan, plan
from bot.storage.database import Database
from tests.programme.desk import desk, sample

ROW: dict[str, Any] = {
    "kind": "warsztat",
    "title": "Pierogi",
    "topic": "Finanse",
    "day": date(2027, 3, 14),
    "from": time(9, 30),
    "to": "15:00",
    "municipality": "Łąck",
    "venue": "remiza",
    "capacity": 15,
    "waitlist": "5",
    "trainer": "osoba z biura",
    "agenda": "koszty\ngoście",
}


def workbook(*rows: dict[str, Any]) -> bytes:
    content = io.BytesIO()
    book = xlsxwriter.Workbook(content, {"in_memory": True})
    sheet = book.add_worksheet()
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    hour = book.add_format({"num_format": "hh:mm"})
    sheet.write_row(0, 0, HEADINGS.values())
    for number, row in enumerate(rows, 1):
        for at, name in enumerate(HEADINGS):
            value = row.get(name, "")
            form = day if isinstance(value, date) else hour if isinstance(value, time) else None
            sheet.write(number, at, value, form)
    book.close()
    return content.getvalue()


def as_csv(*rows: dict[str, Any], encoding: str = "utf-8-sig") -> bytes:
    lines = [HEADINGS.values(), *([str(row.get(name, "")) for name in HEADINGS] for row in rows)]
    return "\r\n".join(";".join(f'"{cell}"' for cell in line) for line in lines).encode(encoding)


@pytest.fixture
def files(tmp_path: Path) -> Path:
    return sample(tmp_path)


async def planned(database: Database, files: Path, content: bytes) -> Plan:
    there = desk(files)
    rows = read_file("", content)["rows"]

    def work(conn: Connection) -> Plan:
        force.sync(conn, there, nothing_follows)
        return plan(conn, there, rows)

    return await database.write(work)


def nothing_follows(conn: Connection, given: object, change: Change) -> None: ...


@pytest.mark.parametrize(
    "content",
    [
        workbook(ROW),
        as_csv({**ROW, "from": "9:30"}),
        as_csv({**ROW, "from": "9.30", "day": "14.03.2027"}, encoding="cp1250"),
    ],
)
async def test_a_row_becomes_a_workshop_however_it_was_saved(
    sqlite: Database, files: Path, content: bytes
) -> None:
    found = await planned(sqlite, files, content)
    assert found.wrong == []
    (step,) = found.steps
    assert (step.what, step.sheet.id, step.sheet.title) == ("new", "pierogi", "Pierogi")
    assert force.values_of(step.sheet)["place"] == "Łąck, remiza"
    assert "register_until: 2027-03-12 23:59" in force.values_of(step.sheet)["text"]


async def test_the_same_table_twice_changes_nothing(sqlite: Database, files: Path) -> None:
    content = workbook(ROW, {**ROW, "title": "Lista gości", "note": "weź buty"})
    found = await planned(sqlite, files, content)
    there = desk(files)

    def publish(conn: Connection) -> None:
        for step in found.of("new"):
            force.publish(conn, there, step.sheet, origin="chat", by=900)

    await sqlite.write(publish)
    again = await planned(sqlite, files, content)
    assert [one.what for one in again.steps] == ["same", "same"]
    changed = await planned(sqlite, files, workbook({**ROW, "venue": "szkoła", "capacity": ""}))
    assert [one.what for one in changed.steps] == ["changed"]
    assert force.seats_of(changed.steps[0].sheet) == 15  # an empty cell leaves it


async def test_an_id_names_what_is_changed_even_its_day(sqlite: Database, files: Path) -> None:
    found = await planned(sqlite, files, workbook({**ROW, "id": "ksiegi", "capacity": 30}))
    assert [(one.what, one.sheet.id) for one in found.steps] == [("changed", "ksiegi")]


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"kind": "spotkanie"}, "Rodzaj: wpisz warsztat albo wydarzenie"),
        ({"day": "31.04.2027"}, "Dzień: wpisz dzień"),
        ({"day": date(2026, 3, 14)}, "Dzień: ten dzień już minął"),
        ({"from": "rano"}, "Od: wpisz godzinę"),
        ({"from": "25:00"}, "Od: wpisz godzinę"),
        ({"to": ""}, "puste: Do"),
        ({"to": "9:00"}, "koniec"),
        ({"municipality": "Paryż"}, "gmina: nie ma na liście „Paryż”"),
        ({"capacity": "dużo"}, "Liczba miejsc: wpisz samą liczbę"),
        ({"capacity": 0}, "liczba miejsc"),
        ({"topic": "Kuchnia"}, "Temat: wybierz z: "),
        ({"title": ""}, "tytuł"),
        ({"trainer": ""}, "prowadzi: brakuje"),
        ({"id": "Księgi 1"}, "Id: małe litery"),
        ({"id": "dzien-pracy"}, "to id ma już coś innego"),
        ({"id": "zyczenia"}, "to id ma już coś innego w plikach"),
        ({"day": "2027-03-28", "from": "2:30"}, "zegary idą do przodu"),
    ],
)
async def test_what_is_wrong_is_said_in_words_with_its_row(
    sqlite: Database, files: Path, wrong: dict[str, Any], words: str
) -> None:
    content = workbook({**ROW, "title": "Dobry wiersz"}, {**ROW, **wrong})
    found = await planned(sqlite, files, content)
    assert [one.sheet.title for one in found.steps] == ["Dobry wiersz"]
    ((number, what),) = [(one.number, one.what) for one in found.wrong]
    assert number == 3
    assert words in what


async def test_a_row_that_stands_twice_is_wrong(sqlite: Database, files: Path) -> None:
    found = await planned(sqlite, files, workbook(ROW, {**ROW, "venue": "szkoła"}))
    assert [(one.number, one.what) for one in found.wrong] == [
        (3, "powtarza wiersz 2; zostaw jeden")
    ]


async def test_an_event_without_a_place_is_held_online(sqlite: Database, files: Path) -> None:
    event = {**ROW, "kind": "Wydarzenie", "municipality": "", "venue": "", "waitlist": ""}
    (step,) = (await planned(sqlite, files, workbook(event))).steps
    assert "kind: online" in force.values_of(step.sheet)["text"]


async def test_two_rows_of_one_meeting_are_wrong(sqlite: Database, files: Path) -> None:
    known = {**ROW, "title": "Księgi bez strachu", "day": date(2027, 3, 13)}
    found = await planned(sqlite, files, workbook(known, {**ROW, "id": "ksiegi"}))
    assert [one.what for one in found.wrong] == ["to samo spotkanie co w wierszu 2; zostaw jedno"]


@pytest.mark.parametrize("content", [b"PK\x03\x04rest", b"\x00\x01\x02", b"%PDF-1.4\x00"])
def test_a_file_that_is_no_table_is_said_to_be_none(content: bytes) -> None:
    assert read_file("", content) == {"wrong": "unreadable", "lacking": []}


def test_a_small_file_that_unpacks_to_a_huge_one_is_no_table() -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("xl/worksheets/sheet1.xml", b" " * 40_000_000)
    assert len(packed.getvalue()) < 100_000
    assert read_file("", packed.getvalue())["wrong"] == "unreadable"


def test_a_table_with_too_many_rows_is_to_be_divided() -> None:
    assert read_file("", as_csv(*[ROW] * 201))["wrong"] == "many"


def test_missing_headings_are_named() -> None:
    found = read_file("", "Tytuł;Dzień\nA;2027-03-14\n".encode())
    assert found["wrong"] == "headings"
    assert found["lacking"][:3] == ["Id", "Rodzaj", "O czym"]


def test_the_table_that_is_handed_out_is_read_back_and_has_its_lists(files: Path) -> None:
    given = import_template.collect(None, desk(files), {})  # type: ignore[arg-type]
    made = import_template.make(given)
    assert read_file(made.name, made.content) == {"wrong": "empty", "lacking": []}
    assert read_file("", import_template.make_csv(given).content) == {
        "wrong": "empty",
        "lacking": [],
    }
    book = CalamineWorkbook.from_filelike(io.BytesIO(made.content))
    assert book.sheet_names == ["Spotkania", "Jak wypełnić", "Listy"]
    listed = book.get_sheet_by_name("Listy").to_python()
    assert [row[2] for row in listed if row[2]] == ["Bielsk", "Łąck"]
    assert "Jak wypełnić" in str(book.get_sheet_by_name("Jak wypełnić").to_python()[0][0])


def test_a_moment_of_a_spreadsheet_is_read_as_people_see_it() -> None:
    assert plain(datetime.fromisoformat("2027-03-14")) == "2027-03-14"
    assert plain(datetime.fromisoformat("2027-03-14 12:00")) == "2027-03-14 12:00"
    assert (plain(15.0), plain(1.5), plain(None)) == ("15", "1.5", "")
