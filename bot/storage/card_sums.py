"""Advice cards as a report counts them: each with the minutes by which it changes its month.

Rounding and limits are rules of `bot.domain.advice`; which card may be changed tells `months`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
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
#: What stands in a report instead of the names and words of a confidential ticket.
CONFIDENTIAL = "(sprawa poufna)"
_ORDER = (advice_card.c.year, advice_card.c.number, advice_card.c.id)


@dataclass(frozen=True, slots=True)
class Standing:
    """What a card corrects and cannot cancel: minutes that count in a closed month."""

    card_id: int
    client: str
    name: str  # whom it was for
    minutes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """A card with a number, in force or cancelled.

    `counted`: its minutes, less those that stand already for what it corrects in a closed month,
    none when it is cancelled. `client`: what the sums go by, as one word: the organisation, else
    the person. `whom`: who was advised, the same for the same person.
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
    client: str
    whom: str
    corrects: str  # the number of the card that it corrects, "" for none
    standing: Standing | None

    @property
    def counted(self) -> int:
        """Return the minutes by which it changes the sum of its month."""
        before = self.standing.minutes if self.standing is not None else 0
        return self.minutes - before if self.in_force else 0

    @property
    def first(self) -> bool:
        """Tell whether no other card in force tells of the same advice."""
        return self.in_force and self.standing is None

    @property
    def advices(self) -> int:
        """Return by how many pieces of advice it changes their number: none, when it corrects.

        What takes all minutes back takes the advice back as well.
        """
        if not self.in_force:
            return 0
        before = self.standing is not None and self.standing.minutes > 0
        return int(self.minutes > 0) - int(before)

    @property
    def name(self) -> str:
        """Return whom the sums name."""
        return self.organisation or self.person

    @property
    def sign(self) -> str:
        """Return the number as people read it: "7/2027"."""
        return f"{self.number}/{self.year}"

    @property
    def in_force(self) -> bool:
        """Tell whether it counts."""
        return self.state == "issued"

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


def _whom(person_id: int | None, person: str) -> str:
    return f"p{person_id}" if person_id is not None else f"i{person.casefold()}"


def _client(row: Row[Any]) -> str:
    if row.organisation_id is not None:
        return f"o{row.organisation_id}"
    if row.organisation:
        return f"n{row.organisation.casefold()}"
    return _whom(row.person_id, row.person)


def _read(conn: Connection, query: Select[Any]) -> list[Card]:
    rows = list(conn.execute(query))
    known = _corrected(conn) if any(row.corrects_id for row in rows) else {}
    return [_card(row, known.get(row.corrects_id), _standing(known, row)) for row in rows]


def _card(row: Row[Any], corrected: Row[Any] | None, before: Row[Any] | None) -> Card:
    """Return a card; of a confidential ticket neither names nor words are told."""
    given = dict(zip((*_FIELDS, "confidential"), row, strict=True))
    hidden = given.pop("confidential")
    if hidden:
        names = {name: CONFIDENTIAL for name in ("person", "organisation") if given[name]}
        blank = dict.fromkeys(("role", "advice", "next_steps"), "")
        given |= {**names, **blank, "summary": CONFIDENTIAL}
    standing = None
    if before is not None:
        name = CONFIDENTIAL if hidden else before.organisation or before.person
        standing = Standing(before.id, _client(before), name, before.minutes)
    whom = _whom(row.person_id, row.person)
    corrects = f"{corrected.number}/{corrected.year}" if corrected is not None else ""
    return Card(**given, client=_client(row), whom=whom, corrects=corrects, standing=standing)


def _corrected(conn: Connection) -> Mapping[int, Row[Any]]:
    later = select(advice_card.c.corrects_id).where(advice_card.c.corrects_id.is_not(None))
    names = (
        *("id", "year", "number", "state", "minutes", "corrects_id"),
        *("organisation_id", "organisation", "person_id", "person"),
    )
    chain = select(*(advice_card.c[name] for name in names)).where(
        advice_card.c.id.in_(later) | advice_card.c.corrects_id.is_not(None)
    )
    return {row.id: row for row in conn.execute(chain)}


def _standing(known: Mapping[int, Row[Any]], card: Row[Any]) -> Row[Any] | None:
    """Return what is in force of what a card corrects; None when nothing of it is."""
    corrects = card.corrects_id
    while corrects is not None and corrects in known:
        if known[corrects].state == "issued":
            return known[corrects]
        corrects = known[corrects].corrects_id
    return None


@dataclass(frozen=True, slots=True)
class Share:
    """By how many minutes a card changes the sum of one organisation, or of one person."""

    card: Card
    client: str
    name: str
    minutes: int
    takes_back: bool = False  # what was told of somebody else, in a closed month


def shares(cards: Sequence[Card]) -> Iterator[Share]:
    """Yield what cards in force change; together it is what they count.

    Who was taken for somebody else in a closed month gives the minutes back in the month of the
    correction.
    """
    for card in cards:
        before = card.standing
        if before is None or before.client == card.client:
            yield Share(card, card.client, card.name, card.counted)
            continue
        yield Share(card, card.client, card.name, card.minutes)
        yield Share(card, before.client, before.name, -before.minutes, takes_back=True)
