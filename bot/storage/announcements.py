"""Announcements and their corrections: what they say, and how far they are.

What each recipient gets stands in `bot.storage.announcement_copies`.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, select

from bot.storage.programme_tables import announcement
from bot.storage.rows import add, change, every, one

#: Until somebody approves it; afterwards its words stand.
OPEN = ("draft", "asked", "alone")
UNDER_WAY = ("sending", "paused")
_BY_ID = select(announcement).where(announcement.c.id == bindparam("ident"))


@dataclass(frozen=True, slots=True)
class Announcement:
    """Something told to many; `what` is a message, a fix of one, or the recall of one.

    `send_at`: not before that moment. `publish_at`: when it goes without a second person;
    while others are asked, until when they are waited for, and nothing when that is over.
    """

    id: int
    author_id: int
    author: str
    chat_id: int
    message_id: int
    text: str
    entities: list[dict[str, Any]] | None
    media: str | None
    file: dict[str, Any] | None
    subject: str | None
    audience: dict[str, list[str]]
    state: str
    rev: int
    send_at: datetime | None
    alone: bool
    publish_at: datetime | None
    approved_by: int | None
    approver: str | None
    what: str
    corrects: int | None
    view: str
    shown_at: datetime | None
    created_at: datetime
    started_at: datetime | None
    finished_at: datetime | None

    @property
    def about(self) -> str:
        """Return its subject."""
        return self.subject or "news"

    @property
    def silent(self) -> bool:
        """Tell whether the others were asked, and said nothing for too long."""
        return self.state == "asked" and self.publish_at is None

    @property
    def desk_chat(self) -> str:
        """Return the chat in which its author works on it."""
        return f"chat:{self.author_id}"


def write(conn: Connection, **values: Any) -> int:
    """Store a draft and return its number."""
    return add(conn, announcement, **values)


def find(conn: Connection, ident: int) -> Announcement | None:
    """Return an announcement, whatever its state."""
    return one(conn, Announcement, _BY_ID, ident=ident)


def get(conn: Connection, ident: int) -> Announcement:
    """Return an announcement that is known to exist."""
    found = find(conn, ident)
    assert found is not None
    return found


def by_message(conn: Connection, chat_id: int, message_id: int) -> Announcement | None:
    """Return the announcement whose words stand in this message."""
    query = select(announcement).where(
        announcement.c.chat_id == chat_id, announcement.c.message_id == message_id
    )
    return one(conn, Announcement, query.order_by(announcement.c.id.desc()).limit(1))


def in_state(conn: Connection, *states: str) -> list[Announcement]:
    """Return announcements in these states, the oldest first."""
    query = select(announcement).where(announcement.c.state.in_(states))
    return every(conn, Announcement, query.order_by(announcement.c.id))


def mended_by(conn: Connection, ident: int) -> list[Announcement]:
    """Return the corrections and the recall of an announcement, the oldest first."""
    query = select(announcement).where(announcement.c.corrects == ident)
    return every(conn, Announcement, query.order_by(announcement.c.id))


def set_fields(conn: Connection, ident: int, **values: Any) -> None:
    """Store what changes nothing of its words and recipients: its page, when it was shown."""
    change(conn, announcement, announcement.c.id == ident, **values)


def move(
    conn: Connection, ident: int, *, was: Collection[str], rev: int | None = None, **values: Any
) -> bool:
    """Change an announcement in one of these states, and in this revision; tell whether it was."""
    where = [announcement.c.id == ident, announcement.c.state.in_(list(was))]
    if rev is not None:
        where.append(announcement.c.rev == rev)
    return change(conn, announcement, *where, rev=announcement.c.rev + 1, **values) == 1
