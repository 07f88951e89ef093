"""How leaders rate their own skills, at the beginning and at the end: never who rated how.

Two tables that share nothing: who was asked and how far they came, and the ratings.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, exists, func, select

from bot.storage.report_tables import self_assessment, self_assessment_answer
from bot.storage.rows import add, change, one, put
from bot.storage.tables import person, question, ticket
from bot.storage.tickets import OPEN

_OF = self_assessment.c
#: Who waits for an answer is not asked for something.
_WAITS = exists().where(ticket.c.person_id == person.c.id, ticket.c.state.in_(OPEN))


@dataclass(frozen=True, slots=True)
class Rating:
    """How far one person has come with one part."""

    person_id: int
    part: str
    answered: int
    offered_at: datetime | None
    state: str


def find(conn: Connection, person_id: int, part: str) -> Rating | None:
    """Return how far somebody has come; None for who was not asked."""
    query = select(self_assessment).where(_OF.person_id == person_id, _OF.part == part)
    return one(conn, Rating, query)


def offer(conn: Connection, person_id: int, part: str, now: datetime | None) -> bool:
    """Note that somebody was asked, or came by themselves; False when that was known."""
    if find(conn, person_id, part) is not None:
        return False
    put(conn, self_assessment, person_id=person_id, part=part, offered_at=now)
    return True


def set_state(conn: Connection, person_id: int, part: str, state: str) -> None:
    """Note that somebody began, is done, or does not want to."""
    change(conn, self_assessment, _OF.person_id == person_id, _OF.part == part, state=state)


def end(conn: Connection, person_id: int) -> None:
    """Let somebody who was asked, or has begun, be asked nothing more."""
    open_still = _OF.state.in_(("offered", "begun"))
    change(conn, self_assessment, _OF.person_id == person_id, open_still, state="declined")


def rate(conn: Connection, person_id: int, part: str, number: int, value: int) -> bool:
    """Keep a rating if the question is the next one; False changes nothing.

    Two presses at once count once: the second finds another number.
    """
    mine = (_OF.person_id == person_id, _OF.part == part, _OF.state == "begun")
    if change(conn, self_assessment, *mine, _OF.answered == number, answered=number + 1) != 1:
        return False
    add(conn, self_assessment_answer, part=part, question=number, value=value)
    return True


def ratings(conn: Connection) -> dict[tuple[str, int], tuple[int, int]]:
    """Return by part and question how many rated, and what the ratings add up to."""
    table = self_assessment_answer.c
    query = select(table.part, table.question, func.count(), func.sum(table.value)).group_by(
        table.part, table.question
    )
    return {(part, number): (int(n), int(total)) for part, number, n, total in conn.execute(query)}


def to_offer_begin(conn: Connection, contacts: int, before: datetime, most: int) -> list[int]:
    """Return people who came before a moment, asked so often, and were not offered it."""
    known = select(_OF.person_id).where(_OF.part == "begin")
    query = (
        select(question.c.person_id)
        .join(person, person.c.id == question.c.person_id)
        .where(
            person.c.telegram_id.is_not(None),
            person.c.reachable,
            person.c.under_18.is_(False),
            person.c.created_at < before,
            question.c.state.not_in(("kind", "withdrawn")),
            question.c.person_id.not_in(known),
            ~_WAITS,
        )
        .group_by(question.c.person_id)
        .having(func.count() >= contacts)
        .order_by(question.c.person_id)
        .limit(most)
    )
    return list(conn.execute(query).scalars())


def to_offer_end(conn: Connection, most: int) -> list[int]:
    """Return who rated themselves at the beginning and was not asked at the end."""
    known = select(_OF.person_id).where(_OF.part == "end")
    query = (
        select(_OF.person_id)
        .join(person, person.c.id == _OF.person_id)
        .where(
            _OF.part == "begin",
            _OF.state == "done",
            _OF.person_id.not_in(known),
            ~_WAITS,
            person.c.telegram_id.is_not(None),
            person.c.reachable,
        )
        .order_by(_OF.person_id)
        .limit(most)
    )
    return list(conn.execute(query).scalars())
