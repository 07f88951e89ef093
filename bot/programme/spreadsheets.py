"""Tables that people send: XLSX as any office program writes it, or CSV.

Only what stands in cells is taken. A file that is no table is None, never an error.
"""

from __future__ import annotations

import csv
import io
import zipfile

from python_calamine import CalamineError, CalamineWorkbook

MOST_ROWS = 2_000
_MOST_UNPACKED = 30_000_000  # bytes: a small file may be made to unpack to a huge one


def cells_of(content: bytes) -> list[list[object]] | None:
    """Return the cells of the first sheet that has any, row by row; None when it is no table."""
    if content[:2] == b"PK":
        return _workbook(content)
    return _text(content)


def _workbook(content: bytes) -> list[list[object]] | None:
    try:
        packed = zipfile.ZipFile(io.BytesIO(content))
        if sum(one.file_size for one in packed.infolist()) > _MOST_UNPACKED:
            return None
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        for name in book.sheet_names:
            rows = book.get_sheet_by_name(name).to_python(skip_empty_area=False, nrows=MOST_ROWS)
            if rows:
                return [list(row) for row in rows]
    except (CalamineError, zipfile.BadZipFile, ValueError, OSError):
        return None
    return []


def _text(content: bytes) -> list[list[object]] | None:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:  # as Polish office programs still write it
        text = content.decode("cp1250", "replace")
    if "\0" in text:
        return None
    first = text.split("\n", 1)[0]
    separator = max(";\t,", key=first.count)
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=separator))
    except csv.Error:
        return None
    return [list[object](row) for row in rows[:MOST_ROWS]]
