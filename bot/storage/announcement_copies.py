"""The recipients of an announcement, each once, and what became of the message to each."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, and_, func, insert, select

from bot.domain.messages import MessageState
from bot.storage.outbox import UNFINISHED
from bot.storage.programme_tables import announcement_copy as copy
from bot.storage.rows import change, wakers
from bot.storage.tables import outbox, person, receipt


def freeze(conn: Connection, ident: int, people: Collection[int]) -> None:
    """Fix the recipients; nobody is added afterwards, and nobody stands there twice."""
    rows = [{"announcement_id": ident, "person_id": one} for one in sorted(people)]
    if rows:
        conn.execute(insert(copy), rows)


def not_owed(conn: Connection, ident: int, most: int) -> list[tuple[int, int]]:
    """Return recipients to whom nothing is owed yet, as row and Telegram id."""
    query = (
        select(copy.c.person_id, person.c.telegram_id)
        .join(person, person.c.id == copy.c.person_id)
        .where(copy.c.announcement_id == ident, copy.c.outbox_id.is_(None))
        .order_by(copy.c.person_id)
        .limit(most)
    )
    return [(row.person_id, row.telegram_id) for row in conn.execute(query)]


def owed(conn: Connection, ident: int, person_id: int, outbox_id: int | None) -> None:
    """Note the message that is owed to a recipient."""
    change(conn, copy, _is(ident, person_id), outbox_id=outbox_id)


def _is(ident: int, person_id: int) -> ColumnElement[bool]:
    return and_(copy.c.announcement_id == ident, copy.c.person_id == person_id)


def _messages(ident: int) -> ColumnElement[bool]:
    mine = select(copy.c.outbox_id).where(copy.c.announcement_id == ident)
    return outbox.c.id.in_(mine)


def waiting(conn: Connection, ident: int) -> int:
    """Return how many messages wait or are on their way."""
    query = select(func.count()).where(_messages(ident), outbox.c.state.in_(UNFINISHED))
    return int(conn.execute(query).scalar_one())


def on_their_way(conn: Connection, ident: int) -> bool:
    """Tell whether a call is being made now whose end is not known."""
    flying = outbox.c.state == MessageState.SENDING.value
    return conn.execute(select(outbox.c.id).where(_messages(ident), flying)).first() is not None


def put_off(conn: Connection, ident: int, until: datetime | None) -> None:
    """Let all that waits wait until a moment, or go now."""
    wakers(conn).add("outbox")
    pending = outbox.c.state == MessageState.PENDING.value
    change(conn, outbox, _messages(ident), pending, not_before=until)


def cancel(conn: Connection, ident: int, reason: str, now: datetime) -> None:
    """Cancel all that has not been sent."""
    wakers(conn).add("outbox")
    change(
        conn,
        outbox,
        _messages(ident),
        outbox.c.state == MessageState.PENDING.value,
        state=MessageState.CANCELLED.value,
        reason=reason,
        finished_at=now,
    )


def outcomes(conn: Connection, ident: int) -> Mapping[tuple[str | None, str | None], int]:
    """Count recipients by the state of their message and its reason; (None, None): not owed."""
    joined = copy.outerjoin(outbox, outbox.c.id == copy.c.outbox_id)
    reason = outbox.c.reason
    query = (
        select(outbox.c.state, reason, func.count().label("people"))
        .select_from(joined)
        .where(copy.c.announcement_id == ident)
        .group_by(outbox.c.state, reason)
    )
    return {(row.state, row.reason): int(row.people) for row in conn.execute(query)}


def presses(conn: Connection, ident: int) -> tuple[int, int]:
    """Return how many pressed a button, and how many of them want no more of the subject."""
    query = select(
        func.count(copy.c.pressed_at).label("pressed"),
        func.count(copy.c.opted_out_at).label("out"),
    ).where(copy.c.announcement_id == ident)
    row = conn.execute(query).one()
    return int(row.pressed), int(row.out)


def has(conn: Connection, ident: int, person_id: int) -> bool:
    """Tell whether somebody is a recipient."""
    return conn.execute(select(copy.c.person_id).where(_is(ident, person_id))).first() is not None


def pressed(conn: Connection, ident: int, person_id: int, now: datetime) -> None:
    """Remember the first time that a recipient pressed a button."""
    change(conn, copy, _is(ident, person_id), copy.c.pressed_at.is_(None), pressed_at=now)


def opted_out(conn: Connection, ident: int, person_id: int, at: datetime | None) -> None:
    """Remember that a recipient wants no more of the subject, or does again."""
    change(conn, copy, _is(ident, person_id), opted_out_at=at)


def delivered(conn: Connection, ident: int) -> set[int]:
    """Return the recipients whose message has surely come, and is known by its number."""
    joined = copy.join(outbox, outbox.c.id == copy.c.outbox_id).join(
        receipt, receipt.c.outbox_id == outbox.c.id
    )
    query = (
        select(copy.c.person_id)
        .select_from(joined)
        .where(copy.c.announcement_id == ident, outbox.c.state == MessageState.SENT.value)
    )
    return set(conn.execute(query).scalars())


def outbox_of(conn: Connection, ident: int, person_id: int) -> int | None:
    """Return the message that was owed to a recipient."""
    found: int | None = conn.execute(
        select(copy.c.outbox_id).where(_is(ident, person_id))
    ).scalar()
    return found


def sent_to_since(conn: Connection, person_id: int, since: datetime) -> int:
    """Return how many announcements have come, or may have come, to somebody since a moment."""
    joined = copy.join(outbox, outbox.c.id == copy.c.outbox_id)
    came = (MessageState.SENT.value, MessageState.UNCERTAIN.value)
    query = (
        select(func.count())
        .select_from(joined)
        .where(
            copy.c.person_id == person_id,
            outbox.c.operation == "announcement",
            outbox.c.state.in_(came),
            outbox.c.finished_at >= since,
        )
    )
    return int(conn.execute(query).scalar_one())
