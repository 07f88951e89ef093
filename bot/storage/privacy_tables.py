"""The tables of privacy: what people want erased, what must not be, and what a night forgot."""

from __future__ import annotations

from sqlalchemy import JSON, BigInteger, Column, ForeignKey, Index, Integer, String, Table, text

from bot.storage.tables import id_column, metadata, one_of
from bot.storage.types import RowId, UtcDateTime

_WAITS = text("state IN ('asked', 'doing')")

#: One wish to be forgotten: it waits for a day, and is then carried out step by step.
erasure = Table(
    "erasure",
    metadata,
    id_column(),
    Column("person_id", RowId, ForeignKey("person.id"), nullable=False),
    Column("receipt", String(16), nullable=False, unique=True),  # the number that people get
    Column("state", String(10), nullable=False, server_default="asked"),
    Column("rev", Integer, nullable=False, server_default="0"),
    Column("step", Integer, nullable=False, server_default="0"),  # how many are behind
    Column("again", Integer, nullable=False, server_default="0"),  # after a restored copy
    Column("asked_at", UtcDateTime, nullable=False),
    Column("due_at", UtcDateTime, nullable=False),
    Column("told_held_at", UtcDateTime),  # that a legal hold keeps it waiting
    Column("done_at", UtcDateTime),
    Column("outbox_id", RowId),  # the last message, whose address is forgotten after it
    # doing: begun, and goes on after any stop; done: nothing is left but the last message
    one_of("state", "asked", "doing", "done", "cancelled"),
    Index("ix_erasure_state_due_at", "state", "due_at"),
    Index(
        "uq_erasure_waiting",
        "person_id",
        unique=True,
        sqlite_where=_WAITS,
        postgresql_where=_WAITS,
    ),
)

#: Why nothing of somebody may be erased for now, and who said so.
legal_hold = Table(
    "legal_hold",
    metadata,
    id_column(),
    Column("person_id", RowId, ForeignKey("person.id"), nullable=False),
    Column("reason", String(300), nullable=False),
    Column("set_by", BigInteger, nullable=False),
    Column("set_at", UtcDateTime, nullable=False),
    Column("released_by", BigInteger),
    Column("released_at", UtcDateTime),
    Index("ix_legal_hold_person_id", "person_id"),
)

#: What one night forgot, or would have: a long list is shown first.
retention_run = Table(
    "retention_run",
    metadata,
    id_column(),
    Column("day", String(10), nullable=False, unique=True),  # ISO date in Poland
    Column("state", String(8), nullable=False),
    Column("found", JSON, nullable=False),  # how many rows of each kind
    Column("made_at", UtcDateTime, nullable=False),
    Column("decided_by", BigInteger),
    Column("done_at", UtcDateTime),
    # shown: is carried out the next night; stopped: by a coordinator, until the next list
    one_of("state", "shown", "stopped", "done"),
)
