"""The tables: what we remember. Every moment is UTC; every state has its CHECK.

People are known by our own row id; their Telegram id stands in `person` and, frozen, as the
address of what we owe them. Alembic migrations are generated from here (`bot/storage/migrations`).
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
    false,
    text,
    true,
)

from bot.storage.types import RowId, UtcDateTime

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def one_of(column: str, *values: str) -> CheckConstraint:
    """Return the rule that a column holds one of these words."""
    allowed = ", ".join(f"'{value}'" for value in values)
    return CheckConstraint(f"{column} IN ({allowed})", name=f"{column}_known")


def id_column() -> Column[Any]:
    """Return the column of a row's own number."""
    return Column("id", RowId, primary_key=True, autoincrement=True)


#: What Telegram told us, word for word, until 72 h after it is done.
inbox = Table(
    "inbox",
    metadata,
    Column("update_id", BigInteger, primary_key=True, autoincrement=False),
    Column("seq", BigInteger, nullable=False, index=True),  # order of arrival
    Column("chat", String(40), nullable=False),  # order is kept within it
    Column("raw", Text, nullable=False),
    Column("state", String(12), nullable=False, server_default="new"),
    Column("attempts", Integer, nullable=False, server_default="0"),
    Column("not_before", UtcDateTime),
    Column("error", String(80)),  # the kind of error only
    Column("received_at", UtcDateTime, nullable=False),
    Column("done_at", UtcDateTime),
    one_of("state", "new", "done", "quarantine"),
    Index("ix_inbox_waiting", "state", "chat", "seq"),
    Index("ix_inbox_oldest", "state", "seq"),
    Index("ix_inbox_put_off", "state", "not_before"),
)

_WORDED = text("template IS NOT NULL OR frozen IS NOT NULL")

#: What we owe somebody, and what became of it.
outbox = Table(
    "outbox",
    metadata,
    id_column(),
    Column("key", String(160), nullable=False, unique=True),
    Column("kind", String(16), nullable=False),  # domain.messages.Kind: the policy
    Column("operation", String(16), nullable=False),
    Column("lane", String(80), nullable=False),  # head of line: "chat:123", "group"
    Column("priority", Integer, nullable=False),
    Column("to", String(80), nullable=False),  # "chat:123" (frozen) or an alias: "group/legal"
    Column("template", String(60)),
    Column("params", JSON, nullable=False),
    Column(
        "frozen", JSON(none_as_null=True)
    ),  # the first attempt's rendering, used again by repeats
    Column("coalesce", String(80)),
    Column("ticket_id", RowId, ForeignKey("ticket.id")),
    Column("role", String(16)),  # what the delivered message is to us: see `receipt`
    Column("state", String(12), nullable=False, server_default="pending"),
    Column("attempts", Integer, nullable=False, server_default="0"),
    Column("misses", Integer, nullable=False, server_default="0"),  # attempts without effect
    Column("doubtful", Boolean, nullable=False, server_default=false()),  # may have arrived once
    Column("not_before", UtcDateTime),
    Column("valid_until", UtcDateTime),
    Column("reason", String(200)),
    Column("created_at", UtcDateTime, nullable=False),
    Column("sending_at", UtcDateTime),
    Column("finished_at", UtcDateTime),
    one_of("state", "pending", "sending", "sent", "failed", "uncertain", "expired", "cancelled"),
    Index("ix_outbox_waiting", "state", "lane", "id"),
    Index("ix_outbox_next", "state", "priority", "id"),
    Index("ix_outbox_put_off", "state", "not_before"),
    Index("ix_outbox_created_at", "created_at"),
    Index("ix_outbox_finished_at", "finished_at"),
    Index("ix_outbox_worded", "finished_at", sqlite_where=_WORDED, postgresql_where=_WORDED),
    Index("ix_outbox_coalesce", "coalesce", "state"),
    Index("ix_outbox_ticket_id", "ticket_id"),
)

#: Which message is what: the only map from a message in a chat back to a ticket.
receipt = Table(
    "receipt",
    metadata,
    Column("chat_id", BigInteger, primary_key=True, autoincrement=False),
    Column("message_id", BigInteger, primary_key=True, autoincrement=False),
    Column("role", String(16), nullable=False),
    Column("ticket_id", RowId, ForeignKey("ticket.id")),
    Column("post_id", RowId, ForeignKey("post.id")),
    Column("outbox_id", RowId, ForeignKey("outbox.id")),
    Column("digest", String(64)),  # of what stands in it now: an equal edit is not made
    Column("at", UtcDateTime, nullable=False),
    Column("practice_id", RowId),
    Column("content_id", RowId),
    Column("subject", String(100)),  # what a panel shows: "announcement:5", "calls:w01", ...
    Index("ix_receipt_subject", "subject"),
    Index("ix_receipt_practice_id", "practice_id"),
    Index("ix_receipt_content_id", "content_id"),
    Index("ix_receipt_ticket_id_role", "ticket_id", "role"),
    Index("ix_receipt_outbox_id", "outbox_id"),
    Index("ix_receipt_post_id", "post_id"),
)

person = Table(
    "person",
    metadata,
    id_column(),
    Column("telegram_id", BigInteger, unique=True),  # null: no Telegram, or erased
    Column("mail_id", RowId, unique=True),  # of `mail_address`, for who writes by e-mail
    Column("name", String(200), nullable=False),
    Column("anonymous", Boolean, nullable=False, server_default=false()),
    Column("organisation", String(200)),
    Column("commune", String(80)),
    Column("phone", String(32)),
    Column("phone_hours", String(120)),
    Column("reachable", Boolean, nullable=False, server_default=true()),
    Column("announcements", Boolean, nullable=False, server_default=false()),
    Column("notice_shown_at", UtcDateTime),
    Column("notice_read_at", UtcDateTime),
    Column("start_payload", String(64)),
    Column("dialog", String(24)),  # the dialogue this person is in, in the private chat
    Column("dialog_data", JSON),
    Column("dialog_until", UtcDateTime),
    Column("created_at", UtcDateTime, nullable=False),
    Column("under_18", Boolean, nullable=False, server_default=false()),  # as they declared
    Column("source", String(10), nullable=False, server_default="telegram"),
    Column("erased_at", UtcDateTime),  # nothing about them is kept but anonymous facts
    Column("legal_hold", Boolean, nullable=False, server_default=false()),  # nothing is erased
    one_of("source", "telegram", "email", "phone", "in_person", "messenger"),
)

#: People of the advisors' group. Membership itself is asked of Telegram and kept for 60 s at most.
advisor = Table(
    "advisor",
    metadata,
    Column("telegram_id", BigInteger, primary_key=True, autoincrement=False),
    Column("name", String(200), nullable=False),
    Column("specialities", JSON, nullable=False),
    Column("coordinator", Boolean, nullable=False, server_default=false()),
    Column("blocked", Boolean, nullable=False, server_default=false()),
    Column("member", Boolean, nullable=False, server_default=false()),
    Column("checked_at", UtcDateTime),
    Column("hints", Integer, nullable=False, server_default="0"),
    Column("scores", Boolean, nullable=False, server_default=false()),  # judges applications
    Column("trainee", Boolean, nullable=False, server_default=false()),  # replies are drafts
    Column("tax_qualified", Boolean, nullable=False, server_default=false()),
)

#: Where an alias points now: "group", "group/legal", ..., "group/coordination".
place = Table(
    "place",
    metadata,
    Column("alias", String(40), primary_key=True),
    Column("chat_id", BigInteger, nullable=False),
    Column("thread_id", BigInteger),
    Column("forum", Boolean, nullable=False, server_default=false()),
    Column("title", String(200)),
    Column("made_at", UtcDateTime),
)

#: What a leader asked, saved before anything else happens to it.
question = Table(
    "question",
    metadata,
    id_column(),
    Column("person_id", RowId, ForeignKey("person.id"), nullable=False),
    Column("chat_id", BigInteger, nullable=False),
    Column("message_id", BigInteger, nullable=False),
    Column("text", Text, nullable=False),
    Column("entities", JSON),
    Column("media", String(16)),  # photo, voice, document, ... or null for words
    Column("album", String(64)),
    Column("state", String(12), nullable=False),
    Column("zone", String(12)),
    Column("kind", String(24)),
    Column("topic", String(24)),
    Column("topics", JSON),
    Column("topic_confidence", Float),
    Column("entry", String(64)),
    Column("confidence", Float),
    Column("candidates", JSON),
    Column("base_version", String(32)),
    Column("feedback", String(16)),  # helped, other, none_of, advisor, picked, about
    Column("rev", Integer, nullable=False, server_default="0"),
    Column("previous_id", RowId),  # the question that this one says in other words
    Column("until", UtcDateTime),  # when a rephrasing or a choice stops being waited for
    Column("ticket_id", RowId, ForeignKey("ticket.id")),
    Column("asked_at", UtcDateTime, nullable=False),
    Column("edited_at", UtcDateTime),
    UniqueConstraint("chat_id", "message_id"),
    one_of(
        "state",
        "answered",
        "suggested",
        "rephrase",
        "ticket",
        "kind",
        "done",
        "withdrawn",
    ),
    Index("ix_question_person_id_id", "person_id", "id"),
    Index("ix_question_album", "album"),
    Index("ix_question_state_until", "state", "until"),
)

#: A question in human hands. Its id is the number people read: #142.
ticket = Table(
    "ticket",
    metadata,
    id_column(),
    Column("person_id", RowId, ForeignKey("person.id"), nullable=False),
    Column("channel", String(12), nullable=False, server_default="telegram"),
    Column("address", String(80), nullable=False),  # "chat:123", "mail:5", "paper:7", frozen
    Column("topic", String(24), nullable=False),
    Column("need", String(8), nullable=False, server_default="calm"),
    Column("state", String(12), nullable=False, server_default="queued"),
    Column("rev", Integer, nullable=False, server_default="0"),
    Column("question_id", RowId),
    Column("voice", Boolean, nullable=False, server_default=false()),
    Column("confirms", String(64)),  # the entry an advisor is asked to confirm
    Column(
        "deadline", String(10)
    ),  # ISO date of a letter's or known deadline, "potwierdzi doradca"
    Column("delivered", String(10)),  # ISO date a letter was delivered
    Column("letter", Boolean, nullable=False, server_default=false()),
    Column("promised_at", UtcDateTime),
    Column("promised_from", UtcDateTime),
    Column("promise_kept", Boolean, nullable=False, server_default=true()),
    Column("advisor_id", BigInteger, ForeignKey("advisor.telegram_id")),
    Column("claimed_at", UtcDateTime),
    Column("answered_at", UtcDateTime),
    Column("waiting_since", UtcDateTime),
    Column("waiting_reminders", Integer, nullable=False, server_default="0"),
    Column("nudged_at", UtcDateTime),
    Column("escalated_at", UtcDateTime),
    Column("closed_at", UtcDateTime),
    Column("closed_by", String(16)),  # advisor, leader, silence
    Column("rating", Integer),
    Column("follows", RowId, ForeignKey("ticket.id")),
    Column("call_wanted", Boolean, nullable=False, server_default=false()),
    Column("opened_at", UtcDateTime, nullable=False),
    Column("contest", String(62)),  # the contest that the question is about
    Column("confidential", Boolean, nullable=False, server_default=false()),
    Column("numbers_shown", Boolean, nullable=False, server_default=false()),  # by their wish
    Column("second_advisor_id", BigInteger),  # of a confidential ticket of somebody under 18
    Column("organisation_id", RowId),  # for which the person asked
    Column(
        "shared", Boolean, nullable=False, server_default=false()
    ),  # with others who act for it
    Column("entered_by", BigInteger),  # the advisor who wrote it down for the person
    one_of("state", "queued", "claimed", "waiting", "closed", "withdrawn"),
    one_of("need", "now", "week", "calm"),
    Index("ix_ticket_state_promised_at", "state", "promised_at"),
    Index("ix_ticket_person_id", "person_id"),
    Index("ix_ticket_organisation_id", "organisation_id"),
    Index("ix_ticket_advisor_id_state", "advisor_id", "state"),
)

#: One thing said in a ticket: by the leader, by an advisor, or a note among advisors.
post = Table(
    "post",
    metadata,
    id_column(),
    Column("ticket_id", RowId, ForeignKey("ticket.id"), nullable=False),
    Column("side", String(8), nullable=False),  # leader, advisor, note
    Column("author_id", BigInteger),  # Telegram id
    Column("author", String(200), nullable=False),
    Column("chat_id", BigInteger, nullable=False),
    Column("message_id", BigInteger, nullable=False),
    Column("text", Text, nullable=False, server_default=""),
    Column("entities", JSON),
    Column("media", String(16)),
    Column("file", JSON),
    Column("album", String(64)),
    Column("state", String(12), nullable=False, server_default="shown"),
    Column("outbox_id", RowId),
    Column("edited_at", UtcDateTime),
    Column("at", UtcDateTime, nullable=False),
    one_of("side", "leader", "advisor", "note"),
    # asking: "send it to the leader, or keep it as a note?"
    one_of("state", "shown", "asking", "owed", "undone", "withdrawn"),
    UniqueConstraint("chat_id", "message_id", "ticket_id"),
    Index("ix_post_ticket_id", "ticket_id"),
    Index("ix_post_album", "album"),
)

#: A good practice that a leader tells of: written step by step, then decided about.
practice = Table(
    "practice",
    metadata,
    id_column(),
    Column("person_id", RowId, ForeignKey("person.id"), nullable=False),
    Column("state", String(12), nullable=False, server_default="draft"),
    Column("done", JSON, nullable=False),  # steps of the form that are behind
    Column("people_agree", Boolean),  # those in the photos; null until asked
    Column("consent_at", UtcDateTime),  # to publishing words and the organisation's name
    Column("rev", Integer, nullable=False, server_default="0"),  # how often it was sent
    Column("slug", String(62), unique=True),  # its name among the pages, once accepted
    Column("note", Text),  # what is asked to be put right
    Column("decided_by", BigInteger),
    Column("decider", String(200)),
    Column("sent_at", UtcDateTime),
    Column("decided_at", UtcDateTime),
    Column("created_at", UtcDateTime, nullable=False),
    Column("touched_at", UtcDateTime, nullable=False),  # by its author
    # returned: to be put right by its author; dropped: never sent; withdrawn: taken back later
    one_of("state", "draft", "sent", "returned", "accepted", "rejected", "dropped", "withdrawn"),
    Index("ix_practice_person_id_state", "person_id", "state"),
    Index("ix_practice_state", "state"),
)

#: One message of the form. What may be a question is held until its author, or time, decides.
practice_part = Table(
    "practice_part",
    metadata,
    id_column(),
    Column("practice_id", RowId, ForeignKey("practice.id"), nullable=False),
    Column("field", String(8), nullable=False),
    Column("chat_id", BigInteger, nullable=False),
    Column("message_id", BigInteger, nullable=False),
    Column("text", Text, nullable=False, server_default=""),
    Column("entities", JSON),
    Column("media", String(16)),
    Column("file", JSON),
    Column("album", String(64)),
    Column("decision", JSON),  # what the bot thinks of it as a question
    Column("at", UtcDateTime, nullable=False),
    Column("edited_at", UtcDateTime),
    # gone: replaced, or taken as a question; only that the message is known is kept
    one_of("field", "title", "story", "place", "extra", "photo", "held", "gone"),
    UniqueConstraint("chat_id", "message_id"),
    Index("ix_practice_part_practice_id", "practice_id"),
    Index("ix_practice_part_field_at", "field", "at"),
)

#: What people said of knowledge that ages: one row a month for each thing that was asked about.
review = Table(
    "review",
    metadata,
    id_column(),
    Column("month", String(7), nullable=False),  # of the list, "2026-12"
    Column("kind", String(8), nullable=False),
    Column("name", String(64), nullable=False),
    Column("mark", String(64), nullable=False),  # of the file; another one makes the row void
    Column("asked_at", UtcDateTime),  # null: on a page that was not turned to yet
    Column("verdict", String(8)),
    Column("until", String(10)),  # ISO date until which it counts as checked
    Column("decided_by", BigInteger),
    Column("decider", String(200)),
    Column("decided_at", UtcDateTime),
    Column("remind_at", UtcDateTime),
    one_of("kind", "entry", "value"),
    one_of("verdict", "current", "fixing", "off"),
    UniqueConstraint("month", "kind", "name"),
    Index("ix_review_decided_at", "decided_at"),
    Index("ix_review_remind_at", "remind_at"),
)

#: What people write into the knowledge inside Telegram: a whole entry, or one way of asking.
content_revision = Table(
    "content_revision",
    metadata,
    id_column(),
    Column("kind", String(8), nullable=False),
    Column("name", String(64)),  # the entry; one that is new gets its name when it is offered
    Column("topic", String(24), nullable=False),
    Column("state", String(12), nullable=False, server_default="draft"),
    Column("rev", Integer, nullable=False, server_default="0"),  # how often its author changed it
    Column("asked", Text, nullable=False, server_default=""),  # a leader's words, masked
    Column("question", Text, nullable=False, server_default=""),
    Column("answer", Text, nullable=False, server_default=""),
    Column("source", Text, nullable=False, server_default=""),
    Column("text", Text),  # as it was offered: a whole file, or one line
    Column("base", String(64), nullable=False, server_default=""),  # mark of what it was put over
    Column("author_id", BigInteger, nullable=False),
    Column("author", String(200), nullable=False),
    Column("thread", String(40), nullable=False),  # alias of where its author writes it
    Column("ticket_id", RowId, ForeignKey("ticket.id")),
    Column("similar", JSON(none_as_null=True)),  # entries that are near; null: not looked for yet
    Column("bench", JSON(none_as_null=True)),  # what would change; null: not tried yet
    Column("alone", Boolean, nullable=False, server_default=false()),  # nobody else looked at it
    Column("publish_at", UtcDateTime),  # when it is published though nobody else has looked
    Column("offered_at", UtcDateTime),
    Column("decided_by", BigInteger),
    Column("decider", String(200)),
    Column("decided_at", UtcDateTime),
    Column("created_at", UtcDateTime, nullable=False),
    Column("touched_at", UtcDateTime, nullable=False),
    # edit: another answer for an entry that is there
    one_of("kind", "entry", "edit", "wording"),
    # stopped: given up by its author, or taken back
    one_of("state", "draft", "offered", "approved", "stopped", "rejected"),
    Index("ix_content_revision_state", "state"),
    Index("ix_content_revision_ticket_id", "ticket_id"),
)

#: What many asked in a week and the base did not answer: one row for each such question shown.
gap = Table(
    "gap",
    metadata,
    id_column(),
    Column("week", String(10), nullable=False),  # the Monday it was told on, "2026-11-30"
    Column("text", Text, nullable=False),  # the words in the middle, with nobody in them
    Column("topic", String(24), nullable=False),
    Column("people", Integer, nullable=False),
    Column("questions", JSON, nullable=False),  # ids of all questions alike
    Column("state", String(8), nullable=False, server_default="open"),
    Column("revision_id", RowId),  # what somebody writes, or has written, about it
    one_of("state", "open", "writing", "written"),
    Index("ix_gap_week", "week"),
    Index("ix_gap_state", "state"),
)

#: Who did what: ids and words of ours, never a leader's text.
audit = Table(
    "audit",
    metadata,
    id_column(),
    Column("at", UtcDateTime, nullable=False),
    Column("actor", String(40), nullable=False),
    Column("action", String(32), nullable=False),
    Column("ticket_id", RowId),
    Column("data", JSON, nullable=False),
    Column("seal", String(64)),  # of this row and all before it; none before it was introduced
    Index("ix_audit_ticket_id", "ticket_id"),
)

#: One-time links: only a hash is kept.
token = Table(
    "token",
    metadata,
    Column("digest", String(64), primary_key=True),
    Column("purpose", String(16), nullable=False),
    Column("made_at", UtcDateTime, nullable=False),
    Column("expires_at", UtcDateTime, nullable=False),
    Column("used_at", UtcDateTime),
)

#: Small facts about this installation: the bot's id and username, the last update seen alive, ...
fact = Table(
    "fact",
    metadata,
    Column("name", String(40), primary_key=True),
    Column("value", JSON, nullable=False),
)
