"""what people write into the knowledge."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from bot.storage.types import UtcDateTime

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def _row_id() -> sa.BigInteger:
    return sa.BigInteger().with_variant(sa.Integer(), "sqlite")  # type: ignore[return-value]


def upgrade() -> None:
    """Go to this revision."""
    op.create_table(
        "content_revision",
        sa.Column("id", _row_id(), autoincrement=True, nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("name", sa.String(length=64), nullable=True),
        sa.Column("topic", sa.String(length=24), nullable=False),
        sa.Column("state", sa.String(length=12), server_default="draft", nullable=False),
        sa.Column("rev", sa.Integer(), server_default="0", nullable=False),
        sa.Column("asked", sa.Text(), server_default="", nullable=False),
        sa.Column("question", sa.Text(), server_default="", nullable=False),
        sa.Column("answer", sa.Text(), server_default="", nullable=False),
        sa.Column("source", sa.Text(), server_default="", nullable=False),
        sa.Column("text", sa.Text(), nullable=True),
        sa.Column("base", sa.String(length=64), server_default="", nullable=False),
        sa.Column("author_id", sa.BigInteger(), nullable=False),
        sa.Column("author", sa.String(length=200), nullable=False),
        sa.Column("thread", sa.String(length=40), nullable=False),
        sa.Column("ticket_id", _row_id(), nullable=True),
        sa.Column("similar", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("bench", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("alone", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("publish_at", UtcDateTime(), nullable=True),
        sa.Column("offered_at", UtcDateTime(), nullable=True),
        sa.Column("decided_by", sa.BigInteger(), nullable=True),
        sa.Column("decider", sa.String(length=200), nullable=True),
        sa.Column("decided_at", UtcDateTime(), nullable=True),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("touched_at", UtcDateTime(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('entry', 'edit', 'wording')", name=op.f("ck_content_revision_kind_known")
        ),
        sa.CheckConstraint(
            "state IN ('draft', 'offered', 'approved', 'stopped', 'rejected')",
            name=op.f("ck_content_revision_state_known"),
        ),
        sa.ForeignKeyConstraint(
            ["ticket_id"], ["ticket.id"], name=op.f("fk_content_revision_ticket_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_content_revision")),
    )
    op.create_index("ix_content_revision_state", "content_revision", ["state"])
    op.create_index("ix_content_revision_ticket_id", "content_revision", ["ticket_id"])
    op.add_column("receipt", sa.Column("content_id", _row_id(), nullable=True))
    op.create_index("ix_receipt_content_id", "receipt", ["content_id"])


def downgrade() -> None:
    """Go back to the one before."""
    op.drop_index("ix_receipt_content_id", "receipt")
    op.drop_column("receipt", "content_id")
    op.drop_index("ix_content_revision_ticket_id", "content_revision")
    op.drop_index("ix_content_revision_state", "content_revision")
    op.drop_table("content_revision")
