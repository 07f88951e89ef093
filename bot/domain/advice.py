"""The rules of the advice register: hours, sums, limits, and which month a card counts in.

A card tells real minutes; only a month's sum for one organisation and one advisor is rounded. What
people write is read in `advice_words`; who may issue a card, and when, is left to the use cases.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Literal

#: How advice is given, in the words of the register.
FORMS = ("bot", "email", "phone", "video", "office", "visit", "messenger", "training")
#: Meetings and calls have hours from and to; written advice has a day and minutes only.
WITH_HOURS = frozenset({"phone", "video", "office", "visit", "training"})
MOST_MINUTES = 720  # on one card
#: From this share of an organisation's hours on, advisors are warned.
NEAR = 0.8

Rounding = Literal["up", "nearest", "none"]
Used = Literal["", "near", "over"]
Outcome = Literal["helped", "not_helped", "unknown"]


def rounded(minutes: int, unit: int, how: Rounding) -> int:
    """Return a month's sum as it is accounted for; a sum below zero takes back what was told."""
    if how == "none" or unit <= 1:
        return minutes
    if minutes < 0:
        return -rounded(-minutes, unit, how)
    whole, rest = divmod(minutes, unit)
    more = rest > 0 if how == "up" else 2 * rest >= unit
    return unit * (whole + more)


def used(before: int, adding: int, hours: int | None) -> Used:
    """Tell how a card leaves an organisation's hours: near their end, or over it."""
    if hours is None:
        return ""
    after, most = before + adding, hours * 60
    if after > most:
        return "over"
    return "near" if after >= NEAR * most else ""


def overlap(one: tuple[datetime, datetime], other: tuple[datetime, datetime]) -> bool:
    """Tell whether two spans share a minute; one may begin when the other ends."""
    return one[0] < other[1] and other[0] < one[1]


def month_of(day: str) -> str:
    """Return the month of an ISO day: "2027-02"."""
    return day[:7]


def counts_in(day: str, today: str, closed: Collection[str]) -> tuple[str, str | None]:
    """Return the month in which advice of a day counts, and the closed one that it concerns.

    A month that is accounted for is never rewritten: what comes late counts in the first open
    month that is not before it, at the latest in the present one or the next.
    """
    own = month_of(day)
    if own not in closed:
        return own, None
    month = max(own, month_of(today))
    while month in closed:
        month = following(month)
    return month, own


def following(month: str) -> str:
    """Return the month after this one."""
    year, number = int(month[:4]), int(month[5:])
    return f"{year + number // 12:04d}-{number % 12 + 1:02d}"


def outcome(confirmed: str | None, rating: int | None) -> Outcome:
    """Return what a person said of advice; silence, and "a little" of old, stay unknown."""
    if confirmed in ("helped", "not_helped"):
        return "helped" if confirmed == "helped" else "not_helped"
    if confirmed is None and rating in (1, 3):
        return "helped" if rating == 3 else "not_helped"
    return "unknown"


def is_own_matter(kind: str | None, letter: bool) -> bool:
    """Tell whether somebody asks about their own case: of taxes, that is not for every advisor."""
    return letter or kind in ("personal", "letter")
