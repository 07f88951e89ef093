"""Questions about the rules of a contest: asked, answered, and public under a number."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, func, select

from bot.storage.programme_tables import contest_question
from bot.storage.rows import add as insert
from bot.storage.rows import change, every, one
from bot.storage.tables import ticket

_BY_ID = select(contest_question).where(contest_question.c.id == bindparam("ident"))
_OF_TICKET = (
    select(contest_question)
    .where(contest_question.c.ticket_id == bindparam("ticket_id"))
    .order_by(contest_question.c.id.desc())
    .limit(1)
)


@dataclass(frozen=True, slots=True)
class ContestQuestion:
    """One question, and what has become of it; once public it has a number."""

    id: int
    contest: str
    number: int | None
    ticket_id: int | None
    person_id: int | None
    question: str
    answer: str
    state: str
    rev: int
    author_id: int | None
    author: str
    decided_by: int | None
    decider: str | None
    created_at: datetime
    published_at: datetime | None
    question_id: int | None
    told_at: datetime | None
    own: bool


def add(conn: Connection, **values: Any) -> int:
    """Store a question and return its id."""
    return insert(conn, contest_question, **values)


def find(conn: Connection, ident: int) -> ContestQuestion | None:
    """Return a question, whatever its state."""
    return one(conn, ContestQuestion, _BY_ID, ident=ident)


def of_ticket(conn: Connection, ticket_id: int) -> ContestQuestion | None:
    """Return the question that a ticket answers, if it is one about a contest."""
    return one(conn, ContestQuestion, _OF_TICKET, ticket_id=ticket_id)


def move(conn: Connection, ident: int, *, was: Collection[str], **values: Any) -> bool:
    """Change a question if it is in one of these states; tell whether it was."""
    at = contest_question.c.state.in_(list(was))
    rev = contest_question.c.rev + 1
    return (
        change(conn, contest_question, contest_question.c.id == ident, at, rev=rev, **values) == 1
    )


def link(conn: Connection, ident: int, ticket_id: int) -> None:
    """Remember the ticket in which a question is answered."""
    change(conn, contest_question, contest_question.c.id == ident, ticket_id=ticket_id)


def public(conn: Connection, contest: str) -> list[ContestQuestion]:
    """Return what everybody may read about a contest, by its numbers."""
    query = select(contest_question).where(
        contest_question.c.contest == contest, contest_question.c.state == "public"
    )
    return every(conn, ContestQuestion, query.order_by(contest_question.c.number))


def next_number(conn: Connection, contest: str) -> int:
    """Return the number of the next public answer; numbers are never given twice."""
    query = select(func.max(contest_question.c.number)).where(
        contest_question.c.contest == contest
    )
    return int(conn.execute(query).scalar() or 0) + 1


def untold(conn: Connection, before: datetime) -> list[ContestQuestion]:
    """Return public answers from before a moment of which followers have not been told."""
    query = select(contest_question).where(
        contest_question.c.state == "public",
        contest_question.c.told_at.is_(None),
        contest_question.c.published_at < before,
    )
    order = (contest_question.c.contest, contest_question.c.number)
    return every(conn, ContestQuestion, query.order_by(*order))


def told(conn: Connection, idents: Collection[int], now: datetime) -> None:
    """Remember that followers were told of these."""
    change(conn, contest_question, contest_question.c.id.in_(list(idents)), told_at=now)


def undecided(conn: Connection, before: datetime) -> list[ContestQuestion]:
    """Return questions without a ticket whose leaders have not said since whether all may read."""
    query = select(contest_question).where(
        contest_question.c.state == "asked",
        contest_question.c.ticket_id.is_(None),
        contest_question.c.created_at <= before,
    )
    return every(conn, ContestQuestion, query.order_by(contest_question.c.id))


def unasked(conn: Connection, contest: str, since: datetime) -> list[int]:
    """Return the open tickets about a contest whose leaders were not asked if all may read."""
    known = select(contest_question.c.id).where(contest_question.c.ticket_id == ticket.c.id)
    query = select(ticket.c.id).where(
        ticket.c.contest == contest,
        ticket.c.state.in_(("queued", "claimed")),
        ticket.c.answered_at.is_(None),
        ticket.c.opened_at >= since,
        ~known.exists(),
    )
    return [int(number) for number in conn.execute(query.order_by(ticket.c.id)).scalars()]
