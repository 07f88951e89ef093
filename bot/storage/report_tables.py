"""The tables of the reports: what leaders say of their own skills, apart from who says it."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Column, ForeignKey, Index, Integer, String, Table

from bot.storage.tables import id_column, metadata, one_of
from bot.storage.types import RowId, UtcDateTime

#: That somebody was asked to rate themselves, and how far they came: nothing of what they say.
self_assessment = Table(
    "self_assessment",
    metadata,
    Column("person_id", RowId, ForeignKey("person.id"), primary_key=True, autoincrement=False),
    Column("part", String(8), primary_key=True),
    Column("answered", Integer, nullable=False, server_default="0"),
    Column("offered_at", UtcDateTime),  # null: they came by themselves
    Column("state", String(8), nullable=False, server_default="offered"),
    one_of("part", "begin", "end"),
    one_of("state", "offered", "begun", "done", "declined"),
)

#: One rating, with neither a name nor a moment.
self_assessment_answer = Table(
    "self_assessment_answer",
    metadata,
    id_column(),
    Column("part", String(8), nullable=False),
    Column("question", Integer, nullable=False),
    Column("value", Integer, nullable=False),
    one_of("part", "begin", "end"),
    CheckConstraint("value BETWEEN 1 AND 5", name="value_one_to_five"),
    Index("ix_self_assessment_answer_part", "part"),
)
