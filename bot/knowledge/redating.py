"""Puts the dates that people confirmed into the text of a file, and changes nothing else in it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date

_DATES = re.compile(r"^(?P<indent> *)(?P<field>checked|valid_until):(?P<rest> .*)$")
_COMMENT = re.compile(r"\s#.*$")


def redated_page(text: str, checked: date, until: date) -> str:
    """Return a page whose fields say that it was checked on a day and is right until another."""
    lines = text.split("\n")
    ends = next(n for n, line in enumerate(lines[1:], 1) if line.rstrip() == "---")
    fields = (_with_date(line, checked, until) for line in lines[1:ends])
    return "\n".join([lines[0], *fields, *lines[ends:]])


def redated_values(text: str, confirmed: Iterable[tuple[str, date, date]]) -> str:
    """Return the file of yearly values with the dates of those confirmed: name, checked, until."""
    dates = {name: (checked, until) for name, checked, until in confirmed}
    lines, current = [], None
    for line in text.split("\n"):
        if line[:1] not in ("", " ", "#"):
            current = dates.get(line.partition(":")[0].strip("\"'"))
        lines.append(_with_date(line, *current) if current and line.startswith(" ") else line)
    return "\n".join(lines)


def _with_date(line: str, checked: date, until: date) -> str:
    found = _DATES.match(line)
    if found is None:
        return line
    day = checked if found["field"] == "checked" else until
    comment = _COMMENT.search(found["rest"])
    return f"{found['indent']}{found['field']}: {day}{comment[0] if comment else ''}"
