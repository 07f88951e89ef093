"""What Telegram told us: stored before it is confirmed, in order within each chat.

Parsing updates and dealing with them is left to others; here a raw update is only JSON with an id.
Which is next stands in `bot.storage.claiming`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import (
    Connection,
    and_,
    bindparam,
    delete,
    func,
    or_,
    select,
    update,
)

from bot.storage import journal
from bot.storage.new_only import NewOnly
from bot.storage.rows import change, every, one, wakers
from bot.storage.tables import inbox
from bot.storage.updates import Arrived, arrived

ATTEMPTS = 3
BACK_OFF = (timedelta(seconds=0.5), timedelta(seconds=2))
KEPT = timedelta(hours=72)  # Telegram repeats an update for at most 24 h
QUARANTINE_KEPT = timedelta(days=14)
#: Telegram numbers updates one by one, except after a silent week. What is numbered this near was
#: sent in that order, however a webhook's parallel connections brought it.
NEAR = 10_000


_INSERT = NewOnly(inbox, "update_id")
_LAST_SEQ = select(func.coalesce(func.max(inbox.c.seq), 0))
_NEWER = select(inbox.c.update_id).where(inbox.c.seq > bindparam("seq"))
_BY_ID = select(inbox).where(inbox.c.update_id == bindparam("ident"))
_STATE = select(inbox.c.state).where(inbox.c.update_id == bindparam("ident"))
_DONE = (
    update(inbox)
    .where(inbox.c.update_id == bindparam("ident"), inbox.c.state == "new")
    .values(state="done", done_at=bindparam("now"))
)


class Unreadable(Exception):
    """An update has not the shape of one; the text is the kind of error."""


@dataclass(frozen=True, slots=True)
class InboxRow:
    """One update: `raw` is its JSON text."""

    update_id: int
    seq: int
    chat: str
    raw: str
    state: str
    attempts: int
    not_before: datetime | None
    error: str | None
    received_at: datetime
    done_at: datetime | None


GiveUp = Callable[[Connection, InboxRow], None]


def store(
    conn: Connection, raws: Sequence[Any], now: datetime, give_up: GiveUp | None = None
) -> int:
    """Keep updates that are not known yet and return how many were new.

    One that nobody could read (no object, too large, too deep, without an id) goes to quarantine
    at once, with what could be saved of it, and `give_up` is called for it.
    """
    before = int(conn.execute(_LAST_SEQ).scalar_one())
    updates = [arrived(raw) for raw in raws]
    if updates:
        rows = [_values(update, seq, now) for seq, update in enumerate(updates, before + 1)]
        conn.execute(_INSERT.on(conn), rows)
    new = set(conn.execute(_NEWER, {"seq": before}).scalars())
    if not new:
        return 0
    wakers(conn).add("inbox")
    fresh = list({one.update_id: one for one in updates if one.update_id in new}.values())
    for new_one in fresh:
        where = "group" if new_one.chat.startswith("chat:-") else "private"
        journal.note(conn, "received", update_id=new_one.update_id, chat_kind=where)
    for odd in fresh:
        row = get(conn, odd.update_id) if odd.error and give_up else None
        if row is not None and give_up is not None:
            give_up(conn, row)
    _put_in_order(conn, [one for one in fresh if not one.error], before)
    return len(fresh)


def _values(update: Arrived, seq: int, now: datetime) -> dict[str, Any]:
    return {
        "update_id": update.update_id,
        "seq": seq,
        "chat": update.chat,
        "raw": update.raw,
        "state": "quarantine" if update.error else "new",
        "error": update.error,
        "received_at": now,
        "done_at": now if update.error else None,
    }


def _put_in_order(conn: Connection, fresh: Sequence[Arrived], before: int) -> None:
    """Let open updates of a chat that came in disorder change places among themselves."""
    numbers = [one.update_id for one in fresh]
    if not numbers:
        return
    overtaken = select(inbox.c.chat).where(
        inbox.c.update_id > min(numbers),
        inbox.c.update_id <= max(numbers) + NEAR,
        inbox.c.state == "new",
        inbox.c.seq <= before,
    )
    chats = set(conn.execute(overtaken).scalars()) & {one.chat for one in fresh}
    if numbers != sorted(numbers):
        chats = {one.chat for one in fresh}
    for chat in chats - {"none"}:
        _put_chat_in_order(conn, chat)


def _put_chat_in_order(conn: Connection, chat: str) -> None:
    query = (
        select(inbox.c.update_id, inbox.c.seq)
        .where(inbox.c.state == "new", inbox.c.chat == chat)
        .order_by(inbox.c.seq)
    )
    rows = [(int(row.update_id), int(row.seq)) for row in conn.execute(query)]
    placed = in_order(number for number, _ in rows)
    for (was, seq), number in zip(rows, placed, strict=True):
        if number != was:
            change(conn, inbox, inbox.c.update_id == number, seq=seq)


def in_order(arrived: Iterable[int]) -> list[int]:
    """Return update ids as Telegram sent them: a smaller one goes before larger ones near it."""
    placed: list[int] = []
    for number in arrived:
        at = len(placed)
        while at and 0 < placed[at - 1] - number <= NEAR:
            at -= 1
        placed.insert(at, number)
    return placed


def before(conn: Connection, chat: str, update_id: int, count: int) -> list[InboxRow]:
    """Return the latest updates of a chat that were dealt with, oldest first."""
    query = select(inbox).where(
        inbox.c.state == "done", inbox.c.chat == chat, inbox.c.update_id != update_id
    )
    return every(conn, InboxRow, query.order_by(inbox.c.seq.desc()).limit(count))[::-1]


def get(conn: Connection, update_id: int) -> InboxRow | None:
    """Return an update, or None when it was never stored or is gone."""
    return one(conn, InboxRow, _BY_ID, ident=update_id)


def is_open(conn: Connection, update_id: int) -> bool:
    """Tell whether an update still waits to be dealt with."""
    return conn.execute(_STATE, {"ident": update_id}).scalar() == "new"


def done(conn: Connection, update_id: int, now: datetime) -> bool:
    """Mark an open update as dealt with; False when it was no longer open."""
    return conn.execute(_DONE, {"ident": update_id, "now": now}).rowcount == 1


def failed(
    conn: Connection, update_id: int, error_kind: str, now: datetime, *, for_good: bool = False
) -> bool:
    """Count a failed attempt; tell whether it was the last and the update is in quarantine now.

    What failed `for_good` would fail again: its chat need not wait for that.
    """
    row = get(conn, update_id)
    if row is None or row.state != "new":
        return False
    attempts = row.attempts + 1
    values: dict[str, Any] = {"attempts": attempts, "error": error_kind[:80]}
    last = for_good or attempts >= ATTEMPTS
    if last:
        values |= {"state": "quarantine", "done_at": now}
    else:
        values["not_before"] = now + BACK_OFF[attempts - 1]
    change(conn, inbox, inbox.c.update_id == update_id, **values)
    return last


def waiting(conn: Connection) -> int:
    """Return how many updates are not dealt with yet."""
    query = select(func.count()).where(inbox.c.state == "new")
    return int(conn.execute(query).scalar_one())


def in_quarantine(conn: Connection) -> int:
    """Return how many updates are in quarantine."""
    query = select(func.count()).where(inbox.c.state == "quarantine")
    return int(conn.execute(query).scalar_one())


def requeue(conn: Connection, update_id: int) -> bool:
    """Take an update out of quarantine (after an upgrade); tell whether it could be."""
    wakers(conn).add("inbox")
    return (
        change(
            conn,
            inbox,
            inbox.c.update_id == update_id,
            inbox.c.state == "quarantine",
            inbox.c.raw != "",
            state="new",
            attempts=0,
            not_before=None,
            done_at=None,
        )
        == 1
    )


def oldest_open(conn: Connection) -> datetime | None:
    """Return when the oldest open update came."""
    query = select(func.min(inbox.c.received_at)).where(inbox.c.state == "new")
    moment: datetime | None = conn.execute(query).scalar()
    return moment


def purge(conn: Connection, now: datetime) -> int:
    """Forget updates that Telegram cannot repeat any more; return how many."""
    finished = and_(inbox.c.state == "done", inbox.c.done_at < now - KEPT)
    old = and_(inbox.c.state == "quarantine", inbox.c.done_at < now - QUARANTINE_KEPT)
    return conn.execute(delete(inbox).where(or_(finished, old))).rowcount
