"""The middle of many spans of time, and what nine of ten stay under."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta


def percentile(spans: Sequence[timedelta], share: float) -> timedelta | None:
    """Return the shortest span that this share of all does not exceed; None of none."""
    if not spans:
        return None
    ordered = sorted(spans)
    place = max(0, -(-len(ordered) * round(share * 100) // 100) - 1)
    return ordered[place]
