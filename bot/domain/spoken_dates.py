"""Reading the day a letter came: "12.11", "12 listopada", "wczoraj", "w zeszły czwartek".

The day lies in the past, within a year. What is understood only perhaps is None, and the caller
asks again. The words below are data for reading; what we say stands in the templates.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta

from bot.domain.calendar_words import LONGEST_ANSWER, TOKENS, WEEKDAYS, Written, written_days
from bot.domain.polish_words import fold, recognise, words_for
from bot.domain.spoken_days import read_days

_DAYS_AGO = words_for((0, "dzis dzisiaj"), (1, "wczoraj"), (2, "przedwczoraj onegdaj"))
#: "Last" Thursday: the one of last week, or the most recent one?
_LAST = re.compile(r"\b(?:zeszl|ubiegl|minion|poprzedni)")
_LAST_WEEK = re.compile(r"\b(?:zeszl|ubiegl|minion|poprzedni)[a-z]* (?:tygodni|tydzien)")
#: Not the past, not said for sure, or one of two days: "12 i 13 listopada".
_UNCLEAR = re.compile(
    r"\b(?:jutr|pojutrz|przyszl|nastepn|najblizsz|za\b|nie\b)"
    r"|[0-9]\.? (?:i|lub|albo|czy|do|-|–) [0-9]"
)
_AGO = re.compile(r"\btemu\b")
#: A day and month without a year that lie further back in last year are more likely a slip.
_LATELY = timedelta(days=183)
_WEEK = timedelta(days=7)


def read_date(text: str, today: date) -> date | None:
    """Return the past day that the text names; None when it is impossible, future or unclear."""
    folded = fold(text[:LONGEST_ANSWER])
    if _UNCLEAR.search(folded):
        return None
    found = {*_written(folded, today), *_counted(folded, today), *_weekdays(folded, today)}
    if len(found) != 1:
        return None
    day = found.pop()
    return day if day is not None and _within_a_year(day, today) else None


def _within_a_year(day: date, today: date) -> bool:
    a_year_later = (day.year + 1, day.month, day.day)
    return day <= today and a_year_later >= (today.year, today.month, today.day)


def _written(text: str, today: date) -> Iterator[date | None]:
    """Yield dates in figures, and in figures with the month's name."""
    return (_day_of(one, today) for one in written_days(text))


def _counted(text: str, today: date) -> Iterator[date | None]:
    """Yield days counted back from today: "wczoraj", "3 dni temu"."""
    for token in TOKENS.findall(text):
        word = recognise(token, _DAYS_AGO)
        if word is not None:
            yield today - timedelta(days=_DAYS_AGO[word])
    ago = _AGO.search(text)
    if ago is not None:
        # "Miesiąc temu" names no day.
        days = None if "mies" in text else read_days(text[: ago.start()])
        yield None if days is None else today - timedelta(days=days)


def _weekdays(text: str, today: date) -> Iterator[date | None]:
    """Yield the days that weekdays stand for: the most recent one before today.

    "W zeszły" said of a day that this week has already had can mean two days: None.
    """
    monday = today - timedelta(days=today.weekday())
    for token in TOKENS.findall(text):
        name = recognise(token, WEEKDAYS)
        if name is None:
            continue
        this_week = monday + timedelta(days=WEEKDAYS[name])
        if this_week >= today or _LAST_WEEK.search(text):
            yield this_week - _WEEK
        else:
            yield None if _LAST.search(text) else this_week


def _day_of(written: Written, today: date) -> date | None:
    """Return the date; without a year the last one that people still mean."""
    this_year = written.in_year(today.year)
    if written.year is not None or (this_year is not None and this_year <= today):
        return this_year
    last_year = written.in_year(today.year - 1)
    lately = last_year is not None and today - last_year <= _LATELY
    return last_year if lately else None
