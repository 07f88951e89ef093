"""Putting somebody on the list of a meeting, and taking them off: seats, order and limits.

All of it in one transaction, with the occasion held: nobody is seated beyond its seats, nobody
stands on a list twice, and who came later does not pass those who wait.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection

from bot.domain.signups import same_organisation
from bot.helpdesk.desk import Desk
from bot.programme import reminding
from bot.programme.kinds import kinds
from bot.programme.occasions import Meeting, meeting_of, seats_of
from bot.programme.signups.gates import gate
from bot.storage import occasions, registrations, seats
from bot.storage.occasions import Occasion
from bot.storage.registrations import ACTIVE, Registration

ANCHOR = "seat"  # what reminders of a meeting are of
ASKS = "seat_two_days"  # the one that asks whether one comes
DAYS_OF_ASKING = 2
DEFAULT_DAYS = (7, DAYS_OF_ASKING)


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody says of themselves, or others say for them."""

    name: str
    organisation: str = ""
    commune: str = ""
    needs: str = ""
    phone: str | None = None
    email: str | None = None
    channel: str = "telegram"
    added_by: int | None = None
    guests: int = 0


@dataclass(frozen=True, slots=True)
class Booked:
    """What came of it: "seated", "waiting", "known" (was on the list already), or why not.

    Why not: "full", "limit" (of an organisation), or the word of a closed `gate`.
    """

    what: str
    registration: Registration | None = None


def book(
    conn: Connection,
    desk: Desk,
    occasion_id: str,
    wish: Wish,
    person_id: int | None,
    past: Collection[str] = (),
) -> Booked:
    """Give somebody a seat, or a place on the waiting list, or say why neither.

    `past` names the closed gates that who enters people passes knowingly.
    """
    row = seats.hold(conn, occasion_id)
    sheet = meeting_of(row)
    shut = gate(row, sheet, desk.now)
    if shut not in ("open", *past):
        return Booked(shut)
    known = registrations.of_person(conn, row.id, person_id) if person_id is not None else None
    if known is not None:
        return Booked("known", known)
    if over_limit(conn, row, sheet, wish):
        return Booked("limit")
    state = _seat(conn, row, sheet, 1 + wish.guests)
    return Booked("full") if state is None else _add(conn, desk, row, wish, person_id, state)


def over_limit(conn: Connection, row: Occasion, sheet: Meeting, wish: Wish) -> bool:
    """Tell whether an organisation would have more people on the list than it may."""
    limit = getattr(sheet, "per_organisation", None)
    if limit is None:
        return False
    listed = registrations.of_occasion(conn, row.id)
    own = [one for one in listed if same_organisation(one.organisation, wish.organisation)]
    named = same_organisation(wish.organisation, wish.organisation)
    return named and sum(one.seats for one in own) + 1 + wish.guests > limit


def _seat(conn: Connection, row: Occasion, sheet: Meeting, wanted: int) -> str | None:
    """Take seats and return "seated"; "waiting" when there are none; None when there is no room.

    Seats that those who wait are going to be offered are not a newcomer's.
    """
    queue = registrations.of_occasion(conn, row.id, ("waiting",))
    promised = sum(one.seats for one in queue)
    room = row.free is None or row.free - promised >= wanted
    if room and occasions.take_seat(conn, row.id, wanted):
        return "seated"
    return "waiting" if len(queue) < getattr(sheet, "waitlist", 0) else None


def _add(
    conn: Connection, desk: Desk, row: Occasion, wish: Wish, person_id: int | None, state: str
) -> Booked:
    last = registrations.last_place(conn, row.id) if state == "waiting" else -1
    found = enter(conn, desk, row, wish, person_id, state=state, place=last + 1)
    remind(conn, desk, found, row)
    return Booked(state, found)


def enter(
    conn: Connection, desk: Desk, row: Occasion, wish: Wish, person_id: int | None, **values: Any
) -> Registration:
    """Write somebody on a list; their seat, if they have one, is taken already."""
    ident = registrations.add(
        conn,
        occasion_id=row.id,
        person_id=person_id,
        told_seq=row.seq,
        created_at=desk.now,
        **{name: getattr(wish, name) for name in Wish.__slots__},
        **values,
    )
    return registrations.get(conn, ident)


def leave(conn: Connection, desk: Desk, found: Registration, why: str) -> bool:
    """Take somebody off the list and give their seat back; False when they are off it already.

    Who is next is for `offering.fill`.
    """
    row = seats.hold(conn, found.occasion_id)
    left = {"state": "left", "left_at": desk.now, "left_why": why, "offered_until": None}
    for was in ACTIVE:
        if registrations.move(conn, found.id, was=(was,), **left):
            if was != "waiting":
                give_back(conn, row, found)
            reminding.drop(conn, desk, subject(found))
            return True
    return False


def give_back(conn: Connection, row: Occasion, found: Registration) -> None:
    """Give seats back; those above the sheet's number, added at the door, are nobody's then."""
    occasions.free_seat(conn, row.id, found.seats)
    occasions.resize(conn, row.id, seats_of(meeting_of(row)))


def subject(found: Registration) -> str:
    """Return the word by which reminders know a registration."""
    return f"r:{found.id}"


def remind(conn: Connection, desk: Desk, found: Registration, row: Occasion) -> None:
    """Let the reminders of a seat wait, at the days that the occasion names."""
    if found.person_id is None or found.state != "seated":
        return
    days = getattr(meeting_of(row), "reminders", DEFAULT_DAYS)
    asked = {name: kind for name, kind in kinds().items() if _wanted(name, days)}
    reminding.plan(
        conn,
        desk,
        ANCHOR,
        subject(found),
        found.person_id,
        row.starts_at,
        days=[day for day in days if day != DAYS_OF_ASKING],
        only_from=asked,
    )


def _wanted(name: str, days: tuple[int, ...]) -> bool:
    return name != ASKS or DAYS_OF_ASKING in days
