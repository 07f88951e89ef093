"""Warsaw's wall clock in steps, for tests that let time pass."""

from __future__ import annotations

from datetime import timedelta

from bot.domain.warsaw import local
from tests.programme.reminders.stage import at


def minutes_from(shown: str, minutes: int, step: int = 1) -> list[str]:
    """Return what the clock shows every `step` minutes, the first and the last included."""
    begin = at(shown)
    return [
        f"{local(begin + timedelta(minutes=count)):%Y-%m-%d %H:%M}"
        for count in range(0, minutes + 1, step)
    ]
