"""the programme."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from bot.storage.types import UtcDateTime

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def _row_id() -> sa.BigInteger:
    return sa.BigInteger().with_variant(sa.Integer(), "sqlite")  # type: ignore[return-value]


def upgrade() -> None:
    """Go to this revision."""
    op.create_table(
        "announcement",
        sa.Column("id", _row_id(), autoincrement=True, nullable=False),
        sa.Column("author_id", sa.BigInteger(), nullable=False),
        sa.Column("author", sa.String(length=200), nullable=False),
        sa.Column("chat_id", sa.BigInteger(), nullable=False),
        sa.Column("message_id", sa.BigInteger(), nullable=False),
        sa.Column("text", sa.Text(), server_default="", nullable=False),
        sa.Column("entities", sa.JSON(), nullable=True),
        sa.Column("media", sa.String(length=16), nullable=True),
        sa.Column("file", sa.JSON(), nullable=True),
        sa.Column("subject", sa.String(length=24), nullable=True),
        sa.Column("audience", sa.JSON(), nullable=False),
        sa.Column("state", sa.String(length=10), server_default="draft", nullable=False),
        sa.Column("rev", sa.Integer(), server_default="0", nullable=False),
        sa.Column("send_at", UtcDateTime(), nullable=True),
        sa.Column("alone", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("publish_at", UtcDateTime(), nullable=True),
        sa.Column("approved_by", sa.BigInteger(), nullable=True),
        sa.Column("approver", sa.String(length=200), nullable=True),
        sa.Column("what", sa.String(length=8), server_default="message", nullable=False),
        sa.Column("corrects", _row_id(), nullable=True),
        sa.Column("view", sa.String(length=12), server_default="", nullable=False),
        sa.Column("shown_at", UtcDateTime(), nullable=True),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("started_at", UtcDateTime(), nullable=True),
        sa.Column("finished_at", UtcDateTime(), nullable=True),
        sa.CheckConstraint(
            "state IN ('draft', 'asked', 'alone', 'ready', 'sending', 'paused', 'stopped', 'done', 'recalled', 'dropped')",
            name=op.f("ck_announcement_state_known"),
        ),
        sa.CheckConstraint(
            "what IN ('message', 'fix', 'recall')", name=op.f("ck_announcement_what_known")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_announcement")),
    )
    op.create_index("ix_announcement_state", "announcement", ["state"], unique=False)
    op.create_index(
        "ix_announcement_chat_id_message_id",
        "announcement",
        ["chat_id", "message_id"],
        unique=False,
    )
    op.create_index("ix_announcement_corrects", "announcement", ["corrects"], unique=False)

    op.create_table(
        "occasion",
        sa.Column("id", sa.String(length=62), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("state", sa.String(length=10), server_default="open", nullable=False),
        sa.Column("title", sa.String(length=300), nullable=False),
        sa.Column("starts_at", UtcDateTime(), nullable=False),
        sa.Column("ends_at", UtcDateTime(), nullable=False),
        sa.Column("place", sa.String(length=300), server_default="", nullable=False),
        sa.Column("seats", sa.Integer(), nullable=True),
        sa.Column("taken", sa.Integer(), server_default="0", nullable=False),
        sa.Column("seq", sa.Integer(), server_default="0", nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("mark", sa.String(length=64), nullable=False),
        sa.Column("origin", sa.String(length=6), nullable=False),
        sa.Column("changed_by", sa.BigInteger(), nullable=True),
        sa.Column("changed_at", UtcDateTime(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('workshop', 'event', 'duty', 'contest')", name=op.f("ck_occasion_kind_known")
        ),
        sa.CheckConstraint("origin IN ('file', 'chat')", name=op.f("ck_occasion_origin_known")),
        sa.CheckConstraint(
            "state IN ('open', 'cancelled', 'gone')", name=op.f("ck_occasion_state_known")
        ),
        sa.CheckConstraint(
            "seats IS NULL OR taken <= seats", name=op.f("ck_occasion_never_oversold")
        ),
        sa.CheckConstraint("taken >= 0", name=op.f("ck_occasion_taken_positive")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_occasion")),
    )
    op.create_index("ix_occasion_starts_at", "occasion", ["starts_at"], unique=False)

    op.create_table(
        "organisation",
        sa.Column("id", _row_id(), autoincrement=True, nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("kind", sa.String(length=24), nullable=False),
        sa.Column("commune", sa.String(length=80), server_default="", nullable=False),
        sa.Column("traits", sa.JSON(), nullable=False),
        sa.Column("follows", sa.JSON(), nullable=True),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("changed_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organisation")),
    )
    op.create_table(
        "announcement_copy",
        sa.Column("announcement_id", _row_id(), nullable=False),
        sa.Column("person_id", _row_id(), nullable=False),
        sa.Column("outbox_id", _row_id(), nullable=True),
        sa.Column("pressed_at", UtcDateTime(), nullable=True),
        sa.Column("opted_out_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["announcement_id"],
            ["announcement.id"],
            name=op.f("fk_announcement_copy_announcement_id"),
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_announcement_copy_person_id")
        ),
        sa.PrimaryKeyConstraint("announcement_id", "person_id", name=op.f("pk_announcement_copy")),
    )
    op.create_index(
        "ix_announcement_copy_outbox_id", "announcement_copy", ["outbox_id"], unique=False
    )
    op.create_index(
        "ix_announcement_copy_person_id", "announcement_copy", ["person_id"], unique=False
    )

    op.create_table(
        "consent",
        sa.Column("id", _row_id(), autoincrement=True, nullable=False),
        sa.Column("person_id", _row_id(), nullable=False),
        sa.Column("subject", sa.String(length=24), nullable=False),
        sa.Column("given", sa.Boolean(), nullable=False),
        sa.Column("method", sa.String(length=24), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_consent_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consent")),
    )
    op.create_index(
        "ix_consent_person_id_subject", "consent", ["person_id", "subject", "id"], unique=False
    )

    op.create_table(
        "deadline",
        sa.Column("id", _row_id(), autoincrement=True, nullable=False),
        sa.Column("owner", sa.String(length=24), nullable=False),
        sa.Column("source", sa.String(length=100), nullable=False),
        sa.Column("title", sa.String(length=300), nullable=False),
        sa.Column("day", sa.String(length=10), nullable=False),
        sa.Column("later", sa.String(length=10), nullable=True),
        sa.Column("hour", sa.String(length=5), nullable=True),
        sa.Column("basis", sa.String(length=300), server_default="", nullable=False),
        sa.Column("note", sa.String(length=500), server_default="", nullable=False),
        sa.Column("sure", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("days_before", sa.JSON(), nullable=False),
        sa.Column("state", sa.String(length=8), server_default="open", nullable=False),
        sa.Column("rev", sa.Integer(), server_default="0", nullable=False),
        sa.Column("created_by", _row_id(), nullable=True),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("done_by", _row_id(), nullable=True),
        sa.Column("done_at", UtcDateTime(), nullable=True),
        sa.CheckConstraint(
            "state IN ('draft', 'open', 'done', 'dropped')", name=op.f("ck_deadline_state_known")
        ),
        sa.ForeignKeyConstraint(["done_by"], ["person.id"], name=op.f("fk_deadline_done_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deadline")),
        sa.UniqueConstraint("owner", "source", "day", name=op.f("uq_deadline_owner_source_day")),
    )
    op.create_index("ix_deadline_day", "deadline", ["day"], unique=False)
    op.create_index("ix_deadline_owner_state", "deadline", ["owner", "state"], unique=False)

    op.create_table(
        "follow",
        sa.Column("person_id", _row_id(), nullable=False),
        sa.Column("what", sa.String(length=100), nullable=False),
        sa.Column("since", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_follow_person_id")),
        sa.PrimaryKeyConstraint("person_id", "what", name=op.f("pk_follow")),
    )
    op.create_index("ix_follow_what", "follow", ["what"], unique=False)

    op.create_table(
        "membership",
        sa.Column("id", _row_id(), autoincrement=True, nullable=False),
        sa.Column("organisation_id", _row_id(), nullable=False),
        sa.Column("person_id", _row_id(), nullable=False),
        sa.Column("via", sa.String(length=12), nullable=False),
        sa.Column("joined_at", UtcDateTime(), nullable=False),
        sa.Column("left_at", UtcDateTime(), nullable=True),
        sa.CheckConstraint(
            "via IN ('founded', 'invited', 'imported')", name=op.f("ck_membership_via_known")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_membership_organisation_id")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_membership_person_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_membership")),
    )
    op.create_index("ix_membership_person_id", "membership", ["person_id"], unique=False)
    op.create_index(
        "uq_membership_once",
        "membership",
        ["organisation_id", "person_id"],
        unique=True,
        sqlite_where=sa.text("left_at IS NULL"),
        postgresql_where=sa.text("left_at IS NULL"),
    )

    op.create_table(
        "occasion_file",
        sa.Column("id", _row_id(), autoincrement=True, nullable=False),
        sa.Column("occasion_id", sa.String(length=62), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("title", sa.String(length=200), server_default="", nullable=False),
        sa.Column("chat_id", sa.BigInteger(), nullable=False),
        sa.Column("message_id", sa.BigInteger(), nullable=False),
        sa.Column("media", sa.String(length=16), nullable=False),
        sa.Column("file", sa.JSON(), nullable=True),
        sa.Column("added_by", sa.BigInteger(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('material', 'scan')", name=op.f("ck_occasion_file_kind_known")
        ),
        sa.ForeignKeyConstraint(
            ["occasion_id"], ["occasion.id"], name=op.f("fk_occasion_file_occasion_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_occasion_file")),
    )
    op.create_index(
        "ix_occasion_file_occasion_id_kind", "occasion_file", ["occasion_id", "kind"], unique=False
    )

    op.create_table(
        "occurrence",
        sa.Column("id", _row_id(), autoincrement=True, nullable=False),
        sa.Column("key", sa.String(length=200), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("subject", sa.String(length=100), nullable=False),
        sa.Column("person_id", _row_id(), nullable=False),
        sa.Column("moment", sa.String(length=16), nullable=False),
        sa.Column("local", sa.String(length=16), nullable=False),
        sa.Column("zone", sa.String(length=40), nullable=False),
        sa.Column("due_at", UtcDateTime(), nullable=False),
        sa.Column("until", UtcDateTime(), nullable=False),
        sa.Column("state", sa.String(length=10), server_default="waiting", nullable=False),
        sa.Column("params", sa.JSON(), nullable=False),
        sa.Column("made_at", UtcDateTime(), nullable=False),
        sa.Column("done_at", UtcDateTime(), nullable=True),
        sa.Column("outbox_id", _row_id(), nullable=True),
        sa.CheckConstraint(
            "state IN ('waiting', 'owed', 'expired', 'merged', 'cancelled')",
            name=op.f("ck_occurrence_state_known"),
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_occurrence_person_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_occurrence")),
        sa.UniqueConstraint("key", name=op.f("uq_occurrence_key")),
    )
    op.create_index("ix_occurrence_person_id", "occurrence", ["person_id"], unique=False)
    op.create_index("ix_occurrence_state_due_at", "occurrence", ["state", "due_at"], unique=False)
    op.create_index("ix_occurrence_subject", "occurrence", ["subject", "person_id"], unique=False)
    op.create_index(
        "ix_occurrence_subject_state", "occurrence", ["subject", "state", "due_at"], unique=False
    )

    op.create_table(
        "team",
        sa.Column("id", _row_id(), autoincrement=True, nullable=False),
        sa.Column("occasion_id", sa.String(length=62), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("site", sa.String(length=80), server_default="", nullable=False),
        sa.Column("shift", sa.String(length=80), server_default="", nullable=False),
        sa.Column("firm", sa.String(length=200), server_default="", nullable=False),
        sa.Column("captain", sa.String(length=200), server_default="", nullable=False),
        sa.Column("phone", sa.String(length=32), nullable=True),
        sa.Column("person_id", _row_id(), nullable=True),
        sa.Column("seats", sa.Integer(), nullable=True),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("left_at", UtcDateTime(), nullable=True),
        sa.Column("told_at", UtcDateTime(), nullable=True),
        sa.Column("knows_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["occasion_id"], ["occasion.id"], name=op.f("fk_team_occasion_id")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_team_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_team")),
    )
    op.create_index("ix_team_occasion_id", "team", ["occasion_id"], unique=False)

    op.create_table(
        "contest_question",
        sa.Column("id", _row_id(), autoincrement=True, nullable=False),
        sa.Column("contest", sa.String(length=62), nullable=False),
        sa.Column("number", sa.Integer(), nullable=True),
        sa.Column("ticket_id", _row_id(), nullable=True),
        sa.Column("person_id", _row_id(), nullable=True),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("answer", sa.Text(), server_default="", nullable=False),
        sa.Column("state", sa.String(length=10), server_default="asked", nullable=False),
        sa.Column("rev", sa.Integer(), server_default="0", nullable=False),
        sa.Column("author_id", sa.BigInteger(), nullable=True),
        sa.Column("author", sa.String(length=200), server_default="", nullable=False),
        sa.Column("decided_by", sa.BigInteger(), nullable=True),
        sa.Column("decider", sa.String(length=200), nullable=True),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("published_at", UtcDateTime(), nullable=True),
        sa.Column("question_id", _row_id(), nullable=True),
        sa.Column("told_at", UtcDateTime(), nullable=True),
        sa.Column("own", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.CheckConstraint(
            "state IN ('asked', 'agreed', 'offered', 'public', 'private', 'dropped')",
            name=op.f("ck_contest_question_state_known"),
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_contest_question_person_id")
        ),
        sa.ForeignKeyConstraint(
            ["ticket_id"], ["ticket.id"], name=op.f("fk_contest_question_ticket_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contest_question")),
        sa.UniqueConstraint("contest", "number", name=op.f("uq_contest_question_contest_number")),
    )
    op.create_index(
        "ix_contest_question_contest_state", "contest_question", ["contest", "state"], unique=False
    )
    op.create_index(
        "ix_contest_question_ticket_id", "contest_question", ["ticket_id"], unique=False
    )

    op.create_table(
        "registration",
        sa.Column("id", _row_id(), autoincrement=True, nullable=False),
        sa.Column("occasion_id", sa.String(length=62), nullable=False),
        sa.Column("person_id", _row_id(), nullable=True),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("organisation", sa.String(length=200), server_default="", nullable=False),
        sa.Column("commune", sa.String(length=80), server_default="", nullable=False),
        sa.Column("needs", sa.Text(), server_default="", nullable=False),
        sa.Column("phone", sa.String(length=32), nullable=True),
        sa.Column("email", sa.String(length=200), nullable=True),
        sa.Column("channel", sa.String(length=10), server_default="telegram", nullable=False),
        sa.Column("added_by", sa.BigInteger(), nullable=True),
        sa.Column("guests", sa.Integer(), server_default="0", nullable=False),
        sa.Column("team_id", _row_id(), nullable=True),
        sa.Column("place", sa.Integer(), server_default="0", nullable=False),
        sa.Column("offered_until", UtcDateTime(), nullable=True),
        sa.Column("coming", sa.Boolean(), nullable=True),
        sa.Column("told_seq", sa.Integer(), server_default="0", nullable=False),
        sa.Column("urgent_seq", sa.Integer(), nullable=True),
        sa.Column("knows_seq", sa.Integer(), nullable=True),
        sa.Column("calls", sa.Integer(), server_default="0", nullable=False),
        sa.Column("called_by", sa.String(length=200), nullable=True),
        sa.Column("called_at", UtcDateTime(), nullable=True),
        sa.Column("present_at", UtcDateTime(), nullable=True),
        sa.Column("present_by", sa.String(length=12), nullable=True),
        sa.Column("rev", sa.Integer(), server_default="0", nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("left_at", UtcDateTime(), nullable=True),
        sa.Column("left_why", sa.String(length=16), nullable=True),
        sa.CheckConstraint(
            "channel IN ('telegram', 'phone', 'email', 'list', 'walk_in')",
            name=op.f("ck_registration_channel_known"),
        ),
        sa.CheckConstraint(
            "state IN ('seated', 'waiting', 'offered', 'left')",
            name=op.f("ck_registration_state_known"),
        ),
        sa.ForeignKeyConstraint(
            ["occasion_id"], ["occasion.id"], name=op.f("fk_registration_occasion_id")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_registration_person_id")
        ),
        sa.ForeignKeyConstraint(["team_id"], ["team.id"], name=op.f("fk_registration_team_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_registration")),
    )
    op.create_index(
        "ix_registration_occasion_id_state",
        "registration",
        ["occasion_id", "state", "place"],
        unique=False,
    )
    op.create_index("ix_registration_person_id", "registration", ["person_id"], unique=False)
    op.create_index(
        "uq_registration_once",
        "registration",
        ["occasion_id", "person_id"],
        unique=True,
        sqlite_where=sa.text(
            "state IN ('seated', 'waiting', 'offered') AND person_id IS NOT NULL"
        ),
        postgresql_where=sa.text(
            "state IN ('seated', 'waiting', 'offered') AND person_id IS NOT NULL"
        ),
    )

    op.create_table(
        "certificate",
        sa.Column("id", _row_id(), autoincrement=True, nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("registration_id", _row_id(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("title", sa.String(length=300), nullable=False),
        sa.Column("day", sa.String(length=10), nullable=False),
        sa.Column("hours", sa.Integer(), nullable=False),
        sa.Column("issued_by", sa.BigInteger(), nullable=True),
        sa.Column("issued_at", UtcDateTime(), nullable=False),
        sa.Column("cancelled_at", UtcDateTime(), nullable=True),
        sa.Column("cancelled_by", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(
            ["registration_id"], ["registration.id"], name=op.f("fk_certificate_registration_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_certificate")),
        sa.UniqueConstraint("year", "number", name=op.f("uq_certificate_year_number")),
    )
    op.create_index(
        "uq_certificate_in_force",
        "certificate",
        ["registration_id"],
        unique=True,
        sqlite_where=sa.text("cancelled_at IS NULL"),
        postgresql_where=sa.text("cancelled_at IS NULL"),
    )
    op.create_table(
        "made_file",
        sa.Column("outbox_id", _row_id(), autoincrement=False, nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("made_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["outbox_id"], ["outbox.id"], name=op.f("fk_made_file_outbox_id")),
        sa.PrimaryKeyConstraint("outbox_id", name=op.f("pk_made_file")),
    )
    op.create_table(
        "survey",
        sa.Column("registration_id", _row_id(), nullable=False),
        sa.Column("part", sa.String(length=8), nullable=False),
        sa.Column("answered", sa.Integer(), server_default="0", nullable=False),
        sa.Column("passed", sa.Boolean(), nullable=True),
        sa.Column("done_at", UtcDateTime(), nullable=True),
        sa.CheckConstraint(
            "part IN ('before', 'after', 'opinion', 'absent')", name=op.f("ck_survey_part_known")
        ),
        sa.ForeignKeyConstraint(
            ["registration_id"], ["registration.id"], name=op.f("fk_survey_registration_id")
        ),
        sa.PrimaryKeyConstraint("registration_id", "part", name=op.f("pk_survey")),
    )
    op.create_table(
        "survey_answer",
        sa.Column("id", _row_id(), autoincrement=True, nullable=False),
        sa.Column("occasion_id", sa.String(length=62), nullable=False),
        sa.Column("part", sa.String(length=8), nullable=False),
        sa.Column("registration_id", _row_id(), nullable=True),
        sa.Column("question", sa.Integer(), nullable=False),
        sa.Column("value", sa.Integer(), nullable=True),
        sa.Column("text", sa.Text(), nullable=True),
        sa.Column("at", UtcDateTime(), nullable=True),
        sa.CheckConstraint(
            "part IN ('before', 'after', 'opinion', 'absent')",
            name=op.f("ck_survey_answer_part_known"),
        ),
        sa.ForeignKeyConstraint(
            ["occasion_id"], ["occasion.id"], name=op.f("fk_survey_answer_occasion_id")
        ),
        sa.ForeignKeyConstraint(
            ["registration_id"], ["registration.id"], name=op.f("fk_survey_answer_registration_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_survey_answer")),
    )
    op.create_index(
        "ix_survey_answer_occasion_id_part", "survey_answer", ["occasion_id", "part"], unique=False
    )

    op.create_table(
        "contest_result",
        sa.Column("person_id", _row_id(), nullable=False),
        sa.Column("contest", sa.String(length=62), nullable=False),
        sa.Column("part", sa.String(length=8), nullable=False),
        sa.Column("means", sa.String(length=8), nullable=False),
        sa.Column("notes", sa.JSON(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.CheckConstraint(
            "means IN ('fits', 'fails', 'ask')", name=op.f("ck_contest_result_means_known")
        ),
        sa.CheckConstraint("part IN ('quiz', 'check')", name=op.f("ck_contest_result_part_known")),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_contest_result_person_id")
        ),
        sa.PrimaryKeyConstraint("person_id", "contest", "part", name=op.f("pk_contest_result")),
    )

    op.create_table(
        "contest_import",
        sa.Column("id", _row_id(), autoincrement=True, nullable=False),
        sa.Column("contest", sa.String(length=62), nullable=False),
        sa.Column("lines", sa.JSON(), nullable=False),
        sa.Column("state", sa.String(length=8), server_default="draft", nullable=False),
        sa.Column("author_id", sa.BigInteger(), nullable=False),
        sa.Column("author", sa.String(length=200), nullable=False),
        sa.Column("decided_by", sa.BigInteger(), nullable=True),
        sa.Column("decider", sa.String(length=200), nullable=True),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("decided_at", UtcDateTime(), nullable=True),
        sa.CheckConstraint(
            "state IN ('draft', 'offered', 'done', 'dropped')",
            name=op.f("ck_contest_import_state_known"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contest_import")),
    )

    op.add_column("ticket", sa.Column("contest", sa.String(length=62), nullable=True))
    op.add_column(
        "advisor",
        sa.Column("scores", sa.Boolean(), server_default=sa.false(), nullable=False),
    )
    op.add_column("receipt", sa.Column("subject", sa.String(length=100), nullable=True))
    op.create_index("ix_receipt_subject", "receipt", ["subject"], unique=False)


def downgrade() -> None:
    """Go back to the one before."""
    op.drop_index("ix_receipt_subject", "receipt")
    op.drop_column("receipt", "subject")
    op.drop_column("advisor", "scores")
    op.drop_column("ticket", "contest")

    op.drop_table("contest_import")
    op.drop_table("contest_result")

    op.drop_index("ix_survey_answer_occasion_id_part", "survey_answer")

    op.drop_table("survey_answer")
    op.drop_table("survey")
    op.drop_table("made_file")
    op.drop_index(
        "uq_certificate_in_force",
        "certificate",
        sqlite_where=sa.text("cancelled_at IS NULL"),
        postgresql_where=sa.text("cancelled_at IS NULL"),
    )
    op.drop_table("certificate")
    op.drop_index(
        "uq_registration_once",
        "registration",
        sqlite_where=sa.text(
            "state IN ('seated', 'waiting', 'offered') AND person_id IS NOT NULL"
        ),
        postgresql_where=sa.text(
            "state IN ('seated', 'waiting', 'offered') AND person_id IS NOT NULL"
        ),
    )
    op.drop_index("ix_registration_person_id", "registration")
    op.drop_index("ix_registration_occasion_id_state", "registration")

    op.drop_table("registration")
    op.drop_index("ix_contest_question_ticket_id", "contest_question")
    op.drop_index("ix_contest_question_contest_state", "contest_question")

    op.drop_table("contest_question")
    op.drop_index("ix_team_occasion_id", "team")

    op.drop_table("team")
    op.drop_index("ix_occurrence_subject_state", "occurrence")
    op.drop_index("ix_occurrence_subject", "occurrence")
    op.drop_index("ix_occurrence_state_due_at", "occurrence")
    op.drop_index("ix_occurrence_person_id", "occurrence")

    op.drop_table("occurrence")
    op.drop_index("ix_occasion_file_occasion_id_kind", "occasion_file")

    op.drop_table("occasion_file")
    op.drop_index(
        "uq_membership_once",
        "membership",
        sqlite_where=sa.text("left_at IS NULL"),
        postgresql_where=sa.text("left_at IS NULL"),
    )
    op.drop_index("ix_membership_person_id", "membership")

    op.drop_table("membership")
    op.drop_index("ix_follow_what", "follow")

    op.drop_table("follow")
    op.drop_index("ix_deadline_owner_state", "deadline")
    op.drop_index("ix_deadline_day", "deadline")

    op.drop_table("deadline")
    op.drop_index("ix_consent_person_id_subject", "consent")

    op.drop_table("consent")
    op.drop_index("ix_announcement_copy_person_id", "announcement_copy")
    op.drop_index("ix_announcement_copy_outbox_id", "announcement_copy")

    op.drop_table("announcement_copy")
    op.drop_table("organisation")
    op.drop_index("ix_occasion_starts_at", "occasion")

    op.drop_table("occasion")
    op.drop_index("ix_announcement_corrects", "announcement")
    op.drop_index("ix_announcement_chat_id_message_id", "announcement")
    op.drop_index("ix_announcement_state", "announcement")

    op.drop_table("announcement")
