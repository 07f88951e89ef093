"""Duties as advisors write them in the chat, and the days on which they are not there."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from sqlalchemy import Connection, or_, select

from bot.storage.booking_tables import absence, duty_pattern
from bot.storage.rows import add, change, every, one


@dataclass(frozen=True, slots=True)
class Pattern:
    """Hours of one weekday."""

    id: int
    advisor_id: int
    weekday: int
    starts: str
    ends: str
    place: str
    topics: list[str]
    created_at: datetime
    ended_at: datetime | None

    @property
    def hours(self) -> tuple[time, time]:
        """Return from when until when, as a clock in Poland shows it."""
        return time.fromisoformat(self.starts), time.fromisoformat(self.ends)


@dataclass(frozen=True, slots=True)
class Absence:
    """Days, or hours of them, on which an advisor is not there."""

    id: int
    advisor_id: int
    kind: str
    first_day: str
    last_day: str
    starts: str | None
    ends: str | None
    substitute_id: int | None
    settled: bool
    handed_at: datetime | None
    created_at: datetime
    ended_at: datetime | None

    def covers(self, day: date) -> bool:
        """Tell whether a day belongs to it."""
        return self.first_day <= day.isoformat() <= self.last_day

    @property
    def hours(self) -> tuple[time, time] | None:
        """Return the hours, or None for whole days."""
        if self.starts is None or self.ends is None:
            return None
        return time.fromisoformat(self.starts), time.fromisoformat(self.ends)


_PATTERNS = (
    select(duty_pattern)
    .where(duty_pattern.c.ended_at.is_(None))
    .order_by(duty_pattern.c.weekday, duty_pattern.c.starts, duty_pattern.c.id)
)


def add_pattern(conn: Connection, **values: Any) -> int:
    """Store a weekly duty and return its number."""
    return add(conn, duty_pattern, **values)


def patterns(conn: Connection, advisor_id: int | None = None) -> list[Pattern]:
    """Return the weekly duties in force: of one advisor, or of all."""
    mine = () if advisor_id is None else (duty_pattern.c.advisor_id == advisor_id,)
    return every(conn, Pattern, _PATTERNS.where(*mine))


def pattern(conn: Connection, ident: int) -> Pattern | None:
    """Return a weekly duty, whether in force or not."""
    return one(conn, Pattern, select(duty_pattern).where(duty_pattern.c.id == ident))


def end_pattern(conn: Connection, ident: int, now: datetime) -> bool:
    """End a weekly duty; tell whether it was in force."""
    open_ = duty_pattern.c.ended_at.is_(None)
    return change(conn, duty_pattern, duty_pattern.c.id == ident, open_, ended_at=now) == 1


def add_absence(conn: Connection, **values: Any) -> int:
    """Store an absence and return its number."""
    return add(conn, absence, **values)


def find_absence(conn: Connection, ident: int) -> Absence | None:
    """Return an absence, whether in force or not."""
    return one(conn, Absence, select(absence).where(absence.c.id == ident))


def absences(conn: Connection, first: date, last: date) -> list[Absence]:
    """Return the absences in force that touch these days."""
    query = select(absence).where(
        absence.c.ended_at.is_(None),
        absence.c.first_day <= last.isoformat(),
        absence.c.last_day >= first.isoformat(),
    )
    return every(conn, Absence, query.order_by(absence.c.first_day, absence.c.id))


def to_hand_over(conn: Connection, today: date) -> list[Absence]:
    """Return the leaves that have begun and whose work has not gone to the substitute yet.

    Until the next day it waits to be said who stands in.
    """
    query = select(absence).where(
        absence.c.ended_at.is_(None),
        absence.c.handed_at.is_(None),
        or_(absence.c.settled.is_(True), absence.c.first_day < today.isoformat()),
        absence.c.kind == "leave",
        absence.c.first_day <= today.isoformat(),
        absence.c.last_day >= today.isoformat(),
    )
    return every(conn, Absence, query.order_by(absence.c.id))


def set_absence(conn: Connection, ident: int, **values: Any) -> bool:
    """Store facts of an absence in force; False when it was taken back."""
    mine = absence.c.id == ident
    return change(conn, absence, mine, absence.c.ended_at.is_(None), **values) == 1
