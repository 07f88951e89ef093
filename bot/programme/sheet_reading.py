"""Opens a workbook that somebody sent, in a process of its own that may use little of anything.

A file of a few kilobytes can say that its last cell is the millionth in the sixteen-thousandth
column, and what reads it then asks for all of that memory, which nobody survives. This file is
run by itself, imports nothing of ours, reads the workbook from its input and writes the rows of
the first sheet that has any as JSON. What the cells mean is left to `sheets`.
"""

from __future__ import annotations

import contextlib
import io
import json
import subprocess
import sys
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

MOST_MEMORY, MOST_SECONDS = 640 * 2**20, 10
_KINDS = (datetime, date, time)  # a day with an hour is a day as well, so it comes first


def rows_of(content: bytes, rows: int, columns: int, longest: int) -> list[list[Any]] | None:
    """Return the first cells of a workbook, row by row; None when it cannot be read."""
    limits = [str(one) for one in (rows, columns, longest)]
    try:
        ran = subprocess.run(  # noqa: S603 - this very file
            [sys.executable, "-I", str(Path(__file__)), *limits],
            input=content,
            capture_output=True,
            timeout=2 * MOST_SECONDS,
            check=True,
        )
    except (OSError, subprocess.SubprocessError):
        return None
    return [[_cell(one) for one in row] for row in json.loads(ran.stdout)]


def _cell(plain: Any) -> Any:
    if not isinstance(plain, list):
        return plain
    kind, value = plain
    if kind == "span":
        return timedelta(seconds=value)
    return next(one for one in _KINDS if one.__name__ == kind).fromisoformat(value)


def _plain(cell: Any, longest: int) -> Any:
    if isinstance(cell, str):
        return cell[:longest]
    if isinstance(cell, timedelta):
        return ["span", cell.total_seconds()]
    for kind in _KINDS:
        if isinstance(cell, kind):
            return [kind.__name__, cell.isoformat()]
    return cell


def _hold_back() -> None:
    """Let this process end rather than take what others need."""
    import resource

    for what, most in (
        (resource.RLIMIT_AS, MOST_MEMORY),
        (resource.RLIMIT_CPU, MOST_SECONDS),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_FSIZE, 0),
    ):
        with contextlib.suppress(OSError, ValueError):  # not every system lets itself be told
            resource.setrlimit(what, (most, most))


def _read(content: bytes, rows: int, columns: int, longest: int) -> list[list[Any]]:
    from python_calamine import CalamineWorkbook

    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    for name in book.sheet_names:
        found = book.get_sheet_by_name(name).to_python(skip_empty_area=False, nrows=rows)
        if found:
            return [[_plain(cell, longest) for cell in row[:columns]] for row in found]
    return []


if __name__ == "__main__":
    _hold_back()
    json.dump(_read(sys.stdin.buffer.read(), *map(int, sys.argv[1:4])), sys.stdout)
