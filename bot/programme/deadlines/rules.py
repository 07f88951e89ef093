"""From the calendar of the law to days that somebody keeps.

The day kept is the earlier one, before any holiday moves it; the moved one is shown beside it only
where we are sure. A change of the calendar finds its rows by their source: `law:<id>`, or
`event:<id>:<day of the event>`.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from typing import Any

from bot.domain.warsaw import utc
from bot.knowledge.moments import LAST_MINUTE
from bot.knowledge.statutory import StatutoryDate
from bot.storage.deadlines import Deadline

LAW, EVENT, OWN = "law", "event", "own"
#: How far ahead days are kept: a year, and the month in which the next ones are seen coming.
AHEAD = timedelta(days=396)
#: On which days before people are reminded of what they wrote themselves.
OWN_DAYS = (14, 7, 1)
_LONGEST_BASIS, _LONGEST_NOTE = 300, 500  # characters, as the columns hold


def law_source(name: str) -> str:
    """Return the source of the days of one rule."""
    return f"{LAW}:{name}"


def event_source(name: str, event: date) -> str:
    """Return the source of a day that is counted from an event."""
    return f"{EVENT}:{name}:{event.isoformat()}"


def rule_of(source: str) -> str:
    """Return the name of the rule in a source; nothing for what is nobody's rule."""
    kind, _, rest = source.partition(":")
    return rest.partition(":")[0] if kind in (LAW, EVENT) else ""


def days_ahead(sheet: StatutoryDate, today: date) -> list[date]:
    """Return the days of a rule that are to be kept now, the earlier ones of each."""
    years = range(today.year, (today + AHEAD).year + 1)
    days = (day for year in years for day in sheet.days_in(year))
    return [day for day in days if today <= day <= today + AHEAD]


def next_day(sheet: StatutoryDate, today: date) -> date | None:
    """Return the next day of a rule; None where only an event decides."""
    return next(iter(days_ahead(sheet, today)), None)


def values_of(sheet: StatutoryDate, day: date) -> dict[str, Any]:
    """Return the columns of a deadline on such a day."""
    sure = not sheet.needs_advisor(day)
    later = sheet.later_than(day) if sure else None
    return {
        "title": sheet.title,
        "day": day.isoformat(),
        "later": later.isoformat() if later else None,
        "basis": _short("; ".join(sheet.sources), _LONGEST_BASIS),
        "note": _short(sheet.note or "", _LONGEST_NOTE),
        "sure": sure,
        "days_before": _before(sheet.reminders),
    }


def day_now(sheet: StatutoryDate, row: Deadline) -> date | None:
    """Return the day that the calendar gives a kept deadline now; None when it gives none."""
    day = date.fromisoformat(row.day)
    if row.source.startswith(EVENT):
        counted = sheet.after is not None or sheet.before is not None
        event = date.fromisoformat(row.source.rpartition(":")[2])
        return sheet.counted_from(event) if counted else None
    days = sheet.days_in(day.year)
    if day in days or not days:
        return day if days else None
    same_month = (one for one in days if one.month == day.month)
    return days[0] if len(days) == 1 else next(same_month, None)


def moment_of(day: str, hour: str | None = None) -> datetime:
    """Return the moment at which a deadline is over."""
    clock = time.fromisoformat(hour) if hour else LAST_MINUTE
    return utc(date.fromisoformat(day), clock)


def _before(days: Iterable[int]) -> list[int]:
    return sorted({day for day in days if day >= 0}, reverse=True)


def _short(text: str, most: int) -> str:
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"
