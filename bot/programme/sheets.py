"""Spreadsheets that people send, read as rows of words; and those that the bot hands out.

What is in a file is never believed: it is small, its rows are few, and whatever a cell holds it
becomes text. What is handed out holds text only, so that no cell can be a formula.
"""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import xlsxwriter
from python_calamine import CalamineError, CalamineWorkbook

MOST_BYTES = 1_000_000  # of the file itself
_MOST_UNPACKED = 30_000_000
MOST_ROWS, MOST_COLUMNS, LONGEST_CELL = 2000, 40, 1000
_ROOM = 500  # rows with a choice in what is handed out


@dataclass(frozen=True, slots=True)
class Table:
    """Rows that are not empty, each with its number in the file; the first one names columns."""

    rows: tuple[tuple[int, tuple[str, ...]], ...]


@dataclass(frozen=True, slots=True)
class Unread:
    """Why nothing could be read: big, long, broken, empty, or another kind of file."""

    why: str


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a spreadsheet that is handed out; `choices` are offered in each of its cells."""

    title: str
    width: int = 20
    choices: tuple[str, ...] = ()


def read(name: str, content: bytes) -> Table | Unread:
    """Return what a file holds (XLSX, ODS, XLS or CSV), or why it cannot be read."""
    if len(content) > MOST_BYTES:
        return Unread("big")
    try:
        found = _csv(content) if name.lower().endswith((".csv", ".txt")) else _workbook(content)
    except (CalamineError, UnicodeDecodeError, csv.Error, zipfile.BadZipFile, ValueError):
        return Unread("broken")
    return found if isinstance(found, Unread) else _table(found)


def _workbook(content: bytes) -> Iterable[Sequence[Any]] | Unread:
    packed = io.BytesIO(content)
    if zipfile.is_zipfile(packed):
        sizes = (one.file_size for one in zipfile.ZipFile(packed).infolist())
        if sum(sizes) > _MOST_UNPACKED:
            return Unread("big")
    elif not content.startswith(b"\xd0\xcf\x11\xe0"):  # an old XLS
        return Unread("kind")
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    rows: list[list[Any]] = book.get_sheet_by_index(0).to_python(skip_empty_area=False)
    return rows


def _csv(content: bytes) -> Iterable[Sequence[Any]] | Unread:
    text = _decoded(content)
    if "\0" in text:
        return Unread("kind")
    first = text.split("\n", 1)[0]
    separator = max(";,\t", key=first.count)
    return csv.reader(io.StringIO(text, newline=""), delimiter=separator)


def _decoded(content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1250")


def _table(rows: Iterable[Sequence[Any]]) -> Table | Unread:
    found = []
    for number, row in enumerate(rows, 1):
        if number > MOST_ROWS or len(row) > MOST_COLUMNS:
            return Unread("long")
        cells = tuple(_words(cell) for cell in row)
        if any(cells):
            found.append((number, cells))
    return Table(tuple(found)) if found else Unread("empty")


def _words(cell: Any) -> str:
    """Return a cell as people read it: days as ISO dates, whole numbers without a fraction."""
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return " ".join(str(cell).split())[:LONGEST_CELL]


def blank(columns: Sequence[Column], notes: Sequence[str]) -> bytes:
    """Return a spreadsheet to be filled: named columns, and a second sheet that says how."""
    made = io.BytesIO()
    inert = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(made, {"in_memory": True, **inert}) as book:
        words, head = book.add_format({"num_format": "@"}), book.add_format({"bold": True})
        sheet = book.add_worksheet("Dane")
        sheet.freeze_panes(1, 0)
        for place, column in enumerate(columns):
            sheet.set_column(place, place, column.width, words)
            sheet.write_string(0, place, column.title, head)
            if column.choices:
                offer = {"validate": "list", "source": list(column.choices)}
                sheet.data_validation(1, place, _ROOM, place, offer)
        how = book.add_worksheet("Jak wypełnić")
        how.set_column(0, 0, 100)
        for number, note in enumerate(notes):
            how.write_string(number, 0, note)
    return made.getvalue()
