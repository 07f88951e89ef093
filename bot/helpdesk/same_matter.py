"""Which of a leader's open tickets a new one may belong to: it alone is offered [Dopisz do #4].

A button about another matter would only confuse, so there has to be a reason: it was written
within minutes, or it is of the same topic and like it by its words or by the entry nearest to it.
"""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import Connection

from bot.domain.likeness import seem_alike
from bot.helpdesk.answering import WORTH_OFFERING
from bot.knowledge.text import STOP_WORDS
from bot.storage import posts, questions, tickets
from bot.storage.rows import Post, Ticket

AT_ONCE = timedelta(minutes=10)  # what comes so soon after is mostly what was forgotten


def earlier_ticket(conn: Connection, ticket: Ticket) -> Ticket | None:
    """Return the leader's newest open ticket before this one that it may belong to."""
    before = (one for one in tickets.open_of_person(conn, ticket.person_id) if one.id < ticket.id)
    newest_first = sorted(before, key=lambda one: -one.id)
    return next((one for one in newest_first if _may_be_one(conn, one, ticket)), None)


def _may_be_one(conn: Connection, before: Ticket, ticket: Ticket) -> bool:
    if before.confidential or ticket.confidential:
        return False
    said = _said(conn, before)
    if any(timedelta(0) <= ticket.opened_at - post.at <= AT_ONCE for post in said):
        return True
    if before.topic != ticket.topic:
        return False
    nearest = _nearest_entry(conn, ticket)
    if nearest is not None and nearest == _nearest_entry(conn, before):
        return True
    return seem_alike(_words(said), _words(_said(conn, ticket)), STOP_WORDS)


def _said(conn: Connection, ticket: Ticket) -> list[Post]:
    found = posts.of_ticket(conn, ticket.id)
    return [post for post in found if post.side == "leader" and post.state != "withdrawn"]


def _words(said: list[Post]) -> str:
    return "\n".join(post.text for post in said)


def _nearest_entry(conn: Connection, ticket: Ticket) -> str | None:
    """Return the entry that a ticket's question is nearest to, if it is near to any."""
    question = questions.by_id(conn, ticket.question_id) if ticket.question_id else None
    found = question.candidates[0] if question is not None and question.candidates else None
    near = found is not None and found["confidence"] >= WORTH_OFFERING
    return str(found["entry"]) if found is not None and near else None
