"""Warsaw civil time and UTC: the only place where one becomes the other.

Rows and rules carry aware UTC; people read and set Warsaw time. Which day is a working day, and
when the office is open, is left to `holidays` and `working_hours`.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from itertools import pairwise
from zoneinfo import ZoneInfo

WARSAW = ZoneInfo("Europe/Warsaw")


def require_aware(moment: datetime) -> datetime:
    """Return the moment unchanged; ValueError when it does not say its offset."""
    if moment.utcoffset() is None:
        raise ValueError(f"a moment without an offset: {moment!r}")
    return moment


def local(moment: datetime) -> datetime:
    """Return the moment as Warsaw's clocks show it."""
    return require_aware(moment).astimezone(WARSAW)


def utc(local_date: date, local_time: time) -> datetime:
    """Return the UTC moment of a Warsaw date and time.

    A time that the spring change skips (02:30 on 28 March 2027) becomes the first valid instant
    after the gap. A time that the autumn change repeats is its first occurrence (fold=0).
    """
    if local_time.tzinfo is not None:
        raise ValueError(f"a local time carries no zone: {local_time!r}")
    naive = datetime.combine(local_date, local_time.replace(fold=0))
    moment = naive.replace(tzinfo=WARSAW).astimezone(UTC)
    if moment.astimezone(WARSAW).replace(tzinfo=None) == naive:
        return moment
    return _end_of_gap(naive)


def times_shown(local_date: date, local_time: time) -> int:
    """Return how often Warsaw's clocks show it: 0 in the spring gap, 2 in the repeated hour."""
    naive = datetime.combine(local_date, local_time.replace(fold=0))
    moments = {naive.replace(tzinfo=WARSAW, fold=fold).astimezone(UTC) for fold in (0, 1)}
    return sum(local(moment).replace(tzinfo=None) == naive for moment in moments)


def _end_of_gap(skipped: datetime) -> datetime:
    """Return the instant of the change: the offset before it holds below, the one after above."""
    below = skipped.replace(tzinfo=WARSAW, fold=1).astimezone(UTC)
    above = skipped.replace(tzinfo=WARSAW, fold=0).astimezone(UTC)
    before = below.astimezone(WARSAW).utcoffset()
    while above - below > timedelta(seconds=1):
        middle = (below + (above - below) / 2).replace(microsecond=0)
        if middle.astimezone(WARSAW).utcoffset() == before:
            below = middle
        else:
            above = middle
    return above.replace(microsecond=0)


_RULES_FROM, _RULES_FOR = datetime(2026, 1, 1, tzinfo=UTC), 4400  # days: twelve years


@cache
def rules() -> str:
    """Return Warsaw's rules in words that change with them: each change of offset, to the hour."""
    days = (local(_RULES_FROM + timedelta(days=count)) for count in range(_RULES_FOR))
    return " ".join(
        f"{hour:%Y-%m-%dT%H%z}"
        for before, after in pairwise(days)
        if before.utcoffset() != after.utcoffset()
        for hour in _changes_before(after)
    )


def _changes_before(day: datetime) -> list[datetime]:
    """Return the hours of the day before with which another offset begins."""
    hours = [local(day.astimezone(UTC) - timedelta(hours=count)) for count in range(24, -1, -1)]
    return [after for one, after in pairwise(hours) if one.utcoffset() != after.utcoffset()]
