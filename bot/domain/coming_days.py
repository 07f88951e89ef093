"""Reading a day to come out of a sentence: "raport do gminy 30 czerwca", "za dwa tygodnie".

What is read is always shown with the day's name and confirmed, so a day without a year may be
taken for the next one; what could be two days is None, and the caller asks. The rest of the
sentence says what is due. The words below are data for reading; what we say stands in templates.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from bot.domain.calendar_words import (
    LONGEST_ANSWER,
    MONTHS,
    WEEKDAYS,
    Written,
    exact,
    written_days,
)
from bot.domain.polish_words import fold, recognise, words_for
from bot.domain.spoken_days import read_days

_NEAR = words_for((0, "dzis dzisiaj"), (1, "jutro jutra"), (2, "pojutrze pojutrza"))
_WORDS = re.compile(r"[a-z]+")
_AHEAD = re.compile(
    r"\bza (?P<number>(?:[a-z0-9]+ ){0,2}?)"
    r"(?P<unit>dni|dzien|tydzien|tygodnie|tygodni|tyg|miesiac|miesiace|miesiecy|rok|lata)\b"
    r"(?P<only> robocz[a-z]*)?"
)
_END = re.compile(
    r"\b(?:koniec|konca|koncem|ostatni dzien|ostatniego dnia) (?P<of>[a-z]+)"
    r"(?: (?P<year>20[0-9]{2}))?"
)
_NEXT_WEEK = re.compile(r"\b(?:w )?(?:przyszl|nastepn)[a-z]* (?:tygodni[au]|tydzien)\b")
_NEXT = re.compile(r"\b(?:przyszl|nastepn)[a-z]* $")
#: The past, or one of two days: "12 i 13 listopada".
_UNCLEAR = re.compile(
    r"\b(?:temu|wczoraj|przedwczoraj|zeszl[a-z]*|ubiegl[a-z]*)\b"
    r"|[0-9]\.? (?:i|lub|albo|czy|-|–) [0-9]"
)
_BEFORE = re.compile(
    r"(?:(?<!\w)(?:do|na|dnia|dniu|w|we|od|przed|termin|jest|najpóźniej|najpozniej)[\s:,]+)+$",
    re.IGNORECASE,
)
_AFTER = re.compile(r"\s{0,20}(?:roku|r\.?)(?!\w)", re.IGNORECASE)
_EDGES = " \t\n,;:.-–—"
_YEARS_AHEAD = 5
_LEAP = 8  # years within which 29 February comes, whatever the century

Found = tuple[date | None, tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Reading:
    """The day that a sentence names, if it is one, and what else the sentence says."""

    day: date | None
    rest: str


def read_coming(text: str, today: date) -> Reading:
    """Return the day, from today on, and the rest; no day when it is past, unclear or missing."""
    given = " ".join(text[:LONGEST_ANSWER].split())
    folded, places = _folded(given)
    found = list(_found(folded, today))
    days = {day for day, _span in found}
    rest = _without(given, [(places[a], places[b]) for _day, (a, b) in found])
    if len(days) != 1 or _UNCLEAR.search(folded):
        return Reading(None, rest)
    day = days.pop()
    near = day is not None and today <= day and day.year <= today.year + _YEARS_AHEAD
    return Reading(day if near else None, rest)


def _folded(text: str) -> tuple[str, list[int]]:
    """Return the folded text, and for each of its letters and its end the place in the text."""
    letters = [(letter, place) for place, one in enumerate(text) for letter in fold(one)]
    return "".join(one for one, _ in letters), [*(place for _, place in letters), len(text)]


def _found(text: str, today: date) -> Iterator[Found]:
    named = [*_dated(text, today), *_near(text, today), *_ahead(text, today), *_ends(text, today)]
    yield from named
    yield from _weekdays(text, today, {day for day, _ in named})


def _dated(text: str, today: date) -> Iterator[Found]:
    for one in written_days(text):
        yield _next(one, today), one.span


def _next(one: Written, today: date) -> date | None:
    """Return the date as written, or without a year the next such day."""
    if one.year is not None:
        return one.in_year(today.year)
    days = (one.in_year(year) for year in range(today.year, today.year + _LEAP + 1))
    return next((day for day in days if day is not None and day >= today), None)


def _near(text: str, today: date) -> Iterator[Found]:
    for found in _WORDS.finditer(text):
        word = recognise(found[0], _NEAR)
        if word is not None:
            yield today + timedelta(days=_NEAR[word]), found.span()


def _ahead(text: str, today: date) -> Iterator[Found]:
    """Yield days counted from today: "za 10 dni", "za dwa tygodnie", "za miesiąc"."""
    for found in _AHEAD.finditer(text):
        yield None if found["only"] else _counted(found, today), found.span()


def _counted(found: re.Match[str], today: date) -> date | None:
    number, unit = found["number"].strip(), found["unit"]
    if unit.startswith(("dn", "dz", "ty")):
        days = read_days(f"{number} {unit}")
        return None if days is None else today + timedelta(days=days)
    count = 1 if not number else read_days(f"{number} dni")
    if count is None or count > 12 * _YEARS_AHEAD:
        return None
    return _months_later(today, count * 12 if unit in ("rok", "lata") else count)


def _months_later(day: date, months: int) -> date:
    years, month = divmod(day.month - 1 + months, 12)
    return _last_at_most(day.year + years, month + 1, day.day)


def _last_at_most(year: int, month: int, day: int) -> date:
    return date(year, month, min(day, monthrange(year, month)[1]))


def _ends(text: str, today: date) -> Iterator[Found]:
    """Yield the last days of what is named: "koniec czerwca", "do końca roku"."""
    for found in _END.finditer(text):
        month = _month_of(found["of"], today)
        if month is None:
            continue
        year = int(found["year"]) if found["year"] else today.year
        last = _last_at_most(year, month, 31)
        late = last < today and not found["year"]
        yield (_last_at_most(year + 1, month, 31) if late else last), found.span()


def _month_of(word: str, today: date) -> int | None:
    if word == "miesiaca":
        return today.month
    if word == "roku":
        return 12
    name = recognise(word, MONTHS)
    return None if name is None else MONTHS[name]


def _weekdays(text: str, today: date, named: set[date | None]) -> Iterator[Found]:
    """Yield the days that weekdays stand for; beside a date they must only agree with it.

    "W przyszły" said of a day that this week still has can mean two days: None.
    """
    monday = today - timedelta(days=today.weekday())
    next_week = _NEXT_WEEK.search(text)
    for found in _WORDS.finditer(text):
        name = recognise(found[0], WEEKDAYS)
        if name is None:
            continue
        this_week = monday + timedelta(days=WEEKDAYS[name])
        if named:
            agree = all(day is not None and day.weekday() == WEEKDAYS[name] for day in named)
            yield (next(iter(named)) if agree else None), found.span()
        elif next_week is not None:
            yield this_week + timedelta(days=7), next_week.span()
            yield this_week + timedelta(days=7), found.span()
        else:
            yield _coming_weekday(text, found, this_week, today)


def _coming_weekday(text: str, found: re.Match[str], this_week: date, today: date) -> Found:
    said = _NEXT.search(text[: found.start()])
    start = said.start() if said else found.start()
    if this_week > today:
        return None if said else this_week, (start, found.end())
    return this_week + timedelta(days=7), (start, found.end())


def _without(text: str, spans: list[tuple[int, int]]) -> str:
    """Return the text without these parts, and without the small words that led to them."""
    for start, end in sorted(spans, reverse=True):
        before = _BEFORE.sub("", text[:start])
        after = text[end:]
        led = _AFTER.match(after)
        text = f"{before} {after[led.end() :] if led else after}"
    return " ".join(text.split()).strip(_EDGES)


def nearest(text: str, today: date) -> date | None:
    """Return the day that is meant when it may have been or may come: the nearer one.

    For "15 czerwca" said of something that happens in an organisation.
    """
    folded, _places = _folded(" ".join(text[:LONGEST_ANSWER].split()))
    written = list(written_days(folded))
    if len(written) != 1 or _UNCLEAR.search(folded):
        return None
    if written[0].year is not None:
        return written[0].in_year(today.year)
    one = written[0]
    days = (exact(year, one.month, one.day) for year in range(today.year - 1, today.year + 2))
    there = [day for day in days if day is not None]
    return min(there, key=lambda day: abs(day - today), default=None)
