"""The one closing message: what advice was given and for how long, with what may be said of it.

It waits for all cards of a ticket, but not longer than ten minutes: then the leader hears plainly
that the ticket is closed, and a card that comes later is told of when it comes.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from itertools import groupby

from sqlalchemy import Connection

from bot.helpdesk import claims, follow_ups, owing
from bot.helpdesk.desk import Desk
from bot.storage import advice_cards, people, receipts, tickets
from bot.storage.advice_cards import AdviceCard
from bot.storage.rows import Ticket

WAITS = timedelta(minutes=10)


def issued(conn: Connection, desk: Desk, card: AdviceCard) -> None:
    """Tell of a card that was issued, once all that is expected is there."""
    if card.ticket_id is None:
        _tell(conn, desk, [card], None)
        return
    ticket = tickets.get(conn, card.ticket_id)
    if ticket.state not in tickets.OPEN and not _expected(conn, desk, ticket):
        tell_of(conn, desk, ticket)


def _expected(conn: Connection, desk: Desk, ticket: Ticket) -> bool:
    """Tell whether another card of the ticket may come any moment."""
    return any(
        card.state == "draft" and card.told_at is None and desk.now - card.created_at < WAITS
        for card in advice_cards.of_ticket(conn, ticket.id)
    )


def tell_of(conn: Connection, desk: Desk, ticket: Ticket) -> bool:
    """Tell of the cards of a ticket that its leader has not heard of; False when there is none."""
    fresh = [
        card
        for card in advice_cards.of_ticket(conn, ticket.id)
        if card.state == "issued" and card.told_at is None
    ]
    if not fresh:
        return False
    plain = receipts.latest(conn, ticket.id, "closing")
    if plain is not None:
        owing.strip_buttons(conn, desk, plain.chat_id, plain.message_id)
    _tell(conn, desk, fresh, ticket)
    return True


def _tell(
    conn: Connection, desk: Desk, fresh: Sequence[AdviceCard], ticket: Ticket | None
) -> None:
    for card in fresh:
        advice_cards.set_fields(conn, card.id, told_at=desk.now)
    first, minutes = fresh[0], sum(card.minutes for card in fresh)
    if first.person_id is None or not minutes:
        return
    values = {
        "card": first.id,
        "number": ticket.id if ticket is not None else None,
        "minutes": minutes,
        "advisors": list(dict.fromkeys(card.advisor for card in fresh)),
        "form": first.form,
        "form_words": first.form_words,
        "day": first.day,
        "corrects": any(card.corrects_id is not None for card in fresh),
        "reopen": ticket is not None
        and ticket.state == "closed"
        and follow_ups.can_reopen(desk, ticket),
    }
    person = people.by_id(conn, first.person_id)
    owing.tell(
        conn, desk, person, "advice_closing", values, role="closing",
        ticket=ticket.id if ticket is not None else None, key=f"advice_closing:{first.id}",
    )  # fmt: skip


def tell_late(conn: Connection, desk: Desk) -> None:
    """Tell leaders what has waited long enough: of the cards there are, or that there is none."""
    waiting = advice_cards.untold(conn, desk.now - WAITS)
    for number, of_ticket in groupby(
        sorted(waiting, key=lambda card: card.ticket_id or 0), key=lambda card: card.ticket_id or 0
    ):
        ticket = tickets.get(conn, number)
        if ticket.state in tickets.OPEN:
            continue  # it was opened again: what there is to tell is told when it is closed
        if not tell_of(conn, desk, ticket) and ticket.closed_by == "advisor":
            claims.tell_closed(conn, desk.because(f"{desk.cause}:{number}"), ticket, by="advisor")
        for card in of_ticket:
            if card.state == "draft":
                advice_cards.set_fields(conn, card.id, told_at=desk.now)
