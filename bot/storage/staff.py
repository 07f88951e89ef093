"""The advisors' group: who belongs to it, who coordinates, and where its aliases point."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, delete, select

from bot.storage.rows import Advisor, Place, change, every, one, put
from bot.storage.tables import advisor, place

_BY_TELEGRAM = select(advisor).where(advisor.c.telegram_id == bindparam("telegram_id"))
_BY_ALIAS = select(place).where(place.c.alias == bindparam("alias"))


def find(conn: Connection, telegram_id: int) -> Advisor | None:
    """Return the advisor with this Telegram id."""
    return one(conn, Advisor, _BY_TELEGRAM, telegram_id=telegram_id)


def know(conn: Connection, telegram_id: int, name: str, **values: Any) -> Advisor:
    """Return the advisor, created or brought up to date."""
    if find(conn, telegram_id) is None:
        put(conn, advisor, telegram_id=telegram_id, name=name, specialities=[], **values)
    else:
        change(conn, advisor, advisor.c.telegram_id == telegram_id, name=name, **values)
    known = find(conn, telegram_id)
    assert known is not None
    return known


def set_fields(conn: Connection, telegram_id: int, **values: Any) -> None:
    """Store facts about an advisor."""
    change(conn, advisor, advisor.c.telegram_id == telegram_id, **values)


def coordinators(conn: Connection) -> list[Advisor]:
    """Return everybody who coordinates."""
    return every(conn, Advisor, select(advisor).where(advisor.c.coordinator.is_(True)))


def members(conn: Connection) -> list[Advisor]:
    """Return the people who are in the group, as far as we know."""
    return every(
        conn,
        Advisor,
        select(advisor)
        .where(advisor.c.member.is_(True), advisor.c.blocked.is_(False))
        .order_by(advisor.c.name),
    )


def point(
    conn: Connection,
    alias: str,
    chat_id: int,
    thread_id: int | None,
    forum: bool,
    title: str | None,
    now: datetime | None,
) -> None:
    """Make an alias point to a chat or one of its threads."""
    conn.execute(delete(place).where(place.c.alias == alias))
    put(
        conn,
        place,
        alias=alias,
        chat_id=chat_id,
        thread_id=thread_id,
        forum=forum,
        title=title,
        made_at=now,
    )


def where(conn: Connection, alias: str) -> Place | None:
    """Return where an alias points now, or None."""
    return one(conn, Place, _BY_ALIAS, alias=alias)


def thread_of(conn: Connection, chat_id: int, thread_id: int | None) -> Place | None:
    """Return the alias that a thread of a chat stands for."""
    return one(
        conn,
        Place,
        select(place).where(place.c.chat_id == chat_id, place.c.thread_id == thread_id).limit(1),
    )


def forget_thread(conn: Connection, alias: str) -> None:
    """Forget a thread that is gone; it will be made again."""
    change(conn, place, place.c.alias == alias, thread_id=None, made_at=None)


def unlink(conn: Connection) -> None:
    """Forget the linked group with all its threads."""
    conn.execute(delete(place))


def migrate(conn: Connection, old: int, new: int) -> None:
    """Follow the group to its new id; its threads have to be made anew."""
    change(conn, place, place.c.chat_id == old, chat_id=new)
