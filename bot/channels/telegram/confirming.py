"""Which offset confirms the updates that came: never fewer, and never one that did not come."""

from __future__ import annotations

import re
from typing import Any

from bot.storage.updates import number_of

_NUMBER = re.compile(r'"update_id"\s*:\s*([1-9]\d{0,17})\b')


def numbers_of(updates: list[Any]) -> list[int]:
    """Return the numbers that can be used, also of updates that came as mere text."""
    found = (_number_in(one) if isinstance(one, str) else number_of(one) for one in updates)
    return [number for number in found if number is not None]


def _number_in(text: str) -> int | None:
    found = _NUMBER.search(text)
    return int(found[1]) if found else None


def next_offset(numbers: list[int], count: int, offset: int | None) -> int | None:
    """Return the offset that confirms `count` updates that came, and no others.

    After an empty answer none is kept, because nothing waits for it: after a silent week Telegram
    may go on with lower numbers. Without any number the offset moves by the count: that many
    updates have numbers from the old offset on, so it cannot move beyond them.
    """
    if not count:
        return None
    return max(numbers) + 1 if numbers else (offset or 0) + count
