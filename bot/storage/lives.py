"""The life of one ticket, or of one update, as its rows tell it: moments and states, no words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, select

from bot.storage.rows import every
from bot.storage.tables import inbox, outbox, post, question


@dataclass(frozen=True, slots=True)
class Arrival:
    """An update."""

    update_id: int
    state: str
    attempts: int
    error: str | None
    received_at: datetime
    done_at: datetime | None


@dataclass(frozen=True, slots=True)
class Choice:
    """What was decided about a question."""

    id: int
    state: str
    zone: str | None
    topic: str | None
    confidence: float | None
    ticket_id: int | None
    asked_at: datetime


@dataclass(frozen=True, slots=True)
class Sending:
    """A message owed."""

    id: int
    key: str
    kind: str
    operation: str
    state: str
    attempts: int
    misses: int
    doubtful: bool
    reason: str | None
    ticket_id: int | None
    created_at: datetime
    sending_at: datetime | None
    finished_at: datetime | None

    @property
    def update_id(self) -> int | None:
        """Return the update that caused it, when one did."""
        cause = self.key.rpartition(":")[2]
        return int(cause[1:]) if cause[:1] == "u" and cause[1:].isdigit() else None


@dataclass(frozen=True, slots=True)
class Said:
    """That somebody said something in a ticket."""

    id: int
    side: str
    media: str | None
    state: str
    at: datetime


def arrivals(conn: Connection, update_ids: set[int]) -> list[Arrival]:
    """Return what is still known of these updates: they are forgotten after three days."""
    columns = (inbox.c[name] for name in Arrival.__slots__)
    query = select(*columns).where(inbox.c.update_id.in_(sorted(update_ids)))
    return every(conn, Arrival, query.order_by(inbox.c.seq))


def choices(conn: Connection, number: int) -> list[Choice]:
    """Return what was decided about the questions of a ticket."""
    columns = (question.c[name] for name in Choice.__slots__)
    query = select(*columns).where(question.c.ticket_id == number)
    return every(conn, Choice, query.order_by(question.c.id))


def sendings(conn: Connection, number: int) -> list[Sending]:
    """Return what was owed because of a ticket."""
    columns = (outbox.c[name] for name in Sending.__slots__)
    query = select(*columns).where(outbox.c.ticket_id == number)
    return every(conn, Sending, query.order_by(outbox.c.id))


def sendings_because_of(conn: Connection, update_id: int) -> list[Sending]:
    """Return what was owed because of an update."""
    columns = (outbox.c[name] for name in Sending.__slots__)
    query = select(*columns).where(outbox.c.key.like(f"%:u{update_id}"))
    return every(conn, Sending, query.order_by(outbox.c.id))


def said(conn: Connection, number: int) -> list[Said]:
    """Return when and by which side something was said in a ticket."""
    columns = (post.c[name] for name in Said.__slots__)
    query = select(*columns).where(post.c.ticket_id == number)
    return every(conn, Said, query.order_by(post.c.id))
