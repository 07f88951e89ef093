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
        "retention_run",
        sa.Column("id", _row_id(), autoincrement=True, nullable=False),
        sa.Column("day", sa.String(length=10), nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("found", sa.JSON(), nullable=False),
        sa.Column("made_at", UtcDateTime(), nullable=False),
        sa.Column("decided_by", sa.BigInteger(), nullable=True),
        sa.Column("done_at", UtcDateTime(), nullable=True),
        sa.CheckConstraint(
            "state IN ('shown', 'stopped', 'done')", name=op.f("ck_retention_run_state_known")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_retention_run")),
        sa.UniqueConstraint("day", name=op.f("uq_retention_run_day")),
    )
    op.create_table(
        "self_assessment_answer",
        sa.Column("id", _row_id(), autoincrement=True, nullable=False),
        sa.Column("part", sa.String(length=8), nullable=False),
        sa.Column("question", sa.Integer(), nullable=False),
        sa.Column("value", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "part IN ('begin', 'end')", name=op.f("ck_self_assessment_answer_part_known")
        ),
        sa.CheckConstraint(
            "value BETWEEN 1 AND 5", name=op.f("ck_self_assessment_answer_value_one_to_five")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_self_assessment_answer")),
    )
    with op.batch_alter_table("self_assessment_answer", schema=None) as batch_op:
        batch_op.create_index("ix_self_assessment_answer_part", ["part"], unique=False)

    op.create_table(
        "twins",
        sa.Column("id", _row_id(), autoincrement=True, nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("one_id", _row_id(), nullable=False),
        sa.Column("other_id", _row_id(), nullable=False),
        sa.Column("why", sa.String(length=12), server_default="", nullable=False),
        sa.Column("state", sa.String(length=10), server_default="shown", nullable=False),
        sa.Column("rev", sa.Integer(), server_default="0", nullable=False),
        sa.Column("by", sa.BigInteger(), nullable=True),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("kept_id", _row_id(), nullable=True),
        sa.Column("moved", sa.JSON(), nullable=True),
        sa.CheckConstraint("kind IN ('organisation', 'person')", name=op.f("ck_twins_kind_known")),
        sa.CheckConstraint(
            "state IN ('shown', 'asked', 'different', 'merged')", name=op.f("ck_twins_state_known")
        ),
        sa.CheckConstraint(
            "why IN ('name', 'phone', 'email', 'organisation')", name=op.f("ck_twins_why_known")
        ),
        sa.CheckConstraint("one_id < other_id", name=op.f("ck_twins_in_order")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_twins")),
        sa.UniqueConstraint(
            "kind", "one_id", "other_id", name=op.f("uq_twins_kind_one_id_other_id")
        ),
    )
    op.create_table(
        "absence",
        sa.Column("id", _row_id(), autoincrement=True, nullable=False),
        sa.Column("advisor_id", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.String(length=6), nullable=False),
        sa.Column("first_day", sa.String(length=10), nullable=False),
        sa.Column("last_day", sa.String(length=10), nullable=False),
        sa.Column("starts", sa.String(length=5), nullable=True),
        sa.Column("ends", sa.String(length=5), nullable=True),
        sa.Column("substitute_id", sa.BigInteger(), nullable=True),
        sa.Column("settled", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("handed_at", UtcDateTime(), nullable=True),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("ended_at", UtcDateTime(), nullable=True),
        sa.CheckConstraint("kind IN ('free', 'leave')", name=op.f("ck_absence_kind_known")),
        sa.CheckConstraint(
            "(starts IS NULL) = (ends IS NULL)", name=op.f("ck_absence_hours_together")
        ),
        sa.CheckConstraint("first_day <= last_day", name=op.f("ck_absence_first_day_first")),
        sa.ForeignKeyConstraint(
            ["advisor_id"], ["advisor.telegram_id"], name=op.f("fk_absence_advisor_id")
        ),
        sa.ForeignKeyConstraint(
            ["substitute_id"], ["advisor.telegram_id"], name=op.f("fk_absence_substitute_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_absence")),
    )
    with op.batch_alter_table("absence", schema=None) as batch_op:
        batch_op.create_index("ix_absence_last_day", ["last_day"], unique=False)

    op.create_table(
        "duty_pattern",
        sa.Column("id", _row_id(), autoincrement=True, nullable=False),
        sa.Column("advisor_id", sa.BigInteger(), nullable=False),
        sa.Column("weekday", sa.Integer(), nullable=False),
        sa.Column("starts", sa.String(length=5), nullable=False),
        sa.Column("ends", sa.String(length=5), nullable=False),
        sa.Column("place", sa.String(length=10), server_default="any", nullable=False),
        sa.Column("topics", sa.JSON(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("ended_at", UtcDateTime(), nullable=True),
        sa.CheckConstraint(
            "place IN ('any', 'office', 'phone', 'out')", name=op.f("ck_duty_pattern_place_known")
        ),
        sa.CheckConstraint("starts < ends", name=op.f("ck_duty_pattern_starts_before_it_ends")),
        sa.CheckConstraint("weekday BETWEEN 0 AND 6", name=op.f("ck_duty_pattern_weekday_known")),
        sa.ForeignKeyConstraint(
            ["advisor_id"], ["advisor.telegram_id"], name=op.f("fk_duty_pattern_advisor_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_duty_pattern")),
    )
    with op.batch_alter_table("duty_pattern", schema=None) as batch_op:
        batch_op.create_index("ix_duty_pattern_advisor_id", ["advisor_id"], unique=False)

    op.create_table(
        "erasure",
        sa.Column("id", _row_id(), autoincrement=True, nullable=False),
        sa.Column("person_id", _row_id(), nullable=False),
        sa.Column("receipt", sa.String(length=16), nullable=False),
        sa.Column("state", sa.String(length=10), server_default="asked", nullable=False),
        sa.Column("rev", sa.Integer(), server_default="0", nullable=False),
        sa.Column("step", sa.Integer(), server_default="0", nullable=False),
        sa.Column("again", sa.Integer(), server_default="0", nullable=False),
        sa.Column("asked_at", UtcDateTime(), nullable=False),
        sa.Column("due_at", UtcDateTime(), nullable=False),
        sa.Column("told_held_at", UtcDateTime(), nullable=True),
        sa.Column("done_at", UtcDateTime(), nullable=True),
        sa.Column("outbox_id", _row_id(), nullable=True),
        sa.CheckConstraint(
            "state IN ('asked', 'doing', 'done', 'cancelled')", name=op.f("ck_erasure_state_known")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_erasure_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_erasure")),
        sa.UniqueConstraint("receipt", name=op.f("uq_erasure_receipt")),
    )
    with op.batch_alter_table("erasure", schema=None) as batch_op:
        batch_op.create_index("ix_erasure_state_due_at", ["state", "due_at"], unique=False)
        batch_op.create_index(
            "uq_erasure_waiting",
            ["person_id"],
            unique=True,
            sqlite_where=sa.text("state IN ('asked', 'doing')"),
            postgresql_where=sa.text("state IN ('asked', 'doing')"),
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
        "legal_hold",
        sa.Column("id", _row_id(), autoincrement=True, nullable=False),
        sa.Column("person_id", _row_id(), nullable=False),
        sa.Column("reason", sa.String(length=300), nullable=False),
        sa.Column("set_by", sa.BigInteger(), nullable=False),
        sa.Column("set_at", UtcDateTime(), nullable=False),
        sa.Column("released_by", sa.BigInteger(), nullable=True),
        sa.Column("released_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_legal_hold_person_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_legal_hold")),
    )
    with op.batch_alter_table("legal_hold", schema=None) as batch_op:
        batch_op.create_index("ix_legal_hold_person_id", ["person_id"], unique=False)

    op.create_table(
        "organisation_claim",
        sa.Column("id", _row_id(), autoincrement=True, nullable=False),
        sa.Column("organisation_id", _row_id(), nullable=False),
        sa.Column("person_id", _row_id(), nullable=False),
        sa.Column("state", sa.String(length=10), server_default="draft", nullable=False),
        sa.Column("role", sa.String(length=80), server_default="", nullable=False),
        sa.Column("since", sa.String(length=10), nullable=True),
        sa.Column("register", sa.String(length=40), server_default="", nullable=False),
        sa.Column("note", sa.Text(), server_default="", nullable=False),
        sa.Column("checked_by", sa.BigInteger(), nullable=True),
        sa.Column("checker", sa.String(length=200), server_default="", nullable=False),
        sa.Column("checked_at", UtcDateTime(), nullable=True),
        sa.Column("decided_by", sa.BigInteger(), nullable=True),
        sa.Column("decider", sa.String(length=200), server_default="", nullable=False),
        sa.Column("decided_at", UtcDateTime(), nullable=True),
        sa.Column("whole", sa.Integer(), nullable=True),
        sa.Column("answer", sa.Text(), server_default="", nullable=False),
        sa.Column("objected_by", _row_id(), nullable=True),
        sa.Column("objected_at", UtcDateTime(), nullable=True),
        sa.Column("undone_by", sa.BigInteger(), nullable=True),
        sa.Column("undoer", sa.String(length=200), server_default="", nullable=False),
        sa.Column("undone_at", UtcDateTime(), nullable=True),
        sa.Column("nudged_at", UtcDateTime(), nullable=True),
        sa.Column("rev", sa.Integer(), server_default="0", nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.CheckConstraint(
            "decided_by IS NULL OR checked_by IS NULL OR decided_by <> checked_by OR state <> 'approved'",
            name=op.f("ck_organisation_claim_approved_by_another"),
        ),
        sa.CheckConstraint(
            "state IN ('draft', 'asked', 'checked', 'approved', 'refused', 'dropped', 'undone')",
            name=op.f("ck_organisation_claim_state_known"),
        ),
        sa.ForeignKeyConstraint(
            ["objected_by"], ["person.id"], name=op.f("fk_organisation_claim_objected_by")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_organisation_claim_organisation_id"),
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_organisation_claim_person_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organisation_claim")),
    )
    with op.batch_alter_table("organisation_claim", schema=None) as batch_op:
        batch_op.create_index("ix_organisation_claim_person_id", ["person_id"], unique=False)
        batch_op.create_index("ix_organisation_claim_state", ["state"], unique=False)
        batch_op.create_index(
            "uq_organisation_claim_once",
            ["organisation_id", "person_id"],
            unique=True,
            sqlite_where=sa.text("state IN ('draft', 'asked', 'checked')"),
            postgresql_where=sa.text("state IN ('draft', 'asked', 'checked')"),
        )

    op.create_table(
        "self_assessment",
        sa.Column("person_id", _row_id(), autoincrement=False, nullable=False),
        sa.Column("part", sa.String(length=8), nullable=False),
        sa.Column("answered", sa.Integer(), server_default="0", nullable=False),
        sa.Column("offered_at", UtcDateTime(), nullable=True),
        sa.Column("state", sa.String(length=8), server_default="offered", nullable=False),
        sa.CheckConstraint("part IN ('begin', 'end')", name=op.f("ck_self_assessment_part_known")),
        sa.CheckConstraint(
            "state IN ('offered', 'begun', 'done', 'declined')",
            name=op.f("ck_self_assessment_state_known"),
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_self_assessment_person_id")
        ),
        sa.PrimaryKeyConstraint("person_id", "part", name=op.f("pk_self_assessment")),
    )
    op.create_table(
        "slot_wish",
        sa.Column("id", _row_id(), autoincrement=True, nullable=False),
        sa.Column("person_id", _row_id(), nullable=False),
        sa.Column("topic", sa.String(length=24), nullable=False),
        sa.Column("form", sa.String(length=10), nullable=False),
        sa.Column("seen", sa.JSON(), nullable=False),
        sa.Column("until", UtcDateTime(), nullable=False),
        sa.Column("state", sa.String(length=10), server_default="waiting", nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("done_at", UtcDateTime(), nullable=True),
        sa.CheckConstraint(
            "form IN ('office', 'visit', 'phone', 'video')", name=op.f("ck_slot_wish_form_known")
        ),
        sa.CheckConstraint(
            "state IN ('waiting', 'served', 'ended')", name=op.f("ck_slot_wish_state_known")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_slot_wish_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_slot_wish")),
    )
    with op.batch_alter_table("slot_wish", schema=None) as batch_op:
        batch_op.create_index("ix_slot_wish_state", ["state", "id"], unique=False)
        batch_op.create_index(
            "uq_slot_wish_once",
            ["person_id", "topic", "form"],
            unique=True,
            sqlite_where=sa.text("state = 'waiting'"),
            postgresql_where=sa.text("state = 'waiting'"),
        )

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
        sa.Column("told_at", UtcDateTime(), nullable=True),
        sa.Column("desk", sa.JSON(), server_default="{}", nullable=False),
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
        batch_op.create_index("ix_advice_card_state_told_at", ["state", "told_at"], unique=False)
        batch_op.create_index("ix_advice_card_ticket_id", ["ticket_id"], unique=False)
        batch_op.create_index(
            "uq_advice_card_number",
            ["year", "number"],
            unique=True,
            sqlite_where=sa.text("number IS NOT NULL"),
            postgresql_where=sa.text("number IS NOT NULL"),
        )

    op.create_table(
        "booking",
        sa.Column("id", _row_id(), autoincrement=True, nullable=False),
        sa.Column("person_id", _row_id(), nullable=False),
        sa.Column("advisor_id", sa.BigInteger(), nullable=False),
        sa.Column("topic", sa.String(length=24), nullable=False),
        sa.Column("form", sa.String(length=10), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("starts_at", UtcDateTime(), nullable=False),
        sa.Column("ends_at", UtcDateTime(), nullable=False),
        sa.Column("held_until", UtcDateTime(), nullable=True),
        sa.Column("offered", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("moves_id", _row_id(), nullable=True),
        sa.Column("place", sa.String(length=300), server_default="", nullable=False),
        sa.Column("phone", sa.String(length=32), nullable=True),
        sa.Column("organisation_id", _row_id(), nullable=True),
        sa.Column("ticket_id", _row_id(), nullable=True),
        sa.Column("entered_by", sa.BigInteger(), nullable=True),
        sa.Column("coming", sa.Boolean(), nullable=True),
        sa.Column("seq", sa.Integer(), server_default="0", nullable=False),
        sa.Column("met_from", UtcDateTime(), nullable=True),
        sa.Column("met_until", UtcDateTime(), nullable=True),
        sa.Column("rev", sa.Integer(), server_default="0", nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("booked_at", UtcDateTime(), nullable=True),
        sa.Column("closed_at", UtcDateTime(), nullable=True),
        sa.Column("closed_why", sa.String(length=12), nullable=True),
        sa.CheckConstraint(
            "(held_until IS NOT NULL) = (state = 'held')", name=op.f("ck_booking_held_until_known")
        ),
        sa.CheckConstraint(
            "(met_from IS NOT NULL) = (state = 'done') AND (met_until IS NOT NULL) = (state = 'done')",
            name=op.f("ck_booking_met_when_done"),
        ),
        sa.CheckConstraint(
            "closed_why IN ('person', 'advisor', 'hold_over', 'moved', 'refused', 'over')",
            name=op.f("ck_booking_closed_why_known"),
        ),
        sa.CheckConstraint(
            "form != 'phone' OR phone IS NOT NULL OR state NOT IN ('asked', 'booked')",
            name=op.f("ck_booking_a_number_to_call"),
        ),
        sa.CheckConstraint(
            "form IN ('office', 'visit', 'phone', 'video')", name=op.f("ck_booking_form_known")
        ),
        sa.CheckConstraint(
            "state IN ('held', 'asked', 'booked', 'cancelled', 'done', 'no_show')",
            name=op.f("ck_booking_state_known"),
        ),
        sa.CheckConstraint("starts_at < ends_at", name=op.f("ck_booking_starts_before_it_ends")),
        sa.ForeignKeyConstraint(
            ["advisor_id"], ["advisor.telegram_id"], name=op.f("fk_booking_advisor_id")
        ),
        sa.ForeignKeyConstraint(["moves_id"], ["booking.id"], name=op.f("fk_booking_moves_id")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_booking_organisation_id")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_booking_person_id")),
        sa.ForeignKeyConstraint(["ticket_id"], ["ticket.id"], name=op.f("fk_booking_ticket_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_booking")),
    )
    with op.batch_alter_table("booking", schema=None) as batch_op:
        batch_op.create_index(
            "ix_booking_advisor_id_starts_at", ["advisor_id", "starts_at"], unique=False
        )
        batch_op.create_index("ix_booking_person_id", ["person_id"], unique=False)
        batch_op.create_index("ix_booking_state_starts_at", ["state", "starts_at"], unique=False)
        batch_op.create_index(
            "uq_booking_one_hold",
            ["person_id"],
            unique=True,
            sqlite_where=sa.text("state = 'held'"),
            postgresql_where=sa.text("state = 'held'"),
        )

    op.create_table(
        "case_handover",
        sa.Column("id", _row_id(), autoincrement=True, nullable=False),
        sa.Column("ticket_id", _row_id(), nullable=False),
        sa.Column("organisation_id", _row_id(), nullable=False),
        sa.Column("from_person_id", _row_id(), nullable=False),
        sa.Column("to_person_id", _row_id(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["from_person_id"], ["person.id"], name=op.f("fk_case_handover_from_person_id")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_case_handover_organisation_id")
        ),
        sa.ForeignKeyConstraint(
            ["ticket_id"], ["ticket.id"], name=op.f("fk_case_handover_ticket_id")
        ),
        sa.ForeignKeyConstraint(
            ["to_person_id"], ["person.id"], name=op.f("fk_case_handover_to_person_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_handover")),
    )
    with op.batch_alter_table("case_handover", schema=None) as batch_op:
        batch_op.create_index("ix_case_handover_ticket_id", ["ticket_id"], unique=False)

    op.create_table(
        "mail",
        sa.Column("id", _row_id(), autoincrement=True, nullable=False),
        sa.Column("mark", sa.String(length=64), nullable=False),
        sa.Column("uid", sa.BigInteger(), nullable=False),
        sa.Column("validity", sa.BigInteger(), nullable=False),
        sa.Column("raw", sa.LargeBinary(), nullable=True),
        sa.Column("whole", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=8), server_default="new", nullable=False),
        sa.Column("reason", sa.String(length=40), nullable=True),
        sa.Column("attempts", sa.Integer(), server_default="0", nullable=False),
        sa.Column("mail_id", _row_id(), nullable=True),
        sa.Column("ticket_id", _row_id(), nullable=True),
        sa.Column("message_id", sa.String(length=255), nullable=True),
        sa.Column("came_at", UtcDateTime(), nullable=False),
        sa.Column("done_at", UtcDateTime(), nullable=True),
        sa.CheckConstraint(
            "state IN ('new', 'done', 'ignored', 'broken')", name=op.f("ck_mail_state_known")
        ),
        sa.ForeignKeyConstraint(["mail_id"], ["mail_address.id"], name=op.f("fk_mail_mail_id")),
        sa.ForeignKeyConstraint(["ticket_id"], ["ticket.id"], name=op.f("fk_mail_ticket_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mail")),
        sa.UniqueConstraint("mark", name=op.f("uq_mail_mark")),
    )
    with op.batch_alter_table("mail", schema=None) as batch_op:
        batch_op.create_index("ix_mail_mail_id_came_at", ["mail_id", "came_at"], unique=False)
        batch_op.create_index("ix_mail_state", ["state", "id"], unique=False)
        batch_op.create_index("ix_mail_ticket_id", ["ticket_id"], unique=False)

    op.create_table(
        "office_form",
        sa.Column("id", _row_id(), autoincrement=True, nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("about", sa.String(length=62), nullable=False),
        sa.Column("number", sa.Integer(), nullable=True),
        sa.Column("person_id", _row_id(), nullable=False),
        sa.Column("state", sa.String(length=10), server_default="draft", nullable=False),
        sa.Column("said", sa.JSON(), nullable=False),
        sa.Column("heard", sa.JSON(), nullable=False),
        sa.Column("done", sa.JSON(), nullable=False),
        sa.Column("rev", sa.Integer(), server_default="0", nullable=False),
        sa.Column("note", sa.Text(), server_default="", nullable=False),
        sa.Column("decided_by", sa.BigInteger(), nullable=True),
        sa.Column("decider", sa.String(length=200), server_default="", nullable=False),
        sa.Column("decided_at", UtcDateTime(), nullable=True),
        sa.Column("sent_at", UtcDateTime(), nullable=True),
        sa.Column("practice_id", _row_id(), nullable=True),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("touched_at", UtcDateTime(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('report', 'submission', 'need')", name=op.f("ck_office_form_kind_known")
        ),
        sa.CheckConstraint(
            "state IN ('draft', 'sent', 'returned', 'accepted', 'rejected', 'dropped', 'withdrawn')",
            name=op.f("ck_office_form_state_known"),
        ),
        sa.CheckConstraint(
            "number IS NULL OR number > 0", name=op.f("ck_office_form_number_positive")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_office_form_person_id")
        ),
        sa.ForeignKeyConstraint(
            ["practice_id"], ["practice.id"], name=op.f("fk_office_form_practice_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_office_form")),
        sa.UniqueConstraint(
            "kind", "about", "number", name=op.f("uq_office_form_kind_about_number")
        ),
    )
    with op.batch_alter_table("office_form", schema=None) as batch_op:
        batch_op.create_index(
            "ix_office_form_kind_about_state", ["kind", "about", "state"], unique=False
        )
        batch_op.create_index("ix_office_form_person_id_kind", ["person_id", "kind"], unique=False)

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
        "booked_cell",
        sa.Column("advisor_id", sa.BigInteger(), nullable=False),
        sa.Column("cell", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("booking_id", _row_id(), nullable=False),
        sa.ForeignKeyConstraint(
            ["advisor_id"], ["advisor.telegram_id"], name=op.f("fk_booked_cell_advisor_id")
        ),
        sa.ForeignKeyConstraint(
            ["booking_id"], ["booking.id"], name=op.f("fk_booked_cell_booking_id")
        ),
        sa.PrimaryKeyConstraint("advisor_id", "cell", name=op.f("pk_booked_cell")),
    )
    with op.batch_alter_table("booked_cell", schema=None) as batch_op:
        batch_op.create_index("ix_booked_cell_booking_id", ["booking_id"], unique=False)

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

    op.create_table(
        "mail_file",
        sa.Column("id", _row_id(), autoincrement=True, nullable=False),
        sa.Column("incoming_id", _row_id(), nullable=False),
        sa.Column("ticket_id", _row_id(), nullable=True),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=True),
        sa.Column("made_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["incoming_id"], ["mail.id"], name=op.f("fk_mail_file_incoming_id")
        ),
        sa.ForeignKeyConstraint(["ticket_id"], ["ticket.id"], name=op.f("fk_mail_file_ticket_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mail_file")),
    )
    with op.batch_alter_table("mail_file", schema=None) as batch_op:
        batch_op.create_index("ix_mail_file_incoming_id", ["incoming_id"], unique=False)
        batch_op.create_index("ix_mail_file_ticket_id", ["ticket_id"], unique=False)

    op.create_table(
        "mail_sent",
        sa.Column("outbox_id", _row_id(), autoincrement=False, nullable=False),
        sa.Column("mail_id", _row_id(), nullable=False),
        sa.Column("automatic", sa.Integer(), nullable=False),
        sa.Column("words", sa.JSON(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("returned_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["mail_id"], ["mail_address.id"], name=op.f("fk_mail_sent_mail_id")
        ),
        sa.ForeignKeyConstraint(["outbox_id"], ["outbox.id"], name=op.f("fk_mail_sent_outbox_id")),
        sa.PrimaryKeyConstraint("outbox_id", name=op.f("pk_mail_sent")),
    )
    with op.batch_alter_table("mail_sent", schema=None) as batch_op:
        batch_op.create_index("ix_mail_sent_mail_id_at", ["mail_id", "at"], unique=False)

    op.create_table(
        "need_match",
        sa.Column("id", _row_id(), autoincrement=True, nullable=False),
        sa.Column("form_id", _row_id(), nullable=False),
        sa.Column("team_id", _row_id(), nullable=False),
        sa.Column("side", sa.String(length=12), nullable=False),
        sa.Column("state", sa.String(length=10), server_default="proposed", nullable=False),
        sa.Column("proposed_by", _row_id(), nullable=False),
        sa.Column("ended_by", sa.String(length=12), nullable=True),
        sa.Column("rev", sa.Integer(), server_default="0", nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("changed_at", UtcDateTime(), nullable=False),
        sa.CheckConstraint(
            "ended_by IN ('captain', 'leader', 'coordinator', 'team_left', 'need_left')",
            name=op.f("ck_need_match_ended_by_known"),
        ),
        sa.CheckConstraint(
            "side IN ('captain', 'coordinator')", name=op.f("ck_need_match_side_known")
        ),
        sa.CheckConstraint(
            "state IN ('proposed', 'agreed', 'declined', 'over')",
            name=op.f("ck_need_match_state_known"),
        ),
        sa.ForeignKeyConstraint(
            ["form_id"], ["office_form.id"], name=op.f("fk_need_match_form_id")
        ),
        sa.ForeignKeyConstraint(
            ["proposed_by"], ["person.id"], name=op.f("fk_need_match_proposed_by")
        ),
        sa.ForeignKeyConstraint(["team_id"], ["team.id"], name=op.f("fk_need_match_team_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_need_match")),
    )
    with op.batch_alter_table("need_match", schema=None) as batch_op:
        batch_op.create_index("ix_need_match_form_id", ["form_id"], unique=False)
        batch_op.create_index(
            "uq_need_match_need",
            ["form_id"],
            unique=True,
            sqlite_where=sa.text("state IN ('proposed', 'agreed')"),
            postgresql_where=sa.text("state IN ('proposed', 'agreed')"),
        )
        batch_op.create_index(
            "uq_need_match_team",
            ["team_id"],
            unique=True,
            sqlite_where=sa.text("state IN ('proposed', 'agreed')"),
            postgresql_where=sa.text("state IN ('proposed', 'agreed')"),
        )

    op.create_table(
        "office_form_file",
        sa.Column("id", _row_id(), autoincrement=True, nullable=False),
        sa.Column("form_id", _row_id(), nullable=False),
        sa.Column("step", sa.String(length=12), nullable=False),
        sa.Column("chat_id", sa.BigInteger(), nullable=False),
        sa.Column("message_id", sa.BigInteger(), nullable=False),
        sa.Column("media", sa.String(length=16), nullable=False),
        sa.Column("file", sa.JSON(), nullable=True),
        sa.Column("album", sa.String(length=64), nullable=True),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("gone_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["form_id"], ["office_form.id"], name=op.f("fk_office_form_file_form_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_office_form_file")),
        sa.UniqueConstraint(
            "chat_id", "message_id", name=op.f("uq_office_form_file_chat_id_message_id")
        ),
    )
    with op.batch_alter_table("office_form_file", schema=None) as batch_op:
        batch_op.create_index(
            "ix_office_form_file_form_id_step", ["form_id", "step"], unique=False
        )

    with op.batch_alter_table("advisor", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("trainee", sa.Boolean(), server_default=sa.false(), nullable=False)
        )
        batch_op.add_column(
            sa.Column("tax_qualified", sa.Boolean(), server_default=sa.false(), nullable=False)
        )

    with op.batch_alter_table("consent", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("version", sa.String(length=12), server_default="", nullable=False)
        )

    with op.batch_alter_table("membership", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("role", sa.String(length=80), server_default="", nullable=False)
        )
        batch_op.add_column(sa.Column("since", sa.String(length=10), nullable=True))
        batch_op.add_column(
            sa.Column("asks", sa.Boolean(), server_default=sa.false(), nullable=False)
        )
        batch_op.add_column(sa.Column("left_why", sa.String(length=8), nullable=True))
        batch_op.add_column(sa.Column("claim_id", _row_id(), nullable=True))
        batch_op.add_column(sa.Column("ended_by", _row_id(), nullable=True))

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
        batch_op.create_index("ix_ticket_organisation_id", ["organisation_id"], unique=False)


def downgrade() -> None:
    """Go back to the one before."""
    raise NotImplementedError("restore the copy that was kept before the upgrade")
