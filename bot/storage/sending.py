"""The sender's steps through the outbox: which row may go next, and what became of it.

What the states mean stands in `bot.domain.messages`; `sending` is stored before each call.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import (
    ColumnElement,
    Connection,
    and_,
    bindparam,
    func,
    not_,
    or_,
    select,
    true,
    update,
)

from bot.domain.messages import MessageState
from bot.storage.outbox import SETUP, UNFINISHED, OutboxRow, Outcome
from bot.storage.rows import change, every
from bot.storage.tables import outbox

Carrier = Literal["all", "chats", "mail"]  # whose rows: everybody's, or one channel's
CARRIERS: tuple[Carrier, ...] = ("all", "chats", "mail")
#: Lanes of e-mail, which goes by itself.
MAIL = "mail:"
_CONVERSATION = 2  # priorities up to here are answers, notices and cards


def _head_of_line() -> ColumnElement[bool]:
    """Whether no other row of the lane has to go first.

    Order is kept among what people say to each other; reminders and broadcasts, which may wait
    their turn for long, hold up nobody more urgent.
    """
    other = outbox.alias("other")
    older = and_(
        other.c.state == MessageState.PENDING.value,
        other.c.id < outbox.c.id,
        or_(other.c.priority <= _CONVERSATION, other.c.priority <= outbox.c.priority),
    )
    ahead = or_(other.c.state == MessageState.SENDING.value, older)
    return (
        ~select(other.c.id)
        .where(
            other.c.lane == outbox.c.lane,
            other.c.id != outbox.c.id,
            other.c.state.in_(UNFINISHED),
            ahead,
        )
        .exists()
    )


def _carried_by(carrier: Carrier) -> ColumnElement[bool]:
    by_mail = func.substr(outbox.c.lane, 1, len(MAIL)) == MAIL
    return {"all": true(), "chats": not_(by_mail), "mail": by_mail}[carrier]


_DUE = {
    carrier: select(outbox)
    .where(
        outbox.c.state == MessageState.PENDING.value,
        _carried_by(carrier),
        or_(outbox.c.not_before.is_(None), outbox.c.not_before <= bindparam("now")),
        outbox.c.lane.not_in(bindparam("resting", expanding=True)),
        or_(_head_of_line(), outbox.c.lane == SETUP),
    )
    .order_by(outbox.c.priority, outbox.c.id)
    .limit(bindparam("most"))
    for carrier in CARRIERS
}
_NEXT_MOMENT = {
    carrier: select(func.min(outbox.c.not_before)).where(
        outbox.c.state == MessageState.PENDING.value,
        _carried_by(carrier),
        outbox.c.not_before > bindparam("now"),
    )
    for carrier in CARRIERS
}
_SET_SENDING = (
    update(outbox)
    .where(outbox.c.id == bindparam("ident"), outbox.c.state == MessageState.PENDING.value)
    .values(
        state=MessageState.SENDING.value,
        attempts=outbox.c.attempts + 1,
        sending_at=bindparam("now"),
        frozen=bindparam("rendered"),
    )
)
_FINISH = (
    update(outbox)
    .where(outbox.c.id == bindparam("ident"))
    .values(
        state=bindparam("ends"),
        reason=bindparam("why"),
        not_before=bindparam("again"),
        finished_at=bindparam("now"),
    )
)


def next_due(
    conn: Connection,
    now: datetime,
    resting: Collection[str],
    most: int,
    carrier: Carrier = "all",
) -> list[OutboxRow]:
    """Return the most urgent rows that may go now: first in lanes that are not resting."""
    return every(conn, OutboxRow, _DUE[carrier], now=now, resting=list(resting), most=most)


def next_moment(conn: Connection, now: datetime, carrier: Carrier = "all") -> datetime | None:
    """Return when a pending row will be due next, or None."""
    moment: datetime | None = conn.execute(_NEXT_MOMENT[carrier], {"now": now}).scalar()
    return moment


def set_sending(
    conn: Connection, row: OutboxRow, frozen: Mapping[str, Any] | None, now: datetime
) -> bool:
    """Store that the call is about to be made; False when the row is no longer pending."""
    rendered = dict(frozen) if frozen is not None else None
    values = {"ident": row.id, "now": now, "rendered": rendered}
    return conn.execute(_SET_SENDING, values).rowcount == 1


def finish(conn: Connection, row_id: int, outcome: Outcome, now: datetime) -> None:
    """Store the outcome of an attempt; a pending one is prepared again at `not_before`."""
    again = outcome.state == MessageState.PENDING.value
    values = {
        "ident": row_id,
        "ends": outcome.state,
        "why": outcome.reason[:200] if outcome.reason else None,
        "again": outcome.not_before,
        "now": None if again else now,
    }
    conn.execute(_FINISH, values)
    if again:
        change(conn, outbox, outbox.c.id == row_id, frozen=None)


def missed(conn: Connection, row_id: int, not_before: datetime, reason: str | None) -> None:
    """Make an attempt again that surely had no effect, without counting it."""
    change(
        conn,
        outbox,
        outbox.c.id == row_id,
        state=MessageState.PENDING.value,
        attempts=outbox.c.attempts - 1,
        misses=outbox.c.misses + 1,
        not_before=not_before,
        reason=reason,
    )


def doubt(conn: Connection, row_id: int, not_before: datetime) -> None:
    """Repeat what may have arrived; the repeat knows, and says so."""
    change(
        conn,
        outbox,
        outbox.c.id == row_id,
        state=MessageState.PENDING.value,
        doubtful=True,
        not_before=not_before,
        reason="network",
    )


def postpone(conn: Connection, row_id: int, until: datetime) -> None:
    """Look at a pending row again later."""
    change(conn, outbox, outbox.c.id == row_id, not_before=until)


def in_flight(conn: Connection, carrier: Carrier = "all") -> list[OutboxRow]:
    """Return rows whose call was begun and never finished (after a crash)."""
    return every(
        conn,
        OutboxRow,
        select(outbox)
        .where(outbox.c.state == MessageState.SENDING.value, _carried_by(carrier))
        .order_by(outbox.c.id),
    )
