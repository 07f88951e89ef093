"""The tables of the e-mail channel: what came, what was attached, and what went out.

Addresses stand in `advice_tables.mail_address`; what we owe names that row, never the address.
"""

from __future__ import annotations

from sqlalchemy import (
    JSON,
    BigInteger,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    String,
    Table,
)

from bot.storage.tables import id_column, metadata, one_of
from bot.storage.types import RowId, UtcDateTime

#: One e-mail that came, stored before the mailbox hears of it; whole until it is dealt with.
mail = Table(
    "mail",
    metadata,
    id_column(),
    Column("mark", String(64), nullable=False, unique=True),  # of what it says: the same once
    Column("uid", BigInteger, nullable=False),  # in the mailbox, when it came
    Column("validity", BigInteger, nullable=False),  # of such numbers
    Column("raw", LargeBinary),  # null once it is dealt with
    Column("whole", Integer, nullable=False),  # bytes; more than `raw` when it was too large
    Column("state", String(8), nullable=False, server_default="new"),
    Column("reason", String(40)),  # why nothing was done, in a word of ours
    Column("attempts", Integer, nullable=False, server_default="0"),
    Column("mail_id", RowId, ForeignKey("mail_address.id")),  # who wrote it
    Column("ticket_id", RowId, ForeignKey("ticket.id")),
    Column("message_id", String(255)),  # to be named by what answers it
    Column("came_at", UtcDateTime, nullable=False),
    Column("done_at", UtcDateTime),
    # ignored: automatic mail, for which nothing is to be done; broken: an advisor has to look
    one_of("state", "new", "done", "ignored", "broken"),
    Index("ix_mail_state", "state", "id"),
    Index("ix_mail_ticket_id", "ticket_id"),
    Index("ix_mail_mail_id_came_at", "mail_id", "came_at"),
)

#: What was attached to an e-mail, or cut off from it, for advisors to look at.
mail_file = Table(
    "mail_file",
    metadata,
    id_column(),
    Column("incoming_id", RowId, ForeignKey("mail.id"), nullable=False),
    Column("ticket_id", RowId, ForeignKey("ticket.id")),
    Column("name", String(200), nullable=False),
    Column("size", Integer, nullable=False),
    Column("content", LargeBinary),  # null: erased
    Column("made_at", UtcDateTime, nullable=False),
    Index("ix_mail_file_ticket_id", "ticket_id"),
    Index("ix_mail_file_incoming_id", "incoming_id"),
)

#: One e-mail that went out: what may be written back to it, and whether it came back.
mail_sent = Table(
    "mail_sent",
    metadata,
    Column("outbox_id", RowId, ForeignKey("outbox.id"), primary_key=True, autoincrement=False),
    Column("mail_id", RowId, ForeignKey("mail_address.id"), nullable=False),
    Column("automatic", Integer, nullable=False),  # 1: nobody wrote it, so such are counted
    Column("words", JSON, nullable=False),  # what may be written back: {word: button}
    Column("at", UtcDateTime, nullable=False),
    Column("returned_at", UtcDateTime),
    Index("ix_mail_sent_mail_id_at", "mail_id", "at"),
)
