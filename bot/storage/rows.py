"""Rows as plain values, field for column, and the few statements that every aggregate needs."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any, Literal, TypeVar

from sqlalchemy import Connection, Select, Table, insert, update

from bot.storage import journal

R = TypeVar("R")
#: Who waits for rows: the worker and the sender.
Waker = Literal["inbox", "outbox"]


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody we advise: by Telegram, by e-mail, or only by telephone and in person.

    `telegram_id` and `mail_id` are null where that way does not exist, or no longer does.
    """

    id: int
    telegram_id: int | None
    mail_id: int | None
    name: str
    anonymous: bool
    organisation: str | None
    commune: str | None
    phone: str | None
    phone_hours: str | None
    reachable: bool
    announcements: bool
    notice_shown_at: datetime | None
    notice_read_at: datetime | None
    start_payload: str | None
    dialog: str | None
    dialog_data: dict[str, Any] | None
    dialog_until: datetime | None
    created_at: datetime
    under_18: bool
    source: str
    erased_at: datetime | None
    legal_hold: bool

    @property
    def chat(self) -> int:
        """Return the private chat; ValueError for somebody who has none."""
        if self.telegram_id is None:
            raise ValueError("no_telegram")
        return self.telegram_id

    @property
    def by_mail(self) -> bool:
        """Tell whether e-mail is the only way to write to this person."""
        return self.telegram_id is None and self.mail_id is not None

    @property
    def channel(self) -> str:
        """Return the channel by which this person is written to."""
        return "email" if self.by_mail else "telegram"

    @property
    def address(self) -> str:
        """Return where this person's messages go, frozen into what we owe.

        "chat:<Telegram id>", "mail:<row of `mail_address`>", or "paper:<row>" for people whom
        somebody has to call, or to hand an answer over to: nothing is sent there.
        """
        if self.telegram_id is not None:
            return f"chat:{self.telegram_id}"
        return f"mail:{self.mail_id}" if self.mail_id is not None else f"paper:{self.id}"


@dataclass(frozen=True, slots=True)
class Question:
    """What a leader asked, and what the bot decided about it."""

    id: int
    person_id: int
    chat_id: int
    message_id: int
    text: str
    entities: list[dict[str, Any]] | None
    media: str | None
    album: str | None
    state: str
    zone: str | None
    kind: str | None
    topic: str | None
    topics: list[str] | None
    topic_confidence: float | None
    entry: str | None
    confidence: float | None
    candidates: list[dict[str, Any]] | None
    base_version: str | None
    feedback: str | None
    rev: int
    previous_id: int | None
    until: datetime | None
    ticket_id: int | None
    asked_at: datetime
    edited_at: datetime | None


@dataclass(frozen=True, slots=True)
class Ticket:
    """A question in human hands; `id` is the number people read."""

    id: int
    person_id: int
    channel: str
    address: str
    topic: str
    need: str
    state: str
    rev: int
    question_id: int | None
    voice: bool
    confirms: str | None
    deadline: str | None
    delivered: str | None
    letter: bool
    promised_at: datetime | None
    promised_from: datetime | None
    promise_kept: bool
    advisor_id: int | None
    claimed_at: datetime | None
    answered_at: datetime | None
    waiting_since: datetime | None
    waiting_reminders: int
    nudged_at: datetime | None
    escalated_at: datetime | None
    closed_at: datetime | None
    closed_by: str | None
    rating: int | None
    follows: int | None
    call_wanted: bool
    opened_at: datetime
    contest: str | None
    confidential: bool
    numbers_shown: bool
    second_advisor_id: int | None
    organisation_id: int | None
    shared: bool
    entered_by: int | None


@dataclass(frozen=True, slots=True)
class Post:
    """One thing said in a ticket."""

    id: int
    ticket_id: int
    side: str
    author_id: int | None
    author: str
    chat_id: int
    message_id: int
    text: str
    entities: list[dict[str, Any]] | None
    media: str | None
    file: dict[str, Any] | None
    album: str | None
    state: str
    outbox_id: int | None
    edited_at: datetime | None
    at: datetime


@dataclass(frozen=True, slots=True)
class Advisor:
    """A person of the advisors' group."""

    telegram_id: int
    name: str
    specialities: list[str]
    coordinator: bool
    blocked: bool
    member: bool
    checked_at: datetime | None
    hints: int
    scores: bool
    trainee: bool
    tax_qualified: bool


@dataclass(frozen=True, slots=True)
class Receipt:
    """What one message in a chat is to us."""

    chat_id: int
    message_id: int
    role: str
    ticket_id: int | None
    post_id: int | None
    outbox_id: int | None
    digest: str | None
    at: datetime
    practice_id: int | None
    content_id: int | None
    subject: str | None


@dataclass(frozen=True, slots=True)
class Place:
    """Where an alias of the advisors' group points now."""

    alias: str
    chat_id: int
    thread_id: int | None
    forum: bool
    title: str | None
    made_at: datetime | None


def wakers(conn: Connection) -> set[Waker]:
    """Return whom the running transaction concerns: they are woken when it is committed."""
    found: set[Waker] = conn.info.setdefault("wakers", set())
    return found


def one(conn: Connection, kind: type[R], query: Select[Any], /, **given: Any) -> R | None:
    """Return the first row of a query over the whole table as `kind`, or None.

    `given` fills bound parameters: a query made once and given its values each time costs half.
    """
    row = conn.execute(query, given).first()
    return None if row is None else kind(*row)


def every(conn: Connection, kind: type[R], query: Select[Any], /, **given: Any) -> list[R]:
    """Return all rows of a query over the whole table as `kind`."""
    return [kind(*row) for row in conn.execute(query, given)]


@contextmanager
def attempt(conn: Connection) -> Iterator[None]:
    """Let what fails inside leave no trace in the transaction, which goes on."""
    conn.exec_driver_sql("SAVEPOINT attempt")
    try:
        with journal.undone_together(conn):
            yield
    except BaseException:
        conn.exec_driver_sql("ROLLBACK TO attempt")
        raise
    finally:
        conn.exec_driver_sql("RELEASE attempt")


def add(conn: Connection, table: Table, **values: Any) -> int:
    """Insert one row and return its id."""
    key = conn.execute(insert(table), values).inserted_primary_key
    assert key is not None
    return int(key[0])


def put(conn: Connection, table: Table, **values: Any) -> None:
    """Insert one row of a table that has a key of another kind."""
    conn.execute(insert(table), values)


def change(conn: Connection, table: Table, *where: Any, **values: Any) -> int:
    """Update the rows for which all of `where` holds; return how many there were."""
    return conn.execute(update(table).where(*where).values(**values)).rowcount


def columns(kind: type[Any]) -> tuple[str, ...]:
    """Return the field names of a row's class, in the order of the table's columns."""
    return tuple(field.name for field in fields(kind))
