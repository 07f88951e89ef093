"""Quiet hours, 20:00 to 8:00 in Warsaw: reminders and announcements wait, answers do not.

Only says when; which kind of message has to wait is the caller's decision.
"""

from __future__ import annotations

from datetime import datetime, time, timedelta

from bot.domain.warsaw import local, utc

QUIET_FROM = time(20, 0)
QUIET_UNTIL = time(8, 0)


def is_quiet(at: datetime) -> bool:
    """Tell whether the moment is at or after 20:00 or before 8:00, Warsaw time."""
    clock = local(at).time()
    return clock >= QUIET_FROM or clock < QUIET_UNTIL


def next_allowed(at: datetime) -> datetime:
    """Return the moment itself, or 8:00 of the morning that ends its quiet hours."""
    if not is_quiet(at):
        return at
    shown = local(at)
    morning = shown.date() + timedelta(days=shown.time() >= QUIET_FROM)
    return utc(morning, QUIET_UNTIL)
