"""What coordination hears of copies: each once made or failed, too old, or not made at all.

Nothing is said at night; a copy of the night is told of in the morning.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection

from bot.domain.messages import Kind
from bot.domain.quiet_hours import is_quiet
from bot.helpdesk import owing
from bot.helpdesk.desk import Desk
from bot.storage import records, staff

#: A copy is made each night; one that is older was missed.
TOO_OLD = timedelta(hours=26)
FIRST_SEEN = "copies_first_looked"  # the fact of when it was first asked for copies here
TOLD = "copy_told"  # the fact that names the last result that was told
_WEEK = timedelta(days=7)


def is_time(conn: Connection, desk: Desk) -> bool:
    """Tell whether coordination can be told of anything now."""
    return not is_quiet(desk.now) and staff.where(conn, owing.GROUP) is not None


def told(conn: Connection, desk: Desk, mark: str, what: str, **values: Any) -> None:
    """Tell of one result, once."""
    if is_time(conn, desk) and records.get_fact(conn, TOLD) != mark:
        records.set_fact(conn, TOLD, mark)
        _tell(conn, desk, what, mark, **values)


def overdue(conn: Connection, desk: Desk, last: datetime | None, wanted: bool) -> None:
    """Tell once a day that the newest copy is too old, or once a week that none is made.

    `wanted`: copies are set up here, or were once made.
    """
    if not is_time(conn, desk):
        return
    seen = records.get_fact(conn, FIRST_SEEN)
    if seen is None:
        records.set_fact(conn, FIRST_SEEN, desk.now.isoformat())
        return
    since = datetime.fromisoformat(seen)
    if wanted and desk.now - (last or since) > TOO_OLD:
        newest = last.isoformat() if last is not None else None
        _tell(conn, desk, "old", f"old:{desk.today.isoformat()}", since=newest)
    elif not wanted and desk.now - since >= _WEEK:
        week = desk.today - timedelta(days=desk.today.weekday())
        _tell(conn, desk, "none", f"none:{week.isoformat()}")


def _tell(conn: Connection, desk: Desk, what: str, mark: str, **values: Any) -> None:
    owing.send_to(
        conn,
        desk,
        owing.COORDINATION,
        "copies",
        {"what": what, **values},
        kind=Kind.NOTICE if what == "made" else Kind.ALARM,
        role="notice" if what == "made" else "alarm",
        key=f"copy:{mark}",
    )
