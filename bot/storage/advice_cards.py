"""Advice cards: drafts, numbers without gaps within a year, corrections and cancellations.

What they add up to is `advice_sums`'.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, func, select

from bot.storage.advice_tables import advice_card, closed_month
from bot.storage.rows import add, change, every, one


@dataclass(frozen=True, slots=True)
class AdviceCard:
    """One piece of advice as the register tells it; a draft has no number yet."""

    id: int
    year: int
    number: int | None
    state: str
    month: str
    concerns: str | None
    ticket_id: int | None
    booking_id: int | None
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
    confirmed_message: int | None
    told_at: datetime | None
    desk: dict[str, Any]
    rev: int
    created_at: datetime
    issued_at: datetime | None
    issued_by: int | None
    cancelled_at: datetime | None
    cancelled_by: int | None
    cancelled_why: str

    @property
    def sign(self) -> str:
        """Return the number as people read it: "7/2027"; nothing for a draft."""
        return f"{self.number}/{self.year}" if self.number is not None else ""


def draft(conn: Connection, **values: Any) -> AdviceCard:
    """Store a card on its way, and return it."""
    return get(conn, add(conn, advice_card, **values))


def find(conn: Connection, ident: int) -> AdviceCard | None:
    """Return a card, whatever its state, or None."""
    return one(conn, AdviceCard, select(advice_card).where(advice_card.c.id == ident))


def get(conn: Connection, ident: int) -> AdviceCard:
    """Return a card that is known to exist; KeyError otherwise."""
    found = find(conn, ident)
    if found is None:
        raise KeyError(ident)
    return found


def numbered(conn: Connection, year: int, number: int) -> AdviceCard | None:
    """Return the card with this number of a year."""
    given = (advice_card.c.year == year, advice_card.c.number == number)
    return one(conn, AdviceCard, select(advice_card).where(*given))


def move(conn: Connection, card: AdviceCard, *, was: str = "draft", **values: Any) -> bool:
    """Change a card only in the state `was` and the revision it was read in; tell whether."""
    where = (
        advice_card.c.id == card.id,
        advice_card.c.state == was,
        advice_card.c.rev == card.rev,
    )
    return change(conn, advice_card, *where, rev=card.rev + 1, **values) == 1


def set_fields(conn: Connection, ident: int, **values: Any) -> None:
    """Store facts about a card that its buttons do not depend on."""
    change(conn, advice_card, advice_card.c.id == ident, **values)


def issue(conn: Connection, card: AdviceCard, year: int, **values: Any) -> bool:
    """Give a draft the next number of a year; False when it is no draft of this revision.

    The number is taken in the transaction that issues, one at a time: if that fails, none is lost.
    """
    last = select(func.max(advice_card.c.number)).where(advice_card.c.year == year)
    number = int(conn.execute(last).scalar() or 0) + 1
    return move(conn, card, state="issued", year=year, number=number, **values)


def cancel(conn: Connection, card: AdviceCard, by: int, why: str, now: datetime) -> bool:
    """Cancel a card that is in force; its number stays, with who, when and why."""
    values = {"cancelled_at": now, "cancelled_by": by, "cancelled_why": why}
    return move(conn, card, was="issued", state="cancelled", **values)


def of_ticket(conn: Connection, number: int) -> list[AdviceCard]:
    """Return all cards of a ticket, drafts and dropped ones too, in their order."""
    query = select(advice_card).where(advice_card.c.ticket_id == number)
    return every(conn, AdviceCard, query.order_by(advice_card.c.id))


def drafts_of_person(conn: Connection, person_id: int) -> list[AdviceCard]:
    """Return the cards about somebody that are not issued yet."""
    mine = (advice_card.c.person_id == person_id, advice_card.c.state == "draft")
    return every(conn, AdviceCard, select(advice_card).where(*mine).order_by(advice_card.c.id))


def of_booking(conn: Connection, booking_id: int) -> list[AdviceCard]:
    """Return the cards of a consultation."""
    query = select(advice_card).where(advice_card.c.booking_id == booking_id)
    return every(conn, AdviceCard, query.order_by(advice_card.c.id))


def begun_for_bookings(conn: Connection) -> list[AdviceCard]:
    """Return the drafts of consultations, but corrections: those stand for what was issued."""
    query = select(advice_card).where(
        advice_card.c.state == "draft",
        advice_card.c.booking_id.is_not(None),
        advice_card.c.corrects_id.is_(None),
    )
    return every(conn, AdviceCard, query.order_by(advice_card.c.id))


def told_together(conn: Connection, card: AdviceCard) -> list[AdviceCard]:
    """Return the cards in force that one closing message told of, this one among them.

    A message tells of one ticket, or of one card that belongs to none.
    """
    if card.ticket_id is None:
        return [card]
    query = select(advice_card).where(
        advice_card.c.state == "issued",
        advice_card.c.ticket_id == card.ticket_id,
        advice_card.c.person_id == card.person_id,
        advice_card.c.told_at == card.told_at,
    )
    return every(conn, AdviceCard, query.order_by(advice_card.c.id))


def with_hours(conn: Connection, advisor_id: int, day: str) -> list[AdviceCard]:
    """Return an advisor's cards in force of a day that tell from when until when."""
    query = select(advice_card).where(
        advice_card.c.advisor_id == advisor_id,
        advice_card.c.day == day,
        advice_card.c.state == "issued",
        advice_card.c.started_at.is_not(None),
    )
    return every(conn, AdviceCard, query.order_by(advice_card.c.started_at, advice_card.c.id))


def corrected_by(conn: Connection, ident: int) -> AdviceCard | None:
    """Return the card in force that stands for this one, however many corrections later."""
    query = select(advice_card).where(
        advice_card.c.corrects_id == ident, advice_card.c.state.in_(("issued", "cancelled"))
    )
    for later in every(conn, AdviceCard, query.order_by(advice_card.c.id)):
        found = later if later.state == "issued" else corrected_by(conn, later.id)
        if found is not None:
            return found
    return None


def begun_for(conn: Connection, ident: int) -> AdviceCard | None:
    """Return the draft that is to correct this card, if one was begun."""
    query = select(advice_card).where(
        advice_card.c.corrects_id == ident, advice_card.c.state == "draft"
    )
    return one(conn, AdviceCard, query.order_by(advice_card.c.id.desc()).limit(1))


def untold(conn: Connection, before: datetime) -> list[AdviceCard]:
    """Return drafts and cards of tickets whose leader has not been told since this moment."""
    query = select(advice_card).where(
        advice_card.c.state.in_(("draft", "issued")),
        advice_card.c.told_at.is_(None),
        advice_card.c.ticket_id.is_not(None),
        advice_card.c.created_at <= before,
    )
    return every(conn, AdviceCard, query.order_by(advice_card.c.id))


def closed_months(conn: Connection) -> frozenset[str]:
    """Return the months that were accounted for."""
    return frozenset(conn.execute(select(closed_month.c.month)).scalars())
