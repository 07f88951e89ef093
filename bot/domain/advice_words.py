"""Reading what an advisor writes onto an advice card: minutes, hours from and to, a day gone by.

What is understood only perhaps is None, and the caller asks again.
"""

from __future__ import annotations

import re
from datetime import date, time, timedelta

from bot.domain.advice import MOST_MINUTES
from bot.domain.polish_words import fold

_LONGEST = 60  # characters; a whole sentence is no figure
_OLDEST = timedelta(days=400)
_HOUR = r"([01]?[0-9]|2[0-3])(?:[:.]([0-5][0-9]))?"
_SPAN = re.compile(rf"(?:od\s+|godz\.?\s*)?{_HOUR}\s*(?:-|–|—|do)\s*{_HOUR}")
_MINUTES = re.compile(r"([0-9]{1,3})\s*(?:min\.?|minut[aey]?|m|')?")
_HOURS = re.compile(
    r"([0-9]{1,2})(?:[,.]([0-9]{1,2}))?\s*(?:h|godz\.?|godzin[aey]?)"
    r"(?:\s*(?:i\s*)?([0-5]?[0-9])\s*(?:min\.?|minut[aey]?|m)?)?"
)
_CLOCK = re.compile(r"([0-9]{1,2}):([0-5][0-9])")
_DAY = re.compile(r"([0-9]{1,2})[./]([0-9]{1,2})(?:[./]([0-9]{4}))?(?:\s?r\.?)?")
_ISO = re.compile(r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})")
_GONE = {"dzis": 0, "dzisiaj": 0, "wczoraj": 1, "przedwczoraj": 2}


def _plain(text: str) -> str:
    return fold(text[: _LONGEST + 1]).strip()


def read_minutes(text: str) -> int | None:
    """Return the minutes that a text gives: "40", "40 min", "1 h 20", "1:20", "1,5 h"."""
    said = _plain(text)
    found = _minutes(said) if len(said) <= _LONGEST else None
    return found if found is not None and 1 <= found <= MOST_MINUTES else None


def _minutes(said: str) -> int | None:
    if one := _MINUTES.fullmatch(said):
        return int(one[1])
    if one := _CLOCK.fullmatch(said):
        return 60 * int(one[1]) + int(one[2])
    if (one := _HOURS.fullmatch(said)) and not (one[2] and one[3]):
        part = round(60 * float(f"0.{one[2]}")) if one[2] else int(one[3] or 0)
        return 60 * int(one[1]) + part
    return None


def read_span(text: str) -> tuple[time, time] | None:
    """Return from when until when: "10:00-10:45", "od 10 do 10.45"; None when it ends before."""
    said = _plain(text)
    found = _SPAN.fullmatch(said)
    if found is None:
        return None
    starts = time(int(found[1]), int(found[2] or 0))
    ends = time(int(found[3]), int(found[4] or 0))
    return (starts, ends) if starts < ends else None


def read_day(text: str, today: date) -> date | None:
    """Return a day that is not to come: "wczoraj", "3.02", "3.02.2027", "2027-02-03".

    Without a year it is the last such day. Nothing older than about a year.
    """
    said = _plain(text)
    if said in _GONE:
        return today - timedelta(days=_GONE[said])
    day = _written(said, today)
    return day if day is not None and today - _OLDEST <= day <= today else None


def _written(said: str, today: date) -> date | None:
    if one := _ISO.fullmatch(said):
        return _date(int(one[1]), int(one[2]), int(one[3]))
    one = _DAY.fullmatch(said)
    if one is None:
        return None
    day, month = int(one[1]), int(one[2])
    if one[3]:
        return _date(int(one[3]), month, day)
    this_year = _date(today.year, month, day)
    late = this_year is None or this_year > today
    return _date(today.year - 1, month, day) if late else this_year


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
