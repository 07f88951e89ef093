"""By when we answer: the promised date of a ticket, its nudges, and its renewal after a wait.

The rules (one page of them, so that a coordinator can check any date by hand):

* Topic target: n working days after the day of the next opening, until the office shuts.
* Need "now": until the office shuts on the next working day after the day of asking.
* Need "week": until the last working day of the week in which that next working day falls, but
  never more than 5 working days. Asked on Thursday: this Friday; asked on Friday: next Friday.
* Need "calm": only the topic target.
* Known deadline: until the office shuts on the last working day before it.

The earliest of these is the promise. Less than two working hours is not enough to answer well:
then the promise is the first end of a working day that leaves two, and when somebody needs it
sooner `kept` is False, for the caller to show the office's phone and alert coordination. Where the
hours come from is left to `working_hours`.

Where a topic has duties, the promise is the last end of a duty that is no later than that date and
leaves enough time; only when nobody is there before, it is the end of the first duty after it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import Enum, StrEnum

from bot.domain.warsaw import local, require_aware
from bot.domain.working_hours import WorkingHours

#: The least working time in which an advisor can take, read and answer a question.
LEAST_WORK = timedelta(hours=2)
#: "This week" is at most this many working days.
MOST_OF_A_WEEK = 5
#: Shares of working time: nobody has taken it; the coordinator is told.
NUDGE_AT = 0.5
ESCALATE_AT = 0.8


class Need(Enum):
    """How soon a leader needs the answer, as the three buttons offer it."""

    NOW = "now"  # "Dziś lub jutro"
    WEEK = "week"  # "W tym tygodniu"
    CALM = "calm"  # "Nie pali się"


class Reason(StrEnum):
    """Which rule set the date."""

    TOPIC = "topic"
    NEED = "need"
    DEADLINE = "deadline"


@dataclass(frozen=True, slots=True)
class Promise:
    """An answer by `at` (UTC). `kept` False: too late for what the leader needs."""

    at: datetime
    kept: bool
    reason: Reason


def promise(
    asked_at: datetime,
    target_days: int,
    need: Need,
    deadline: date | None,
    hours: WorkingHours,
) -> Promise:
    """Return by when we answer what was asked at `asked_at` (see the rules above)."""
    require_aware(asked_at)
    wanted = [(_topic_target(asked_at, target_days, hours), Reason.TOPIC)]
    if need is not Need.CALM:
        wanted.append((_needed_by(asked_at, need, hours), Reason.NEED))
    return _earliest(asked_at, wanted, deadline, hours)


def on_duty(
    made: Promise, asked_at: datetime, spans: Sequence[tuple[datetime, datetime]]
) -> Promise:
    """Return a promise that falls into a duty; `spans`: when anybody is there, in order, apart."""
    ends = _ends_with_time_enough(asked_at, spans)
    before = [end for end in ends if end <= made.at]
    if not ends:
        return made
    at = before[-1] if before else ends[0]
    kept = made.kept and (at <= made.at or made.reason is Reason.TOPIC)
    return replace(made, at=at, kept=kept)


def _ends_with_time_enough(
    asked_at: datetime, spans: Sequence[tuple[datetime, datetime]]
) -> list[datetime]:
    """Return the ends of duties by which there was the least time to work, or a whole duty."""
    ends, passed = [], timedelta(0)
    for start, end in spans:
        passed += max(timedelta(0), end - max(start, asked_at))
        if passed and passed >= min(LEAST_WORK, end - start):
            ends.append(end)
    return ends


def resume(
    promised_at: datetime,
    waiting_since: datetime,
    resumed_at: datetime,
    deadline: date | None,
    hours: WorkingHours,
) -> Promise:
    """Return a fresh promise once the leader has answered what we asked.

    The clock stood while we waited: the working time that was left when the wait began is left
    again, and at least until the office shuts on the next working day. A deadline holds as before.
    """
    left = hours.between(waiting_since, promised_at)
    fresh = max(
        hours.end_of_working_day(hours.day_reached(resumed_at, left)),
        _needed_by(resumed_at, Need.NOW, hours),
    )
    return _earliest(resumed_at, [(fresh, Reason.TOPIC)], deadline, hours)


def moment_at_share(
    start: datetime, promised: datetime, share: float, hours: WorkingHours
) -> datetime:
    """Return when `share` (0 to 1) of the working time from `start` to `promised` has passed.

    Without any working time between them, the share is of plain time.
    """
    if not 0 <= share <= 1:
        raise ValueError(f"a share is from 0 to 1: {share}")
    working = hours.between(start, promised)
    if not working:
        return start + max(promised - start, timedelta(0)) * share
    return hours.add(start, working * share)


def latest_start(now: datetime, promised: datetime, share: float, hours: WorkingHours) -> datetime:
    """Return the latest start for which the moment at a share (below 1) has come by now.

    Who started earlier is past that moment, too: of many with one promise, those are looked at.
    Where no working time is left, it is now, and each has a moment of its own in plain time.
    """
    left = hours.between(now, promised)
    return hours.before(now, left * share / (1 - share))


def _earliest(
    asked_at: datetime,
    wanted: list[tuple[datetime, Reason]],
    deadline: date | None,
    hours: WorkingHours,
) -> Promise:
    """Choose the earliest date; give the soonest honest one when that is too early."""
    if deadline is not None:
        last_day = hours.add_working_days(deadline, -1)
        wanted = [*wanted, (hours.end_of_working_day(last_day), Reason.DEADLINE)]
    # Of equal dates the one listed last, which somebody outside depends on, gives the reason.
    at, reason = min(reversed(wanted), key=lambda choice: choice[0])
    soonest = _soonest(asked_at, hours)
    if at >= soonest:
        return Promise(at, True, reason)
    return Promise(soonest, reason is Reason.TOPIC, reason)


def _soonest(asked_at: datetime, hours: WorkingHours) -> datetime:
    """Return the first end of a working day that leaves the least working time."""
    return hours.end_of_working_day(hours.day_reached(asked_at, LEAST_WORK))


def _topic_target(asked_at: datetime, days: int, hours: WorkingHours) -> datetime:
    opening_day = local(hours.opens_next(asked_at)).date()
    return hours.end_of_working_day(hours.add_working_days(opening_day, days))


def _needed_by(asked_at: datetime, need: Need, hours: WorkingHours) -> datetime:
    next_day = hours.add_working_days(local(asked_at).date(), 1)
    if need is Need.NOW:
        return hours.end_of_working_day(next_day)
    return hours.end_of_working_day(_end_of_week(next_day, hours))


def _end_of_week(first: date, hours: WorkingHours) -> date:
    """Return the last working day of the week of `first`, at most five days counting it."""
    sunday = first + timedelta(days=6 - first.weekday())
    last = hours.add_working_days(sunday + timedelta(days=1), -1)
    return min(last, hours.add_working_days(first, MOST_OF_A_WEEK - 1))
