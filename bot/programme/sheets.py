"""Spreadsheets that people send, all read here: XLSX, ODS, XLS or CSV.

What is in a file is never believed: it is small, its rows are few, and a file that is no table is
refused, never an error. Workbooks are opened by `sheet_reading`, in a process of its own. Making
spreadsheets is left to `workbooks`.
"""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice
from typing import Any

from bot.programme.sheet_reading import rows_of

_OLD = b"\xd0\xcf\x11\xe0"  # how an old XLS begins
MOST_BYTES = 1_000_000  # of the file itself
_MOST_UNPACKED = 30_000_000
MOST_ROWS, MOST_COLUMNS, LONGEST_CELL = 2000, 40, 1000


@dataclass(frozen=True, slots=True)
class Table:
    """Rows that are not empty, each with its number in the file; the first one names columns."""

    rows: tuple[tuple[int, tuple[str, ...]], ...]


@dataclass(frozen=True, slots=True)
class Unread:
    """Why nothing could be read: big, long, broken, empty, or another kind of file."""

    why: str


def read(name: str, content: bytes) -> Table | Unread:
    """Return what a file holds, every cell as words, or why it cannot be read."""
    text = name.lower().endswith((".csv", ".txt"))
    known = text or _is_workbook(content) or len(content) > MOST_BYTES
    found = _rows(content) if known else Unread("kind")
    return found if isinstance(found, Unread) else _table(found)


def cells_of(content: bytes) -> list[list[Any]] | None:
    """Return the first cells of a file, as they are, row by row; None when it is no table."""
    found = _rows(content)
    return None if isinstance(found, Unread) else [list(row) for row in found[:MOST_ROWS]]


def _is_workbook(content: bytes) -> bool:
    return content.startswith((b"PK", _OLD))


def _rows(content: bytes) -> Sequence[Sequence[Any]] | Unread:
    if len(content) > MOST_BYTES:
        return Unread("big")
    try:
        return _workbook(content) if _is_workbook(content) else _csv(content)
    except (csv.Error, zipfile.BadZipFile, ValueError, OSError):
        return Unread("broken")


def _workbook(content: bytes) -> Sequence[Sequence[Any]] | Unread:
    """Return the first sheet that has any rows."""
    if not content.startswith(_OLD):
        sizes = (one.file_size for one in zipfile.ZipFile(io.BytesIO(content)).infolist())
        if sum(sizes) > _MOST_UNPACKED:
            return Unread("big")
    found = rows_of(content, MOST_ROWS + 1, MOST_COLUMNS + 1, LONGEST_CELL)
    return Unread("broken") if found is None else found


def _csv(content: bytes) -> Sequence[Sequence[Any]] | Unread:
    text = _decoded(content)
    if "\0" in text:
        return Unread("kind")
    first = text.split("\n", 1)[0]
    separator = max(";,\t", key=first.count)
    return list(
        islice(csv.reader(io.StringIO(text, newline=""), delimiter=separator), MOST_ROWS + 1)
    )


def _decoded(content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1250", "replace")


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
