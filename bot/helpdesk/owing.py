"""Owing messages: the few shapes in which use cases promise something to a chat."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, TypedDict, Unpack

from sqlalchemy import Connection

from bot.domain.mailing import mail_of
from bot.domain.messages import Kind
from bot.domain.tickets import ALBUM_WAIT
from bot.helpdesk.desk import Desk
from bot.storage import receipts, tickets
from bot.storage.outbox import Owed, count_since, owe, unfinished
from bot.storage.rows import Person, Post, Ticket

NEW_CARDS_A_MINUTE = 12
#: In a rush a list would change with each question: it is sent for all that came meanwhile.
GATHERED = timedelta(seconds=3)
GROUP = "group"
COORDINATION = "group/coordination"
ONCE = "_once"  # the mark of values that are forgotten as soon as they have come


class How(TypedDict, total=False):
    """What may be said of a message besides its words."""

    kind: Kind
    ticket: int | None
    role: str
    reply_to: int | None
    key: str  # instead of the cause, where one message a subject is enough


def tell(
    conn: Connection,
    desk: Desk,
    person: Person,
    template: str,
    params: Mapping[str, Any] | None = None,
    **how: Unpack[How],
) -> None:
    """Owe a person one message, once for each cause."""
    send_to(conn, desk, person.address, template, params, **how)


def send_to(
    conn: Connection,
    desk: Desk,
    to: str,
    template: str,
    params: Mapping[str, Any] | None = None,
    **how: Unpack[How],
) -> None:
    """Owe one message to an address, once for each cause."""
    values = dict(params or {})
    if how.get("reply_to") is not None:
        values["_reply_to"] = how["reply_to"]
    ticket = how.get("ticket")
    owe(
        conn,
        Owed(
            key=how.get("key") or f"{template}:{to}:{ticket or 0}:{desk.cause}",
            kind=how.get("kind", Kind.NOTICE),
            operation="send",
            to=to,
            template=template,
            params=values,
            ticket=ticket,
            role=how.get("role", "notice"),
            not_before=desk.now + desk.hold if desk.hold else None,
        ),
        desk.now,
    )


def refresh_card(conn: Connection, desk: Desk, ticket: Ticket) -> None:
    """Owe the advisors the ticket's card as it is now: sent once, then edited in place.

    Above twelve new cards a minute a digest of numbers stands in for new ones, until somebody
    claims or the rush is over.
    """
    new = receipts.latest(conn, ticket.id, "card") is None
    if new and ticket.state == "queued" and _rush(conn, desk):
        refresh_digest(conn, desk, ticket)
        return
    _card(conn, desk, ticket, role="card", coalesce=f"card:{ticket.id}")


def refresh_digest(conn: Connection, desk: Desk, ticket: Ticket) -> None:
    """Owe the list that stands in for the cards of this ticket's topic, as it is now."""
    word = f"digest:{ticket.topic}"
    _card(conn, desk, ticket, role="digest", coalesce=word, after=desk.now + GATHERED)


def _rush(conn: Connection, desk: Desk) -> bool:
    minute_ago = desk.now - timedelta(minutes=1)
    return count_since(conn, "new-card:", minute_ago) >= NEW_CARDS_A_MINUTE


def _card(
    conn: Connection,
    desk: Desk,
    ticket: Ticket,
    *,
    role: str,
    coalesce: str,
    after: datetime | None = None,
) -> None:
    fresh = role == "card" and receipts.latest(conn, ticket.id, "card") is None
    owe(
        conn,
        Owed(
            key=f"{'new-' if fresh else ''}{role}:{ticket.id}:{desk.cause}",
            kind=Kind.CARD,
            operation="card",
            to=f"{GROUP}/{ticket.topic}",
            params={"topic": ticket.topic},
            ticket=ticket.id,
            role=role,
            coalesce=coalesce,
            not_before=after,
        ),
        desk.now,
    )


def refresh_receipt(conn: Connection, desk: Desk, ticket: Ticket, menu: str | None = None) -> None:
    """Owe the leader the receipt as it is now: sent once, then edited in place."""
    owe(
        conn,
        Owed(
            key=f"receipt:{ticket.id}:{desk.cause}",
            kind=Kind.RECEIPT,
            operation="card",
            to=ticket.address,
            params={"menu": menu},
            ticket=ticket.id,
            role="receipt",
            coalesce=None if menu else f"receipt:{ticket.id}",
        ),
        desk.now,
    )


def stripping(chat_id: int, message_id: int) -> str:
    """Return the coalescing word of an edit that takes a message's buttons away."""
    return f"strip:{chat_id}:{message_id}"


def strip_buttons(conn: Connection, desk: Desk, chat_id: int, message_id: int) -> None:
    """Owe an edit that takes the buttons away from a message, unless it is owed already."""
    word = stripping(chat_id, message_id)
    if mail_of(chat_id) is None and not unfinished(conn, word):
        _edit(conn, desk, f"chat:{chat_id}", message_id, None, {}, coalesce=word)


def replace_text(
    conn: Connection,
    desk: Desk,
    chat_id: int,
    message_id: int,
    template: str,
    params: Mapping[str, Any],
) -> None:
    """Owe an edit that puts another message in a message's place; an e-mail is followed by it."""
    ident = mail_of(chat_id)
    if ident is not None:
        send_to(conn, desk, f"mail:{ident}", template, params)
        return
    _edit(conn, desk, f"chat:{chat_id}", message_id, template, params)


def _edit(
    conn: Connection,
    desk: Desk,
    to: str,
    message_id: int,
    template: str | None,
    params: Mapping[str, Any],
    coalesce: str | None = None,
) -> None:
    owe(
        conn,
        Owed(
            key=f"edit:{to}:{message_id}:{desk.cause}",
            kind=Kind.EDIT,
            operation="edit",
            to=to,
            template=template,
            params={**params, "_message": message_id},
            coalesce=coalesce,
        ),
        desk.now,
    )


def delete_message(conn: Connection, desk: Desk, chat_id: int, message_id: int) -> None:
    """Owe the removal of one of the bot's messages."""
    owe(
        conn,
        Owed(
            key=f"delete:{chat_id}:{message_id}",
            kind=Kind.DELETE,
            operation="delete",
            to=f"chat:{chat_id}",
            params={"_message": message_id},
        ),
        desk.now,
    )


def react(conn: Connection, desk: Desk, chat_id: int, message_id: int, emoji: str | None) -> None:
    """Owe a reaction on somebody's message; None takes it away."""
    if mail_of(chat_id) is not None:
        return
    owe(
        conn,
        Owed(
            key=f"react:{chat_id}:{message_id}:{desk.cause}",
            kind=Kind.REACTION,
            operation="reaction",
            to=f"chat:{chat_id}",
            params={"_message": message_id, "emoji": emoji},
        ),
        desk.now,
    )


def pass_on(
    conn: Connection,
    desk: Desk,
    to: str,
    post: Post,
    *,
    role: str,
    kind: Kind | None = None,
    attempt: str = "",
    params: Mapping[str, Any] | None = None,
) -> int | None:
    """Owe somebody's own words or media, copied as they are; return the outbox id.

    An album goes as one: its first part owes it, and waits a little for the others to arrive.
    """
    if mail_of(post.chat_id) is not None and post.media:
        key, operation = f"pass:{post.id}:{to}{attempt}", "mail_file"
        subject: dict[str, Any] = {"post": post.id}
    elif post.album:
        key, operation = f"pass-album:{post.album}:{to}{attempt}", "album"
        subject = {"album": post.album, "from": post.chat_id}
    else:
        key, operation = f"pass:{post.id}:{to}{attempt}", "copy" if post.media else "text"
        subject = {"post": post.id}
    return owe(
        conn,
        Owed(
            key=key,
            kind=kind or (Kind.MEDIA if post.media else Kind.ANSWER),
            operation=operation,
            to=to,
            params={**subject, **(params or {})},
            ticket=post.ticket_id,
            role=role,
            not_before=desk.now + ALBUM_WAIT if post.album and not attempt else None,
        ),
        desk.now,
    )


def bring_edit(conn: Connection, desk: Desk, post: Post) -> None:
    """Owe the leader an advisor's changed words, in the place of the old ones."""
    ticket = tickets.get(conn, post.ticket_id)
    owe(
        conn,
        Owed(
            key=f"edited:{post.id}:{desk.cause}",
            kind=Kind.EDIT,
            operation="edit_caption" if post.media else "edit_text",
            to=ticket.address,
            params={"post": post.id},
            ticket=ticket.id,
            role="edit",
        ),
        desk.now,
    )
