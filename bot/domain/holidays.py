"""Polish public holidays and working days.

Source: the Act of 18 January 1951 on days off work, art. 1 (Epiphany since 2011, Christmas Eve
since 2025). An organisation's own days off come in as `closed`; opening hours are not known here.
"""

from __future__ import annotations

from datetime import date, timedelta
from functools import lru_cache

_FIXED = ((1, 1), (1, 6), (5, 1), (5, 3), (8, 15), (11, 1), (11, 11), (12, 24), (12, 25), (12, 26))
_SINCE = {(1, 6): 2011, (12, 24): 2025}
# Easter Sunday and Monday, Pentecost, Corpus Christi
_DAYS_AFTER_EASTER = (0, 1, 49, 60)
_SATURDAY = 5


def easter(year: int) -> date:
    """Return Easter Sunday of a Gregorian year (the Meeus/Jones/Butcher computus)."""
    golden = year % 19
    century, in_century = divmod(year, 100)
    quarter_centuries, odd_centuries = divmod(century, 4)
    shift = (century - (century + 8) // 25 + 1) // 3
    moon = (19 * golden + century - quarter_centuries - shift + 15) % 30
    leap_years, odd_years = divmod(in_century, 4)
    to_sunday = (32 + 2 * odd_centuries + 2 * leap_years - moon - odd_years) % 7
    late = (golden + 11 * moon + 22 * to_sunday) // 451
    month, day = divmod(moon + to_sunday - 7 * late + 114, 31)
    return date(year, month, day + 1)


@lru_cache(maxsize=64)
def public_holidays(year: int) -> frozenset[date]:
    """Return the public holidays of a year in Poland."""
    first = easter(year)
    moving = {first + timedelta(days=days) for days in _DAYS_AFTER_EASTER}
    fixed = {date(year, *day) for day in _FIXED if year >= _SINCE.get(day, 0)}
    return frozenset(moving | fixed)


def is_public_holiday(day: date) -> bool:
    """Tell whether the law makes the day free of work."""
    return day in public_holidays(day.year)


def is_working_day(day: date, closed: frozenset[date] = frozenset()) -> bool:
    """Tell whether the day is Monday to Friday, no public holiday, and not among `closed`."""
    return day.weekday() < _SATURDAY and not is_public_holiday(day) and day not in closed


def next_working_day(day: date) -> date:
    """Return the day itself when it is a working day, else the first one after it."""
    while not is_working_day(day):
        day += timedelta(days=1)
    return day


def previous_working_day(day: date) -> date:
    """Return the day itself when it is a working day, else the last one before it."""
    while not is_working_day(day):
        day -= timedelta(days=1)
    return day
