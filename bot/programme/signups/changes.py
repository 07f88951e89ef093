"""A meeting that moved, was called off, or is on again: those on its list are told, and in time.

Told is what was and what is now. Shortly before the start it goes at once, at any hour, and is to
be confirmed; whoever does not stands on the telephone list. Otherwise it waits for the morning,
and several changes of one night are told as one. Who cannot be written to is always called.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from sqlalchemy import Connection

from bot.domain.messages import Kind
from bot.domain.quiet_hours import is_quiet, next_allowed
from bot.domain.signups import is_urgent
from bot.helpdesk import owing
from bot.helpdesk.desk import Desk
from bot.programme import reminding
from bot.programme.occasions import Change, meeting_of
from bot.programme.signups import booking, calendar_file, calls, offering, views
from bot.programme.signups.lists import KINDS
from bot.storage import occasions, people, registrations, seats, teams
from bot.storage.occasions import Occasion
from bot.storage.registrations import Registration
from bot.storage.rows import Person


def follow(conn: Connection, desk: Desk, change: Change) -> None:
    """Do what follows from a change for those on the list."""
    after = change.after
    if after.kind not in KINDS:
        return
    what = _what(change)
    if what is not None and max(change.before.ends_at, after.ends_at) > desk.now:
        _happened(conn, desk, change, what)
    offering.fill(conn, desk, after.id)


def _what(change: Change) -> str | None:
    """Return what people have to hear of: "moved", "cancelled", "back", or nothing."""
    if change.cancelled:
        return "cancelled"
    if change.after.state != "open":
        return None
    if change.before.state == "cancelled":
        return "back"
    return "moved" if change.moved else None


def _happened(conn: Connection, desk: Desk, change: Change, what: str) -> None:
    row = change.after
    if what == "cancelled":
        offering.withdraw(conn, desk, row)
    else:
        offering.shorten(conn, desk, row)
    urgent = is_urgent(desk.now, change.before.starts_at, row.starts_at)
    to_call = False
    for found in registrations.of_occasion(conn, row.id):
        if _told_by_captain(conn, found, urgent=urgent):
            continue
        if urgent or offering.reachable(conn, found) is None:
            registrations.set_fields(conn, found.id, urgent_seq=row.seq)
            to_call = True
        _anew(conn, desk, found, row, what)
        _tell(conn, desk, found, change, what, urgent=urgent)
    if to_call:
        calls.post(conn, desk, row)


def _told_by_captain(conn: Connection, found: Registration, *, urgent: bool) -> bool:
    """Tell whether somebody's captain passes it on; on the list for telephones stands one a team.

    That one has the captain's number; it stands there where time is short, or without Telegram.
    """
    if found.team_id is None:
        return False
    known = teams.get(conn, found.team_id)
    return found.phone is None or (known.person_id is not None and not urgent)


def _anew(conn: Connection, desk: Desk, found: Registration, row: Occasion, what: str) -> None:
    """Let the reminders go by the new time, and nobody be counted on for the old one."""
    if what == "cancelled":
        reminding.drop(conn, desk, booking.subject(found))
        return
    registrations.set_fields(conn, found.id, coming=None)
    booking.remind(conn, desk, found, row)


def _tell(
    conn: Connection,
    desk: Desk,
    found: Registration,
    change: Change,
    what: str,
    *,
    urgent: bool,
) -> None:
    if found.person_id is None:
        return  # such people are on the telephone list, and on the coordinator's
    row, prefix = change.after, f"seat_change:{found.id}:"
    untold = seats.take_back(conn, prefix, desk.now)
    was = untold[0].params["was"] if untold else _shown(change.before)
    now_is = _shown(row)
    if was == now_is:
        return  # moved and moved back before anybody heard of it
    person = people.by_id(conn, found.person_id)
    values = {
        "what": what,
        "was": was,
        "now": now_is,
        "meeting": views.line(row),
        "own": views.place(conn, registrations.get(conn, found.id)),
        "reason": _reason(row),
        "seq": row.seq if urgent else None,
    }
    key = f"{prefix}{row.seq}"
    if urgent or not is_quiet(desk.now):
        owing.tell(conn, desk, person, "seat_change", values, key=key)
        _file(conn, desk, person, found, row)
    else:  # as a reminder, or it would hold up all that is said to the person in the night
        later = replace(desk, hold=next_allowed(desk.now) - desk.now)
        owing.tell(conn, later, person, "seat_change", values, key=key, kind=Kind.REMINDER)


def _reason(row: Occasion) -> str | None:
    """Return why a meeting was called off: who did it left that as its note."""
    return meeting_of(row).note if row.state == "cancelled" else None


def _shown(row: Occasion) -> Mapping[str, Any]:
    return {**views.when(row), "place": row.place, "cancelled": row.state == "cancelled"}


def _file(
    conn: Connection, desk: Desk, person: Person, found: Registration, row: Occasion
) -> None:
    registrations.set_fields(conn, found.id, told_seq=row.seq)
    key = f"seat_file:{found.id}:{row.seq}"
    calendar_file.send(conn, desk, person, row, "changed", key)


def bring_files(conn: Connection, desk: Desk) -> None:
    """Owe the calendar files of what was changed in the night, in the morning."""
    if is_quiet(desk.now):
        return
    for found in seats.behind_the_times(conn, desk.now):
        assert found.person_id is not None
        person = people.by_id(conn, found.person_id)
        _file(conn, desk, person, found, occasions.get(conn, found.occasion_id))
