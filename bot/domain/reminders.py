"""When a reminder is due: so long before something, at an hour when people may be disturbed.

A lead is either in whole days, at an hour of the day, or in hours, to the minute. What falls into
quiet hours goes at 19:00 of the evening before. Times are meant as Warsaw's clocks show them.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from bot.domain.quiet_hours import is_quiet
from bot.domain.warsaw import local, utc

MORNING = time(9, 0)
EVENING = time(19, 0)
ZONE = "Europe/Warsaw"


@dataclass(frozen=True, slots=True)
class Lead:
    """How long before: whole days at an hour, or hours. `useless` is how near is too near."""

    name: str  # "7d", "2h": a part of the reminder's key
    days: int | None = None
    hours: int | None = None
    at: time = MORNING
    useless: timedelta = timedelta(0)


@dataclass(frozen=True, slots=True)
class Due:
    """When a reminder goes, by the wall clock and as a moment, and until when it is of use."""

    local: str
    at: datetime
    until: datetime


def due(lead: Lead, moment: datetime) -> Due:
    """Return when to remind of `moment` with this lead."""
    at = _days_before(lead, moment) if lead.days is not None else _hours_before(lead, moment)
    if is_quiet(at):
        at = evening_before(at)
    return Due(f"{local(at):%Y-%m-%dT%H:%M}", at, moment - lead.useless)


def _days_before(lead: Lead, moment: datetime) -> datetime:
    return utc(local(moment).date() - timedelta(days=lead.days or 0), lead.at)


def _hours_before(lead: Lead, moment: datetime) -> datetime:
    return moment - timedelta(hours=lead.hours or 0)


def evening_before(at: datetime) -> datetime:
    """Return 19:00 of the evening in which, or after which, a quiet moment falls."""
    shown = local(at)
    day = shown.date() - timedelta(days=shown.time() < EVENING)
    return utc(day, EVENING)


def moment_of(local_text: str) -> datetime:
    """Return the moment that a stored local time means now, by the rules in force now."""
    naive = datetime.fromisoformat(local_text)
    return utc(naive.date(), naive.time())
