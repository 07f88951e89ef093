"""Consultations that have been: each gets a card with all that is known, once."""

from __future__ import annotations

from sqlalchemy import Connection

from bot.domain.warsaw import local
from bot.helpdesk import advice_on_card
from bot.helpdesk.desk import Desk
from bot.office.register import cards
from bot.office.register.cards import Given
from bot.storage import bookings, people
from bot.storage.bookings import Booking


def offer(conn: Connection, desk: Desk) -> None:
    """Begin the cards of consultations that took place and have none."""
    for found in bookings.finished_without_card(conn):
        cards.for_booking(conn, desk.because(f"{desk.cause}:b{found.id}"), _given(conn, found))


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
    )
