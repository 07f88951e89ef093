"""What stands in the group of a ticket that was ordinary before: taken out as far as can be."""

from __future__ import annotations

from sqlalchemy import Connection

from bot.domain.tickets import DELETE_WITHIN
from bot.helpdesk import owing
from bot.helpdesk.desk import Desk
from bot.storage import outbox, receipts, staff
from bot.storage.rows import Receipt, Ticket

_WORDS = ("relay", "copy", "file")  # roles of messages that hold a leader's words
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
    receipts.retire(conn, copy.chat_id, copy.message_id)
    if desk.now - copy.at < DELETE_WITHIN or not _is_text(conn, copy):
        owing.delete_message(conn, desk, copy.chat_id, copy.message_id)
    else:
        values = {"number": ticket.id}
        owing.replace_text(conn, desk, copy.chat_id, copy.message_id, "secret_gone", values)


def _is_text(conn: Connection, copy: Receipt) -> bool:
    row = outbox.by_id(conn, copy.outbox_id) if copy.outbox_id is not None else None
    return row is None or row.operation in ("send", "text", "card")
