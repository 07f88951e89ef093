"""Cells of a table that somebody filled in, as plain text, whatever their program made of them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date, datetime, time

from bot.domain.polish_words import fold

Row = tuple[int, dict[str, str]]
_SPACES = re.compile(r"[ \t\u00a0]+")
_LONGEST_CELL = 2_000  # characters


def plain(cell: object) -> str:
    """Return a cell as people would type it: "2027-03-13", "09:30", "20"."""
    if isinstance(cell, datetime):
        midnight = cell.time() == time.min
        return cell.date().isoformat() if midnight else f"{cell:%Y-%m-%d %H:%M}"
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, time):
        return f"{cell:%H:%M}"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return _SPACES.sub(" ", str(cell if cell is not None else ""))[:_LONGEST_CELL].strip()


def rows_under(cells: Iterable[Sequence[object]], names: dict[str, str]) -> list[Row] | list[str]:
    """Return the rows below the heading, by field; or the headings that are not there.

    `names` are the fields by their headings, folded. Rows keep their number in the table; empty
    ones are left out.
    """
    heading: list[str] | None = None
    found: list[Row] = []
    for number, line in enumerate(cells, 1):
        texts = [plain(cell) for cell in line]
        if heading is None:
            known = [names.get(heading_of(text), "") for text in texts]
            heading = known if any(known) else None
        elif any(texts):
            pairs = zip(heading, texts, strict=False)
            found.append((number, {name: text for name, text in pairs if name}))
    lacking = [one for one, name in names.items() if heading is None or name not in heading]
    return lacking or found


def heading_of(text: str) -> str:
    """Return a heading as it is compared: without capitals, accents, and notes in brackets."""
    return fold(text.partition("(")[0]).strip(" *:")
