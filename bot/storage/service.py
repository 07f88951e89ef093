"""How well people are served, counted in rows: what waits, what is doubtful, what was promised.

Each question is asked of every scrape, so each goes by an index or by the end of a table.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, and_, bindparam, case, func, or_, select

from bot.domain.messages import POLICIES, MessageState
from bot.storage.draft_tables import draft
from bot.storage.tables import inbox, outbox, post, question, ticket

WINDOW = timedelta(days=28)
PRIORITIES = tuple(sorted({policy.priority for policy in POLICIES.values()}))
_DUE_FIRST = (
    select(outbox.c.created_at, outbox.c.not_before)
    .where(
        outbox.c.state == MessageState.PENDING.value,
        outbox.c.priority == bindparam("priority"),
        or_(outbox.c.not_before.is_(None), outbox.c.not_before <= bindparam("now")),
    )
    .order_by(outbox.c.id)
    .limit(1)
)
_UNCERTAIN = select(func.count()).where(
    outbox.c.state == MessageState.UNCERTAIN.value,
    outbox.c.role == "answer",
    outbox.c.finished_at >= bindparam("since"),
)
_LOOKED_AT = ("pending", "sending", "failed", "uncertain")
_STATES = (
    select(outbox.c.state, func.count())
    .where(outbox.c.state.in_(_LOOKED_AT))
    .group_by(outbox.c.state)
)
_WAITING = select(func.count()).where(outbox.c.state.in_(("pending", "sending")))
_STORED = select(inbox.c.received_at, inbox.c.chat).where(inbox.c.update_id == bindparam("ident"))

#: The first words of an advisor since the promise in force was made; what a trainee wrote counts
#: when somebody else has sent it.
_ANSWERED = (
    select(func.min(func.coalesce(draft.c.decided_at, post.c.at)))
    .select_from(
        post.outerjoin(draft, and_(draft.c.post_id == post.c.id, draft.c.state == "sent"))
    )
    .where(
        post.c.ticket_id == ticket.c.id,
        post.c.side == "advisor",
        post.c.state.in_(("shown", "owed")),
        post.c.at >= func.coalesce(ticket.c.promised_from, ticket.c.opened_at),
    )
    .correlate(ticket)
    .scalar_subquery()
)
_PROMISED = select(
    ticket.c.promised_at, _ANSWERED.label("answered"), ticket.c.closed_at, ticket.c.closed_by
).where(
    ticket.c.state.in_(("queued", "claimed", "waiting", "closed")),
    ticket.c.promised_at >= bindparam("since"),
    ticket.c.promised_at <= bindparam("now"),
)
_FIRST_SINCE = (
    select(question.c.id)
    .where(question.c.id >= bindparam("known"), question.c.asked_at >= bindparam("since"))
    .order_by(question.c.id)
    .limit(1)
)
_by_itself = and_(question.c.entry.is_not(None), question.c.state.in_(("answered", "done")))
_OUTCOME = case(
    (question.c.ticket_id.is_(None), case((_by_itself, "by_itself"), else_="open")),
    (or_(ticket.c.answered_at.is_not(None), ticket.c.closed_by == "advisor"), "by_person"),
    (ticket.c.state == "waiting", "by_person"),
    (ticket.c.state.in_(("closed", "withdrawn")), "given_up"),
    (ticket.c.promised_at < bindparam("now"), "unanswered"),
    else_="waiting",
)
_QUESTIONS = (
    select(_OUTCOME.label("outcome"), func.count())
    .select_from(question.outerjoin(ticket, ticket.c.id == question.c.ticket_id))
    .where(question.c.id >= bindparam("first"), question.c.state.not_in(("kind", "withdrawn")))
    .group_by("outcome")
)


def oldest_due(conn: Connection, now: datetime) -> dict[int, float]:
    """Return by priority for how many seconds the first message that may go has waited."""
    ages = dict.fromkeys(PRIORITIES, 0.0)
    for priority in PRIORITIES:
        row = conn.execute(_DUE_FIRST, {"priority": priority, "now": now}).first()
        if row is not None:
            since = max(row.created_at, row.not_before or row.created_at)
            ages[priority] = max(0.0, (now - since).total_seconds())
    return ages


def states(conn: Connection) -> dict[str, int]:
    """Return how many messages are in each state that somebody may have to look at.

    Those that ended well are no part of it: counting them would take longer every year.
    """
    found = conn.execute(_STATES)
    return dict.fromkeys(_LOOKED_AT, 0) | {state: int(count) for state, count in found}


def owed(conn: Connection) -> int:
    """Return how many messages wait or are on their way."""
    return int(conn.execute(_WAITING).scalar_one())


def uncertain_answers(conn: Connection, now: datetime) -> int:
    """Return how many answers may not have arrived, and were not sent again."""
    return int(conn.execute(_UNCERTAIN, {"since": now - WINDOW}).scalar_one())


def stored(conn: Connection, update_id: int) -> tuple[datetime, str] | None:
    """Return when an update was stored, and in which chat it came; None when it is not known."""
    row = conn.execute(_STORED, {"ident": update_id}).first()
    return None if row is None else (row.received_at, row.chat)


@dataclass(frozen=True, slots=True)
class Promised:
    """What became of the promises that fell due."""

    kept: int = 0
    late: int = 0
    open: int = 0  # not answered yet, and past its moment

    @property
    def outcomes(self) -> Mapping[str, int]:
        """Return the numbers by name."""
        return {"kept": self.kept, "late": self.late, "open": self.open}


def promised(conn: Connection, now: datetime) -> Promised:
    """Return what became of the promises whose moment came in the last 28 days.

    The promise counts that is in force: one that was renewed, because the leader wrote again,
    counts from then. A case that its leader closed or left before anybody was late counts nowhere.
    """
    counts = {"kept": 0, "late": 0, "open": 0}
    for row in conn.execute(_PROMISED, {"since": now - WINDOW, "now": now}):
        outcome = _outcome(row)
        if outcome is not None:
            counts[outcome] += 1
    return Promised(**counts)


def _outcome(row: Any) -> str | None:
    by_advisor = row.closed_at if row.closed_by == "advisor" else None
    answered = row.answered or by_advisor
    if answered is not None:
        return "kept" if answered <= row.promised_at else "late"
    if row.closed_at is not None:
        return None if row.closed_at <= row.promised_at else "late"
    return "open"


def first_question(conn: Connection, since: datetime, known: int = 0) -> int:
    """Return the first question asked since a moment; `known` is one not after it.

    Questions are numbered as they come, so the next call may begin where this one ended.
    """
    found = conn.execute(_FIRST_SINCE, {"known": known, "since": since}).scalar()
    return known if found is None else int(found)


def questions(conn: Connection, first: int, now: datetime) -> dict[str, int]:
    """Return how many questions from `first` on came to which outcome.

    by_itself: answered from the base, and no human was asked for; by_person: an advisor answered;
    waiting: a human will, by the promise; unanswered: the promise has passed; open: suggestions
    nobody has chosen from; given_up: the leader closed it unanswered.
    """
    found = conn.execute(_QUESTIONS, {"first": first, "now": now})
    names = ("by_itself", "by_person", "waiting", "unanswered", "open", "given_up")
    return dict.fromkeys(names, 0) | {row[0]: int(row[1]) for row in found}
