"""Reading when something will be: "13 marca 9:30-15:00", "sobota 13.03.2027, od 9 do 15".

What cannot be, or is understood only perhaps, comes back as the reason in one word, and the caller
asks again. A day alone is read by `coming_days`; here the hours beside it are told apart from it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Literal

from bot.domain.calendar_words import MONTHS, WEEKDAYS
from bot.domain.polish_words import fold, recognise
from bot.domain.warsaw import WARSAW, times_shown

#: Why words are not taken: not understood, no such day or hour, gone by, another weekday than
#: said, the end not after the start, an hour that the clocks skip, one that they show twice.
Why = Literal["unclear", "no_such", "past", "weekday", "order", "skipped", "doubled"]

_YEAR_FIRST = re.compile(r"(?<![0-9])([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})(?![0-9])")
_NUMERIC = re.compile(r"(?<![0-9:.])([0-9]{1,2})[./]([0-9]{1,2})(?:[./]([0-9]{4}))?(?![0-9:])")
_WORDED = re.compile(r"(?<![0-9:.])([0-9]{1,2})\.? ?([a-z]{1,13})\b\.?(?: ([0-9]{4})\b)?")
_CLOCK = r"([0-9]{1,2})(?:[:.]([0-9]{2}))?"
_HOURS = re.compile(rf"(?<![0-9:.]){_CLOCK} ?(?:-|–|—|do) ?{_CLOCK}(?![0-9:.])")
_TWO_DAYS = re.compile(r"(?<![0-9:.])[0-9]{1,2}\.? ?(?:i|oraz|lub|albo|czy) [0-9]")
_LONGEST = 120  # characters; a story does not answer "when?"


@dataclass(frozen=True, slots=True)
class Hours:
    """From when until when, on one day, as a clock in Poland shows it."""

    day: date
    starts: time
    ends: time


def read_hours(text: str, now: datetime) -> Hours | Why:
    """Return the day and the hours that a text names, after `now`."""
    folded = fold(text[:_LONGEST]).replace("godz.", " ").replace("r.", " ")
    found = _day_in(folded, now.astimezone(WARSAW).date())
    if isinstance(found, str):
        return found
    day, rest = found
    hours = _HOURS.findall(rest)
    if len(hours) != 1:
        return "unclear"
    clocks = _clock(*hours[0][:2]), _clock(*hours[0][2:])
    if clocks[0] is None or clocks[1] is None:
        return "no_such"
    return _checked(Hours(day, clocks[0], clocks[1]), now)


def read_day(text: str, today: date) -> date | Why:
    """Return the day that a text names, today or later; hours beside it are not looked at."""
    found = _day_in(fold(text[:_LONGEST]), today)
    if isinstance(found, str):
        return found
    return found[0] if found[0] >= today else "past"


def _checked(hours: Hours, now: datetime) -> Hours | Why:
    if hours.starts >= hours.ends:
        return "order"
    for clock in (hours.starts, hours.ends):
        shown = times_shown(hours.day, clock)
        if shown != 1:
            return "doubled" if shown else "skipped"
    over = datetime.combine(hours.day, hours.starts, WARSAW) <= now
    return "past" if over else hours


def _day_in(text: str, today: date) -> tuple[date, str] | Why:
    """Return the one day in a folded text, and the text without it."""
    if _TWO_DAYS.search(text):
        return "unclear"
    written = _written(text, today)
    if written is None:
        return "unclear"
    day, rest = written
    if day is None:
        return "no_such"
    named = {WEEKDAYS[name] for word in re.findall(r"[a-z]+", rest) if (name := _weekday(word))}
    if named and named != {day.weekday()}:
        return "weekday"
    return day, rest


def _written(text: str, today: date) -> tuple[date | None, str] | None:
    for pattern in (_YEAR_FIRST, _WORDED, _NUMERIC):
        for found in pattern.finditer(text):
            parts = _parts(pattern, found)
            if parts is not None:
                return _date(*parts, today), f"{text[: found.start()]} {text[found.end() :]}"
    return None


def _parts(pattern: re.Pattern[str], found: re.Match[str]) -> tuple[int, int, int | None] | None:
    """Return day, month and year of a match; None when its word is no month."""
    if pattern is _YEAR_FIRST:
        return int(found[3]), int(found[2]), int(found[1])
    year = int(found[3]) if found[3] else None
    if pattern is _NUMERIC:  # "9.30" is an hour
        return (int(found[1]), int(found[2]), year) if int(found[2]) <= 12 else None
    name = recognise(found[2], MONTHS)
    return None if name is None else (int(found[1]), MONTHS[name], year)


def _date(day: int, month: int, year: int | None, today: date) -> date | None:
    """Return the date; without a year the next one that there is."""
    years = (year,) if year is not None else range(today.year, today.year + 5)
    for one in years:
        try:
            found = date(one, month, day)
        except ValueError:
            continue
        if year is not None or found >= today:
            return found
    return None


def _weekday(word: str) -> str | None:
    return recognise(word, WEEKDAYS)


def _clock(hour: str, minute: str) -> time | None:
    try:
        return time(int(hour), int(minute or 0))
    except ValueError:
        return None
