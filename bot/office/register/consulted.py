"""Consultations that have been: each gets a card with all that is known, once.

What is said of a consultation afterwards, other hours or that nobody came, is carried over to its
card as long as that is a draft.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection

from bot.domain import advice
from bot.domain.warsaw import local
from bot.helpdesk import advice_on_card
from bot.helpdesk.desk import Desk
from bot.office.register import cards, taps
from bot.office.register.cards import NOT_HELD, Given
from bot.storage import advice_cards, bookings, people
from bot.storage.advice_cards import AdviceCard
from bot.storage.bookings import Booking


def offer(conn: Connection, desk: Desk) -> None:
    """Begin the cards of consultations that took place and have none."""
    for found in bookings.finished_without_card(conn):
        cards.for_booking(conn, desk.because(f"{desk.cause}:b{found.id}"), _given(conn, found))


def carry_over(conn: Connection, desk: Desk) -> None:
    """Bring drafts up to date with consultations of which something else was said since."""
    for card in advice_cards.begun_for_bookings(conn):
        found = bookings.find(conn, card.booking_id or 0)
        if found is not None and found.rev != card.desk.get("met"):
            _carry(conn, desk.because(f"{desk.cause}:b{found.id}"), card, found)


def _carry(conn: Connection, desk: Desk, card: AdviceCard, found: Booking) -> None:
    if found.state != "done":
        taps.drop(conn, desk, card, NOT_HELD, card.advisor_id)
        return
    given = _given(conn, found)
    day = given.day or desk.today
    values: dict[str, Any] = {"day": day.isoformat(), "month": f"{day:%Y-%m}"}
    if card.form in advice.WITH_HOURS and given.hours is not None:
        values |= {"started_at": given.hours[0], "ended_at": given.hours[1]}
    at = {"met": found.rev}
    cards.change(conn, desk, card, at=at, minutes=given.minutes, **values)


def _given(conn: Connection, found: Booking) -> Given:
    begun, ended = found.met_from or found.starts_at, found.met_until or found.ends_at
    person = people.by_id(conn, found.person_id)
    return Given(
        advisor_id=found.advisor_id,
        to=found.topic_thread,
        topic=found.topic,
        form=found.form,
        day=local(begun).date(),
        minutes=int((ended - begun).total_seconds()) // 60,
        hours=(begun, ended),
        person=person,
        organisation=advice_on_card.acts_for(conn, person, found.organisation_id),
        booking_id=found.id,
        met=found.rev,
    )
