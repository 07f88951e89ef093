"""seals of the audit trail."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go to this revision."""
    with op.batch_alter_table("audit") as audit:
        audit.add_column(sa.Column("seal", sa.String(length=64), nullable=True))


def downgrade() -> None:
    """Go back to the one before."""
    with op.batch_alter_table("audit") as audit:
        audit.drop_column("seal")
