"""The tables of what leaders write for the office step by step, and of what comes of needs.

A grantee's report, a submission to a contest and a need for the day of work are forms of one make;
what makes one differ from another stands in their steps (`bot.office`). They stand beside the
tables of `tables`, in the same metadata.
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

#: One form: what was said so far, and what became of it once it was sent.
office_form = Table(
    "office_form",
    metadata,
    id_column(),
    Column("kind", String(12), nullable=False),
    Column("about", String(62), nullable=False),  # the contest, the day of work, the initiative
    Column("number", Integer),  # of the receipt, within what it is about; once it was sent
    Column("person_id", RowId, ForeignKey("person.id"), nullable=False),
    Column("state", String(10), nullable=False, server_default="draft"),
    Column("said", JSON, nullable=False),  # the answers by their steps, as their author gave them
    Column("heard", JSON, nullable=False),  # in which message each of them was said
    Column("done", JSON, nullable=False),  # steps that are behind
    Column("rev", Integer, nullable=False, server_default="0"),  # of the newest question or card
    Column("note", Text, nullable=False, server_default=""),  # what is asked to be put right
    Column("decided_by", BigInteger),
    Column("decider", String(200), nullable=False, server_default=""),
    Column("decided_at", UtcDateTime),
    Column("sent_at", UtcDateTime),
    Column("practice_id", RowId, ForeignKey("practice.id")),  # the page that it became
    Column("created_at", UtcDateTime, nullable=False),
    Column("touched_at", UtcDateTime, nullable=False),  # by its author
    one_of("kind", "report", "submission", "need"),
    # returned: to be put right; dropped: never sent; withdrawn: taken back by its author
    one_of("state", "draft", "sent", "returned", "accepted", "rejected", "dropped", "withdrawn"),
    CheckConstraint("number IS NULL OR number > 0", name="number_positive"),
    UniqueConstraint("kind", "about", "number"),
    Index("ix_office_form_person_id_kind", "person_id", "kind"),
    Index("ix_office_form_kind_about_state", "kind", "about", "state"),
)

#: A photo, a scan or another file of a form: Telegram keeps it, we know where.
office_form_file = Table(
    "office_form_file",
    metadata,
    id_column(),
    Column("form_id", RowId, ForeignKey("office_form.id"), nullable=False),
    Column("step", String(12), nullable=False),  # photos, letter, scans
    Column("chat_id", BigInteger, nullable=False),
    Column("message_id", BigInteger, nullable=False),
    Column("media", String(16), nullable=False),
    Column("file", JSON),
    Column("album", String(64)),
    Column("at", UtcDateTime, nullable=False),
    Column("gone_at", UtcDateTime),  # taken out; only that the message is known is kept
    UniqueConstraint("chat_id", "message_id"),
    Index("ix_office_form_file_form_id_step", "form_id", "step"),
)

_LIVE = text("state IN ('proposed', 'agreed')")

#: That a team may meet a need: proposed by one side, until the other one has answered.
need_match = Table(
    "need_match",
    metadata,
    id_column(),
    Column("form_id", RowId, ForeignKey("office_form.id"), nullable=False),
    Column("team_id", RowId, ForeignKey("team.id"), nullable=False),
    Column("side", String(12), nullable=False),  # who proposed it
    Column("state", String(10), nullable=False, server_default="proposed"),
    Column("proposed_by", RowId, ForeignKey("person.id"), nullable=False),
    Column("ended_by", String(12)),  # captain, leader, coordinator, team_left, need_left
    Column("rev", Integer, nullable=False, server_default="0"),
    Column("created_at", UtcDateTime, nullable=False),
    Column("changed_at", UtcDateTime, nullable=False),
    one_of("side", "captain", "coordinator"),
    one_of("state", "proposed", "agreed", "declined", "over"),
    one_of("ended_by", "captain", "leader", "coordinator", "team_left", "need_left"),
    Index("ix_need_match_form_id", "form_id"),
    Index(
        "uq_need_match_need", "form_id", unique=True,
        sqlite_where=_LIVE, postgresql_where=_LIVE,
    ),
    Index(
        "uq_need_match_team", "team_id", unique=True,
        sqlite_where=_LIVE, postgresql_where=_LIVE,
    ),
)  # fmt: skip
