"""The tables of people and organisations: claims to act for one, cases handed on, and twins.

They stand beside those of `tables` and `programme_tables`, in the same metadata.
"""

from __future__ import annotations

from sqlalchemy import (
    JSON,
    BigInteger,
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    Text,
    UniqueConstraint,
    text,
)

from bot.storage.tables import id_column, metadata, one_of
from bot.storage.types import RowId, UtcDateTime

_ACTIVE = text("state IN ('draft', 'asked', 'checked')")

#: That somebody says: this organisation is mine now. Looked up by one, approved by another.
organisation_claim = Table(
    "organisation_claim",
    metadata,
    id_column(),
    Column("organisation_id", RowId, ForeignKey("organisation.id"), nullable=False),
    Column("person_id", RowId, ForeignKey("person.id"), nullable=False),
    Column("state", String(10), nullable=False, server_default="draft"),
    Column("role", String(80), nullable=False, server_default=""),
    Column("since", String(10)),  # ISO date
    Column("register", String(40), nullable=False, server_default=""),  # where it was looked up
    Column("note", Text, nullable=False, server_default=""),  # what stands in the register
    Column("checked_by", BigInteger),
    Column("checker", String(200), nullable=False, server_default=""),
    Column("checked_at", UtcDateTime),
    Column("decided_by", BigInteger),
    Column("decider", String(200), nullable=False, server_default=""),
    Column("decided_at", UtcDateTime),
    Column("whole", Integer),  # approved as: 1 a new board, 0 one more person
    Column("answer", Text, nullable=False, server_default=""),  # why it was refused
    Column("objected_by", RowId, ForeignKey("person.id")),
    Column("objected_at", UtcDateTime),
    Column("undone_by", BigInteger),
    Column("undoer", String(200), nullable=False, server_default=""),
    Column("undone_at", UtcDateTime),
    Column("nudged_at", UtcDateTime),  # coordination was reminded that it waits
    Column("rev", Integer, nullable=False, server_default="0"),
    Column("created_at", UtcDateTime, nullable=False),
    one_of("state", "draft", "asked", "checked", "approved", "refused", "dropped", "undone"),
    CheckConstraint(
        "decided_by IS NULL OR checked_by IS NULL OR decided_by <> checked_by "
        "OR state <> 'approved'",
        name="approved_by_another",
    ),
    Index("ix_organisation_claim_state", "state"),
    Index("ix_organisation_claim_person_id", "person_id"),
    Index(
        "uq_organisation_claim_once",
        "organisation_id",
        "person_id",
        unique=True,
        sqlite_where=_ACTIVE,
        postgresql_where=_ACTIVE,
    ),
)

#: A shared case that went on to somebody else when its leader left: their words do not go along.
case_handover = Table(
    "case_handover",
    metadata,
    id_column(),
    Column("ticket_id", RowId, ForeignKey("ticket.id"), nullable=False),
    Column("organisation_id", RowId, ForeignKey("organisation.id"), nullable=False),
    Column("from_person_id", RowId, ForeignKey("person.id"), nullable=False),
    Column("to_person_id", RowId, ForeignKey("person.id"), nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Index("ix_case_handover_ticket_id", "ticket_id"),
)

#: Two rows that look like one: shown to a coordinator, found different, or merged (the log).
twins = Table(
    "twins",
    metadata,
    id_column(),
    Column("kind", String(12), nullable=False),
    Column("one_id", RowId, nullable=False),  # the lower number
    Column("other_id", RowId, nullable=False),
    Column("why", String(12), nullable=False, server_default=""),  # what is alike
    Column("state", String(10), nullable=False, server_default="shown"),
    Column("rev", Integer, nullable=False, server_default="0"),
    Column("by", BigInteger),
    Column("at", UtcDateTime, nullable=False),
    Column("kept_id", RowId),
    Column("moved", JSON),  # how many rows of each table went over
    one_of("kind", "organisation", "person"),
    one_of("state", "shown", "asked", "different", "merged"),
    one_of("why", "name", "phone", "email", "organisation"),
    CheckConstraint("one_id < other_id", name="in_order"),
    UniqueConstraint("kind", "one_id", "other_id"),
)
