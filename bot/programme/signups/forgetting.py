"""Telephone numbers, addresses and needs of those who were on a list: forgotten in time.

Names, organisations and communes stay, for the report to whoever paid for the meeting.
"""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import Connection

from bot.helpdesk.desk import Desk
from bot.storage import records, seats

KEPT_FOR = timedelta(days=30)  # after the end of a meeting


def forget(conn: Connection, desk: Desk) -> None:
    """Empty what is needed only to reach people and to prepare for them; the trail says so."""
    for ident, count in seats.forget_contacts(conn, desk.now - KEPT_FOR).items():
        records.note(
            conn, desk.now, "clock", "contacts_forgotten", occasion=ident, registrations=count
        )
