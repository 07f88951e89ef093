"""What we owe: promised once, in the transaction of what caused it.

`owe` is all that most use cases need. The policies stand in `bot.domain.messages`; this file keeps
the promises in rows under unique keys. How the sender takes them stands in `bot.storage.sending`.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, and_, bindparam, func, or_, select

from bot.domain.messages import POLICIES, Kind, MessageState
from bot.storage import journal
from bot.storage.new_only import NewOnly
from bot.storage.rows import change, every, one, wakers
from bot.storage.tables import outbox

SETUP = (
    "setup"  # the lane of threads, menus and places: others wait for them, so they wait for nobody
)
#: Operations that show the state of a moment: rendered anew at every attempt, never frozen.
NEWEST = frozenset(
    {
        *("card", "panel", "edit", "practice_card", "proposal"),
        *("document", "photo", "made", "reminder", "mail_file"),
        *("announcement", "announce_edit", "announce_keys"),
    }
)
UNFINISHED = (MessageState.PENDING.value, MessageState.SENDING.value)
KEPT_FOR = timedelta(days=30)
_BY_ID = select(outbox).where(outbox.c.id == bindparam("ident"))
_BY_KEY = select(outbox).where(outbox.c.key == bindparam("key"))
_PENDING_LIKE = (
    select(outbox.c.id)
    .where(outbox.c.coalesce == bindparam("word"), outbox.c.state == MessageState.PENDING.value)
    .limit(1)
)
_SINCE = select(func.count()).where(
    outbox.c.created_at >= bindparam("since"),
    func.substr(outbox.c.key, 1, func.length(bindparam("prefix"))) == bindparam("prefix"),
)
_INSERT = NewOnly(outbox, "key", also=lambda made: made.returning(outbox.c.id))


@dataclass(frozen=True, slots=True)
class Owed:
    """One thing to be done at Telegram (or another channel), promised under a unique key.

    `to` is an address that never changes (`chat:<id>`) or an alias of the advisors' group resolved
    when it is sent (`group`, `group/<topic>`, `group/coordination`).
    `coalesce`: while a pending row with this word exists, a second one is not added (cards).
    """

    key: str
    kind: Kind
    operation: str
    to: str
    template: str | None = None
    params: Mapping[str, Any] = field(default_factory=dict)
    ticket: int | None = None
    role: str | None = None
    coalesce: str | None = None
    not_before: datetime | None = None
    valid_until: datetime | None = None


@dataclass(frozen=True, slots=True)
class OutboxRow:
    """A row of the outbox as the sender and the use cases see it."""

    id: int
    key: str
    kind: str
    operation: str
    lane: str
    priority: int
    to: str
    template: str | None
    params: dict[str, Any]
    frozen: dict[str, Any] | None
    coalesce: str | None
    ticket_id: int | None
    role: str | None
    state: str
    attempts: int
    misses: int
    doubtful: bool
    not_before: datetime | None
    valid_until: datetime | None
    reason: str | None
    created_at: datetime
    sending_at: datetime | None
    finished_at: datetime | None


@dataclass(frozen=True, slots=True)
class Skip:
    """There is nothing to send any more; the row ends as cancelled, or as `state` says."""

    reason: str
    state: str = MessageState.CANCELLED.value


@dataclass(frozen=True, slots=True)
class Later:
    """It cannot be sent yet; it is to be prepared again at `until`."""

    until: datetime


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one attempt came to: a state of the row, and what the channel told."""

    state: str
    reason: str | None = None
    message_ids: tuple[int, ...] = ()
    thread_id: int | None = None
    migrated_to: int | None = None
    not_before: datetime | None = None
    file_id: str | None = None


class KeyReused(Exception):
    """The same key was given to something else: a mistake in the program."""


def _lane(owed: Owed) -> str:
    if owed.kind in (Kind.THREAD, Kind.MENU, Kind.PLACE):
        return SETUP
    return owed.to.split("/")[0]


def owe(conn: Connection, owed: Owed, now: datetime) -> int | None:
    """Promise one thing; return its row, or None when a coalesced one stands in for it.

    The same key with the same content changes nothing; with other content it is KeyReused.
    """
    if owed.coalesce is not None:
        known = one(conn, OutboxRow, _BY_KEY, key=owed.key)
        if known is None and conn.execute(_PENDING_LIKE, {"word": owed.coalesce}).first():
            return None
    made = _insert(conn, owed, now)
    if made is not None:
        return made
    known = one(conn, OutboxRow, _BY_KEY, key=owed.key)
    assert known is not None  # it was in the way
    _insist_on_same(known, owed)
    return known.id


def _insist_on_same(known: OutboxRow, owed: Owed) -> None:
    if known.finished_at is not None and known.template is None and not known.params:
        return  # its words are forgotten: there is nothing to compare
    was = (known.operation, known.to, known.template, _canonical(known.params))
    if was != (owed.operation, owed.to, owed.template, _canonical(owed.params)):
        raise KeyReused(owed.key)


def _canonical(params: Mapping[str, Any]) -> str:
    return json.dumps(dict(params), sort_keys=True)  # a tuple comes back from a row as a list


def unfinished(conn: Connection, word: str, since: datetime | None = None) -> bool:
    """Tell whether a row with this coalescing word waits, is on its way, or ended since then."""
    open_ = outbox.c.state.in_(UNFINISHED)
    query = select(outbox.c.id).where(
        outbox.c.coalesce == word,
        open_ if since is None else or_(open_, outbox.c.finished_at >= since),
    )
    return conn.execute(query.limit(1)).first() is not None


def _insert(conn: Connection, owed: Owed, now: datetime) -> int | None:
    """Insert a row and return its id; None when its key is taken."""
    wakers(conn).add("outbox")
    policy = POLICIES[owed.kind]
    until = owed.valid_until
    if until is None and policy.valid_for is not None:
        until = now + policy.valid_for
    values = {
        "key": owed.key,
        "kind": owed.kind.value,
        "operation": owed.operation,
        "lane": _lane(owed),
        "priority": policy.priority,
        "to": owed.to,
        "template": owed.template,
        "params": dict(owed.params),
        "coalesce": owed.coalesce,
        "ticket_id": owed.ticket,
        "role": owed.role,
        "not_before": owed.not_before,
        "valid_until": until,
        "created_at": now,
    }
    made = conn.execute(_INSERT.on(conn), values).scalar()
    if made is None:
        return None
    what = {"kind": owed.kind.value, "operation": owed.operation, "name": owed.template}
    journal.note(conn, "owed", outbox_id=int(made), ticket=owed.ticket, **what)
    return int(made)


def by_id(conn: Connection, row_id: int) -> OutboxRow | None:
    """Return a row."""
    return one(conn, OutboxRow, _BY_ID, ident=row_id)


def cancel_pending(conn: Connection, row_id: int, reason: str, now: datetime) -> bool:
    """Cancel a row that has not been sent; False when it is too late for that."""
    wakers(conn).add("outbox")
    return (
        change(
            conn,
            outbox,
            and_(outbox.c.id == row_id, outbox.c.state == MessageState.PENDING.value),
            state=MessageState.CANCELLED.value,
            reason=reason,
            finished_at=now,
        )
        == 1
    )


def fail_pending(
    conn: Connection, row_id: int, reason: str, state: MessageState, now: datetime
) -> bool:
    """End a row that waits, because it can never be prepared; tell whether it still waited."""
    pending = and_(outbox.c.id == row_id, outbox.c.state == MessageState.PENDING.value)
    ended = {"state": state.value, "reason": reason, "finished_at": now}
    return change(conn, outbox, pending, **ended) == 1


def state_of(conn: Connection, row_id: int) -> tuple[str, str | None, datetime | None]:
    """Return a row's state, its reason, and when it was finished."""
    row = by_id(conn, row_id)
    return (row.state, row.reason, row.finished_at) if row else ("cancelled", None, None)


def address_of(conn: Connection, row_id: int) -> str | None:
    """Return the address or alias that a row was sent to."""
    row = by_id(conn, row_id)
    return row.to if row else None


def count_since(conn: Connection, prefix: str, since: datetime) -> int:
    """Return how many rows whose key begins with `prefix` were owed since a moment."""
    return int(conn.execute(_SINCE, {"prefix": prefix, "since": since}).scalar_one())


def cancel_lane(conn: Connection, lane: str, reason: str, now: datetime) -> int:
    """Cancel all that still waits for one address (it blocked us, or wants to be forgotten)."""
    wakers(conn).add("outbox")
    return change(
        conn,
        outbox,
        and_(outbox.c.lane == lane, outbox.c.state == MessageState.PENDING.value),
        state=MessageState.CANCELLED.value,
        reason=reason,
        finished_at=now,
    )


def take_back(
    conn: Connection, lane: str, templates: Collection[str], reason: str, now: datetime
) -> list[OutboxRow]:
    """Cancel what waits in a lane under one of these templates; return what was cancelled."""
    waiting = and_(
        outbox.c.state == MessageState.PENDING.value,
        outbox.c.lane == lane,
        outbox.c.template.in_(templates),
    )
    rows = every(conn, OutboxRow, select(outbox).where(waiting).order_by(outbox.c.id))
    return [row for row in rows if cancel_pending(conn, row.id, reason, now)]


def unfinished_in(conn: Connection, lane: str) -> bool:
    """Tell whether something still waits, or is on its way, in a lane."""
    query = select(outbox.c.id).where(outbox.c.state.in_(UNFINISHED), outbox.c.lane == lane)
    return conn.execute(query.limit(1)).first() is not None


def waiting_in(conn: Connection, lane: str) -> list[OutboxRow]:
    """Return what still waits, or is on its way, in a lane."""
    query = select(outbox).where(outbox.c.state.in_(UNFINISHED), outbox.c.lane == lane)
    return every(conn, OutboxRow, query.order_by(outbox.c.id))


def sent_since(conn: Connection, lane: str, templates: Collection[str], since: datetime) -> int:
    """Return how many receipts, and messages of these templates, went out since a moment."""
    query = select(func.count()).where(
        outbox.c.state == MessageState.SENT.value,
        outbox.c.lane == lane,
        or_(outbox.c.kind == Kind.RECEIPT.value, outbox.c.template.in_(templates)),
        outbox.c.finished_at >= since,
    )
    return int(conn.execute(query).scalar_one())


def send_again(conn: Connection, row_id: int, now: datetime) -> bool:
    """Owe a failed or uncertain row once more, by a person's wish; tell whether it could be."""
    wakers(conn).add("outbox")
    return (
        change(
            conn,
            outbox,
            outbox.c.id == row_id,
            outbox.c.state.in_((MessageState.FAILED.value, MessageState.UNCERTAIN.value)),
            state=MessageState.PENDING.value,
            attempts=0,
            not_before=now,
            frozen=None,
            reason=None,
            finished_at=None,
        )
        == 1
    )


def refused(
    conn: Connection, lane: str, reasons: Collection[str], since: datetime
) -> list[OutboxRow]:
    """Return what was refused for one of these reasons in a lane since a moment, in its order."""
    query = select(outbox).where(
        outbox.c.lane == lane,
        outbox.c.state == MessageState.FAILED.value,
        outbox.c.reason.in_(list(reasons)),
        outbox.c.created_at >= since,
    )
    return every(conn, OutboxRow, query.order_by(outbox.c.id))


def thaw(conn: Connection, lane: str) -> None:
    """Let the waiting rows of a lane be prepared anew before they go."""
    change(
        conn,
        outbox,
        and_(outbox.c.lane == lane, outbox.c.state == MessageState.PENDING.value),
        frozen=None,
    )


def forget_texts(conn: Connection, now: datetime) -> int:
    """Empty the words of rows finished long ago; what became of them stays."""
    return change(
        conn,
        outbox,
        outbox.c.finished_at < now - KEPT_FOR,
        outbox.c.template.is_not(None) | outbox.c.frozen.is_not(None),
        params={},
        frozen=None,
        template=None,
    )


def forget_words(conn: Connection, row_id: int) -> None:
    """Empty the words of a row that is finished: a secret that has come is kept nowhere."""
    change(conn, outbox, outbox.c.id == row_id, params={}, frozen=None, template=None)


def waiting_by_kind(conn: Connection) -> dict[str, int]:
    """Return how many rows of each kind wait or are on their way."""
    query = select(outbox.c.kind, func.count()).where(outbox.c.state.in_(UNFINISHED))
    return {kind: int(count) for kind, count in conn.execute(query.group_by(outbox.c.kind))}


def release_lane(conn: Connection, lane: str) -> None:
    """Let the waiting rows of a lane go at once."""
    wakers(conn).add("outbox")
    change(
        conn,
        outbox,
        and_(outbox.c.lane == lane, outbox.c.state == MessageState.PENDING.value),
        not_before=None,
    )


def counts(conn: Connection) -> dict[str, int]:
    """Return how many rows are in each unfinished or doubtful state."""
    query = select(outbox.c.state, func.count()).group_by(outbox.c.state)
    return {state: int(count) for state, count in conn.execute(query)}


def latest(conn: Connection, count: int) -> list[OutboxRow]:
    """Return the newest rows, newest first (for the demo's page)."""
    return every(conn, OutboxRow, select(outbox).order_by(outbox.c.id.desc()).limit(count))
