"""The tables of the programme: occasions, who comes, what is due, who wants what, what was said.

They stand beside those of `tables`, in the same metadata and under the same rules.
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
    LargeBinary,
    String,
    Table,
    Text,
    UniqueConstraint,
    false,
    text,
)

from bot.storage.tables import id_column, one_of
from bot.storage.tables import metadata as metadata
from bot.storage.types import RowId, UtcDateTime

#: A meeting that people may sign up for, or a contest, as it was last made public.
occasion = Table(
    "occasion",
    metadata,
    Column("id", String(62), primary_key=True),  # the name in the programme's files
    Column("kind", String(10), nullable=False),
    Column("state", String(10), nullable=False, server_default="open"),
    Column("title", String(300), nullable=False),
    Column("starts_at", UtcDateTime, nullable=False),
    Column("ends_at", UtcDateTime, nullable=False),
    Column("place", String(300), nullable=False, server_default=""),
    Column("seats", Integer),  # how many may be seated, overbooking included; null: no limit
    Column("taken", Integer, nullable=False, server_default="0"),
    Column("seq", Integer, nullable=False, server_default="0"),  # of its calendar file
    Column("text", Text, nullable=False),  # its fields as YAML, as they are in force
    Column("mark", String(64), nullable=False),  # of what the files say, whatever is in force
    Column("origin", String(6), nullable=False),  # who has the word: the files, or the chat
    Column("changed_by", BigInteger),
    Column("changed_at", UtcDateTime, nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    one_of("kind", "workshop", "event", "duty", "contest"),
    one_of("state", "open", "cancelled", "gone"),  # gone: taken out of the files
    one_of("origin", "file", "chat"),
    CheckConstraint("taken >= 0", name="taken_positive"),
    CheckConstraint("seats IS NULL OR taken <= seats", name="never_oversold"),
    Index("ix_occasion_starts_at", "starts_at"),
)

#: A shift, a team or a place within an occasion.
team = Table(
    "team",
    metadata,
    id_column(),
    Column("occasion_id", String(62), ForeignKey("occasion.id"), nullable=False),
    Column("name", String(200), nullable=False),
    Column("site", String(80), nullable=False, server_default=""),
    Column("shift", String(80), nullable=False, server_default=""),
    Column("firm", String(200), nullable=False, server_default=""),
    Column("captain", String(200), nullable=False, server_default=""),
    Column("phone", String(32)),
    Column("person_id", RowId, ForeignKey("person.id")),  # the captain, when known to the bot
    Column("seats", Integer),
    Column("created_at", UtcDateTime, nullable=False),
    Column("left_at", UtcDateTime),  # withdrawn
    Column("told_at", UtcDateTime),  # of the plan for rain, which its captain must know in time
    Column("knows_at", UtcDateTime),  # that this was confirmed, by a press or by telephone
    Index("ix_team_occasion_id", "occasion_id"),
)

_ACTIVE = text("state IN ('seated', 'waiting', 'offered') AND person_id IS NOT NULL")

#: One person on the list of an occasion: with a seat, waiting for one, or no longer.
registration = Table(
    "registration",
    metadata,
    id_column(),
    Column("occasion_id", String(62), ForeignKey("occasion.id"), nullable=False),
    Column("person_id", RowId, ForeignKey("person.id")),  # null: has no Telegram
    Column("state", String(10), nullable=False),
    Column("name", String(200), nullable=False),
    Column("organisation", String(200), nullable=False, server_default=""),
    Column("commune", String(80), nullable=False, server_default=""),
    Column("needs", Text, nullable=False, server_default=""),
    Column("phone", String(32)),
    Column("email", String(200)),
    Column("channel", String(10), nullable=False, server_default="telegram"),
    Column("added_by", BigInteger),  # who entered a person without Telegram
    Column("guests", Integer, nullable=False, server_default="0"),  # further seats under this name
    Column("team_id", RowId, ForeignKey("team.id")),
    Column("place", Integer, nullable=False, server_default="0"),  # in the waiting list
    Column("offered_until", UtcDateTime),
    Column("coming", Boolean),  # what the person said two days before; null: nothing yet
    Column("told_seq", Integer, nullable=False, server_default="0"),  # the change last told
    Column("urgent_seq", Integer),  # the change that must be known in time
    Column("knows_seq", Integer),  # the change that was confirmed, by a press or by telephone
    Column("calls", Integer, nullable=False, server_default="0"),
    Column("called_by", String(200)),
    Column("called_at", UtcDateTime),
    Column("present_at", UtcDateTime),
    Column("present_by", String(12)),  # list, link, walk_in
    Column("rev", Integer, nullable=False, server_default="0"),
    Column("created_at", UtcDateTime, nullable=False),
    Column("left_at", UtcDateTime),
    Column("left_why", String(16)),  # self, organiser, offer_over, cancelled
    one_of("state", "seated", "waiting", "offered", "left"),
    one_of("channel", "telegram", "phone", "email", "list", "walk_in"),
    Index("ix_registration_occasion_id_state", "occasion_id", "state", "place"),
    Index("ix_registration_person_id", "person_id"),
    Index(
        "uq_registration_once",
        "occasion_id",
        "person_id",
        unique=True,
        sqlite_where=_ACTIVE,
        postgresql_where=_ACTIVE,
    ),
)

#: One reminder due to one person: it comes into being once, whatever happens.
occurrence = Table(
    "occurrence",
    metadata,
    id_column(),
    Column("key", String(200), nullable=False, unique=True),
    Column("kind", String(40), nullable=False),  # the file of its wording
    Column("subject", String(100), nullable=False),  # what it is about: "r:12", "d:7", ...
    Column("person_id", RowId, ForeignKey("person.id"), nullable=False),
    Column("moment", String(16), nullable=False),  # what it reminds of, by Warsaw's clocks
    Column("local", String(16), nullable=False),  # when it goes: "2027-03-06T09:00", as meant
    Column("zone", String(40), nullable=False),
    Column("due_at", UtcDateTime, nullable=False),
    Column("until", UtcDateTime, nullable=False),  # useless afterwards
    Column("state", String(10), nullable=False, server_default="waiting"),
    Column("params", JSON, nullable=False),  # what its wording needs to look things up
    Column("made_at", UtcDateTime, nullable=False),
    Column("done_at", UtcDateTime),
    Column("outbox_id", RowId),  # the message it went into
    # merged: another one, more useful, went instead
    one_of("state", "waiting", "owed", "expired", "merged", "cancelled"),
    Index("ix_occurrence_state_due_at", "state", "due_at"),
    Index("ix_occurrence_subject", "subject", "person_id"),
    Index("ix_occurrence_subject_state", "subject", "state", "due_at"),
    Index("ix_occurrence_person_id", "person_id"),
)

#: An organisation that leaders act for.
organisation = Table(
    "organisation",
    metadata,
    id_column(),
    Column("name", String(200), nullable=False),
    Column("kind", String(24), nullable=False),  # an audience tag: kgw, osp, fundacja, ...
    Column("commune", String(80), nullable=False, server_default=""),
    Column("traits", JSON, nullable=False),  # what the calendar of the law asks: opp, employs, ...
    Column("follows", JSON),  # the days of the calendar that it keeps; null: not chosen yet
    Column("created_at", UtcDateTime, nullable=False),
    Column("changed_at", UtcDateTime, nullable=False),
)

_MEMBER = text("left_at IS NULL")

#: Who acts for which organisation, and since when.
membership = Table(
    "membership",
    metadata,
    id_column(),
    Column("organisation_id", RowId, ForeignKey("organisation.id"), nullable=False),
    Column("person_id", RowId, ForeignKey("person.id"), nullable=False),
    Column("via", String(12), nullable=False),
    Column("joined_at", UtcDateTime, nullable=False),
    Column("left_at", UtcDateTime),
    Column("role", String(80), nullable=False, server_default=""),  # in their own words
    Column("since", String(10)),  # ISO date from which they hold it
    Column("asks", Boolean, nullable=False, server_default=false()),  # asks in its name by default
    Column("left_why", String(8)),  # self, parted, board
    Column("claim_id", RowId),  # the approved claim by which they came
    Column("ended_by", RowId),  # the approved claim by which they lost it
    one_of("via", "founded", "invited", "imported"),
    Index("ix_membership_person_id", "person_id"),
    Index(
        "uq_membership_once",
        "organisation_id",
        "person_id",
        unique=True,
        sqlite_where=_MEMBER,
        postgresql_where=_MEMBER,
    ),
)

#: A day that an organisation, or one person, has to keep.
deadline = Table(
    "deadline",
    metadata,
    id_column(),
    Column("owner", String(24), nullable=False),  # "org:5" or "person:7"
    Column("source", String(100), nullable=False),  # "law:cit-8", "own:12", "grant:...": its rule
    Column("title", String(300), nullable=False),
    Column("day", String(10), nullable=False),  # ISO date in Poland: the earlier one
    Column("later", String(10)),  # the day that a holiday may move it to
    Column("hour", String(5)),
    Column("basis", String(300), nullable=False, server_default=""),
    Column("note", String(500), nullable=False, server_default=""),
    Column("sure", Boolean, nullable=False, server_default=false()),
    Column("days_before", JSON, nullable=False),  # on which to remind
    Column("state", String(8), nullable=False, server_default="open"),
    Column("rev", Integer, nullable=False, server_default="0"),
    Column("created_by", RowId),
    Column("created_at", UtcDateTime, nullable=False),
    Column("done_by", RowId, ForeignKey("person.id")),
    Column("done_at", UtcDateTime),
    one_of("state", "draft", "open", "done", "dropped"),  # draft: not confirmed yet
    UniqueConstraint("owner", "source", "day"),
    Index("ix_deadline_owner_state", "owner", "state"),
    Index("ix_deadline_day", "day"),
)

#: What somebody wants to hear about: "contest:<id>", "law:<id>", ...
follow = Table(
    "follow",
    metadata,
    Column("person_id", RowId, ForeignKey("person.id"), primary_key=True),
    Column("what", String(100), primary_key=True),
    Column("since", UtcDateTime, nullable=False),
    Index("ix_follow_what", "what"),
)

#: What somebody agreed to, or refused, and how: the newest row of a subject counts.
consent = Table(
    "consent",
    metadata,
    id_column(),
    Column("person_id", RowId, ForeignKey("person.id"), nullable=False),
    Column("subject", String(24), nullable=False),
    Column("given", Boolean, nullable=False),
    Column("method", String(24), nullable=False),  # which button, or who entered it
    Column("at", UtcDateTime, nullable=False),
    Column("version", String(12), nullable=False, server_default=""),  # mark of what was agreed to
    Index("ix_consent_person_id_subject", "person_id", "subject", "id"),
)

#: Something told to many: written, looked at by somebody else, sent row by row.
announcement = Table(
    "announcement",
    metadata,
    id_column(),
    Column("author_id", BigInteger, nullable=False),
    Column("author", String(200), nullable=False),
    Column("chat_id", BigInteger, nullable=False),  # where its words stand, to be copied
    Column("message_id", BigInteger, nullable=False),
    Column("text", Text, nullable=False, server_default=""),
    Column("entities", JSON),
    Column("media", String(16)),
    Column("file", JSON),
    Column("subject", String(24)),
    Column("audience", JSON, nullable=False),
    Column("state", String(10), nullable=False, server_default="draft"),
    Column("rev", Integer, nullable=False, server_default="0"),
    Column("send_at", UtcDateTime),  # null: at once
    Column("alone", Boolean, nullable=False, server_default=false()),
    Column("publish_at", UtcDateTime),
    Column("approved_by", BigInteger),
    Column("approver", String(200)),
    Column("what", String(8), nullable=False, server_default="message"),
    Column("corrects", RowId),  # the one that this one puts right, or takes back
    Column("view", String(12), nullable=False, server_default=""),  # which page of its panel
    Column("shown_at", UtcDateTime),  # when its progress was last told
    Column("created_at", UtcDateTime, nullable=False),
    Column("started_at", UtcDateTime),
    Column("finished_at", UtcDateTime),
    one_of("what", "message", "fix", "recall"),
    # asked: waits for somebody else; alone: waits for its delay; ready: waits for its date
    one_of(
        "state", "draft", "asked", "alone", "ready", "sending", "paused", "stopped", "done",
        "recalled", "dropped",
    ),
    Index("ix_announcement_state", "state"),
    Index("ix_announcement_chat_id_message_id", "chat_id", "message_id"),
    Index("ix_announcement_corrects", "corrects"),
)  # fmt: skip

#: One recipient of an announcement: chosen when it started, and never a second time.
announcement_copy = Table(
    "announcement_copy",
    metadata,
    Column("announcement_id", RowId, ForeignKey("announcement.id"), primary_key=True),
    Column("person_id", RowId, ForeignKey("person.id"), primary_key=True),
    Column("outbox_id", RowId),
    Column("pressed_at", UtcDateTime),
    Column("opted_out_at", UtcDateTime),
    Index("ix_announcement_copy_outbox_id", "outbox_id"),
    Index("ix_announcement_copy_person_id", "person_id"),
)

#: A question about the rules of a contest, and the answer that everybody may read.
contest_question = Table(
    "contest_question",
    metadata,
    id_column(),
    Column("contest", String(62), nullable=False),
    Column("number", Integer),  # once it is public
    Column("ticket_id", RowId, ForeignKey("ticket.id")),
    Column("person_id", RowId, ForeignKey("person.id")),
    Column("question", Text, nullable=False),
    Column("answer", Text, nullable=False, server_default=""),
    Column("state", String(10), nullable=False, server_default="asked"),
    Column("rev", Integer, nullable=False, server_default="0"),
    Column("author_id", BigInteger),
    Column("author", String(200), nullable=False, server_default=""),
    Column("decided_by", BigInteger),
    Column("decider", String(200)),
    Column("created_at", UtcDateTime, nullable=False),
    Column("published_at", UtcDateTime),
    Column("question_id", RowId),  # what was asked, until somebody holds its ticket
    Column("told_at", UtcDateTime),  # when its followers were told of it
    Column("own", Boolean, nullable=False, server_default=false()),  # about one's application
    # asked: of the leader, whether all may read it; agreed: they may, once it is answered
    one_of("state", "asked", "agreed", "offered", "public", "private", "dropped"),
    UniqueConstraint("contest", "number"),
    Index("ix_contest_question_contest_state", "contest", "state"),
    Index("ix_contest_question_ticket_id", "ticket_id"),
)

#: What came of a quiz or a list of checks: kept only for who asked for that.
contest_result = Table(
    "contest_result",
    metadata,
    Column("person_id", RowId, ForeignKey("person.id"), primary_key=True),
    Column("contest", String(62), primary_key=True),
    Column("part", String(8), primary_key=True),
    Column("means", String(8), nullable=False),
    Column("notes", JSON, nullable=False),
    Column("at", UtcDateTime, nullable=False),
    one_of("part", "quiz", "check"),
    one_of("means", "fits", "fails", "ask"),
)

#: Results of a contest as a coordinator brought them, until somebody else has looked at them.
contest_import = Table(
    "contest_import",
    metadata,
    id_column(),
    Column("contest", String(62), nullable=False),
    Column("lines", JSON, nullable=False),
    Column("state", String(8), nullable=False, server_default="draft"),
    Column("author_id", BigInteger, nullable=False),
    Column("author", String(200), nullable=False),
    Column("decided_by", BigInteger),
    Column("decider", String(200)),
    Column("created_at", UtcDateTime, nullable=False),
    Column("decided_at", UtcDateTime),
    one_of("state", "draft", "offered", "done", "dropped"),
)

#: An answer in a test or in an evaluation; those of an evaluation carry nobody's name.
survey_answer = Table(
    "survey_answer",
    metadata,
    id_column(),
    Column("occasion_id", String(62), ForeignKey("occasion.id"), nullable=False),
    Column("part", String(8), nullable=False),
    Column("registration_id", RowId, ForeignKey("registration.id")),
    Column("question", Integer, nullable=False),
    Column("value", Integer),
    Column("text", Text),
    Column("at", UtcDateTime),  # null in an evaluation: it would point at who answered
    # absent: what somebody who did not come says of it
    one_of("part", "before", "after", "opinion", "absent"),
    Index("ix_survey_answer_occasion_id_part", "occasion_id", "part"),
)

#: That somebody has answered, and how far: so that nobody answers twice.
survey = Table(
    "survey",
    metadata,
    Column("registration_id", RowId, ForeignKey("registration.id"), primary_key=True),
    Column("part", String(8), primary_key=True),
    Column("answered", Integer, nullable=False, server_default="0"),
    Column("passed", Boolean),  # of a test that is done: whether enough answers were right
    Column("done_at", UtcDateTime),  # null in an evaluation, as in its answers
    one_of("part", "before", "after", "opinion", "absent"),
)

_IN_FORCE = text("cancelled_at IS NULL")

#: The register of certificates: numbers without gaps within a year.
certificate = Table(
    "certificate",
    metadata,
    id_column(),
    Column("year", Integer, nullable=False),
    Column("number", Integer, nullable=False),
    Column("registration_id", RowId, ForeignKey("registration.id"), nullable=False),
    Column("name", String(200), nullable=False),
    Column("title", String(300), nullable=False),
    Column("day", String(10), nullable=False),
    Column("hours", Integer, nullable=False),
    Column("issued_by", BigInteger),
    Column("issued_at", UtcDateTime, nullable=False),
    Column("cancelled_at", UtcDateTime),
    Column("cancelled_by", BigInteger),
    UniqueConstraint("year", "number"),
    Index(
        "uq_certificate_in_force",
        "registration_id",
        unique=True,
        sqlite_where=_IN_FORCE,
        postgresql_where=_IN_FORCE,
    ),
)

#: What belongs to an occasion as a file: materials for people, scans of signed lists.
occasion_file = Table(
    "occasion_file",
    metadata,
    id_column(),
    Column("occasion_id", String(62), ForeignKey("occasion.id"), nullable=False),
    Column("kind", String(10), nullable=False),
    Column("title", String(200), nullable=False, server_default=""),
    Column("chat_id", BigInteger, nullable=False),
    Column("message_id", BigInteger, nullable=False),
    Column("media", String(16), nullable=False),
    Column("file", JSON),
    Column("added_by", BigInteger, nullable=False),
    Column("at", UtcDateTime, nullable=False),
    one_of("kind", "material", "scan"),
    Index("ix_occasion_file_occasion_id_kind", "occasion_id", "kind"),
)

#: A file that was made for a message owed, until the message is gone.
made_file = Table(
    "made_file",
    metadata,
    Column("outbox_id", RowId, ForeignKey("outbox.id"), primary_key=True, autoincrement=False),
    Column("name", String(120), nullable=False),
    Column("content", LargeBinary, nullable=False),
    Column("made_at", UtcDateTime, nullable=False),
)
