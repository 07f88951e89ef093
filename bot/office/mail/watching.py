"""What coordinators hear of the mailbox: what was left in it, and that it cannot be read."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import Connection

from bot.domain.messages import Kind
from bot.helpdesk import owing
from bot.helpdesk.desk import Desk
from bot.storage import mail, records, staff

TOLD = "mail_left_told"  # the fact: the day of the last word about it
#: Why a machine is thought to have written what a person may have written after all.
DOUBTFUL = ("bulk", "list", "machine", "no_sender")
A_DAY = timedelta(days=1)


def tell_left(conn: Connection, desk: Desk) -> None:
    """Tell once a working day how many e-mails nobody was answered to."""
    today = desk.today.isoformat()
    if desk.mail is None or not desk.hours.is_open(desk.now):
        return
    if records.get_fact(conn, TOLD) == today or staff.where(conn, owing.GROUP) is None:
        return
    records.set_fact(conn, TOLD, today)
    count = mail.left_since(conn, DOUBTFUL, desk.now - A_DAY)
    if count:
        _tell(conn, desk, "mail_left", today, count=count)


def tell_away(conn: Connection, desk: Desk, since: datetime) -> None:
    """Tell, once for each time, that the mailbox has not been readable since a moment."""
    if staff.where(conn, owing.GROUP) is not None:
        _tell(conn, desk, "mail_away", since.isoformat(), since=since.isoformat())


def _tell(conn: Connection, desk: Desk, template: str, mark: str, **values: object) -> None:
    key = f"{template}:{mark}"
    kind = Kind.ALARM
    owing.send_to(
        conn, desk, owing.COORDINATION, template, values, kind=kind, role="alarm", key=key
    )
