"""The tables of advice beyond the chat that several parts share; others stand in tables of theirs.

They stand beside those of `tables` and `programme_tables`, in the same metadata.
"""

from __future__ import annotations

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    Text,
    UniqueConstraint,
    false,
    text,
)

from bot.storage.tables import id_column, metadata, one_of
from bot.storage.types import RowId, UtcDateTime

#: An e-mail address that somebody writes from; what we owe names the row, never the address.
mail_address = Table(
    "mail_address",
    metadata,
    id_column(),
    Column("email", String(254), unique=True),  # small letters; null: erased
    Column("verified_at", UtcDateTime),  # a reply came back with our tag
    Column("refused_at", UtcDateTime),  # mail to it comes back
    Column("created_at", UtcDateTime, nullable=False),
)

_NUMBERED = text("number IS NOT NULL")

#: The advice register: one piece of advice, its minutes, and what the person said of it.
advice_card = Table(
    "advice_card",
    metadata,
    id_column(),
    Column("year", Integer, nullable=False),  # of its number
    Column("number", Integer),  # without gaps within a year; null while it is a draft
    Column("state", String(10), nullable=False, server_default="draft"),
    Column("month", String(7), nullable=False),  # in which it counts: "2027-03"
    Column("concerns", String(7)),  # an earlier, closed month in which the advice was given
    Column("ticket_id", RowId, ForeignKey("ticket.id")),
    Column("booking_id", RowId),
    Column("corrects_id", RowId, ForeignKey("advice_card.id")),
    Column("advisor_id", BigInteger, ForeignKey("advisor.telegram_id"), nullable=False),
    Column("advisor", String(200), nullable=False),
    Column("person_id", RowId, ForeignKey("person.id")),
    Column("person", String(200), nullable=False, server_default=""),  # as it stands on the card
    Column("role", String(120), nullable=False, server_default=""),
    Column("organisation_id", RowId, ForeignKey("organisation.id")),
    Column("organisation", String(200), nullable=False, server_default=""),
    Column("organisation_kind", String(24), nullable=False, server_default=""),
    Column("commune", String(80), nullable=False, server_default=""),
    Column("topic", String(24), nullable=False),
    Column("form", String(10), nullable=False),
    Column("form_words", String(80), nullable=False, server_default=""),  # which other messenger
    Column("day", String(10), nullable=False),  # ISO date in Poland
    Column("minutes", Integer, nullable=False),  # real ones
    Column("started_at", UtcDateTime),  # of meetings and calls only
    Column("ended_at", UtcDateTime),
    Column("summary", Text, nullable=False, server_default=""),
    Column("advice", Text, nullable=False, server_default=""),
    Column("next_steps", Text, nullable=False, server_default=""),
    Column("general", Boolean, nullable=False, server_default=false()),  # "informacja ogólna"
    Column("confirmed", String(12)),  # what the person said: see below; null: nothing yet
    Column("confirmed_at", UtcDateTime),
    Column("confirmed_by", String(12)),  # button, mail, paper
    Column("confirmed_message", BigInteger),  # under which message the button was pressed
    Column("told_at", UtcDateTime),  # when the person was owed the closing message
    # where its panel stands, and what is asked there
    Column("desk", JSON, nullable=False, server_default="{}"),
    Column("rev", Integer, nullable=False, server_default="0"),
    Column("created_at", UtcDateTime, nullable=False),
    Column("issued_at", UtcDateTime),
    Column("issued_by", BigInteger),
    Column("cancelled_at", UtcDateTime),
    Column("cancelled_by", BigInteger),
    Column("cancelled_why", String(200), nullable=False, server_default=""),
    one_of("state", "draft", "issued", "cancelled", "dropped"),  # dropped: never had a number
    one_of("form", "bot", "email", "phone", "video", "office", "visit", "training", "messenger"),
    one_of("confirmed", "helped", "not_helped", "disputed"),
    CheckConstraint("minutes >= 0", name="minutes_positive"),
    CheckConstraint("(started_at IS NULL) = (ended_at IS NULL)", name="from_and_to_together"),
    CheckConstraint(
        "started_at IS NULL OR form IN ('phone', 'video', 'office', 'visit', 'training')",
        name="written_advice_has_no_hours",
    ),
    CheckConstraint(
        "(number IS NOT NULL) = (state IN ('issued', 'cancelled'))", name="numbered_once_issued"
    ),
    Index(
        "uq_advice_card_number",
        "year",
        "number",
        unique=True,
        sqlite_where=_NUMBERED,
        postgresql_where=_NUMBERED,
    ),
    Index("ix_advice_card_month_state", "month", "state"),
    Index("ix_advice_card_ticket_id", "ticket_id"),
    Index("ix_advice_card_advisor_id_day", "advisor_id", "day"),
    Index("ix_advice_card_organisation_id", "organisation_id"),
    Index("ix_advice_card_person_id", "person_id"),
    Index("ix_advice_card_state_told_at", "state", "told_at"),
)

#: A month that was accounted for: its cards are never rewritten.
closed_month = Table(
    "closed_month",
    metadata,
    Column("month", String(7), primary_key=True),
    Column("closed_by", BigInteger, nullable=False),
    Column("closer", String(200), nullable=False),
    Column("closed_at", UtcDateTime, nullable=False),
    Column("figures", JSON, nullable=False),  # what was reported, as it was then
)

#: A local initiative that got a grant: what article 18(5) asks about, and what came of it.
initiative = Table(
    "initiative",
    metadata,
    id_column(),
    Column("contest", String(62), nullable=False),
    Column("organisation_id", RowId, ForeignKey("organisation.id")),
    Column("grantee", String(200), nullable=False),
    Column("seat", String(300), nullable=False, server_default=""),
    Column("commune", String(80), nullable=False, server_default=""),
    Column("title", String(300), nullable=False),
    Column("scope", Text, nullable=False, server_default=""),
    Column("agreement", String(80), nullable=False, server_default=""),
    Column("starts_on", String(10)),
    Column("ends_on", String(10)),
    Column("awarded", Integer, nullable=False, server_default="0"),  # all amounts in grosze
    Column("paid", Integer, nullable=False, server_default="0"),
    Column("settled", Integer, nullable=False, server_default="0"),
    Column("returned", Integer, nullable=False, server_default="0"),
    Column("participants", Integer),  # unique people, from the final report
    Column("volunteers", Integer),
    Column("state", String(10), nullable=False, server_default="awarded"),
    Column("rev", Integer, nullable=False, server_default="0"),
    Column("created_at", UtcDateTime, nullable=False),
    Column("changed_at", UtcDateTime, nullable=False),
    # resigned: the grant was given up; reported: its report has come; settled: and was accepted
    one_of("state", "awarded", "agreed", "running", "reported", "settled", "resigned"),
    UniqueConstraint("contest", "agreement", "title", "grantee"),
    CheckConstraint(
        "awarded >= 0 AND paid >= 0 AND settled >= 0 AND returned >= 0", name="amounts"
    ),
    Index("ix_initiative_contest_state", "contest", "state"),
    Index("ix_initiative_organisation_id", "organisation_id"),
)
