"""Advice cards as a report counts them: each with the minutes by which it changes its month.

Rounding and limits are rules of `bot.domain.advice`; which card may be changed tells `months`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, Select, select

from bot.domain.periods import Period
from bot.storage.advice_tables import advice_card
from bot.storage.tables import ticket

_FIELDS = (
    "id", "year", "number", "state", "month", "concerns", "ticket_id", "corrects_id",
    "advisor_id", "advisor", "person_id", "person", "role", "organisation_id", "organisation",
    "organisation_kind", "commune", "topic", "form", "form_words", "day", "minutes",
    "started_at", "ended_at", "summary", "advice", "next_steps", "general", "confirmed",
    "confirmed_at", "confirmed_by", "cancelled_at", "cancelled_why",
)  # fmt: skip
_CARDS = select(*(advice_card.c[name] for name in _FIELDS), ticket.c.confidential).outerjoin(
    ticket, ticket.c.id == advice_card.c.ticket_id
)
#: What stands in a report instead of the words of a confidential ticket.
CONFIDENTIAL = "(sprawa poufna)"
_ORDER = (advice_card.c.year, advice_card.c.number, advice_card.c.id)


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """A card with a number, in force or cancelled.

    `counted`: its minutes, less those that stand already for what it corrects in a closed month,
    none when it is cancelled. `first`: it tells of advice that no other card in force tells of.
    """

    id: int
    year: int
    number: int
    state: str
    month: str
    concerns: str | None
    ticket_id: int | None
    corrects_id: int | None
    advisor_id: int
    advisor: str
    person_id: int | None
    person: str
    role: str
    organisation_id: int | None
    organisation: str
    organisation_kind: str
    commune: str
    topic: str
    form: str
    form_words: str
    day: str
    minutes: int
    started_at: datetime | None
    ended_at: datetime | None
    summary: str
    advice: str
    next_steps: str
    general: bool
    confirmed: str | None
    confirmed_at: datetime | None
    confirmed_by: str | None
    cancelled_at: datetime | None
    cancelled_why: str
    counted: int
    first: bool

    @property
    def sign(self) -> str:
        """Return the number as people read it: "7/2027"."""
        return f"{self.number}/{self.year}"

    @property
    def in_force(self) -> bool:
        """Tell whether it counts."""
        return self.state == "issued"

    @property
    def client(self) -> str:
        """Return what the sums go by: the organisation, else the person, as one word."""
        if self.organisation_id is not None:
            return f"o{self.organisation_id}"
        if self.organisation:
            return f"n{self.organisation.casefold()}"
        return self.whom

    @property
    def whom(self) -> str:
        """Return who was advised, as one word: the same for the same person."""
        return f"p{self.person_id}" if self.person_id is not None else f"i{self.person.casefold()}"

    @property
    def unsigned(self) -> bool:
        """Tell whether nobody has said anything of it, so that it is printed to be signed."""
        return self.confirmed is None


def numbered(conn: Connection, period: Period) -> list[Card]:
    """Return the cards that count in a period, cancelled ones too, in order of their numbers."""
    within = advice_card.c.month.between(period.first, period.last)
    issued = advice_card.c.state.in_(("issued", "cancelled"))
    return _read(conn, _CARDS.where(within, issued).order_by(*_ORDER))


def in_force(conn: Connection, until: str | None = None) -> list[Card]:
    """Return all cards that count, up to the end of a month if one is given."""
    query = _CARDS.where(advice_card.c.state == "issued")
    if until is not None:
        query = query.where(advice_card.c.month <= until)
    return _read(conn, query.order_by(*_ORDER))


def find(conn: Connection, ident: int) -> Card | None:
    """Return a card that has a number, or None."""
    numbered = advice_card.c.number.is_not(None)
    return next(iter(_read(conn, _CARDS.where(advice_card.c.id == ident, numbered))), None)


@dataclass(frozen=True, slots=True)
class _Before:
    """What a card corrects."""

    state: str
    minutes: int
    corrects_id: int | None


def _read(conn: Connection, query: Select[Any]) -> list[Card]:
    rows = list(conn.execute(query))
    known = _corrected(conn) if any(row.corrects_id for row in rows) else {}
    return [_card(row, _standing(known, row.corrects_id)) for row in rows]


def _card(row: Row[Any], standing: int | None) -> Card:
    given = dict(zip((*_FIELDS, "confidential"), row, strict=True))
    if given.pop("confidential"):
        given |= {"summary": CONFIDENTIAL, "advice": "", "next_steps": ""}
    issued = given["state"] == "issued"
    counted = given["minutes"] - (standing or 0) if issued else 0
    return Card(**given, counted=counted, first=issued and standing is None)


def _corrected(conn: Connection) -> Mapping[int, _Before]:
    later = select(advice_card.c.corrects_id).where(advice_card.c.corrects_id.is_not(None))
    columns = (advice_card.c.state, advice_card.c.minutes, advice_card.c.corrects_id)
    chain = select(advice_card.c.id, *columns).where(
        advice_card.c.id.in_(later) | advice_card.c.corrects_id.is_not(None)
    )
    return {
        row.id: _Before(row.state, row.minutes, row.corrects_id) for row in conn.execute(chain)
    }


def _standing(known: Mapping[int, _Before], corrects: int | None) -> int | None:
    """Return the minutes in force of what a card corrects; None when nothing of it is."""
    while corrects is not None and corrects in known:
        if known[corrects].state == "issued":
            return known[corrects].minutes
        corrects = known[corrects].corrects_id
    return None
