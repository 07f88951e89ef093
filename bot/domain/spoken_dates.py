"""Reading the day a letter came: "12.11", "12 listopada", "wczoraj", "w zeszły czwartek".

The day lies in the past, within a year. What is understood only perhaps is None, and the caller
asks again. The words below are data for reading; what we say stands in the templates.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta

from bot.domain.polish_words import fold, recognise, words_for
from bot.domain.spoken_days import read_days

# Roman figures too, but no I: "12 i 13 listopada".
_MONTHS = words_for(
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
_WEEKDAYS = words_for(
    (0, "poniedzialek"),
    (1, "wtorek"),
    (2, "sroda srode"),
    (3, "czwartek"),
    (4, "piatek"),
    (5, "sobota sobote"),
    (6, "niedziela niedziele"),
)
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
_TOKENS = re.compile(r"[a-z]+")
_LONGEST_ANSWER = 200  # characters; a whole story does not answer "which day?"
#: A day and month without a year that lie further back in last year are more likely a slip.
_LATELY = timedelta(days=183)
_WEEK = timedelta(days=7)


def read_date(text: str, today: date) -> date | None:
    """Return the past day that the text names; None when it is impossible, future or unclear."""
    folded = fold(text[:_LONGEST_ANSWER])
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
    for year, month, day in _YEAR_FIRST.findall(text):
        yield _date(int(year), int(month), int(day))
    for day, month, year, month_only in _NUMERIC.findall(text):
        yield _day_of(day, int(month or month_only), year, today)
    for day, word, year in _WORDED.findall(text):
        name = recognise(word, _MONTHS)
        if name is not None:
            yield _day_of(day, _MONTHS[name], year, today)


def _counted(text: str, today: date) -> Iterator[date | None]:
    """Yield days counted back from today: "wczoraj", "3 dni temu"."""
    for token in _TOKENS.findall(text):
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
    for token in _TOKENS.findall(text):
        name = recognise(token, _WEEKDAYS)
        if name is None:
            continue
        this_week = monday + timedelta(days=_WEEKDAYS[name])
        if this_week >= today or _LAST_WEEK.search(text):
            yield this_week - _WEEK
        else:
            yield None if _LAST.search(text) else this_week


def _day_of(day: str, month: int, year: str, today: date) -> date | None:
    """Return the date; without a year the last one that people still mean."""
    if year:
        return _date(int(year) if len(year) == 4 else 2000 + int(year), month, int(day))
    this_year = _date(today.year, month, int(day))
    if this_year is not None and this_year <= today:
        return this_year
    last_year = _date(today.year - 1, month, int(day))
    lately = last_year is not None and today - last_year <= _LATELY
    return last_year if lately else None


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
