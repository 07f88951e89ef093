"""What Telegram told us: stored before it is confirmed, claimed in order within each chat.

Parsing updates and dealing with them is left to others; here a raw update is only JSON with an id.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, and_, delete, func, or_, select
from sqlalchemy.dialects import postgresql, sqlite

from bot.storage.rows import change, one
from bot.storage.tables import inbox

MAX_BYTES = 512 * 1024
ATTEMPTS = 3
BACK_OFF = (timedelta(seconds=0.5), timedelta(seconds=2))
KEPT = timedelta(hours=72)  # Telegram repeats an update for at most 24 h
QUARANTINE_KEPT = timedelta(days=14)
#: PostgreSQL stores no NUL, and a lone surrogate cannot be encoded at all. The sign that stands in
#: has the same length in UTF-16, so offsets of entities stay right.
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
_REPLACEMENT = "\ufffd"


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


@dataclass(frozen=True, slots=True)
class _Storable:
    update_id: int
    chat: str
    raw: str
    error: str | None


def store(conn: Connection, raws: Sequence[Mapping[str, Any]], now: datetime) -> int:
    """Keep updates that are not known yet and return how many were new.

    One that nobody could read (too large, too deep, without an id) goes to quarantine at once.
    """
    seq = int(conn.execute(select(func.coalesce(func.max(inbox.c.seq), 0))).scalar_one())
    new = 0
    for raw in raws:
        seq += 1
        new += _insert(conn, _storable(raw), seq, now)
    return new


def _insert(conn: Connection, update: _Storable, seq: int, now: datetime) -> int:
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
    return conn.execute(statement).rowcount


def _storable(raw: Mapping[str, Any]) -> _Storable:
    try:
        text = json.dumps(raw, ensure_ascii=False)
        if _UNSTORABLE.search(text) or "\\u0000" in text:
            text = json.dumps(_cleaned(raw), ensure_ascii=False)
    except (RecursionError, TypeError, ValueError) as error:
        known = _id_of(raw) or _made_up_id(type(error).__name__)
        return _Storable(known, "none", "", f"unreadable: {type(error).__name__}")
    ident = _id_of(raw)
    if ident is None:
        return _Storable(_made_up_id(text), "none", text[:MAX_BYTES], "no update_id")
    if len(text.encode()) > MAX_BYTES:
        return _Storable(ident, chat_of(raw), "", "too large")
    return _Storable(ident, chat_of(raw), text, None)


def _cleaned(value: Any) -> Any:
    if isinstance(value, str):
        return _UNSTORABLE.sub(_REPLACEMENT, value)
    if isinstance(value, Mapping):
        return {_cleaned(key): _cleaned(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_cleaned(item) for item in value]
    return value


def _id_of(raw: Mapping[str, Any]) -> int | None:
    ident = raw.get("update_id") if isinstance(raw, Mapping) else None
    usable = isinstance(ident, int) and not isinstance(ident, bool) and 0 < ident < 2**63
    return ident if usable else None


def _made_up_id(text: str) -> int:
    """Return a negative id that is the same for the same text, so a repeat is recognised."""
    digest = hashlib.sha256(text.encode("utf-8", "replace")).digest()
    return -(int.from_bytes(digest[:7], "big") + 1)


def chat_of(raw: Mapping[str, Any]) -> str:
    """Return the key within which order is kept: the chat, else the person, else "none"."""
    for event in _events(raw):
        message = event.get("message")
        holder = message if isinstance(message, Mapping) else event
        for owner, word in ((holder, "chat"), (event, "chat"), (event, "from"), (event, "user")):
            ident = _integer(owner.get(word))
            if ident is not None:
                return f"chat:{ident}"  # a person's private chat has the person's id
    return "none"


def _events(raw: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    return (value for value in raw.values() if isinstance(value, Mapping))


def _integer(owner: Any) -> int | None:
    ident = owner.get("id") if isinstance(owner, Mapping) else None
    return ident if isinstance(ident, int) and not isinstance(ident, bool) else None


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
