"""The table of questions that advisors write down for people without Telegram."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, ForeignKey, Index, Integer, String, Table, Text

from bot.storage.tables import id_column, metadata, one_of
from bot.storage.types import RowId, UtcDateTime

#: A question taken by telephone, in person or from another messenger, while it is written down.
proxy_question = Table(
    "proxy_question",
    metadata,
    id_column(),
    Column("state", String(10), nullable=False, server_default="draft"),
    Column("rev", Integer, nullable=False, server_default="0"),
    Column("thread", String(40), nullable=False),  # alias of where it is written down
    Column("author_id", BigInteger, nullable=False),
    Column("author", String(200), nullable=False),
    Column("name", String(200), nullable=False, server_default=""),
    Column("organisation", String(200), nullable=False, server_default=""),
    Column("phone", String(32)),
    Column("email", String(254)),
    Column("source", String(10)),  # phone, in_person, messenger
    Column("topic", String(24)),
    Column("text", Text, nullable=False, server_default=""),
    Column("chat_id", BigInteger),  # the message that holds the question
    Column("message_id", BigInteger),
    Column("same_id", RowId),  # somebody known who may be meant
    Column("person_id", RowId, ForeignKey("person.id")),
    Column("ticket_id", RowId, ForeignKey("ticket.id")),
    Column("created_at", UtcDateTime, nullable=False),
    Column("handed_at", UtcDateTime),  # the person took the case over in Telegram
    Column("delivered_at", UtcDateTime),  # the last answer was read out or handed over
    Column("delivered_by", String(200), nullable=False, server_default=""),
    one_of("state", "draft", "opened", "dropped"),
    one_of("source", "phone", "in_person", "messenger"),
    Index("ix_proxy_question_ticket_id", "ticket_id"),
    Index("ix_proxy_question_state", "state", "created_at"),
)
