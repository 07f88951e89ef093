"""practices and reviews."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from bot.storage.types import UtcDateTime

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go to this revision."""
    op.create_table(
        "review",
        sa.Column(
            "id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=True,
            nullable=False,
        ),
        sa.Column("month", sa.String(length=7), nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("name", sa.String(length=64), nullable=False),
        sa.Column("mark", sa.String(length=64), nullable=False),
        sa.Column("asked_at", UtcDateTime(), nullable=True),
        sa.Column("verdict", sa.String(length=8), nullable=True),
        sa.Column("until", sa.String(length=10), nullable=True),
        sa.Column("decided_by", sa.BigInteger(), nullable=True),
        sa.Column("decider", sa.String(length=200), nullable=True),
        sa.Column("decided_at", UtcDateTime(), nullable=True),
        sa.Column("remind_at", UtcDateTime(), nullable=True),
        sa.CheckConstraint("kind IN ('entry', 'value')", name=op.f("ck_review_kind_known")),
        sa.CheckConstraint(
            "verdict IN ('current', 'fixing', 'off')", name=op.f("ck_review_verdict_known")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review")),
        sa.UniqueConstraint("month", "kind", "name", name=op.f("uq_review_month_kind_name")),
    )
    op.create_index("ix_review_decided_at", "review", ["decided_at"])
    op.create_index("ix_review_remind_at", "review", ["remind_at"])

    op.create_table(
        "practice",
        sa.Column(
            "id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=True,
            nullable=False,
        ),
        sa.Column(
            "person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("state", sa.String(length=12), server_default="draft", nullable=False),
        sa.Column("done", sa.JSON(), nullable=False),
        sa.Column("people_agree", sa.Boolean(), nullable=True),
        sa.Column("consent_at", UtcDateTime(), nullable=True),
        sa.Column("rev", sa.Integer(), server_default="0", nullable=False),
        sa.Column("slug", sa.String(length=62), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("decided_by", sa.BigInteger(), nullable=True),
        sa.Column("decider", sa.String(length=200), nullable=True),
        sa.Column("sent_at", UtcDateTime(), nullable=True),
        sa.Column("decided_at", UtcDateTime(), nullable=True),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("touched_at", UtcDateTime(), nullable=False),
        sa.CheckConstraint(
            "state IN ('draft', 'sent', 'returned', 'accepted', 'rejected', 'dropped', 'withdrawn')",
            name=op.f("ck_practice_state_known"),
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_practice_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_practice")),
        sa.UniqueConstraint("slug", name=op.f("uq_practice_slug")),
    )
    op.create_index("ix_practice_person_id_state", "practice", ["person_id", "state"])
    op.create_index("ix_practice_state", "practice", ["state"])

    op.create_table(
        "practice_part",
        sa.Column(
            "id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=True,
            nullable=False,
        ),
        sa.Column(
            "practice_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("field", sa.String(length=8), nullable=False),
        sa.Column("chat_id", sa.BigInteger(), nullable=False),
        sa.Column("message_id", sa.BigInteger(), nullable=False),
        sa.Column("text", sa.Text(), server_default="", nullable=False),
        sa.Column("entities", sa.JSON(), nullable=True),
        sa.Column("media", sa.String(length=16), nullable=True),
        sa.Column("file", sa.JSON(), nullable=True),
        sa.Column("album", sa.String(length=64), nullable=True),
        sa.Column("decision", sa.JSON(), nullable=True),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("edited_at", UtcDateTime(), nullable=True),
        sa.CheckConstraint(
            "field IN ('title', 'story', 'place', 'extra', 'photo', 'held', 'gone')",
            name=op.f("ck_practice_part_field_known"),
        ),
        sa.ForeignKeyConstraint(
            ["practice_id"], ["practice.id"], name=op.f("fk_practice_part_practice_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_practice_part")),
        sa.UniqueConstraint(
            "chat_id", "message_id", name=op.f("uq_practice_part_chat_id_message_id")
        ),
    )
    op.create_index("ix_practice_part_field_at", "practice_part", ["field", "at"])
    op.create_index("ix_practice_part_practice_id", "practice_part", ["practice_id"])

    op.add_column(
        "receipt",
        sa.Column(
            "practice_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
    )
    op.create_index("ix_receipt_practice_id", "receipt", ["practice_id"])


def downgrade() -> None:
    """Go back to the one before."""
    op.drop_index("ix_receipt_practice_id", "receipt")
    op.drop_column("receipt", "practice_id")

    op.drop_index("ix_practice_part_practice_id", "practice_part")
    op.drop_index("ix_practice_part_field_at", "practice_part")

    op.drop_table("practice_part")
    op.drop_index("ix_practice_state", "practice")
    op.drop_index("ix_practice_person_id_state", "practice")

    op.drop_table("practice")
    op.drop_index("ix_review_remind_at", "review")
    op.drop_index("ix_review_decided_at", "review")

    op.drop_table("review")
