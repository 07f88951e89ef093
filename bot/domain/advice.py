"""The rules of the advice register: cards tell real minutes, and a month's sum is rounded."""

from __future__ import annotations

from typing import Literal

Rounding = Literal["up", "nearest", "none"]


def rounded(minutes: int, unit: int, how: Rounding) -> int:
    """Return a month's sum as it is accounted for; a sum below zero takes back what was told."""
    if how == "none" or unit <= 1:
        return minutes
    if minutes < 0:
        return -rounded(-minutes, unit, how)
    whole, rest = divmod(minutes, unit)
    more = rest > 0 if how == "up" else 2 * rest >= unit
    return unit * (whole + more)
