"""What is to be looked at before a month is accounted for: tickets and cards, one list a cause."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, exists, select

from bot.domain.periods import Period
from bot.storage.advice_tables import advice_card
from bot.storage.booking_tables import absence
from bot.storage.rows import every, one
from bot.storage.tables import advisor, ticket

_TOLD = ("issued", "cancelled", "dropped")


@dataclass(frozen=True, slots=True)
class Untold:
    """A ticket that an advisor answered and no card tells of."""

    id: int
    topic: str
    closed_at: datetime
    closed_by: str | None
    advisor: str | None


def without_card(conn: Connection, period: Period) -> list[Untold]:
    """Return the tickets closed in a period of which no card tells, and none was left out."""
    told = exists().where(advice_card.c.ticket_id == ticket.c.id, advice_card.c.state.in_(_TOLD))
    columns = (ticket.c.id, ticket.c.topic, ticket.c.closed_at, ticket.c.closed_by)
    query = (
        select(*columns, advisor.c.name)
        .join(advisor, advisor.c.telegram_id == ticket.c.advisor_id)
        .where(
            ticket.c.state == "closed",
            ticket.c.closed_at >= period.since,
            ticket.c.closed_at < period.until,
            ~told,
        )
    )
    return every(conn, Untold, query.order_by(ticket.c.id))


@dataclass(frozen=True, slots=True)
class Unfinished:
    """A card that has no number yet."""

    id: int
    advisor: str
    day: str
    ticket_id: int | None


def draft(conn: Connection, ident: int) -> Unfinished | None:
    """Return a card that was begun and not issued."""
    columns = (advice_card.c[name] for name in Unfinished.__slots__)
    query = select(*columns).where(advice_card.c.id == ident, advice_card.c.state == "draft")
    return one(conn, Unfinished, query)


def drafts(conn: Connection, period: Period) -> list[Unfinished]:
    """Return the cards begun by the end of a period, before it as well, and not issued."""
    columns = (advice_card.c[name] for name in Unfinished.__slots__)
    query = select(*columns).where(
        advice_card.c.state == "draft", advice_card.c.month <= period.last
    )
    return every(conn, Unfinished, query.order_by(advice_card.c.id))


@dataclass(frozen=True, slots=True)
class Away:
    """A leave of an advisor, in days of Poland."""

    id: int
    advisor_id: int
    advisor: str
    first_day: str
    last_day: str


_LEAVES = (
    select(absence.c.id, absence.c.advisor_id, advisor.c.name, absence.c.first_day,
           absence.c.last_day)
    .join(advisor, advisor.c.telegram_id == absence.c.advisor_id)
    .where(absence.c.kind == "leave", absence.c.starts.is_(None), absence.c.ended_at.is_(None))
)  # fmt: skip


def leaves(conn: Connection, period: Period) -> list[Away]:
    """Return the leaves of whole days that fall into a period, the earliest first."""
    within = (
        absence.c.first_day <= f"{period.last_day}",
        absence.c.last_day >= f"{period.first_day}",
    )
    query = _LEAVES.where(*within).order_by(absence.c.first_day, absence.c.id)
    return every(conn, Away, query)


def leave(conn: Connection, ident: int) -> Away | None:
    """Return a leave that was not taken back."""
    return one(conn, Away, _LEAVES.where(absence.c.id == ident))
