"""Days as people write them: "12.11", "12 listopada 2026", "w czwartek", and the names for them.

What a day without a year means, the last one or the next one, is left to `spoken_dates` (days that
have been) and `coming_days` (days to come). Texts come folded; the words are data for reading.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from bot.domain.polish_words import recognise, words_for

# Roman figures too, but no I: "12 i 13 listopada".
MONTHS = words_for(
    (1, "stycznia styczen sty"),
    (2, "lutego luty lut ii"),
    (3, "marca marzec mar iii"),
    (4, "kwietnia kwiecien kwi iv"),
    (5, "maja maj v"),
    (6, "czerwca czerwiec cze vi"),
    (7, "lipca lipiec lip vii"),
    (8, "sierpnia sierpien sie viii"),
    (9, "wrzesnia wrzesien wrz ix"),
    (10, "pazdziernika pazdziernik paz x"),
    (11, "listopada listopad lis xi"),
    (12, "grudnia grudzien gru xii"),
)
WEEKDAYS = words_for(
    (0, "poniedzialek poniedzialku"),
    (1, "wtorek wtorku"),
    (2, "sroda srode srody"),
    (3, "czwartek czwartku"),
    (4, "piatek piatku"),
    (5, "sobota sobote soboty"),
    (6, "niedziela niedziele niedzieli"),
)
TOKENS = re.compile(r"[a-z]+")
LONGEST_ANSWER = 200  # characters; a whole story does not answer "which day?"

_YEAR_FIRST = re.compile(r"(?<![0-9./-])([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})(?![0-9./-])")
# Day and month alone need a dot or a slash: "1-2 dni" is no date.
_NUMERIC = re.compile(
    r"(?<![0-9./-])([0-9]{1,2})"
    r"(?:[./-]\s?([0-9]{1,2})[./-]\s?([0-9]{4}|[0-9]{2})|[./]\s?([0-9]{1,2}))"
    r"(?![0-9]|\s?[./-]\s?[0-9])"
)
_WORDED = re.compile(
    r"(?<![0-9./-])([0-9]{1,2})(?:\s?-?(?:go|ego|tego))?[.\s]\s?([a-z]{1,13})\b"
    r"(?:[.\s]\s?([0-9]{4})(?![0-9]))?"
)


@dataclass(frozen=True, slots=True)
class Written:
    """A day and a month as they stand in a text, with the year if it is given, and where."""

    day: int
    month: int
    year: int | None
    span: tuple[int, int]

    def in_year(self, year: int) -> date | None:
        """Return the date in the year that is written, or else in this one; None if impossible."""
        return exact(self.year if self.year is not None else year, self.month, self.day)


def written_days(text: str) -> Iterator[Written]:
    """Yield dates in figures, and in figures with the month's name."""
    for found in _YEAR_FIRST.finditer(text):
        yield Written(int(found[3]), int(found[2]), int(found[1]), found.span())
    for found in _NUMERIC.finditer(text):
        yield Written(int(found[1]), int(found[2] or found[4]), _year(found[3]), found.span())
    for found in _WORDED.finditer(text):
        name = recognise(found[2], MONTHS)
        if name is not None:
            yield Written(int(found[1]), MONTHS[name], _year(found[3]), found.span())


def exact(year: int, month: int, day: int) -> date | None:
    """Return the date, or None when there is no such day."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _year(written: str | None) -> int | None:
    if not written:
        return None
    return int(written) if len(written) == 4 else 2000 + int(written)
