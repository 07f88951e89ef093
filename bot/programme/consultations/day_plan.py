"""The plan of the day, at half past seven on working days, where there is anything on it."""

from __future__ import annotations

from datetime import time, timedelta

from sqlalchemy import Connection

from bot.domain.warsaw import local, utc
from bot.helpdesk import owing
from bot.helpdesk.desk import Desk
from bot.programme.consultations import views
from bot.storage import bookings, records, staff

AT = time(7, 30)
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
