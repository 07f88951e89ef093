"""Lists of people as others give them: one name a line, or a table with many columns.

Only names are read. Whatever else a firm's table holds, dates of birth or telephones, is left out
before anything is kept.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.domain.names import clean_name
from bot.domain.polish_words import fold
from bot.domain.tables_read import plain

LONGEST_NAME = 100
_BULLET = re.compile(r"^\s{0,20}(?:[-–•*]|[0-9]{1,3}[.)])?\s{0,20}")
_DIGITS = re.compile(r"[0-9]")


def names_in_lines(text: str) -> list[str]:
    """Return the names of a text, one a line, without numbers and bullets before them."""
    lines = (clean_name(_BULLET.sub("", line, 1), LONGEST_NAME) for line in text.split("\n"))
    return [line for line in lines if line]


def names_in_table(cells: Sequence[Sequence[object]]) -> list[str]:
    """Return the names of a table: its columns of names and surnames, or else its first one."""
    texts = [[plain(cell) for cell in line] for line in cells]
    for number, line in enumerate(texts):
        columns = [at for at, text in enumerate(line) if _names_people(text)]
        if columns:
            found = (
                " ".join(row[at] for at in columns if at < len(row)) for row in texts[number + 1 :]
            )
            return [name for one in found if (name := clean_name(one, LONGEST_NAME))]
    first = (next((text for text in line if text), "") for line in texts)
    return [name for one in first if (name := clean_name(one, LONGEST_NAME))]


def _names_people(heading: str) -> bool:
    words = fold(heading)
    return words.startswith(("imie", "imiona", "nazwisko", "uczestnik", "osoba", "pracownik"))


def unfit(names: Sequence[str]) -> list[str]:
    """Return what is no whole name: one word only, or with figures."""
    return [one for one in names if " " not in one or _DIGITS.search(one)]
