"""What follows from having come, or not: materials, the test after, an opinion, a kind question.

Once a meeting is over all of its list is looked through one time; whoever is marked as here later
than that gets the same then. Everything is owed under keys, so nothing comes twice.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, time, timedelta
from typing import Any

from sqlalchemy import Connection

from bot.domain.quiet_hours import is_quiet
from bot.domain.reminders import MORNING
from bot.domain.warsaw import local, utc
from bot.helpdesk import owing
from bot.helpdesk.desk import Desk
from bot.programme import reminding
from bot.programme.attendance import authority, boards, materials, surveys
from bot.programme.occasions import Change, meeting_of
from bot.storage import (
    occasions,
    occurrences,
    people,
    records,
    registrations,
)
from bot.storage.occasions import Occasion
from bot.storage.occurrences import Occurrence
from bot.storage.registrations import ACTIVE, Registration
from bot.storage.rows import Person

EVENING = time(20, 0)
OF_USE = timedelta(days=7)  # so many days an opinion, or a word about not coming, is waited for
LOOKED_BACK = timedelta(days=3)  # a bot that was away that long says nothing of it any more
TEST_SOON = timedelta(days=3)


def last_moment(row: Occasion) -> datetime:
    """Return until when we ask about a meeting: the evening of a week after it."""
    return utc(local(row.ends_at).date() + OF_USE, EVENING)


def _mark(row: Occasion) -> str:
    return f"aftercare:{occasions.number_of_occasion(row.id)}"


def _is_done(conn: Connection, row: Occasion) -> bool:
    return bool(records.get_fact(conn, _mark(row)) == row.ends_at.isoformat())


def look_through(conn: Connection, desk: Desk) -> None:
    """Do what follows from meetings that are over; not in quiet hours."""
    if is_quiet(desk.now):
        return
    for row in occasions.open_between(conn, authority.MEETINGS, desk.now - LOOKED_BACK, desk.now):
        if row.ends_at <= desk.now and not _is_done(conn, row):
            records.set_fact(conn, _mark(row), row.ends_at.isoformat())
            for one in registrations.of_occasion(conn, row.id, ("seated",)):
                (_thank if one.present_at else _miss)(conn, desk, row, one)
            boards.changed(conn, desk, row.id)


def came(conn: Connection, desk: Desk, row: Occasion, one: Registration) -> None:
    """Do what follows from having come: the test that was left out, or what comes after."""
    reminding.drop(conn, desk, f"absent:{one.id}")
    if desk.now < row.ends_at:
        _test_at_the_door(conn, desk, row, one)
    elif _is_done(conn, row):
        _thank(conn, desk, row, one)


def went(conn: Connection, desk: Desk, one: Registration) -> None:
    """Ask somebody nothing whose mark was taken back."""
    reminding.drop(conn, desk, f"present:{one.id}")


def left(conn: Connection, desk: Desk, row: Occasion, one: Registration) -> None:
    """Tell somebody who was struck off, and remind them of nothing any more."""
    for word in ("present", "absent", "test"):
        reminding.drop(conn, desk, f"{word}:{one.id}")
    person = _person(conn, one)
    if person is not None and row.ends_at > desk.now:
        view = boards.occasion_view(row)
        owing.tell(conn, desk, person, "attendance_told", {**view, "what": "struck"})


def _person(conn: Connection, one: Registration) -> Person | None:
    return None if one.person_id is None else people.by_id(conn, one.person_id)


def _thank(conn: Connection, desk: Desk, row: Occasion, one: Registration) -> None:
    person = _person(conn, one)
    if person is None:
        return
    materials.bring(conn, desk, row, person)
    if surveys.is_offered(conn, desk, row, one, "after"):
        surveys.invite(conn, desk, row, one, person, "after")
    _ask_in_the_morning(conn, desk, row, "present", one)


def _miss(conn: Connection, desk: Desk, row: Occasion, one: Registration) -> None:
    _ask_in_the_morning(conn, desk, row, "absent", one)


def _ask_in_the_morning(
    conn: Connection, desk: Desk, row: Occasion, what: str, one: Registration
) -> None:
    """Let a question wait for the next morning: after the meeting, or after we came to know.

    Who was asked once is not asked again.
    """
    subject = f"{what}:{one.id}"
    if one.person_id is None or occurrences.of_subject(conn, subject, ("owed",)):
        return
    known = local(desk.now) - timedelta(hours=MORNING.hour)
    day = max(local(row.ends_at).date(), known.date())
    moment = utc(day + OF_USE, EVENING)
    reminding.plan(conn, desk, what, subject, one.person_id, moment)


def _test_at_the_door(conn: Connection, desk: Desk, row: Occasion, one: Registration) -> None:
    person = _person(conn, one)
    reminding.drop(conn, desk, f"test:{one.id}")
    if person is not None and surveys.is_offered(conn, desk, row, one, "before"):
        surveys.invite(conn, desk, row, one, person, "before")


def plan_tests(conn: Connection, desk: Desk) -> None:
    """Let the test before a meeting wait for those who have a seat, shortly before it."""
    soon = desk.now + TEST_SOON
    for row in occasions.open_between(conn, authority.MEETINGS, desk.now, soon):
        if not getattr(meeting_of(row), "test", ()) or row.starts_at <= desk.now:
            continue
        for one in registrations.of_occasion(conn, row.id, ("seated",)):
            subject = f"test:{one.id}"
            known = occurrences.of_subject(conn, subject, ("waiting", "owed"))
            if one.person_id is not None and not known:
                reminding.plan(conn, desk, "test", subject, one.person_id, row.starts_at)


def follow(conn: Connection, desk: Desk, change: Change) -> None:
    """Let the tests of a meeting that moved, or was called off, wait anew, or no longer."""
    if change.after.kind not in authority.MEETINGS:
        return
    if change.moved or change.after.state != "open":
        for one in registrations.of_occasion(conn, change.after.id, ACTIVE):
            reminding.drop(conn, desk, f"test:{one.id}")


# What the reminders show


def _of(conn: Connection, occurrence: Occurrence) -> tuple[Occasion, Registration] | None:
    one = registrations.find(conn, int(occurrence.subject.rpartition(":")[2]))
    if one is None or one.state != "seated":
        return None
    row = occasions.get(conn, one.occasion_id)
    return (row, one) if row.state == "open" else None


def _shown(row: Occasion, one: Registration) -> Mapping[str, Any]:
    return {**boards.occasion_view(row), "registration": one.id}


def view_present(conn: Connection, desk: Desk, given: Occurrence) -> Mapping[str, Any] | None:
    """Return what the request for an opinion shows; None for one who gave it, or was not here."""
    found = _of(conn, given)
    if found is None or not surveys.is_offered(conn, desk, *found, "opinion"):
        return None
    return _shown(*found)


def view_absent(conn: Connection, desk: Desk, given: Occurrence) -> Mapping[str, Any] | None:
    """Return what the question to one who did not come shows; None if they came after all."""
    found = _of(conn, given)
    if found is None or found[1].present_at is not None:
        return None
    return _shown(*found)


def view_test(conn: Connection, desk: Desk, given: Occurrence) -> Mapping[str, Any] | None:
    """Return what the invitation to the test before shows; None for one who has done it."""
    found = _of(conn, given)
    if found is None or not surveys.is_offered(conn, desk, *found, "before"):
        return None
    return _shown(*found)


VIEWS = {"present": view_present, "absent": view_absent, "test": view_test}
