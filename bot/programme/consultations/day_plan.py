"""The plan of the day, at half past seven on working days, where there is anything on it."""

from __future__ import annotations

from datetime import time, timedelta

from sqlalchemy import Connection

from bot.domain.warsaw import local, utc
from bot.helpdesk import owing
from bot.helpdesk.desk import Desk
from bot.programme.consultations import booking, following, views
from bot.storage import bookings, records, staff

AT = time(7, 30)
BEGUN = timedelta(days=1)  # so long ago something may have begun that is looked at now
TOO_LATE = timedelta(hours=2)  # before a visit
FACT = "consultations_planned"  # the day whose plan was posted last


def post(conn: Connection, desk: Desk) -> None:
    """Owe each topic's thread its consultations of today, once."""
    day = desk.today.isoformat()
    if local(desk.now).time() < AT or staff.where(conn, owing.GROUP) is None:
        return
    if records.get_fact(conn, FACT) == day:
        return
    records.set_fact(conn, FACT, day)
    morning = utc(desk.today, time(0))
    today = bookings.ahead_between(conn, desk.now, morning + timedelta(days=1))
    if not desk.hours.is_working_day(desk.today) and not today:
        return
    for topic in dict.fromkeys(one.topic for one in today):
        items = [views.for_advisors(conn, desk, one) for one in today if one.topic == topic]
        owing.send_to(
            conn, desk, f"{owing.GROUP}/{topic}", "consult_day",
            {"items": items, "day": day}, role="list", key=f"consult-day:{topic}:{day}",
        )  # fmt: skip


def ask_how_it_was(conn: Connection, desk: Desk) -> None:
    """Bring panels up to date when a meeting begins, so that what came of it can be said."""
    for found in bookings.ahead_between(conn, desk.now - BEGUN, desk.now):
        if found.state == "booked":
            following.show(conn, desk.because(f"begun{found.id}"), found)


def end_unconfirmed(conn: Connection, desk: Desk) -> None:
    """Call off the visits that nobody has confirmed in time."""
    for found in bookings.ahead_between(conn, desk.now - BEGUN, desk.now + TOO_LATE):
        if found.state == "asked":
            booking.cancel(conn, desk.because(f"late{found.id}"), found, "over", "bot")
