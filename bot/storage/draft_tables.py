"""The table of replies that somebody else looks at before they go."""

from __future__ import annotations

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    Text,
    false,
)

from bot.storage.tables import id_column, metadata, one_of
from bot.storage.types import RowId, UtcDateTime

#: What a trainee wrote to a leader, until a full advisor sends it, puts it right or gives it back.
draft = Table(
    "draft",
    metadata,
    id_column(),
    Column("ticket_id", RowId, ForeignKey("ticket.id"), nullable=False),
    Column("post_id", RowId, ForeignKey("post.id"), nullable=False),
    Column("author_id", BigInteger, nullable=False),
    Column("author", String(200), nullable=False),
    Column("text", Text, nullable=False, server_default=""),  # as the card shows it
    Column("entities", JSON),
    Column("state", String(10), nullable=False, server_default="waiting"),
    Column("rev", Integer, nullable=False, server_default="0"),  # how often its author changed it
    Column("changed", Boolean, nullable=False, server_default=false()),  # before it was sent
    Column("decided_by", BigInteger),
    Column("decider", String(200), nullable=False, server_default=""),
    Column("remark", Text, nullable=False, server_default=""),
    Column("created_at", UtcDateTime, nullable=False),
    Column("decided_at", UtcDateTime),
    # remark: somebody is giving it back, and is asked why
    one_of("state", "waiting", "remark", "sent", "returned", "withdrawn"),
    Index("ix_draft_post_id", "post_id"),
    Index("ix_draft_ticket_id_state", "ticket_id", "state"),
    Index("ix_draft_author_id_state", "author_id", "state"),
)
