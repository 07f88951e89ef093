"""Whether people may put their names down for a meeting now, and if not, why."""

from __future__ import annotations

from datetime import datetime

from bot.knowledge.programme import Duty
from bot.programme.occasions import Meeting
from bot.storage.occasions import Occasion


def gate(row: Occasion, sheet: Meeting, now: datetime) -> str:
    """Return "open", or what stands in the way.

    "cancelled", "over" (it has begun), "walk_in" (one comes without a word), "closed" (too late).
    """
    if row.state != "open":
        return "cancelled" if row.state == "cancelled" else "over"
    if row.starts_at <= now:
        return "over"
    if isinstance(sheet, Duty):
        return "walk_in"
    closes = sheet.register_until
    return "closed" if closes is not None and closes <= now else "open"
