"""Tables as plain files for a Polish spreadsheet program: semicolons, UTF-8 with its mark, CRLF.

A spreadsheet program works out what begins like a formula, in such a file too: people's words that
do get an apostrophe before them.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence

from bot.programme.workbooks import Cell

_MARK = b"\xef\xbb\xbf"
_FORMULA = re.compile(r"[=+\-@\uff1d\uff0b\uff0d\uff20]")
_UNSEEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


def inert(text: str) -> str:
    """Return words that no spreadsheet program works out."""
    seen = _UNSEEN.sub(" ", text)
    begins = seen.startswith(("\t", "\r", "\n")) or _FORMULA.match(seen.lstrip())
    return f"'{seen}" if begins else seen


def written(cell: Cell) -> str:
    """Return a cell as it stands in the file: numbers with a decimal comma."""
    if isinstance(cell, str):
        return inert(cell)
    return f"{cell:.2f}".replace(".", ",") if isinstance(cell, float) else str(cell)


def comma_file(heads: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    """Return a whole file."""
    out = io.StringIO()
    lines = csv.writer(out, delimiter=";", lineterminator="\r\n")
    lines.writerow([written(head) for head in heads])
    lines.writerows([written(cell) for cell in row] for row in rows)
    return _MARK + out.getvalue().encode("utf-8")
