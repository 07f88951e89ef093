"""Whose update is next: the oldest open ones of chats that nobody is busy with.

However long the queue, only its two ends are looked at. Nothing is changed here.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from datetime import datetime
from itertools import islice
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, bindparam, func, or_, select

from bot.storage.inbox import InboxRow
from bot.storage.rows import every
from bot.storage.tables import inbox

#: Of a long queue only this much is looked at, at either end: it costs no more than a short one.
NEAREST = 256
#: Of the updates claimed from a long queue, a quarter is the latest: who writes only now is not to
#: wait until all that came during an outage has been dealt with.
LATEST = 4
_free = inbox.c.chat.not_in(bindparam("busy", expanding=True))
_due = or_(inbox.c.not_before.is_(None), inbox.c.not_before <= bindparam("now"))
_waits = select(inbox.c.seq, inbox.c.chat).where(inbox.c.state == "new", _free)
_NEAR = _waits.order_by(inbox.c.seq).limit(NEAREST)
_TAIL = _waits.order_by(inbox.c.seq.desc()).limit(bindparam("most"))
_same = inbox.alias("same")
_IS_FIRST = inbox.c.seq == (
    select(func.min(_same.c.seq))
    .where(_same.c.state == "new", _same.c.chat == inbox.c.chat)
    .scalar_subquery()
)
_THESE = select(inbox).where(inbox.c.seq.in_(bindparam("seqs", expanding=True)), _due)
_OLDEST, _LATEST = _THESE.order_by(inbox.c.seq), _THESE.where(_IS_FIRST)


#: The first open update of each free chat, found in the index alone: one person's thousands
#: cost the others next to nothing.
def _first_of_chats(*among: ColumnElement[bool]) -> Select[Any]:
    heads = (
        select(func.min(inbox.c.seq).label("seq"))
        .where(inbox.c.state == "new", *among)
        .group_by(inbox.c.chat)
        .subquery("heads")
    )
    return (
        select(inbox)
        .join(heads, inbox.c.seq == heads.c.seq)
        .where(_due)
        .order_by(inbox.c.seq)
        .limit(bindparam("most"))
    )


_FIRST = _first_of_chats(_free)
_FIRST_OF_THESE = _first_of_chats(inbox.c.chat.in_(bindparam("chats", expanding=True)))
_NEXT_MOMENT = select(func.min(inbox.c.not_before)).where(
    inbox.c.state == "new", inbox.c.not_before > bindparam("now")
)


def claim(conn: Connection, busy: Collection[str], now: datetime, most: int) -> list[InboxRow]:
    """Return the oldest open updates that are the first of their chats, none of a `busy` chat.

    Of a long queue some of the latest are among them, not in the end. Nothing is changed: whose
    turn a chat is stands elsewhere (`replica`).
    """
    free = {"busy": list(busy)}
    near = conn.execute(_NEAR, free).all()
    heads = list({chat: seq for seq, chat in reversed(near)}.values())[::-1]
    if len(near) < NEAREST:
        return every(conn, InboxRow, _OLDEST, seqs=sorted(heads), now=now)[:most]
    tail = conn.execute(_TAIL, {**free, "most": most // LATEST})
    latest = every(conn, InboxRow, _LATEST, seqs=[row.seq for row in tail], now=now)
    if len(heads) < most:  # a few chats stand before the others
        oldest = every(conn, InboxRow, _FIRST, **free, now=now, most=most)
    else:
        oldest = every(conn, InboxRow, _OLDEST, seqs=sorted(heads), now=now)
    known = {one.seq for one in latest}
    return list(_mixed(latest, [one for one in oldest if one.seq not in known]))[:most]


def _mixed(latest: Iterable[InboxRow], oldest: Iterable[InboxRow]) -> Iterator[InboxRow]:
    """Yield one of the latest, then some of the oldest, and so on."""
    left = iter(oldest)
    for row in latest:
        yield row
        yield from islice(left, LATEST - 1)
    yield from left


def first_of(conn: Connection, chats: Collection[str], now: datetime) -> list[InboxRow]:
    """Return the first open update of each of these chats that may be dealt with now."""
    wanted = list(chats)
    return every(conn, InboxRow, _FIRST_OF_THESE, chats=wanted, now=now, most=len(wanted))


def next_moment(conn: Connection, now: datetime) -> datetime | None:
    """Return when the next update that was put off is to be tried again."""
    moment: datetime | None = conn.execute(_NEXT_MOMENT, {"now": now}).scalar()
    return moment
