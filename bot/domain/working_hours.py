"""The office's working time: when it opens, how much of it passes, and counting working days.

Hours are Warsaw civil time; moments go in and out as aware UTC. A day's hours are turned into UTC
spans first, so an hour that the clocks skip or repeat is counted as it really passes. What a
promise is, and how many days it takes, is left to `promises`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from types import MappingProxyType

from bot.domain.holidays import is_public_holiday
from bot.domain.warsaw import local, require_aware, utc

Hours = tuple[tuple[time, time], ...]
Span = tuple[datetime, datetime]

_MIDNIGHT = time(0)
_DAY = timedelta(days=1)
_NOTHING = timedelta(0)
#: An office shut for longer than this is a mistake in its settings, not a long weekend.
_LONGEST_BREAK = 400


class NeverOpen(ValueError):
    """No working time within more than a year: the hours or the days off are wrong."""


@dataclass(frozen=True)
class WorkingHours:
    """Opening hours by weekday (0 is Monday), less public holidays and `closed`.

    A pair is half open: at its end the office is shut. An end of 00:00 means midnight after it.
    Pairs of a day are in order and do not overlap; ValueError says which weekday is wrong.
    """

    week: Mapping[int, Hours]
    closed: frozenset[date] = frozenset()

    def __post_init__(self) -> None:
        """Refuse hours that could not be counted."""
        for weekday, hours in self.week.items():
            _require_order(weekday, hours)
        if not any(self.week.values()):
            raise NeverOpen("no weekday has opening hours")
        object.__setattr__(self, "week", MappingProxyType(dict(self.week)))
        object.__setattr__(self, "closed", frozenset(self.closed))

    def is_working_day(self, day: date) -> bool:
        """Tell whether the office opens at all on this day."""
        return bool(self.week.get(day.weekday())) and not (
            day in self.closed or is_public_holiday(day)
        )

    def is_open(self, at: datetime) -> bool:
        """Tell whether the office is open at this moment."""
        return any(start <= at < end for start, end in self._spans(local(at).date()))

    def opens_next(self, at: datetime) -> datetime:
        """Return the moment itself when the office is open, else its next opening."""
        start, _ = next(self._spans_from(at))
        return start

    def add(self, at: datetime, working: timedelta) -> datetime:
        """Return the first moment by which `working` of working time has passed since `at`."""
        if working < _NOTHING:
            raise ValueError(f"working time is never negative: {working}")
        if not working:
            return require_aware(at).astimezone(UTC)
        _, moment = self._reach(at, working)
        return moment

    def day_reached(self, at: datetime, working: timedelta) -> date:
        """Return the working day in which `working` of working time has passed since `at`."""
        start, _ = self._reach(at, working)
        return local(start).date()

    def between(self, a: datetime, b: datetime) -> timedelta:
        """Return the working time that passes from `a` to `b`; nothing when `b` is not later."""
        day, last = local(a).date(), local(b).date()
        passed = _NOTHING
        while day <= last:
            for start, end in self._spans(day):
                passed += max(_NOTHING, min(end, b) - max(start, a))
            day += _DAY
        return passed

    def before(self, at: datetime, working: timedelta) -> datetime:
        """Return the last moment from which `working` of working time passes until `at`."""
        at = require_aware(at).astimezone(UTC)
        if not working:
            return at
        left, day, empty = working, local(at).date(), 0
        while empty < _LONGEST_BREAK:
            spans = [(start, min(end, at)) for start, end in self._spans(day) if start < at]
            for start, end in reversed(spans):
                if left <= end - start:
                    return end - left
                left -= end - start
            empty = 0 if spans else empty + 1
            day -= _DAY
        raise NeverOpen(f"no working time within {_LONGEST_BREAK} days after {day}")

    def end_of_working_day(self, day: date) -> datetime:
        """Return when the office shuts on a working day; ValueError on any other day."""
        spans = self._spans(day)
        if not spans:
            raise ValueError(f"{day} is not a working day")
        return spans[-1][1]

    def add_working_days(self, day: date, n: int) -> date:
        """Return the n-th working day after `day`; before it when n is negative.

        The day itself is not counted. Zero gives the day itself, or the next working day when it
        is none.
        """
        step = -_DAY if n < 0 else _DAY
        left = abs(n)
        if left == 0:
            if self.is_working_day(day):
                return day
            left = 1
        for _ in range(left):
            day = self._neighbour(day, step)
        return day

    def _reach(self, at: datetime, working: timedelta) -> Span:
        """Return the moment that `add` promises, after the start of the hours it falls into."""
        left = working
        for start, end in self._spans_from(at):
            if left <= end - start:
                return start, start + left
            left -= end - start
        raise AssertionError("working time never ends, or says so itself")

    def _neighbour(self, day: date, step: timedelta) -> date:
        for _ in range(_LONGEST_BREAK):
            day += step
            if self.is_working_day(day):
                return day
        raise NeverOpen(f"no working day within {_LONGEST_BREAK} days of {day}")

    def _spans(self, day: date) -> list[Span]:
        """Return the day's working time in UTC; hours that fall into a clock change may vanish."""
        if not self.is_working_day(day):
            return []
        spans = [(utc(day, a), _end(day, b)) for a, b in self.week[day.weekday()]]
        return [(start, end) for start, end in spans if start < end]

    def _spans_from(self, at: datetime) -> Iterator[Span]:
        """Yield what is left of working time from `at` on, without end."""
        at = require_aware(at).astimezone(UTC)
        day = local(at).date()
        empty = 0
        while empty < _LONGEST_BREAK:
            spans = [(max(start, at), end) for start, end in self._spans(day) if end > at]
            yield from spans
            empty = 0 if spans else empty + 1
            day += _DAY
        raise NeverOpen(f"no working time within {_LONGEST_BREAK} days before {day}")


def _end(day: date, end: time) -> datetime:
    return utc(day + _DAY, _MIDNIGHT) if end == _MIDNIGHT else utc(day, end)


def _require_order(weekday: int, hours: Hours) -> None:
    """Raise ValueError unless the pairs of a weekday are naive, in order and apart."""
    if weekday not in range(7):
        raise ValueError(f"weekday {weekday}: 0 is Monday, 6 is Sunday")
    before = _MIDNIGHT
    for number, (start, end) in enumerate(hours, 1):
        if start.tzinfo is not None or end.tzinfo is not None:
            raise ValueError(f"weekday {weekday}: hours carry no zone")
        if start < before or (end <= start and end != _MIDNIGHT):
            raise ValueError(f"weekday {weekday}: {start}-{end} is out of order")
        if end == _MIDNIGHT and number < len(hours):
            raise ValueError(f"weekday {weekday}: nothing follows hours that end at midnight")
        before = end
