"""What was said in a ticket, by whom, and what became of it."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, bindparam, select

from bot.storage.rows import Post, add, change, every, one
from bot.storage.tables import post

_BY_ID = select(post).where(post.c.id == bindparam("ident"))
_BY_MESSAGE = (
    select(post)
    .where(post.c.chat_id == bindparam("chat_id"), post.c.message_id == bindparam("message_id"))
    .order_by(post.c.state == "withdrawn", post.c.id.desc())
    .limit(1)
)
_OF_TICKET = select(post).where(post.c.ticket_id == bindparam("number")).order_by(post.c.id)
_LAST_ANSWER = (
    select(post)
    .where(
        post.c.ticket_id == bindparam("number"), post.c.side == "advisor", post.c.state == "owed"
    )
    .order_by(post.c.id.desc())
    .limit(1)
)


def save(conn: Connection, **values: Any) -> int:
    """Store a post and return its id."""
    return add(conn, post, **values)


def by_id(conn: Connection, ident: int) -> Post | None:
    """Return the post with this id."""
    return one(conn, Post, _BY_ID, ident=ident)


def by_message(conn: Connection, chat_id: int, message_id: int) -> Post | None:
    """Return the post that this message is."""
    return one(conn, Post, _BY_MESSAGE, chat_id=chat_id, message_id=message_id)


def asking(conn: Connection, chat_id: int, message_id: int) -> list[Post]:
    """Return the posts about which an advisor is asked what this message was meant for."""
    return every(
        conn,
        Post,
        select(post)
        .where(
            post.c.chat_id == chat_id,
            post.c.message_id == message_id,
            post.c.state == "asking",
        )
        .order_by(post.c.id),
    )


def set_fields(conn: Connection, ident: int, **values: Any) -> None:
    """Store what became of a post."""
    change(conn, post, post.c.id == ident, **values)


def of_ticket(conn: Connection, number: int) -> list[Post]:
    """Return all that was said in a ticket, oldest first."""
    return every(conn, Post, _OF_TICKET, number=number)


def of_album(conn: Connection, album: str, chat_id: int) -> list[Post]:
    """Return the parts of an album in the order they were sent."""
    return every(
        conn,
        Post,
        select(post)
        .where(post.c.album == album, post.c.chat_id == chat_id)
        .order_by(post.c.message_id),
    )


def last_answer(conn: Connection, number: int) -> Post | None:
    """Return the latest answer of an advisor in a ticket."""
    return one(conn, Post, _LAST_ANSWER, number=number)
