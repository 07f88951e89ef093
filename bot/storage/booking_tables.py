"""The tables of duties and consultations: who is there when, and who meets whom.

That nobody is booked twice is one primary key: of `booked_cell`.
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
    false,
    text,
)

from bot.storage.tables import id_column, metadata, one_of
from bot.storage.types import RowId, UtcDateTime

#: Hours of a weekday in which an advisor is on duty, as written in the chat.
duty_pattern = Table(
    "duty_pattern",
    metadata,
    id_column(),
    Column("advisor_id", BigInteger, ForeignKey("advisor.telegram_id"), nullable=False),
    Column("weekday", Integer, nullable=False),  # 0 is Monday
    Column("starts", String(5), nullable=False),  # "09:00", by Warsaw's clocks
    Column("ends", String(5), nullable=False),
    Column("place", String(10), nullable=False, server_default="any"),
    Column("topics", JSON, nullable=False),  # none: those that the advisor knows
    Column("created_at", UtcDateTime, nullable=False),
    Column("ended_at", UtcDateTime),
    one_of("place", "any", "office", "phone", "out"),
    CheckConstraint("weekday BETWEEN 0 AND 6", name="weekday_known"),
    CheckConstraint("starts < ends", name="starts_before_it_ends"),
    Index("ix_duty_pattern_advisor_id", "advisor_id"),
)

#: Days on which an advisor is not there: some hours, whole days, or a leave with a substitute.
absence = Table(
    "absence",
    metadata,
    id_column(),
    Column("advisor_id", BigInteger, ForeignKey("advisor.telegram_id"), nullable=False),
    Column("kind", String(6), nullable=False),
    Column("first_day", String(10), nullable=False),  # ISO dates in Poland
    Column("last_day", String(10), nullable=False),
    Column("starts", String(5)),  # null: the whole day
    Column("ends", String(5)),
    Column("substitute_id", BigInteger, ForeignKey("advisor.telegram_id")),
    Column("settled", Boolean, nullable=False, server_default=false()),  # who stands in is known
    Column("handed_at", UtcDateTime),  # when tickets and meetings went to the substitute
    Column("created_at", UtcDateTime, nullable=False),
    Column("ended_at", UtcDateTime),  # taken back
    one_of("kind", "free", "leave"),
    CheckConstraint("first_day <= last_day", name="first_day_first"),
    CheckConstraint("(starts IS NULL) = (ends IS NULL)", name="hours_together"),
    Index("ix_absence_last_day", "last_day"),
)

_HELD = text("state = 'held'")

#: One consultation: a slot held for a person, then asked for or booked, then over.
booking = Table(
    "booking",
    metadata,
    id_column(),
    Column("person_id", RowId, ForeignKey("person.id"), nullable=False),
    Column("advisor_id", BigInteger, ForeignKey("advisor.telegram_id"), nullable=False),
    Column("topic", String(24), nullable=False),
    Column("form", String(10), nullable=False),
    Column("state", String(10), nullable=False),
    Column("starts_at", UtcDateTime, nullable=False),
    Column("ends_at", UtcDateTime, nullable=False),
    Column("held_until", UtcDateTime),
    Column("offered", Boolean, nullable=False, server_default=false()),  # to somebody who waited
    Column("moves_id", RowId, ForeignKey("booking.id")),  # a held slot that another one moves to
    Column("place", String(300), nullable=False, server_default=""),
    Column("phone", String(32)),
    Column("organisation_id", RowId, ForeignKey("organisation.id")),
    Column("ticket_id", RowId, ForeignKey("ticket.id")),  # the question that it is about
    Column("entered_by", BigInteger),  # the advisor who booked it for somebody on the phone
    Column("coming", Boolean),  # what the person said to a reminder; null: nothing yet
    Column("seq", Integer, nullable=False, server_default="0"),  # of its calendar file
    Column("met_from", UtcDateTime),
    Column("met_until", UtcDateTime),
    Column("rev", Integer, nullable=False, server_default="0"),
    Column("created_at", UtcDateTime, nullable=False),
    Column("booked_at", UtcDateTime),
    Column("closed_at", UtcDateTime),
    Column("closed_why", String(12)),
    one_of("form", "office", "visit", "phone", "video"),
    one_of("state", "held", "asked", "booked", "cancelled", "done", "no_show"),
    # moved: the slot went to the booking that it was held for
    one_of("closed_why", "person", "advisor", "hold_over", "moved", "refused", "over"),
    CheckConstraint("starts_at < ends_at", name="starts_before_it_ends"),
    CheckConstraint("(held_until IS NOT NULL) = (state = 'held')", name="held_until_known"),
    CheckConstraint(
        "(met_from IS NOT NULL) = (state = 'done') AND (met_until IS NOT NULL) = (state = 'done')",
        name="met_when_done",
    ),
    CheckConstraint(
        "form != 'phone' OR phone IS NOT NULL OR state NOT IN ('asked', 'booked')",
        name="a_number_to_call",
    ),
    Index(
        "uq_booking_one_hold",
        "person_id",
        unique=True,
        sqlite_where=_HELD,
        postgresql_where=_HELD,
    ),
    Index("ix_booking_state_starts_at", "state", "starts_at"),
    Index("ix_booking_person_id", "person_id"),
    Index("ix_booking_advisor_id_starts_at", "advisor_id", "starts_at"),
)

#: Fifteen minutes of an advisor, which one booking takes, the way there and back included.
booked_cell = Table(
    "booked_cell",
    metadata,
    Column("advisor_id", BigInteger, ForeignKey("advisor.telegram_id"), primary_key=True),
    # quarters of an hour since 1970, UTC
    Column("cell", BigInteger, primary_key=True, autoincrement=False),
    Column("booking_id", RowId, ForeignKey("booking.id"), nullable=False),
    Index("ix_booked_cell_booking_id", "booking_id"),
)

_WAITS = text("state = 'waiting'")

#: Somebody who wants to hear when a slot becomes free that was not when they looked.
slot_wish = Table(
    "slot_wish",
    metadata,
    id_column(),
    Column("person_id", RowId, ForeignKey("person.id"), nullable=False),
    Column("topic", String(24), nullable=False),
    Column("form", String(10), nullable=False),
    Column("seen", JSON, nullable=False),  # what was free then, as cells
    Column("until", UtcDateTime, nullable=False),  # how far they looked
    Column("state", String(10), nullable=False, server_default="waiting"),
    Column("created_at", UtcDateTime, nullable=False),
    Column("done_at", UtcDateTime),
    one_of("form", "office", "visit", "phone", "video"),
    one_of("state", "waiting", "served", "ended"),
    Index(
        "uq_slot_wish_once",
        "person_id",
        "topic",
        "form",
        unique=True,
        sqlite_where=_WAITS,
        postgresql_where=_WAITS,
    ),
    Index("ix_slot_wish_state", "state", "id"),
)
