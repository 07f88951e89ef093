"""What stands in the group of a ticket that was ordinary before: taken out as far as can be."""

from __future__ import annotations

from sqlalchemy import Connection

from bot.domain.tickets import DELETE_WITHIN
from bot.helpdesk import owing
from bot.helpdesk.desk import Desk
from bot.storage import outbox, posts, receipts, staff
from bot.storage.rows import Receipt, Ticket

_WORDS = ("relay", "copy", "file")  # roles of messages that hold a leader's words
FORMER = "former"  # the role of what still stands somewhere, though it should not be read there
_TELLING = ("phone", "name", "text")  # values of our own messages that tell who asks, or what


def leave_group(conn: Connection, desk: Desk, ticket: Ticket) -> None:
    """Delete what was relayed there, or write over it."""
    group = staff.where(conn, owing.GROUP)
    for copy in receipts.in_chat(conn, ticket.id, group.chat_id) if group is not None else ():
        if copy.role in _WORDS or _tells(conn, copy):
            _take_away(conn, desk, ticket, copy)


def _tells(conn: Connection, copy: Receipt) -> bool:
    row = outbox.by_id(conn, copy.outbox_id) if copy.outbox_id is not None else None
    told = row is not None and copy.role not in ("card", "gone")
    return told and row is not None and any(row.params.get(one) for one in _TELLING)


def _take_away(conn: Connection, desk: Desk, ticket: Ticket, copy: Receipt) -> None:
    """Delete it; what is too old for that is written over, files by who can exchange them."""
    if desk.now - copy.at < DELETE_WITHIN:
        receipts.retire(conn, copy.chat_id, copy.message_id)
        owing.delete_message(conn, desk, copy.chat_id, copy.message_id)
    elif media_of(conn, copy) is None:
        receipts.retire(conn, copy.chat_id, copy.message_id)
        values = {"number": ticket.id}
        owing.replace_text(conn, desk, copy.chat_id, copy.message_id, "secret_gone", values)
    else:
        receipts.retire(conn, copy.chat_id, copy.message_id, FORMER)


def media_of(conn: Connection, copy: Receipt) -> str | None:
    """Return what kind of file a message of ours holds; None for words."""
    row = outbox.by_id(conn, copy.outbox_id) if copy.outbox_id is not None else None
    if row is None or row.operation in ("send", "text", "card"):
        return None
    if row.operation == "album":
        parts = posts.of_album(conn, row.params["album"], row.params["from"])
        return parts[0].media if parts else None
    post = posts.by_id(conn, copy.post_id) if copy.post_id is not None else None
    return post.media if post is not None else "document"
