"""Opening hours and moments that these tests share."""

from __future__ import annotations

from datetime import UTC, date, datetime, time

from bot.domain.warsaw import utc
from bot.domain.working_hours import WorkingHours

OFFICE = WorkingHours({day: ((time(8), time(16)),) for day in range(5)})


def at(text: str) -> datetime:
    """Return the UTC moment of a Warsaw "2026-11-24 10:00"."""
    shown = datetime.fromisoformat(text)
    return utc(shown.date(), shown.time())


def day(text: str) -> date:
    """Return an ISO date."""
    return date.fromisoformat(text)


def zulu(text: str) -> datetime:
    """Return a moment given in UTC."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC)
