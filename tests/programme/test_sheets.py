"""Spreadsheets: whatever people send is read as words or refused; what we hand out is inert."""

from __future__ import annotations

import io
import zipfile
from datetime import date
from pathlib import Path

import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

import bot
from bot.programme import sheets
from bot.programme.sheets import Table, Unread, cells_of, read
from bot.programme.workbooks import Column, Leaf, blank, leaves


def workbook(*rows: tuple[object, ...]) -> bytes:
    made = io.BytesIO()
    with xlsxwriter.Workbook(made, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        for number, row in enumerate(rows):
            for place, cell in enumerate(row):
                if isinstance(cell, date):
                    sheet.write_datetime(number, place, cell, day)
                else:
                    sheet.write(number, place, cell)
    return made.getvalue()


def test_rows_keep_their_numbers_and_days_read_as_iso() -> None:
    found = read(
        "a.xlsx", workbook(("Nazwa", "Dzień"), (), ("KGW  Róża", date(2027, 6, 2)), (7, 2.5))
    )
    assert found == Table(
        (
            (1, ("Nazwa", "Dzień")),
            (3, ("KGW Róża", "2027-06-02")),
            (4, ("7", "2.5")),
        )
    )


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1250"])
@pytest.mark.parametrize("separator", [";", ",", "\t"])
def test_a_text_file_is_read_however_it_was_saved(encoding: str, separator: str) -> None:
    text = f"Nazwa{separator}Gmina\r\nŻółw{separator}Łąck\r\n"
    found = read("a.CSV", text.encode(encoding))
    assert found == Table(((1, ("Nazwa", "Gmina")), (2, ("Żółw", "Łąck"))))


def bomb() -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/workbook.xml", b" " * 40_000_000)
    return made.getvalue()


@pytest.mark.parametrize(
    ("name", "content", "why"),
    [
        ("a.xlsx", b"x" * (sheets.MOST_BYTES + 1), "big"),
        ("a.xlsx", b"%PDF-1.7", "kind"),
        ("a.csv", b"\0\1\2", "kind"),
        ("a.xlsx", workbook(), "empty"),
        ("a.csv", b"\n\n", "empty"),
        ("a.csv", b"x\n" * (sheets.MOST_ROWS + 1), "long"),
        ("a.csv", b";" * 100, "long"),
        ("a.xlsx", workbook(("a",))[:-200], "broken"),
        ("a.xlsx", bomb(), "big"),
        ("a.xls", b"\xd0\xcf\x11\xe0 not really", "broken"),
    ],
)
def test_what_cannot_be_read_is_refused_with_its_reason(
    name: str, content: bytes, why: str
) -> None:
    found = read(name, content)
    assert isinstance(found, Unread)
    assert found.why in (why, "kind") if why == "broken" else found.why == why


@given(st.binary(max_size=400), st.sampled_from(["a.xlsx", "a.csv", ""]))
@settings(max_examples=12, deadline=None)
def test_no_bytes_break_the_reader(content: bytes, name: str) -> None:
    for given_bytes in (content, b"PK\x03\x04" + content, b"\xd0\xcf\x11\xe0" + content):
        assert isinstance(read(name, given_bytes), Table | Unread)


@pytest.mark.parametrize("evil", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "https://example.org"])
def test_what_is_handed_out_holds_no_formula(evil: str) -> None:
    made = blank([Column(evil, choices=("a", "b"))], [evil])
    listed = leaves([Leaf("Lista", (evil, "Osoby"), [(evil, 2)])])
    assert cells_of(listed) == [[evil, "Osoby"], [evil, 2.0]]
    for one in (made, listed):
        assert_inert(one)
    assert read("a.xlsx", made) == Table(((1, (evil.strip(),)),))


def test_only_one_room_writes_spreadsheets_and_only_one_reads_them() -> None:
    rooms = {"xlsxwriter.Workbook(": {"workbooks.py"}, "CalamineWorkbook.": {"sheet_reading.py"}}
    for words, expected in rooms.items():
        sources = Path(bot.__file__).parent.rglob("*.py")
        assert {one.name for one in sources if words in one.read_text("utf-8")} == expected


def assert_inert(made: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(made)) as packed:
        for part in packed.namelist():
            if part.startswith("xl/worksheets/"):
                assert b"<f>" not in packed.read(part) and b"hyperlink" not in packed.read(part)
