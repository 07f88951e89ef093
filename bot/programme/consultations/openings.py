"""Slots that can be booked now: of the duties for a topic, less what is taken."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from sqlalchemy import Connection

from bot.domain.duties import Shift, Slot, cells, slots
from bot.domain.warsaw import local
from bot.helpdesk.desk import Desk
from bot.knowledge.consultations import Consultations
from bot.programme.consultations import rota
from bot.storage import bookings


def rules(desk: Desk) -> Consultations:
    """Return the rules of booking."""
    return desk.base.organisation.consultations


def length(desk: Desk, form: str) -> timedelta:
    """Return how long a consultation takes."""
    return timedelta(minutes=getattr(rules(desk).minutes, form))


def travel(desk: Desk) -> timedelta:
    """Return how long the way to a visit takes."""
    return timedelta(minutes=rules(desk).travel_minutes)


def horizon(desk: Desk) -> datetime:
    """Return until when one can book."""
    return desk.now + timedelta(days=rules(desk).days_ahead)


def free(conn: Connection, desk: Desk, topic: str, form: str, *, soon: bool = False) -> list[Slot]:
    """Return what can be booked, the soonest first; one for each time, with who has least to do.

    `soon`: an advisor books for somebody on the phone, and needs no notice.
    """
    found: dict[datetime, tuple[int, Slot]] = {}
    shifts = _shifts(conn, desk, topic)
    taken = _taken(conn, shifts)
    earliest = desk.now if soon else desk.now + timedelta(hours=rules(desk).notice_hours)
    for shift in shifts:
        busy = len(taken[shift.advisor_id])
        for slot in slots(shift, form, length(desk, form), travel(desk), taken[shift.advisor_id]):
            if earliest <= slot.starts <= horizon(desk):
                known = found.get(slot.starts)
                if known is None or busy < known[0]:
                    found[slot.starts] = (busy, slot)
    return [slot for _busy, slot in sorted(found.values(), key=lambda one: one[1].starts)]


def _shifts(conn: Connection, desk: Desk, topic: str) -> list[Shift]:
    last = local(horizon(desk)).date()
    return list(rota.duties(conn, desk, topic, desk.today, last))


def _taken(conn: Connection, shifts: list[Shift]) -> dict[int, set[int]]:
    if not shifts:
        return {}
    way = timedelta(hours=4)  # longer than any way to a visit
    starts = min(one.starts for one in shifts) - way
    ends = max(one.ends for one in shifts) + way
    span = cells(starts, ends)
    return bookings.taken(conn, {one.advisor_id for one in shifts}, span.start, span.stop)


def still_there(
    conn: Connection, desk: Desk, topic: str, form: str, advisor_id: int, starts: datetime
) -> Slot | None:
    """Return a slot that was shown, if its duty stands; whether it is taken is not looked at."""
    day = local(starts).date()
    if starts <= desk.now:
        return None
    for shift in rota.duties(conn, desk, topic, day, day):
        if shift.advisor_id == advisor_id:
            for slot in slots(shift, form, length(desk, form), travel(desk)):
                if slot.starts == starts:
                    return slot
    return None


def by_day(found: list[Slot]) -> dict[date, list[Slot]]:
    """Return slots by the day they are on."""
    days: dict[date, list[Slot]] = {}
    for one in found:
        days.setdefault(local(one.starts).date(), []).append(one)
    return days


def nearest(found: list[Slot], most: int) -> Iterator[Slot]:
    """Yield some of the soonest slots, not all of one morning: at most two of a day."""
    days = by_day(found)
    spread = [one for day in days.values() for one in day[:1] + day[2:3]]
    yield from sorted(spread, key=lambda one: one.starts)[:most]
