"""Days and hours as the site writes them, marked for programs and kept in one line."""

from __future__ import annotations

from datetime import date, datetime, time

from babel.dates import format_date
from markupsafe import Markup

from bot.knowledge.moments import LAST_MINUTE
from bot.templates.polish import POLISH

_DAY = "d\u00a0MMMM\u00a0y"
_TIME = Markup('<time class="numbers" datetime="{}">{}</time>')
_HOURS = Markup(', <span class="numbers">{}–{}</span>')


def day(value: date) -> Markup:
    """Return "23 listopada 2026"."""
    return _TIME.format(value.isoformat(), format_date(value, _DAY, POLISH))


def weekday(value: date) -> str:
    """Return "sobota"."""
    return str(format_date(value, "EEEE", POLISH))


def clock(value: datetime) -> str:
    """Return "9:30"."""
    return f"{value.hour}:{value.minute:02}"


def when(starts: datetime, ends: datetime) -> Markup:
    """Return "13 marca 2027, 9:30–15:00", or two days; an hour only where one was set."""
    begins_at, ends_at = starts.time() != time.min, ends.time() != LAST_MINUTE
    if starts.date() != ends.date():
        until = day(ends.date()) + (f", do\u00a0{clock(ends)}" if ends_at else "")
        return Markup("{} – {}").format(day(starts.date()), until)
    if begins_at and ends_at:
        return day(starts.date()) + _HOURS.format(clock(starts), clock(ends))
    if ends_at:
        return day(starts.date()) + f", do\u00a0{clock(ends)}"
    return day(starts.date())
