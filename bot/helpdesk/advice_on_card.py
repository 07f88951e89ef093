"""What the advice register means for a ticket's card: cards issued, hours used, tax matters.

Issuing is the office's; here is only what every advisor sees while they help.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection

from bot.domain import advice
from bot.helpdesk.desk import Desk
from bot.storage import advice_cards, advice_sums, organisations, people, questions, staff
from bot.storage.advice_cards import AdviceCard
from bot.storage.organisations import Organisation
from bot.storage.rows import Person, Ticket

SETTLED = ("issued", "cancelled", "dropped")


def acts_for(conn: Connection, person: Person, ident: int | None) -> Organisation | None:
    """Return the organisation a person asks for: the named one, else their only one."""
    if ident is not None:
        return organisations.find(conn, ident)
    known = organisations.of_person(conn, person.id)
    return known[0] if len(known) == 1 else None


def minutes_of(conn: Connection, ident: int | None, name: str) -> int:
    """Return how many minutes of advice an organisation has had."""
    return sum(one.minutes for one in advice_sums.of_organisation(conn, ident, name))


def is_tax_matter(conn: Connection, desk: Desk, ticket: Ticket) -> bool:
    """Tell whether a ticket is somebody's own case in tax matters."""
    asked = questions.by_id(conn, ticket.question_id) if ticket.question_id else None
    kind = asked.kind if asked is not None else None
    of_taxes = desk.base.topic_for("taxes")
    is_theirs = of_taxes is not None and ticket.topic == of_taxes.id
    return is_theirs and advice.is_own_matter(kind, ticket.letter)


def is_qualified(conn: Connection, telegram_id: int | None) -> bool:
    """Tell whether an advisor may advise on somebody's own tax matters."""
    known = staff.find(conn, telegram_id) if telegram_id else None
    return known is not None and known.tax_qualified


def on_card(conn: Connection, desk: Desk, ticket: Ticket) -> dict[str, Any]:
    """Return what a card shows of advice given, hours used and who may advise."""
    cards = advice_cards.of_ticket(conn, ticket.id)
    return {
        "issued": [_issued(card) for card in cards if card.state == "issued"],
        "said": _said(ticket, cards),
        "wanted": _is_wanted(ticket, cards),
        "hours": _hours(conn, desk, ticket),
        "tax": _tax(conn, desk, ticket),
    }


def _issued(card: AdviceCard) -> dict[str, Any]:
    return {"sign": card.sign, "minutes": card.minutes, "advisor": card.advisor}


def _said(ticket: Ticket, cards: list[AdviceCard]) -> str:
    """Return what the leader said in the end: a class, "disputed", or nothing."""
    told = [card.confirmed for card in cards if card.state == "issued" and card.confirmed]
    if "disputed" in told:
        return "disputed"
    found = advice.outcome(told[0] if told else None, ticket.rating)
    return "" if found == "unknown" else found


def _is_wanted(ticket: Ticket, cards: list[AdviceCard]) -> bool:
    """Tell whether a closed ticket still needs its holder's card."""
    closed = ticket.state == "closed" and ticket.closed_by != "merged"
    settled = any(card.advisor_id == ticket.advisor_id and card.state in SETTLED for card in cards)
    return closed and ticket.advisor_id is not None and not settled


def _hours(conn: Connection, desk: Desk, ticket: Ticket) -> dict[str, Any] | None:
    """Return how an organisation stands with its hours, once they come to their end."""
    person = people.by_id(conn, ticket.person_id)
    known = acts_for(conn, person, ticket.organisation_id)
    name = known.name if known is not None else person.organisation or ""
    most = desk.base.organisation.advice.hours_per_organisation
    minutes = minutes_of(conn, known.id if known is not None else None, name)
    state = advice.used(minutes, 0, most)
    return {"minutes": minutes, "hours": most, "state": state} if state else None


def _tax(conn: Connection, desk: Desk, ticket: Ticket) -> bool:
    """Tell whether whoever looks is to give general information only, or pass the ticket on."""
    running = ticket.state not in ("closed", "withdrawn")
    if not running or is_qualified(conn, ticket.advisor_id):
        return False
    return is_tax_matter(conn, desk, ticket)
