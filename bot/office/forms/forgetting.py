"""Words and files of forms that were given up or taken back are forgotten after a week."""

from __future__ import annotations

from sqlalchemy import Connection

from bot.domain.practices import FORGOTTEN_AFTER
from bot.helpdesk.desk import Desk
from bot.storage import forms, records

FORGOTTEN = "forms_forgotten"  # the fact that names the day on which this was last done


def forget(conn: Connection, desk: Desk) -> None:
    """Do so, once a day; that there was a form stays known, and its number."""
    today = desk.today.isoformat()
    if records.get_fact(conn, FORGOTTEN) == today:
        return
    records.set_fact(conn, FORGOTTEN, today)
    forms.forget(conn, desk.now - FORGOTTEN_AFTER, "dropped", "withdrawn")
