"""Which message is what: the only map from a message in a chat back to its ticket."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, bindparam, delete, select
from sqlalchemy.dialects import postgresql, sqlite

from bot.storage.rows import Receipt, change, every, one
from bot.storage.tables import outbox, receipt

_BY_MESSAGE = select(receipt).where(
    receipt.c.chat_id == bindparam("chat_id"), receipt.c.message_id == bindparam("message_id")
)
_LATEST = (
    select(receipt)
    .where(receipt.c.ticket_id == bindparam("ticket_id"), receipt.c.role == bindparam("role"))
    .order_by(receipt.c.at.desc(), receipt.c.message_id.desc())
    .limit(1)
)
_INSERT = {
    kind: make(receipt).on_conflict_do_nothing(index_elements=["chat_id", "message_id"])
    for kind, make in (("sqlite", sqlite.insert), ("postgresql", postgresql.insert))
}


#: The role of an advisor's own words in reply to a panel.
SAID = "said"


def record(
    conn: Connection,
    chat_id: int,
    message_id: int,
    role: str,
    now: datetime,
    *,
    ticket_id: int | None = None,
    post_id: int | None = None,
    outbox_id: int | None = None,
    practice_id: int | None = None,
    content_id: int | None = None,
    subject: str | None = None,
) -> None:
    """Remember what a message is; the same message again changes nothing."""
    values = {
        "chat_id": chat_id,
        "message_id": message_id,
        "role": role,
        "ticket_id": ticket_id,
        "post_id": post_id,
        "outbox_id": outbox_id,
        "at": now,
        "practice_id": practice_id,
        "content_id": content_id,
        "subject": subject,
    }
    conn.execute(_INSERT[conn.dialect.name], values)


def find(conn: Connection, chat_id: int, message_id: int) -> Receipt | None:
    """Return what this message is to us, or None."""
    return one(conn, Receipt, _BY_MESSAGE, chat_id=chat_id, message_id=message_id)


def latest(conn: Connection, ticket_id: int, role: str) -> Receipt | None:
    """Return the newest message of this role in a ticket (its card, its receipt)."""
    return one(conn, Receipt, _LATEST, ticket_id=ticket_id, role=role)


def of_ticket(conn: Connection, ticket_id: int, role: str) -> list[Receipt]:
    """Return all messages of this role in a ticket, oldest first."""
    query = select(receipt).where(receipt.c.ticket_id == ticket_id, receipt.c.role == role)
    return every(conn, Receipt, query.order_by(receipt.c.at, receipt.c.message_id))


def in_chat(conn: Connection, ticket_id: int, chat_id: int) -> list[Receipt]:
    """Return the messages of a ticket that stand in one chat."""
    query = select(receipt).where(receipt.c.ticket_id == ticket_id, receipt.c.chat_id == chat_id)
    return every(conn, Receipt, query.order_by(receipt.c.message_id))


def card_of_practice(conn: Connection, practice_id: int) -> Receipt | None:
    """Return the newest card of a good practice."""
    query = select(receipt).where(
        receipt.c.practice_id == practice_id, receipt.c.role == "practice"
    )
    return one(conn, Receipt, query.order_by(receipt.c.at.desc(), receipt.c.message_id.desc()))


def of_content(conn: Connection, content_id: int, role: str) -> Receipt | None:
    """Return the newest message of this role about a proposal."""
    query = select(receipt).where(receipt.c.content_id == content_id, receipt.c.role == role)
    return one(conn, Receipt, query.order_by(receipt.c.at.desc(), receipt.c.message_id.desc()))


def of_subject(conn: Connection, subject: str, chat_id: int) -> Receipt | None:
    """Return the newest panel about a subject in a chat."""
    query = select(receipt).where(
        receipt.c.subject == subject, receipt.c.chat_id == chat_id, receipt.c.role == "panel"
    )
    return one(conn, Receipt, query.order_by(receipt.c.at.desc(), receipt.c.message_id.desc()))


def about(conn: Connection, subject: str, role: str) -> list[Receipt]:
    """Return the messages of this role about a subject, in whatever chats."""
    query = select(receipt).where(receipt.c.subject == subject, receipt.c.role == role)
    return every(conn, Receipt, query.order_by(receipt.c.at, receipt.c.message_id))


def of_outbox(conn: Connection, outbox_id: int) -> list[Receipt]:
    """Return the messages that one owed thing became."""
    return every(
        conn,
        Receipt,
        select(receipt).where(receipt.c.outbox_id == outbox_id).order_by(receipt.c.message_id),
    )


def of_key(conn: Connection, key: str) -> list[Receipt]:
    """Return the messages that the thing owed under a key became."""
    owed = select(outbox.c.id).where(outbox.c.key == key).scalar_subquery()
    return every(conn, Receipt, select(receipt).where(receipt.c.outbox_id == owed))


def of_post(conn: Connection, post_id: int) -> list[Receipt]:
    """Return the copies of one post in other chats."""
    return every(
        conn,
        Receipt,
        select(receipt).where(receipt.c.post_id == post_id).order_by(receipt.c.message_id),
    )


def now_about(conn: Connection, before: str, subject: str) -> None:
    """Let words in reply to one panel be about what came of it."""
    said = (receipt.c.role == SAID, receipt.c.subject == before)
    change(conn, receipt, *said, subject=subject)


def set_digest(conn: Connection, chat_id: int, message_id: int, digest: str | None) -> None:
    """Remember what stands in a message now; None when that is not sure."""
    change(
        conn,
        receipt,
        receipt.c.chat_id == chat_id,
        receipt.c.message_id == message_id,
        digest=digest,
    )


def retire(conn: Connection, chat_id: int, message_id: int, role: str = "gone") -> None:
    """Let a card or receipt that is gone stand for nothing; a reply to it is still understood.

    `role` says that it still stands: "former" is what somebody reads no more for their work.
    """
    change(
        conn,
        receipt,
        receipt.c.chat_id == chat_id,
        receipt.c.message_id == message_id,
        role=role,
    )


def forget(conn: Connection, chat_id: int, message_id: int) -> None:
    """Drop what we knew of a message that is gone."""
    conn.execute(
        delete(receipt).where(receipt.c.chat_id == chat_id, receipt.c.message_id == message_id)
    )
