"""Who is on duty when: the files' weekly duties and those of the chat, mobile ones, less absences.

Only members of the group count: a name in a file that nobody there has is shown, and no more.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlalchemy import Connection

from bot.domain.duties import Shift, without
from bot.domain.holidays import is_public_holiday
from bot.domain.polish_words import fold
from bot.domain.warsaw import local, utc
from bot.helpdesk.desk import Desk
from bot.knowledge.programme import Duty
from bot.programme.occasions import meeting_of
from bot.storage import occasions, rosters, staff
from bot.storage.rosters import Absence
from bot.storage.rows import Advisor

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Weekly:
    """One weekly duty, from a file or from the chat."""

    advisor_id: int
    weekday: int
    hours: tuple[time, time]
    place: str
    topics: tuple[str, ...]


def duties(conn: Connection, desk: Desk, topic: str, first: date, last: date) -> Sequence[Shift]:
    """Return who is on duty for a topic from one day to another, in order."""
    return [one for one in shifts(conn, desk, first, last) if one.serves(topic)]


def shifts(conn: Connection, desk: Desk, first: date, last: date) -> list[Shift]:
    """Return all duties from one day to another, in order, less absences and days off."""
    members = {one.telegram_id: one for one in staff.members(conn)}
    planned = [
        *_of_weeks(desk, _weekly(conn, desk, members), members, first, last),
        *_mobile(conn, desk, members, first, last),
    ]
    if not planned:
        return []
    away = rosters.absences(conn, first, last)
    there = [part for one in planned for part in _present(one, away)]
    return sorted(there, key=lambda one: (one.starts, one.name, one.advisor_id))


def _weekly(conn: Connection, desk: Desk, members: Mapping[int, Advisor]) -> Iterator[Weekly]:
    for row in rosters.patterns(conn):
        if row.advisor_id in members:
            yield Weekly(row.advisor_id, row.weekday, row.hours, row.place, tuple(row.topics))
    for sheet in desk.base.programme.rosters.values():
        ident = by_name(members, sheet.advisor)
        if ident is None:
            continue
        for weekday, spans in sheet.by_weekday.items():
            for hours in spans:
                yield Weekly(ident, weekday, hours, sheet.where, sheet.topics)


def by_name(members: Mapping[int, Advisor], name: str) -> int | None:
    """Return the member who has a name; None when nobody has, or several."""
    found = [one.telegram_id for one in members.values() if fold(one.name) == fold(name)]
    return found[0] if len(found) == 1 else None


def _of_weeks(
    desk: Desk,
    weekly: Iterable[Weekly],
    members: Mapping[int, Advisor],
    first: date,
    last: date,
) -> Iterator[Shift]:
    for one in weekly:
        day = first + timedelta(days=(one.weekday - first.weekday()) % 7)
        while day <= last:
            if not is_public_holiday(day) and day not in desk.hours.closed:
                yield _shift(one, members[one.advisor_id], day)
            day += 7 * _DAY


def _shift(one: Weekly, advisor: Advisor, day: date) -> Shift:
    starts, ends = (utc(day, clock) for clock in one.hours)
    topics = one.topics or tuple(advisor.specialities)
    return Shift(one.advisor_id, advisor.name, starts, ends, one.place, topics)


def _mobile(
    conn: Connection, desk: Desk, members: Mapping[int, Advisor], first: date, last: date
) -> Iterator[Shift]:
    after, before = utc(first, time(0)), utc(last + _DAY, time(0))
    for row in occasions.open_between(conn, ("duty",), after, before):
        sheet = meeting_of(row)
        if not isinstance(sheet, Duty) or sheet.advisor is None:
            continue
        ident = by_name(members, sheet.advisor)
        if ident is not None:
            topics: tuple[str, ...] = sheet.topics or tuple(members[ident].specialities)
            name = members[ident].name
            yield Shift(ident, name, row.starts_at, row.ends_at, "commune", topics, row.place)


def _present(shift: Shift, away: Sequence[Absence]) -> list[Shift]:
    """Return what is left of a duty when its advisor is away."""
    left = [shift]
    day = local(shift.starts).date()
    for one in away:
        if one.advisor_id == shift.advisor_id and one.covers(day):
            starts, ends = span_of(one, day)
            left = [part for whole in left for part in without(whole, starts, ends)]
    return left


def span_of(one: Absence, day: date) -> tuple[datetime, datetime]:
    """Return from when until when somebody is away on a day."""
    if one.hours is None:
        return utc(day, time(0)), utc(day + _DAY, time(0))
    return utc(day, one.hours[0]), utc(day, one.hours[1])
