"""What a draft offers to choose from, and what a choice brings with it."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import Connection

from bot.domain.warsaw import local, utc
from bot.helpdesk import claims
from bot.helpdesk.desk import Desk
from bot.office.register import telling
from bot.storage import advice_cards, organisations, tickets
from bot.storage.advice_cards import AdviceCard
from bot.storage.organisations import Organisation

PICKS = tuple(f"adv_pick_{letter}" for letter in "abcdef")
ORGANISATIONS = tuple(f"adv_org_{letter}" for letter in "abcdef")


def on_day(card: AdviceCard, chosen: date) -> dict[str, Any]:
    """Return what a draft says of another day; its hours are the same, on that day."""
    values: dict[str, Any] = {"day": chosen.isoformat(), "month": f"{chosen:%Y-%m}"}
    if card.started_at is not None and card.ended_at is not None:
        values["started_at"] = utc(chosen, local(card.started_at).time())
        values["ended_at"] = utc(chosen, local(card.ended_at).time())
    return values


def organisations_of(conn: Connection, card: AdviceCard) -> list[Organisation]:
    """Return the organisations that the person of a card acts for, as far as they fit."""
    if card.person_id is None:
        return []
    return organisations.of_person(conn, card.person_id)[: len(ORGANISATIONS)]


def plainly(conn: Connection, desk: Desk, card: AdviceCard) -> None:
    """Where the leader's message waited for a card that will not come, let it come now."""
    if card.ticket_id is None or card.told_at is not None:
        return
    ticket = tickets.get(conn, card.ticket_id)
    others = [
        one
        for one in advice_cards.of_ticket(conn, ticket.id)
        if one.state == "draft" and one.told_at is None
    ]
    if ticket.closed_by != "advisor" or others:
        return
    if not telling.tell_of(conn, desk, ticket) and not _told(conn, ticket.id):
        claims.tell_closed(conn, desk, ticket, by="advisor")


def _told(conn: Connection, number: int) -> bool:
    """Tell whether a ticket's leader has heard of a card of it, or that it is closed."""
    return any(
        card.told_at is not None and card.state != "dropped"
        for card in advice_cards.of_ticket(conn, number)
    )
