"""What happens around the bot and concerns people: each told once to those who coordinate.

Telegram away, a long silence, a full disk, a wrong clock, a message that could not be made. After
a long silence leaders whose promise was missed get one apology, in the daytime.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection

from bot.domain.messages import Kind
from bot.domain.quiet_hours import is_quiet
from bot.helpdesk import owing
from bot.helpdesk.desk import Desk
from bot.storage import people, records, staff, tickets
from bot.storage.outbox import OutboxRow
from bot.storage.rows import Ticket

#: Telegram keeps updates for about 24 hours; what is asked in a longer silence may be gone.
LONG_SILENCE = timedelta(hours=23)
HEARD = "heard"  # the fact that says when Telegram was last heard
MISSED = "missed"  # the fact that names the silence which leaders are owed an apology for
CLOCK = "clock_wrong"  # the fact that coordination knows of the clock


def _tell(conn: Connection, desk: Desk, what: str, mark: str, **params: Any) -> None:
    if staff.where(conn, owing.GROUP) is None:
        return
    owing.send_to(
        conn,
        desk,
        owing.COORDINATION,
        "trouble",
        {"what": what, **params},
        kind=Kind.ALARM,
        role="alarm",
        key=f"alarm:{what}:{mark}",
    )


def _stamp(moment: datetime) -> str:
    return str(int(moment.timestamp()))


def telegram_away(conn: Connection, desk: Desk, since: datetime) -> None:
    """Telegram takes nothing: the notice waits in its thread for the connection to be back."""
    _tell(conn, desk, "away", _stamp(since), since=since.isoformat())


def disk_was_full(conn: Connection, desk: Desk, since: datetime) -> None:
    """There was no room to write; that this can be owed shows that there is again."""
    _tell(conn, desk, "full", _stamp(since), since=since.isoformat())


def clock_wrong(conn: Connection, desk: Desk, ahead: timedelta) -> None:
    """The machine's clock is wrong, or right again: told once, until it has been right."""
    if bool(ahead) == bool(records.get_fact(conn, CLOCK)):
        return
    records.set_fact(conn, CLOCK, bool(ahead))
    if ahead:
        _tell(conn, desk, "clock", desk.cause, fast=ahead > timedelta(0), **_span(abs(ahead)))


def _span(time: timedelta) -> dict[str, Any]:
    hour = timedelta(hours=1)
    for unit, length, above in (("days", 24 * hour, 48 * hour), ("hours", hour, 2 * hour)):
        if time >= above:
            return {"by": round(time / length), "unit": unit}
    return {"by": round(time / timedelta(minutes=1)), "unit": "minutes"}


def not_made(conn: Connection, desk: Desk, row: OutboxRow) -> None:
    """A message could not be made, or Telegram cannot read it: somebody may wait for it."""
    hour = desk.now.strftime("%Y%m%d%H")
    mark = f"{row.template or row.operation}:{row.ticket_id or 0}:{hour}"
    _tell(conn, desk, "message", mark, number=row.ticket_id)


def heard(conn: Connection, desk: Desk, at: datetime, silence: timedelta | None = None) -> None:
    """Note when Telegram was heard; `silence`, if known, is how long it had not been before."""
    before = records.get_fact(conn, HEARD)
    if before is not None:
        since = datetime.fromisoformat(before)
        if min(at - since, silence or timedelta.max) > LONG_SILENCE:
            _silence_over(conn, desk, since, at)
    records.set_fact(conn, HEARD, at.isoformat())


def _silence_over(conn: Connection, desk: Desk, since: datetime, until: datetime) -> None:
    _tell(conn, desk, "silence", _stamp(since), since=since.isoformat(), until=until.isoformat())
    owed = records.get_fact(conn, MISSED)
    begun = owed["since"] if owed else since.isoformat()
    records.set_fact(conn, MISSED, {"since": begun, "until": until.isoformat()})


def apologise(conn: Connection, desk: Desk) -> None:
    """Owe an apology to leaders whose answer was due in a long silence, once each."""
    missed = records.get_fact(conn, MISSED)
    if missed is None or is_quiet(desk.now):
        return
    since, until = (datetime.fromisoformat(missed[name]) for name in ("since", "until"))
    for ticket in tickets.all_open(conn, limit=10_000):
        due = ticket.promised_at
        running = ticket.state in ("queued", "claimed") and ticket.answered_at is None
        if running and due is not None and since < due <= until:
            _apologise(conn, desk, ticket, missed)
    records.set_fact(conn, MISSED, None)


def _apologise(conn: Connection, desk: Desk, ticket: Ticket, missed: dict[str, str]) -> None:
    assert ticket.promised_at is not None
    owing.tell(
        conn,
        desk,
        people.by_id(conn, ticket.person_id),
        "sorry_late",
        {
            "number": ticket.id,
            **missed,
            "promised": ticket.promised_at.isoformat(),
            "phone": desk.base.organisation.phone,
        },
        ticket=ticket.id,
        role="notice",
        key=f"sorry:{ticket.id}:{_stamp(ticket.promised_at)}",
    )
