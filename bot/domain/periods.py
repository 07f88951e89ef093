"""Whole months, as they are accounted for: a month, a year, or from one month to another.

Days are those of Poland's calendar; which cards count in which month stands on the cards.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from bot.domain.warsaw import utc

_MONTH = re.compile(r"(20[0-9]{2})-(0[1-9]|1[0-2])")
_MIDNIGHT = time(0)
WHOLE = 0  # the number of the whole project on buttons
_YEARS = range(2000, 2100)


@dataclass(frozen=True, slots=True)
class Period:
    """From one month to another, both of them included: "2027-01", "2027-12"."""

    first: str
    last: str

    def __post_init__(self) -> None:
        """Refuse what is no span of months, with ValueError."""
        if not _MONTH.fullmatch(self.first) or not _MONTH.fullmatch(self.last):
            raise ValueError(f"no months: {self.first}, {self.last}")
        if self.last < self.first:
            raise ValueError(f"{self.last} is before {self.first}")

    @property
    def first_day(self) -> date:
        """Return the first day."""
        return date.fromisoformat(f"{self.first}-01")

    @property
    def last_day(self) -> date:
        """Return the last day."""
        return date.fromisoformat(f"{following(self.last)}-01") - timedelta(days=1)

    @property
    def since(self) -> datetime:
        """Return the moment with which it begins."""
        return utc(self.first_day, _MIDNIGHT)

    @property
    def until(self) -> datetime:
        """Return the moment with which it is over; that moment is the next period's."""
        return utc(self.last_day + timedelta(days=1), _MIDNIGHT)

    @property
    def months(self) -> tuple[str, ...]:
        """Return all its months."""
        return tuple(self._months())

    def _months(self) -> Iterator[str]:
        month = self.first
        while month <= self.last:
            yield month
            month = following(month)

    @property
    def month(self) -> str | None:
        """Return the month, when it is only one."""
        return self.first if self.first == self.last else None

    @property
    def name(self) -> str:
        """Return how files are named after it: "2027-03", "2027", "2026-09_2027-12"."""
        if self.month:
            return self.month
        year = self.first[:4]
        whole = (f"{year}-01", f"{year}-12") == (self.first, self.last)
        return year if whole else f"{self.first}_{self.last}"


def month_of(day: date) -> str:
    """Return the month of a day: "2027-03"."""
    return f"{day:%Y-%m}"


def following(month: str) -> str:
    """Return the month after this one."""
    year, number = int(month[:4]), int(month[5:])
    return f"{year + 1}-01" if number == 12 else f"{year}-{number + 1:02}"


def before(month: str) -> str:
    """Return the month before this one."""
    year, number = int(month[:4]), int(month[5:])
    return f"{year - 1}-12" if number == 1 else f"{year}-{number - 1:02}"


def of_month(month: str) -> Period:
    """Return one month as a period."""
    return Period(month, month)


def of_year(year: int) -> Period:
    """Return one year as a period."""
    return Period(f"{year}-01", f"{year}-12")


def number_of(period: Period, whole: Period) -> int:
    """Return the number that buttons carry: 202703, 2027, or 0 for the whole project."""
    if period == whole:
        return WHOLE
    return int(period.first.replace("-", "")) if period.month else int(period.first[:4])


def numbered(number: int, whole: Period) -> Period | None:
    """Return the period of a button's number; None for a number that none has."""
    if number == WHOLE:
        return whole
    if number in _YEARS:
        return of_year(number)
    year, month = divmod(number, 100)
    return of_month(f"{year}-{month:02}") if year in _YEARS and 1 <= month <= 12 else None
