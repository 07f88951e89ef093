"""When an advisor closes a ticket: a card is offered to each who answered or was consulted."""

from __future__ import annotations

from sqlalchemy import Connection

from bot.helpdesk import owing
from bot.helpdesk.desk import Desk, Press, Toast
from bot.office.register import cards, telling
from bot.storage import advice_cards, people, posts, staff, tickets
from bot.storage.advice_cards import AdviceCard
from bot.storage.rows import Ticket

MOST = 3  # cards offered at once, so that the thread stays readable


def closed(conn: Connection, desk: Desk, ticket: Ticket) -> bool:
    """Offer the cards; True when the leader's message waits for them, or has just been owed."""
    person = people.by_id(conn, ticket.person_id)
    if person.telegram_id == ticket.advisor_id:
        return False  # nobody issues a card for themself
    before = advice_cards.of_ticket(conn, ticket.id)
    offered = False
    for advisor_id in helping(conn, ticket):
        if not _is_done(before, advisor_id):
            _offer(conn, desk, ticket, advisor_id, before)
            offered = True
    return offered or telling.tell_of(conn, desk, ticket)


def helping(conn: Connection, ticket: Ticket) -> list[int]:
    """Return who gave the advice: the holder first, then who else answered or left a note."""
    said = [
        post.author_id
        for post in posts.of_ticket(conn, ticket.id)
        if (post.side, post.state) in (("advisor", "owed"), ("note", "shown"))
    ]
    everybody = dict.fromkeys([ticket.advisor_id, ticket.second_advisor_id, *said])
    known = [one for one in everybody if one is not None and staff.find(conn, one) is not None]
    return known[:MOST]


def _is_done(before: list[AdviceCard], advisor_id: int) -> bool:
    """Tell whether an advisor has issued a card already, of which this closing will tell."""
    return any(
        card.advisor_id == advisor_id and card.state == "issued" and card.told_at is None
        for card in before
    )


def _offer(
    conn: Connection, desk: Desk, ticket: Ticket, advisor_id: int, before: list[AdviceCard]
) -> None:
    """Begin a card, or bring one that was begun before below the ticket."""
    for card in before:
        if card.advisor_id == advisor_id and card.state == "draft" and card.corrects_id is None:
            advice_cards.set_fields(conn, card.id, created_at=desk.now, told_at=None)
            cards.show(conn, desk, card, anew=True)
            return
    cards.of_ticket(conn, desk, ticket, advisor_id, f"{owing.GROUP}/{ticket.topic}")


def from_card(conn: Connection, desk: Desk, press: Press) -> Toast:
    """Begin the card of a ticket that was closed without one ([Karta porady])."""
    ticket = tickets.find(conn, press.ident)
    if ticket is None or ticket.state != "closed" or ticket.advisor_id is None:
        return cards.STALE
    if ticket.advisor_id != press.presser_id:
        return cards.NOT_YOURS
    return begin(conn, desk, ticket, press.presser_id, f"{owing.GROUP}/{ticket.topic}")


def from_number(conn: Connection, desk: Desk, press: Press) -> Toast:
    """Begin a member's card of a ticket that was just written down ([Karta porady])."""
    ticket = tickets.find(conn, press.ident)
    if ticket is None or ticket.state == "withdrawn":
        return cards.STALE
    return begin(conn, desk, ticket, press.presser_id, f"{owing.GROUP}/{ticket.topic}")


def begin(conn: Connection, desk: Desk, ticket: Ticket, advisor_id: int, to: str) -> Toast:
    """Show an advisor's card of a ticket: the one there is, else a new one."""
    person = people.by_id(conn, ticket.person_id)
    if person.telegram_id == advisor_id:
        return Toast("advice_self", alert=True)
    mine = [
        card
        for card in advice_cards.of_ticket(conn, ticket.id)
        if card.advisor_id == advisor_id and card.state in ("draft", "issued")
    ]
    if mine:
        cards.show(conn, desk, mine[-1], anew=True)
        return cards.SHOWN
    card = cards.of_ticket(conn, desk, ticket, advisor_id, to)
    if ticket.state not in tickets.OPEN:  # its leader has had the plain question
        advice_cards.set_fields(conn, card.id, told_at=desk.now)
    return cards.SHOWN
