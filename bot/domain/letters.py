"""Letters with a time limit: reading when they came and for how long, and when the limit ends.

An advisor confirms every date counted here. How people's words are read is left to
`spoken_dates` and `spoken_days`.
Source: Code of Administrative Procedure (KPA), art. 57 § 1 and § 4.
"""

from __future__ import annotations

from datetime import date, timedelta

from bot.domain.holidays import is_public_holiday
from bot.domain.spoken_dates import read_date
from bot.domain.spoken_days import read_days

__all__ = ["letter_deadline", "read_date", "read_days"]

_SATURDAY = 5


def letter_deadline(delivered: date, days: int, closed: frozenset[date] = frozenset()) -> date:
    """Return the last day for answering a letter delivered on `delivered` with a limit of `days`.

    KPA art. 57 § 1: the day of delivery is not counted. § 4: a last day that is a Saturday or a
    day off by law moves to the next day that is neither; Sundays are days off by law. `closed`
    are further days off by law: an office's own days off move nobody's limit.
    """
    if days < 1:
        raise ValueError(f"a limit is at least one day: {days}")
    last = delivered + timedelta(days=days)
    while last.weekday() >= _SATURDAY or is_public_holiday(last) or last in closed:
        last += timedelta(days=1)
    return last
