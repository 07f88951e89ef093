"""an index of what has words."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

WORDED = sa.text("template IS NOT NULL OR frozen IS NOT NULL")


def upgrade() -> None:
    """Go to this revision."""
    op.create_index(
        "ix_outbox_worded",
        "outbox",
        ["finished_at"],
        sqlite_where=WORDED,
        postgresql_where=WORDED,
    )


def downgrade() -> None:
    """Go back to the one before."""
    op.drop_index("ix_outbox_worded", "outbox")
