"""What was sent, published, agreed to and changed, for a report: never a leader's own words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, and_, case, func, select

from bot.domain.periods import Period
from bot.storage.programme_tables import (
    announcement,
    announcement_copy,
    consent,
    contest_question,
    occurrence,
)
from bot.storage.rows import every
from bot.storage.tables import audit, outbox, person, ticket


@dataclass(frozen=True, slots=True)
class Reminded:
    """Reminders of one kind about one thing at one moment, and to how many people they went."""

    kind: str
    subject: str
    due_at: datetime
    people: int


def reminders(conn: Connection, period: Period) -> list[Reminded]:
    """Return the reminders that went out in a period, in order of time.

    Those about a registration or a deadline of one person are told by their kind alone.
    """
    about = case(
        (occurrence.c.subject.like("%:%"), func.substr(occurrence.c.subject, 1, 1)),
        else_=occurrence.c.subject,
    )
    query = (
        select(occurrence.c.kind, about, occurrence.c.due_at, func.count())
        .where(
            occurrence.c.state.in_(("owed", "merged")),
            occurrence.c.due_at >= period.since,
            occurrence.c.due_at < period.until,
        )
        .group_by(occurrence.c.kind, about, occurrence.c.due_at)
        .order_by(occurrence.c.due_at, occurrence.c.kind, about)
    )
    return every(conn, Reminded, query)


@dataclass(frozen=True, slots=True)
class Announced:
    """An announcement with how many it was meant for and reached."""

    id: int
    what: str
    text: str
    subject: str | None
    author: str
    approver: str | None
    alone: bool
    state: str
    started_at: datetime
    recipients: int
    delivered: int
    opted_out: int


def announcements(conn: Connection, period: Period) -> list[Announced]:
    """Return the announcements that began to go out in a period, in order of time."""
    names = ("id", "what", "text", "subject", "author", "approver", "alone", "state", "started_at")
    gone = and_(announcement_copy.c.outbox_id.is_not(None), outbox.c.state == "sent")
    query = (
        select(
            *(announcement.c[name] for name in names),
            func.count(announcement_copy.c.person_id),
            func.count(announcement_copy.c.person_id).filter(gone),
            func.count(announcement_copy.c.opted_out_at),
        )
        .outerjoin(announcement_copy, announcement_copy.c.announcement_id == announcement.c.id)
        .outerjoin(outbox, outbox.c.id == announcement_copy.c.outbox_id)
        .where(announcement.c.started_at >= period.since, announcement.c.started_at < period.until)
        .group_by(announcement.c.id)
        .order_by(announcement.c.started_at, announcement.c.id)
    )
    return every(conn, Announced, query)


@dataclass(frozen=True, slots=True)
class Published:
    """A question about a contest with its answer, as everybody may read them."""

    contest: str
    number: int
    question: str
    answer: str
    published_at: datetime


def contest_answers(conn: Connection, period: Period) -> list[Published]:
    """Return what was published in a period, by contest and number."""
    columns = (contest_question.c[name] for name in Published.__slots__)
    query = select(*columns).where(
        contest_question.c.state == "public",
        contest_question.c.published_at >= period.since,
        contest_question.c.published_at < period.until,
    )
    order = (contest_question.c.contest, contest_question.c.number)
    return every(conn, Published, query.order_by(*order))


@dataclass(frozen=True, slots=True)
class Agreed:
    """What somebody agreed to or refused; the person by their row only."""

    id: int
    person_id: int
    subject: str
    given: bool
    method: str
    at: datetime


def consents(conn: Connection, period: Period) -> list[Agreed]:
    """Return what people agreed to and refused in a period, in order of time."""
    columns = (consent.c[name] for name in Agreed.__slots__)
    query = select(*columns).where(consent.c.at >= period.since, consent.c.at < period.until)
    return every(conn, Agreed, query.order_by(consent.c.at, consent.c.id))


def erased(conn: Connection, period: Period) -> list[tuple[int, datetime]]:
    """Return whose data were erased in a period, and when, in order of time."""
    query = select(person.c.id, person.c.erased_at).where(
        person.c.erased_at >= period.since, person.c.erased_at < period.until
    )
    return [(row.id, row.erased_at) for row in conn.execute(query.order_by(person.c.erased_at))]


@dataclass(frozen=True, slots=True)
class Noted:
    """One line of the audit trail."""

    id: int
    at: datetime
    actor: str
    action: str
    ticket_id: int | None
    data: dict[str, Any]


def changes(conn: Connection, period: Period) -> list[Noted]:
    """Return the audit trail of a period."""
    columns = (audit.c[name] for name in Noted.__slots__)
    query = select(*columns).where(audit.c.at >= period.since, audit.c.at < period.until)
    return every(conn, Noted, query.order_by(audit.c.id))


@dataclass(frozen=True, slots=True)
class Promised:
    """A ticket whose answer is still promised."""

    id: int
    topic: str
    promised_at: datetime


def open_promises(conn: Connection) -> list[Promised]:
    """Return the tickets that wait for a first answer until a moment, the soonest first."""
    columns = (ticket.c[name] for name in Promised.__slots__)
    query = select(*columns).where(
        ticket.c.state.in_(("queued", "claimed")),
        ticket.c.answered_at.is_(None),
        ticket.c.promised_at.is_not(None),
    )
    return every(conn, Promised, query.order_by(ticket.c.promised_at, ticket.c.id))
