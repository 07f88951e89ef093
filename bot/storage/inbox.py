"""What Telegram told us: stored before it is confirmed, claimed in order within each chat.

Parsing updates and dealing with them is left to others; here a raw update is only JSON with an id.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, and_, delete, func, or_, select
from sqlalchemy.dialects import postgresql, sqlite

from bot.storage.rows import change, one
from bot.storage.tables import inbox
from bot.storage.updates import Arrived, arrived

ATTEMPTS = 3
BACK_OFF = (timedelta(seconds=0.5), timedelta(seconds=2))
KEPT = timedelta(hours=72)  # Telegram repeats an update for at most 24 h
QUARANTINE_KEPT = timedelta(days=14)
#: Telegram numbers updates one by one, except after a silent week. What is numbered this near was
#: sent in that order, however a webhook's parallel connections brought it.
NEAR = 10_000


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
    before = int(conn.execute(select(func.coalesce(func.max(inbox.c.seq), 0))).scalar_one())
    updates = [arrived(raw) for raw in raws]
    fresh = [
        update for seq, update in enumerate(updates, before + 1) if _insert(conn, update, seq, now)
    ]
    for update in fresh:
        row = get(conn, update.update_id) if update.error and give_up else None
        if row is not None and give_up is not None:
            give_up(conn, row)
    _put_in_order(conn, [update for update in fresh if not update.error], before)
    return len(fresh)


def _insert(conn: Connection, update: Arrived, seq: int, now: datetime) -> bool:
    make = postgresql.insert if conn.dialect.name == "postgresql" else sqlite.insert
    values = {
        "update_id": update.update_id,
        "seq": seq,
        "chat": update.chat,
        "raw": update.raw,
        "state": "quarantine" if update.error else "new",
        "error": update.error,
        "received_at": now,
        "done_at": now if update.error else None,
    }
    statement = make(inbox).values(**values).on_conflict_do_nothing(index_elements=["update_id"])
    return conn.execute(statement).rowcount == 1


def _put_in_order(conn: Connection, fresh: Sequence[Arrived], before: int) -> None:
    """Let open updates of a chat that came in disorder change places among themselves."""
    numbers = [update.update_id for update in fresh]
    if not numbers:
        return
    overtaken = select(inbox.c.chat).where(
        inbox.c.update_id > min(numbers),
        inbox.c.update_id <= max(numbers) + NEAR,
        inbox.c.state == "new",
        inbox.c.seq <= before,
    )
    chats = set(conn.execute(overtaken).scalars()) & {update.chat for update in fresh}
    if numbers != sorted(numbers):
        chats = {update.chat for update in fresh}
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


def claim(conn: Connection, busy: Collection[str], now: datetime) -> InboxRow | None:
    """Return the oldest open update that is the first of its chat, and whose chat is not `busy`.

    Nothing is changed: the one worker remembers which chats it is busy with.
    """
    row, other = inbox.alias("row"), inbox.alias("other")
    earlier = select(other.c.update_id).where(
        and_(other.c.state == "new", other.c.chat == row.c.chat, other.c.seq < row.c.seq)
    )
    query = (
        select(row)
        .where(
            row.c.state == "new",
            or_(row.c.not_before.is_(None), row.c.not_before <= now),
            row.c.chat.not_in(busy),
            ~earlier.exists(),
        )
        .order_by(row.c.seq)
    )
    return one(conn, InboxRow, query)


def next_moment(conn: Connection, now: datetime) -> datetime | None:
    """Return when the next update that was put off is to be tried again."""
    query = select(func.min(inbox.c.not_before)).where(
        inbox.c.state == "new", inbox.c.not_before > now
    )
    moment: datetime | None = conn.execute(query).scalar()
    return moment


def get(conn: Connection, update_id: int) -> InboxRow | None:
    """Return an update, or None when it was never stored or is gone."""
    return one(conn, InboxRow, select(inbox).where(inbox.c.update_id == update_id))


def is_open(conn: Connection, update_id: int) -> bool:
    """Tell whether an update still waits to be dealt with."""
    row = get(conn, update_id)
    return row is not None and row.state == "new"


def done(conn: Connection, update_id: int, now: datetime) -> None:
    """Mark an update as dealt with."""
    change(conn, inbox, inbox.c.update_id == update_id, state="done", done_at=now)


def failed(conn: Connection, update_id: int, error_kind: str, now: datetime) -> bool:
    """Count a failed attempt; tell whether it was the last and the update is in quarantine now."""
    row = get(conn, update_id)
    if row is None or row.state != "new":
        return False
    attempts = row.attempts + 1
    values: dict[str, Any] = {"attempts": attempts, "error": error_kind[:80]}
    last = attempts >= ATTEMPTS
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
