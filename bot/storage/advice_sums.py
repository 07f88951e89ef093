"""What the advice register adds up to: minutes that count, tickets without a card, help apart.

Rows only; rounding and limits are rules of `bot.domain.advice`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, Select, exists, func, or_, select

from bot.storage.advice_cards import AdviceCard
from bot.storage.advice_tables import advice_card
from bot.storage.rows import Ticket, every
from bot.storage.tables import question, ticket


@dataclass(frozen=True, slots=True)
class Counted:
    """A card in force and the minutes by which it changes the sums of its month.

    They are its own, less those of the card of a closed month that it corrects: perhaps below
    zero.
    """

    card: AdviceCard
    minutes: int


def in_force(conn: Connection, month: str | None = None) -> list[Counted]:
    """Return the cards in force, of one month or of all, in order of their numbers."""
    query = select(advice_card).where(advice_card.c.state == "issued")
    if month is not None:
        query = query.where(advice_card.c.month == month)
    return list(_counted(conn, query.order_by(advice_card.c.year, advice_card.c.number)))


def of_organisation(conn: Connection, ident: int | None, name: str) -> list[Counted]:
    """Return the cards in force of one organisation: by its row, else by the same name."""
    if ident is None and not name:
        return []
    own = (
        advice_card.c.organisation_id == ident
        if ident is not None
        else (advice_card.c.organisation_id.is_(None)) & (advice_card.c.organisation == name)
    )
    query = select(advice_card).where(advice_card.c.state == "issued", own)
    return list(_counted(conn, query.order_by(advice_card.c.id)))


def base(conn: Connection, corrects: int | None) -> int:
    """Return the minutes that stand already for what a card corrects: those in a closed month."""
    while corrects is not None:
        query = select(advice_card.c.state, advice_card.c.minutes, advice_card.c.corrects_id)
        before = conn.execute(query.where(advice_card.c.id == corrects)).one()
        if before.state == "issued":
            return int(before.minutes)
        corrects = before.corrects_id
    return 0


def _counted(conn: Connection, query: Select[AdviceCard]) -> Iterator[Counted]:
    for card in every(conn, AdviceCard, query):
        yield Counted(card, card.minutes - base(conn, card.corrects_id))


def without_card(conn: Connection, since: datetime, until: datetime) -> list[Ticket]:
    """Return tickets that an advisor answered, closed in this span, of which no card tells.

    Neither issued nor left out with a reason: what the month's checklist asks about.
    """
    told = exists().where(
        advice_card.c.ticket_id == ticket.c.id,
        or_(advice_card.c.state.in_(("issued", "cancelled", "dropped"))),
    )
    query = select(ticket).where(
        ticket.c.state == "closed",
        ticket.c.advisor_id.is_not(None),
        ticket.c.closed_at >= since,
        ticket.c.closed_at < until,
        ~told,
    )
    return every(conn, Ticket, query.order_by(ticket.c.id))


def answered_alone(conn: Connection, since: datetime, until: datetime) -> Mapping[str, int]:
    """Return how many questions the bot answered alone, by what people said of it.

    "Odpowiedzi informacyjne": never hours of advice. Helped, not helped, and unknown.
    """
    query = (
        select(question.c.feedback, func.count())
        .where(
            question.c.entry.is_not(None),
            question.c.state.in_(("answered", "done")),
            question.c.ticket_id.is_(None),
            question.c.asked_at >= since,
            question.c.asked_at < until,
        )
        .group_by(question.c.feedback)
    )
    told = {"helped": 0, "not_helped": 0, "unknown": 0}
    for feedback, count in conn.execute(query):
        told[_CLASSES.get(feedback, "unknown")] += int(count)
    return told


_CLASSES = {"helped": "helped", "other": "not_helped", "none_of": "not_helped"}
