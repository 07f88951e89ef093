"""advice beyond the chat."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from bot.storage.types import UtcDateTime

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def _row_id() -> sa.BigInteger:
    return sa.BigInteger().with_variant(sa.Integer(), "sqlite")  # type: ignore[return-value]


def upgrade() -> None:
    """Go to this revision."""
    op.create_table(
        "closed_month",
        sa.Column("month", sa.String(length=7), nullable=False),
        sa.Column("closed_by", sa.BigInteger(), nullable=False),
        sa.Column("closer", sa.String(length=200), nullable=False),
        sa.Column("closed_at", UtcDateTime(), nullable=False),
        sa.Column("figures", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("month", name=op.f("pk_closed_month")),
    )
    op.create_table(
        "mail_address",
        sa.Column("id", _row_id(), autoincrement=True, nullable=False),
        sa.Column("email", sa.String(length=254), nullable=True),
        sa.Column("verified_at", UtcDateTime(), nullable=True),
        sa.Column("refused_at", UtcDateTime(), nullable=True),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mail_address")),
        sa.UniqueConstraint("email", name=op.f("uq_mail_address_email")),
    )
    op.create_table(
        "initiative",
        sa.Column("id", _row_id(), autoincrement=True, nullable=False),
        sa.Column("contest", sa.String(length=62), nullable=False),
        sa.Column("organisation_id", _row_id(), nullable=True),
        sa.Column("grantee", sa.String(length=200), nullable=False),
        sa.Column("seat", sa.String(length=300), server_default="", nullable=False),
        sa.Column("commune", sa.String(length=80), server_default="", nullable=False),
        sa.Column("title", sa.String(length=300), nullable=False),
        sa.Column("scope", sa.Text(), server_default="", nullable=False),
        sa.Column("agreement", sa.String(length=80), server_default="", nullable=False),
        sa.Column("starts_on", sa.String(length=10), nullable=True),
        sa.Column("ends_on", sa.String(length=10), nullable=True),
        sa.Column("awarded", sa.Integer(), server_default="0", nullable=False),
        sa.Column("paid", sa.Integer(), server_default="0", nullable=False),
        sa.Column("settled", sa.Integer(), server_default="0", nullable=False),
        sa.Column("returned", sa.Integer(), server_default="0", nullable=False),
        sa.Column("participants", sa.Integer(), nullable=True),
        sa.Column("volunteers", sa.Integer(), nullable=True),
        sa.Column("state", sa.String(length=10), server_default="awarded", nullable=False),
        sa.Column("rev", sa.Integer(), server_default="0", nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("changed_at", UtcDateTime(), nullable=False),
        sa.CheckConstraint(
            "state IN ('awarded', 'agreed', 'running', 'reported', 'settled', 'resigned')",
            name=op.f("ck_initiative_state_known"),
        ),
        sa.CheckConstraint(
            "awarded >= 0 AND paid >= 0 AND settled >= 0 AND returned >= 0",
            name=op.f("ck_initiative_amounts"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_initiative_organisation_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_initiative")),
        sa.UniqueConstraint(
            "contest",
            "agreement",
            "title",
            "grantee",
            name=op.f("uq_initiative_contest_agreement_title_grantee"),
        ),
    )
    with op.batch_alter_table("initiative", schema=None) as batch_op:
        batch_op.create_index("ix_initiative_contest_state", ["contest", "state"], unique=False)
        batch_op.create_index("ix_initiative_organisation_id", ["organisation_id"], unique=False)

    op.create_table(
        "advice_card",
        sa.Column("id", _row_id(), autoincrement=True, nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=True),
        sa.Column("state", sa.String(length=10), server_default="draft", nullable=False),
        sa.Column("month", sa.String(length=7), nullable=False),
        sa.Column("concerns", sa.String(length=7), nullable=True),
        sa.Column("ticket_id", _row_id(), nullable=True),
        sa.Column("booking_id", _row_id(), nullable=True),
        sa.Column("corrects_id", _row_id(), nullable=True),
        sa.Column("advisor_id", sa.BigInteger(), nullable=False),
        sa.Column("advisor", sa.String(length=200), nullable=False),
        sa.Column("person_id", _row_id(), nullable=True),
        sa.Column("person", sa.String(length=200), server_default="", nullable=False),
        sa.Column("role", sa.String(length=120), server_default="", nullable=False),
        sa.Column("organisation_id", _row_id(), nullable=True),
        sa.Column("organisation", sa.String(length=200), server_default="", nullable=False),
        sa.Column("organisation_kind", sa.String(length=24), server_default="", nullable=False),
        sa.Column("commune", sa.String(length=80), server_default="", nullable=False),
        sa.Column("topic", sa.String(length=24), nullable=False),
        sa.Column("form", sa.String(length=10), nullable=False),
        sa.Column("form_words", sa.String(length=80), server_default="", nullable=False),
        sa.Column("day", sa.String(length=10), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("started_at", UtcDateTime(), nullable=True),
        sa.Column("ended_at", UtcDateTime(), nullable=True),
        sa.Column("summary", sa.Text(), server_default="", nullable=False),
        sa.Column("advice", sa.Text(), server_default="", nullable=False),
        sa.Column("next_steps", sa.Text(), server_default="", nullable=False),
        sa.Column("general", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("confirmed", sa.String(length=12), nullable=True),
        sa.Column("confirmed_at", UtcDateTime(), nullable=True),
        sa.Column("confirmed_by", sa.String(length=12), nullable=True),
        sa.Column("confirmed_message", sa.BigInteger(), nullable=True),
        sa.Column("rev", sa.Integer(), server_default="0", nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("issued_at", UtcDateTime(), nullable=True),
        sa.Column("issued_by", sa.BigInteger(), nullable=True),
        sa.Column("cancelled_at", UtcDateTime(), nullable=True),
        sa.Column("cancelled_by", sa.BigInteger(), nullable=True),
        sa.Column("cancelled_why", sa.String(length=200), server_default="", nullable=False),
        sa.CheckConstraint(
            "(number IS NOT NULL) = (state IN ('issued', 'cancelled'))",
            name=op.f("ck_advice_card_numbered_once_issued"),
        ),
        sa.CheckConstraint(
            "confirmed IN ('helped', 'not_helped', 'disputed')",
            name=op.f("ck_advice_card_confirmed_known"),
        ),
        sa.CheckConstraint(
            "form IN ('bot', 'email', 'phone', 'video', 'office', 'visit', 'training', 'messenger')",
            name=op.f("ck_advice_card_form_known"),
        ),
        sa.CheckConstraint(
            "started_at IS NULL OR form IN ('phone', 'video', 'office', 'visit', 'training')",
            name=op.f("ck_advice_card_written_advice_has_no_hours"),
        ),
        sa.CheckConstraint(
            "state IN ('draft', 'issued', 'cancelled', 'dropped')",
            name=op.f("ck_advice_card_state_known"),
        ),
        sa.CheckConstraint(
            "(started_at IS NULL) = (ended_at IS NULL)",
            name=op.f("ck_advice_card_from_and_to_together"),
        ),
        sa.CheckConstraint("minutes >= 0", name=op.f("ck_advice_card_minutes_positive")),
        sa.ForeignKeyConstraint(
            ["advisor_id"], ["advisor.telegram_id"], name=op.f("fk_advice_card_advisor_id")
        ),
        sa.ForeignKeyConstraint(
            ["corrects_id"], ["advice_card.id"], name=op.f("fk_advice_card_corrects_id")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_advice_card_organisation_id")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_advice_card_person_id")
        ),
        sa.ForeignKeyConstraint(
            ["ticket_id"], ["ticket.id"], name=op.f("fk_advice_card_ticket_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_advice_card")),
    )
    with op.batch_alter_table("advice_card", schema=None) as batch_op:
        batch_op.create_index("ix_advice_card_advisor_id_day", ["advisor_id", "day"], unique=False)
        batch_op.create_index("ix_advice_card_month_state", ["month", "state"], unique=False)
        batch_op.create_index("ix_advice_card_organisation_id", ["organisation_id"], unique=False)
        batch_op.create_index("ix_advice_card_person_id", ["person_id"], unique=False)
        batch_op.create_index("ix_advice_card_ticket_id", ["ticket_id"], unique=False)
        batch_op.create_index(
            "uq_advice_card_number",
            ["year", "number"],
            unique=True,
            sqlite_where=sa.text("number IS NOT NULL"),
            postgresql_where=sa.text("number IS NOT NULL"),
        )

    op.create_table(
        "proxy_question",
        sa.Column("id", _row_id(), autoincrement=True, nullable=False),
        sa.Column("state", sa.String(length=10), server_default="draft", nullable=False),
        sa.Column("rev", sa.Integer(), server_default="0", nullable=False),
        sa.Column("thread", sa.String(length=40), nullable=False),
        sa.Column("author_id", sa.BigInteger(), nullable=False),
        sa.Column("author", sa.String(length=200), nullable=False),
        sa.Column("name", sa.String(length=200), server_default="", nullable=False),
        sa.Column("organisation", sa.String(length=200), server_default="", nullable=False),
        sa.Column("phone", sa.String(length=32), nullable=True),
        sa.Column("email", sa.String(length=254), nullable=True),
        sa.Column("source", sa.String(length=10), nullable=True),
        sa.Column("topic", sa.String(length=24), nullable=True),
        sa.Column("text", sa.Text(), server_default="", nullable=False),
        sa.Column("chat_id", sa.BigInteger(), nullable=True),
        sa.Column("message_id", sa.BigInteger(), nullable=True),
        sa.Column("same_id", _row_id(), nullable=True),
        sa.Column("person_id", _row_id(), nullable=True),
        sa.Column("ticket_id", _row_id(), nullable=True),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("handed_at", UtcDateTime(), nullable=True),
        sa.Column("delivered_at", UtcDateTime(), nullable=True),
        sa.Column("delivered_by", sa.String(length=200), server_default="", nullable=False),
        sa.CheckConstraint(
            "source IN ('phone', 'in_person', 'messenger')",
            name=op.f("ck_proxy_question_source_known"),
        ),
        sa.CheckConstraint(
            "state IN ('draft', 'opened', 'dropped')", name=op.f("ck_proxy_question_state_known")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_proxy_question_person_id")
        ),
        sa.ForeignKeyConstraint(
            ["ticket_id"], ["ticket.id"], name=op.f("fk_proxy_question_ticket_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_proxy_question")),
    )
    with op.batch_alter_table("proxy_question", schema=None) as batch_op:
        batch_op.create_index("ix_proxy_question_state", ["state", "created_at"], unique=False)
        batch_op.create_index("ix_proxy_question_ticket_id", ["ticket_id"], unique=False)

    op.create_table(
        "draft",
        sa.Column("id", _row_id(), autoincrement=True, nullable=False),
        sa.Column("ticket_id", _row_id(), nullable=False),
        sa.Column("post_id", _row_id(), nullable=False),
        sa.Column("author_id", sa.BigInteger(), nullable=False),
        sa.Column("author", sa.String(length=200), nullable=False),
        sa.Column("text", sa.Text(), server_default="", nullable=False),
        sa.Column("entities", sa.JSON(), nullable=True),
        sa.Column("state", sa.String(length=10), server_default="waiting", nullable=False),
        sa.Column("rev", sa.Integer(), server_default="0", nullable=False),
        sa.Column("changed", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("decided_by", sa.BigInteger(), nullable=True),
        sa.Column("decider", sa.String(length=200), server_default="", nullable=False),
        sa.Column("remark", sa.Text(), server_default="", nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("decided_at", UtcDateTime(), nullable=True),
        sa.CheckConstraint(
            "state IN ('waiting', 'remark', 'sent', 'returned', 'withdrawn')",
            name=op.f("ck_draft_state_known"),
        ),
        sa.ForeignKeyConstraint(["post_id"], ["post.id"], name=op.f("fk_draft_post_id")),
        sa.ForeignKeyConstraint(["ticket_id"], ["ticket.id"], name=op.f("fk_draft_ticket_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_draft")),
    )
    with op.batch_alter_table("draft", schema=None) as batch_op:
        batch_op.create_index("ix_draft_author_id_state", ["author_id", "state"], unique=False)
        batch_op.create_index("ix_draft_post_id", ["post_id"], unique=False)
        batch_op.create_index("ix_draft_ticket_id_state", ["ticket_id", "state"], unique=False)

    with op.batch_alter_table("advisor", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("trainee", sa.Boolean(), server_default=sa.false(), nullable=False)
        )
        batch_op.add_column(
            sa.Column("tax_qualified", sa.Boolean(), server_default=sa.false(), nullable=False)
        )

    with op.batch_alter_table("person", schema=None) as batch_op:
        batch_op.add_column(sa.Column("mail_id", _row_id(), nullable=True))
        batch_op.add_column(
            sa.Column("under_18", sa.Boolean(), server_default=sa.false(), nullable=False)
        )
        batch_op.add_column(
            sa.Column("source", sa.String(length=10), server_default="telegram", nullable=False)
        )
        batch_op.add_column(sa.Column("erased_at", UtcDateTime(), nullable=True))
        batch_op.add_column(
            sa.Column("legal_hold", sa.Boolean(), server_default=sa.false(), nullable=False)
        )
        batch_op.alter_column("telegram_id", existing_type=sa.BIGINT(), nullable=True)
        batch_op.create_unique_constraint(batch_op.f("uq_person_mail_id"), ["mail_id"])

    with op.batch_alter_table("ticket", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("confidential", sa.Boolean(), server_default=sa.false(), nullable=False)
        )
        batch_op.add_column(
            sa.Column("numbers_shown", sa.Boolean(), server_default=sa.false(), nullable=False)
        )
        batch_op.add_column(sa.Column("second_advisor_id", sa.BigInteger(), nullable=True))
        batch_op.add_column(sa.Column("organisation_id", _row_id(), nullable=True))
        batch_op.add_column(
            sa.Column("shared", sa.Boolean(), server_default=sa.false(), nullable=False)
        )
        batch_op.add_column(sa.Column("entered_by", sa.BigInteger(), nullable=True))


def downgrade() -> None:
    """Go back to the one before."""
    raise NotImplementedError("restore the copy that was kept before the upgrade")
