"""indexes for what is put off."""

from __future__ import annotations

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go to this revision."""
    op.create_index("ix_inbox_put_off", "inbox", ["state", "not_before"])
    op.create_index("ix_outbox_put_off", "outbox", ["state", "not_before"])


def downgrade() -> None:
    """Go back to the one before."""
    op.drop_index("ix_outbox_put_off", "outbox")
    op.drop_index("ix_inbox_put_off", "inbox")
