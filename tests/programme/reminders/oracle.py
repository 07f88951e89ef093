"""When reminders should come, worked out a second time: from zoneinfo alone, by another way.

Nothing of the product is imported here. Where the product keeps rows and moves them, this looks at
each stretch of time in which a subject stood on one moment, and asks what fell into it.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

POLAND = ZoneInfo("Europe/Warsaw")
#: Kind, days or hours before, and how near is too near.
MEET = [
    ("meet_7d", 7, None, timedelta(0)),
    ("meet_2d", 2, None, timedelta(hours=4)),
    ("meet_2h", None, 2, timedelta(0)),
]
TERM_DAYS = (14, 3, 0)


@dataclass(frozen=True)
class Turn:
    """From `since` on a subject stands on a moment; None: there is nothing to remind of."""

    since: datetime
    moment: datetime | None


@dataclass(frozen=True)
class Fate:
    """All that happens to one subject of one person."""

    of: str
    subject: str
    person: int
    turns: Sequence[Turn]


@dataclass(frozen=True, order=True)
class Expected:
    """One reminder that somebody reads at a minute."""

    at: datetime
    person: int
    kind: str
    subject: str


def leads(of: str) -> list[tuple[str, int | None, int | None, timedelta]]:
    """Return the leads of a kind of subject, the nearest to the moment last."""
    if of == "meet":
        return MEET
    return [("term", days, None, timedelta(0)) for days in TERM_DAYS]


def goes_at(moment: datetime, days: int | None, hours: int | None) -> datetime:
    """Return when a reminder of a moment goes, as people would say it."""
    if days is not None:
        day = moment.astimezone(POLAND).date() - timedelta(days=days)
        shown = datetime(day.year, day.month, day.day, 9, tzinfo=POLAND)
    else:
        assert hours is not None
        shown = (moment - timedelta(hours=hours)).astimezone(POLAND)
    if shown.hour < 8:
        eve = shown.date() - timedelta(days=1)
        shown = datetime(eve.year, eve.month, eve.day, 19, tzinfo=POLAND)
    elif shown.hour >= 20:
        shown = datetime(shown.year, shown.month, shown.day, 19, tzinfo=POLAND)
    return shown.astimezone(UTC)


def expected(fate: Fate, end: datetime) -> Iterator[Expected]:
    """Yield what a subject's person reads of it until the end, nothing having been away."""
    spent: set[tuple[str, int | None, str]] = set()
    for turn, after in pairwise([*fate.turns, Turn(end, None)]):
        if turn.moment is None:
            continue
        day = turn.moment.astimezone(POLAND).date().isoformat()
        at_one_time: dict[datetime, str] = {}
        for kind, days, hours, too_near in leads(fate.of):
            at = goes_at(turn.moment, days, hours)
            of_use = at < turn.moment - too_near
            in_force = turn.since < at < min(after.since, end)
            if in_force and of_use and (kind, days, day) not in spent:
                spent.add((kind, days, day))
                at_one_time[at] = kind  # the nearest comes last
        for at, kind in at_one_time.items():
            yield Expected(at, fate.person, kind, fate.subject)


# What happens to many subjects


def invent(dice: random.Random, since: datetime, days: int, count: int) -> list[Fate]:
    """Invent subjects of forty people that are planned, moved, dropped and planned again."""
    return [_fate(dice, number, since, days) for number in range(count)]


def _fate(dice: random.Random, number: int, since: datetime, days: int) -> Fate:
    of = dice.choice(["meet", "meet", "term"])
    turns = []
    # Between two minutes, so that nobody can ask what came first.
    at = since + timedelta(minutes=dice.randrange(days * 1440), seconds=30)
    for _ in range(dice.choice([1, 1, 1, 2, 3])):
        turns.append(Turn(at, _moment(dice, at, turns[-1].moment if turns else None)))
        at += timedelta(minutes=dice.randrange(1, 10 * 1440))
    if dice.random() < 0.1:
        turns.append(Turn(at, None))
    return Fate(of, f"s:{number}", dice.randrange(1, 41), turns)


def _moment(dice: random.Random, now: datetime, before: datetime | None) -> datetime:
    """Return a minute ahead: any, or another hour of the day on which the subject stood."""
    start = now.replace(second=0, microsecond=0)
    if before is not None and before > now + timedelta(hours=12) and dice.random() < 0.4:
        return before + timedelta(minutes=dice.randrange(-600, 600))
    return start + timedelta(minutes=dice.randrange(1, 40 * 1440))
