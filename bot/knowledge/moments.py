"""When something is, a day with an hour or without or a day of every year, and when to remind.

People write what a clock on the wall shows; models hold aware moments. What other fields may be is
said in `values`.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Annotated

from pydantic import AfterValidator, BeforeValidator, Field

from bot.domain.warsaw import WARSAW, times_shown
from bot.knowledge.complaints import quoted
from bot.knowledge.values import read_day

#: A day without an hour lasts until this minute.
LAST_MINUTE = time(23, 59)

_MOMENT = re.compile(r"(\S+)(?: ([0-9]{2}:[0-9]{2}))?")
_DAY_OF_YEAR = re.compile(r"([0-9]{2})-([0-9]{2}|last)")
_ANY_YEAR = 2001  # one without 29 February


def _reader(left_out: time | None) -> Callable[[object], object]:
    """Return what reads a moment; `left_out` stands for an hour that is not written."""

    def read(value: object) -> object:
        if not isinstance(value, str):
            return value
        found = _MOMENT.fullmatch(value)
        if found is None or (found[2] is None and left_out is None):
            what = f"{quoted(value)} to nie dzień z godziną; napisz na przykład 2026-11-22 17:00"
            raise ValueError(what)
        day = read_day(found[1])
        assert isinstance(day, date)
        return _moment(day, left_out if found[2] is None else _hour(found[2]))

    return read


def _hour(written: str) -> time | None:
    try:
        return time.fromisoformat(written)
    except ValueError:
        raise ValueError(f"nie ma takiej godziny: {written}; popraw (od 00:00 do 23:59)") from None


def _moment(day: date, clock: time | None) -> datetime:
    assert clock is not None
    times = times_shown(day, clock)
    if times != 1:
        why = "nie ma (zegary idą do przodu)" if times == 0 else "są dwie (zegary się cofają)"
        raise ValueError(f"godziny {clock:%H:%M} {day} {why}; wybierz inną godzinę")
    return datetime.combine(day, clock, WARSAW)


@dataclass(frozen=True, slots=True)
class DayOfYear:
    """A day that comes every year; without `day` the last of its month."""

    month: int
    day: int | None

    def in_year(self, year: int) -> date:
        """Return the day as it is in `year`."""
        return date(year, self.month, self.day or monthrange(year, self.month)[1])


def _day_of_year(value: object) -> object:
    if not isinstance(value, str):
        return value
    found = _DAY_OF_YEAR.fullmatch(value)
    if found is None:
        what = f"{quoted(value)} to nie dzień roku; napisz MM-DD, na przykład 03-31, albo 02-last"
        raise ValueError(what)
    day = None if found[2] == "last" else int(found[2])
    try:
        date(_ANY_YEAR, int(found[1]), day or 1)
    except ValueError:
        raise ValueError(
            f"dnia {value} nie ma w każdym roku; popraw albo napisz MM-last"
        ) from None
    return DayOfYear(int(found[1]), day)


def _each_once(days: tuple[int, ...]) -> tuple[int, ...]:
    if len(set(days)) < len(days):
        raise ValueError("ta sama liczba dni stoi dwa razy; zostaw jedną")
    return days


Moment = Annotated[datetime, BeforeValidator(_reader(None))]
#: From a moment, or from the beginning of a day.
Since = Annotated[datetime, BeforeValidator(_reader(time.min))]
#: Until a moment, or until the end of a day.
Until = Annotated[datetime, BeforeValidator(_reader(LAST_MINUTE))]
YearDay = Annotated[DayOfYear, BeforeValidator(_day_of_year)]
#: How many days before a day people are reminded of it; a negative number is days after it.
Reminders = Annotated[
    tuple[Annotated[int, Field(ge=-60, le=200)], ...], AfterValidator(_each_once)
]
