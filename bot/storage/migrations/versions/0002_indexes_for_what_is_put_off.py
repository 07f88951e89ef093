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
    op.create_index("ix_outbox_created_at", "outbox", ["created_at"])
    op.create_index("ix_outbox_finished_at", "outbox", ["finished_at"])
    op.create_index("ix_question_state_until", "question", ["state", "until"])


def downgrade() -> None:
    """Go back to the one before."""
    op.drop_index("ix_question_state_until", "question")
    op.drop_index("ix_outbox_finished_at", "outbox")
    op.drop_index("ix_outbox_created_at", "outbox")
    op.drop_index("ix_outbox_put_off", "outbox")
    op.drop_index("ix_inbox_put_off", "inbox")
