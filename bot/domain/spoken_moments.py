"""Reading a moment to come: "jutro 9:00", "w piątek o 10", "5 grudnia 10:00", "5.12.2026 o 8.30".

What is understood only perhaps is None, and the caller asks again. The words below are data for
reading; what we say stands in the templates.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from bot.domain.polish_words import fold, recognise, words_for
from bot.domain.warsaw import local, times_shown, utc

#: The first three letters tell the months apart, whatever the ending.
_BEGINNINGS = ("sty", "lut", "mar", "kwi", "maj", "cze", "lip", "sie", "wrz", "paz", "lis", "gru")
_MONTHS = words_for(*enumerate(_BEGINNINGS, start=1))
_IN_DAYS = words_for((0, "dzis dzisiaj"), (1, "jutro"), (2, "pojutrze"))
_WEEKDAYS = words_for(
    (0, "poniedzialek"),
    (1, "wtorek"),
    (2, "sroda srode"),
    (3, "czwartek"),
    (4, "piatek"),
    (5, "sobota sobote"),
    (6, "niedziela niedziele"),
)
_HOURS = (
    re.compile(r"(?<![0-9.:])([0-9]{1,2}):([0-9]{2})(?![0-9.:])"),
    re.compile(r"\b(?:o|godz\.?|godzina|godzinie)\s+([0-9]{1,2})()(?![0-9:.]|\s?[./-][0-9])"),
)
#: "5.12" is a day; after "o" it is an hour.
_DOTTED_HOUR = re.compile(r"\bo\s+([0-9]{1,2})\.([0-9]{2})(?![0-9.])")
_YEAR_FIRST = re.compile(r"(?<![0-9])([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})(?![0-9])")
_NUMERIC = re.compile(
    r"(?<![0-9./-])([0-9]{1,2})[./]([0-9]{1,2})(?:[./]([0-9]{4})(?:\s?r\.?)?)?(?![0-9:])"
)
_WORDED = re.compile(r"(?<![0-9:.])([0-9]{1,2})\s+([a-z]{3,13})\.?(?:\s+([0-9]{4})(?![0-9:]))?")
_TOKENS = re.compile(r"[a-z]+")
_LONGEST_ANSWER = 100  # characters; a whole story does not answer "when?"
_LONGEST_WAIT = timedelta(days=366)


def read_moment(text: str, now: datetime) -> datetime | None:
    """Return the moment that the text names, in UTC; None when it is past, unclear or too far."""
    hours, rest = _hours(fold(text[:_LONGEST_ANSWER]))
    days = _days(rest, local(now).date())
    if len(hours) != 1 or len(days) != 1:
        return None
    day, hour = days.pop(), hours.pop()
    if day is None or hour is None or times_shown(day, hour) != 1:
        return None
    moment = utc(day, hour)
    return moment if now < moment <= now + _LONGEST_WAIT else None


def _hours(text: str) -> tuple[set[time | None], str]:
    """Return the hours said, and the text without them."""
    found: set[time | None] = set()
    for pattern in (*_HOURS, _DOTTED_HOUR):
        found |= {_time(int(one[1]), int(one[2] or 0)) for one in pattern.finditer(text)}
        text = pattern.sub(" ", text)
    return found, text


def _days(text: str, today: date) -> set[date | None]:
    """Return the days said; beside a date the name of a day only has to be its own."""
    dates, named = {*_written(text, today)}, {*_weekdays(text)}
    if dates:
        same = {None if one is None or one.weekday() not in named else one for one in dates}
        return same if named else dates
    ahead = {today + timedelta(days=(name - today.weekday()) % 7 or 7) for name in named}
    return {*_counted(text, today), *ahead}


def _time(hour: int, minute: int) -> time | None:
    return time(hour, minute) if hour < 24 and minute < 60 else None


def _written(text: str, today: date) -> Iterator[date | None]:
    """Yield dates in figures, and in figures with the month's name."""
    for year, month, day in _YEAR_FIRST.findall(text):
        yield _date(int(year), int(month), int(day))
    for day, month, year in _NUMERIC.findall(_YEAR_FIRST.sub(" ", text)):
        yield _coming(int(day), int(month), year, today)
    for day, word, year in _WORDED.findall(text):
        if word[:3] in _MONTHS:
            yield _coming(int(day), _MONTHS[word[:3]], year, today)


def _counted(text: str, today: date) -> Iterator[date]:
    """Yield days counted from today: "jutro"."""
    for token in _TOKENS.findall(text):
        if (word := recognise(token, _IN_DAYS)) is not None:
            yield today + timedelta(days=_IN_DAYS[word])


def _weekdays(text: str) -> Iterator[int]:
    """Yield the days of the week that are named: each is the next one, and never today."""
    for token in _TOKENS.findall(text):
        if (name := recognise(token, _WEEKDAYS)) is not None:
            yield _WEEKDAYS[name]


def _coming(day: int, month: int, year: str, today: date) -> date | None:
    """Return the date; without a year the next one, today included."""
    if year:
        return _date(int(year), month, day)
    found = _date(today.year, month, day)
    if found is None or found >= today:
        return found
    return _date(today.year + 1, month, day)


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
