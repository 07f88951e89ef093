"""Questions with what became of them, read at once: for labels and for the gaps of a week."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, select

from bot.storage import organisations
from bot.storage.tables import audit, content_revision, person, post, question, ticket


@dataclass(frozen=True, slots=True)
class Answer:
    """Words of an advisor that went to a leader."""

    text: str
    entities: list[dict[str, Any]] | None


@dataclass(frozen=True, slots=True)
class Handed:
    """A ticket as far as a question's truth hangs on it."""

    topic: str
    state: str
    closed_by: str | None
    confirms: str | None
    entries: tuple[str, ...]  # entries that were made, or are asked for, with its words
    passed: frozenset[str]  # topics to which advisors moved it
    answers: tuple[Answer, ...]


@dataclass(frozen=True, slots=True)
class Told:
    """A question in words, its asker, and what became of it."""

    id: int
    person_id: int
    name: str
    organisation: str | None
    commune: str | None
    text: str
    state: str
    zone: str | None
    kind: str | None
    topic: str | None
    entry: str | None
    candidates: list[dict[str, Any]]
    feedback: str | None
    previous_id: int | None
    asked_at: datetime
    handed: Handed | None
    acts_for: tuple[str, ...] = ()  # names of organisations


def told(conn: Connection, since: datetime | None = None) -> list[Told]:
    """Return questions in words of which more is known than that they were asked, oldest first."""
    query = (
        select(question, person.c.name, person.c.organisation, person.c.commune)
        .add_columns(ticket.c.topic.label("ticket_topic"), ticket.c.state.label("ticket_state"))
        .add_columns(ticket.c.closed_by, ticket.c.confirms)
        .join(person, person.c.id == question.c.person_id)
        .outerjoin(ticket, ticket.c.id == question.c.ticket_id)
        .where(question.c.media.is_(None), question.c.text != "")
        .where(ticket.c.confidential.is_not(True))
        .where(
            question.c.feedback.is_not(None)
            | question.c.ticket_id.is_not(None)
            | (question.c.state == "done")
        )
        .order_by(question.c.id)
    )
    if since is not None:
        query = query.where(question.c.asked_at >= since)
    rows = conn.execute(query).all()
    numbers = sorted({row.ticket_id for row in rows if row.ticket_id is not None})
    passed, answers = _passed(conn, numbers), _answers(conn, numbers)
    entries = _entries(conn, numbers)
    names = organisations.names_by_person(conn)
    return [
        replace(_told(row, passed, answers, entries), acts_for=tuple(names.get(row.person_id, ())))
        for row in rows
    ]


def _told(
    row: Row[Any],
    passed: dict[int, set[str]],
    answers: dict[int, list[Answer]],
    entries: dict[int, list[str]],
) -> Told:
    handed = None
    if row.ticket_id is not None:
        handed = Handed(
            topic=row.ticket_topic,
            state=row.ticket_state,
            closed_by=row.closed_by,
            confirms=row.confirms,
            entries=tuple(entries.get(row.ticket_id, ())),
            passed=frozenset(passed.get(row.ticket_id, ())),
            answers=tuple(answers.get(row.ticket_id, ())),
        )
    return Told(
        id=row.id,
        person_id=row.person_id,
        name=row.name,
        organisation=row.organisation,
        commune=row.commune,
        text=row.text,
        state=row.state,
        zone=row.zone,
        kind=row.kind,
        topic=row.topic,
        entry=row.entry,
        candidates=row.candidates or [],
        feedback=row.feedback,
        previous_id=row.previous_id,
        asked_at=row.asked_at,
        handed=handed,
    )


def _passed(conn: Connection, numbers: list[int]) -> dict[int, set[str]]:
    found: dict[int, set[str]] = defaultdict(set)
    for some in _portions(numbers):
        query = select(audit.c.ticket_id, audit.c.data).where(
            audit.c.action == "pass", audit.c.ticket_id.in_(some)
        )
        for number, data in conn.execute(query):
            found[number].add(str(data.get("topic")))
    return found


def _answers(conn: Connection, numbers: list[int]) -> dict[int, list[Answer]]:
    found: dict[int, list[Answer]] = defaultdict(list)
    for some in _portions(numbers):
        query = (
            select(post.c.ticket_id, post.c.text, post.c.entities)
            .where(post.c.ticket_id.in_(some), post.c.side == "advisor", post.c.state == "owed")
            .order_by(post.c.id)
        )
        for number, text, entities in conn.execute(query):
            found[number].append(Answer(text, entities))
    return found


def _entries(conn: Connection, numbers: list[int]) -> dict[int, list[str]]:
    """Return the entries that approved proposals made of tickets name."""
    found: dict[int, list[str]] = defaultdict(list)
    table = content_revision
    for some in _portions(numbers):
        query = select(table.c.ticket_id, table.c.name).where(
            table.c.ticket_id.in_(some), table.c.state == "approved", table.c.name.is_not(None)
        )
        for number, name in conn.execute(query.order_by(table.c.id)):
            found[number].append(name)
    return found


def _portions(numbers: list[int], size: int = 500) -> Iterator[list[int]]:
    """Yield the numbers in portions: a statement takes only so many values."""
    return (numbers[at : at + size] for at in range(0, len(numbers), size))


def advisors(conn: Connection) -> list[str]:
    """Return the names of all who ever answered in the group, for hiding them."""
    query = select(post.c.author).where(post.c.side == "advisor").distinct()
    return sorted(conn.execute(query).scalars())
