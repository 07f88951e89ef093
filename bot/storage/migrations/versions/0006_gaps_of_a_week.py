"""gaps of a week."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def _row_id() -> sa.BigInteger:
    return sa.BigInteger().with_variant(sa.Integer(), "sqlite")  # type: ignore[return-value]


def upgrade() -> None:
    """Go to this revision."""
    op.create_table(
        "gap",
        sa.Column("id", _row_id(), autoincrement=True, nullable=False),
        sa.Column("week", sa.String(length=10), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("topic", sa.String(length=24), nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.Column("questions", sa.JSON(), nullable=False),
        sa.Column("state", sa.String(length=8), server_default="open", nullable=False),
        sa.Column("revision_id", _row_id(), nullable=True),
        sa.CheckConstraint(
            "state IN ('open', 'writing', 'written')", name=op.f("ck_gap_state_known")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_gap")),
    )
    op.create_index("ix_gap_week", "gap", ["week"])
    op.create_index("ix_gap_state", "gap", ["state"])


def downgrade() -> None:
    """Go back to the one before."""
    op.drop_index("ix_gap_state", "gap")
    op.drop_index("ix_gap_week", "gap")
    op.drop_table("gap")
