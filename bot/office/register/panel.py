"""The panel of an advice card in the thread: what is known, what is asked, what may be tapped."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection

from bot.helpdesk.desk import Desk, topic_view
from bot.office.register import cards, choosing, rules
from bot.programme.panels import Shown
from bot.storage import advice_cards, people, tickets
from bot.storage.advice_cards import AdviceCard
from bot.storage.rows import Ticket


def draw(conn: Connection, desk: Desk, rest: str) -> Shown | None:
    """Show a card in whatever state it is."""
    card = advice_cards.find(conn, int(rest))
    if card is None:
        return None
    values = {**told(conn, desk, card), "ident": card.id, "rev": card.rev}
    if card.state == "draft":
        return Shown("advice_draft", {**values, **_asked(conn, desk, card)})
    asks = card.desk.get("asks")
    return Shown("advice_panel", {**values, **_after(conn, card), "asks": asks})


def told(conn: Connection, desk: Desk, card: AdviceCard) -> dict[str, Any]:
    """Return what a card tells; of a confidential ticket the group sees number and topic only."""
    hidden = is_hidden(conn, card)
    hours = rules.hours(conn, desk, card)
    return {
        "state": card.state,
        "sign": card.sign,
        "advisor": card.advisor,
        "number": card.ticket_id,
        "hidden": hidden,
        "who": "" if hidden else card.person,
        "organisation": "" if hidden else card.organisation,
        "somebody": card.person_id is not None or bool(card.person),
        "topic": topic_view(desk.topic(card.topic)),
        "form": card.form,
        "form_words": card.form_words,
        "day": card.day,
        "hours": cards.hours_of(card),
        "minutes": card.minutes,
        "summary": "" if hidden else card.summary,
        "advice": "" if hidden else card.advice,
        "next_steps": "" if hidden else card.next_steps,
        "general": rules.is_general(conn, desk, card) if card.state == "draft" else card.general,
        "corrects": _sign_of(conn, card.corrects_id),
        "concerns": card.concerns,
        "limit": {"minutes": hours.minutes, "hours": hours.hours, "state": hours.state}
        if hours.state
        else None,
    }


def is_hidden(conn: Connection, card: AdviceCard) -> bool:
    """Tell whether the group may not see whom a card is about, nor what was said."""
    return card.ticket_id is not None and tickets.get(conn, card.ticket_id).confidential


def confided(conn: Connection, desk: Desk, ticket: Ticket) -> None:
    """Draw the cards of a ticket anew, which is confidential from now on."""
    for card in advice_cards.of_ticket(conn, ticket.id):
        cards.show(conn, desk, card)
        cards.show_dispute(conn, desk, card)


def _sign_of(conn: Connection, ident: int | None) -> str:
    return advice_cards.get(conn, ident).sign if ident is not None else ""


def _asked(conn: Connection, desk: Desk, card: AdviceCard) -> dict[str, Any]:
    at, lacks = card.desk, rules.lacking(card)
    view = at.get("view") or "main"
    other = advice_cards.find(conn, at["other"]) if at.get("other") else None
    return {
        "asks": asked(card) if view == "main" else None,
        "view": view,
        "hint": at.get("hint") or "",
        "other": {"sign": other.sign, "hours": cards.hours_of(other)} if other else None,
        "found": _found(conn, at.get("found") or []),
        "looked": at.get("said") or "",
        "organisations": []
        if is_hidden(conn, card)
        else [one.name for one in choosing.organisations_of(conn, card)],
        "lacks": lacks,
        "topics": [topic_view(one) for one in desk.topics.values()],
        "takes_back": _takes_back(conn, card),
    }


def asked(card: AdviceCard) -> str | None:
    """Return what a draft waits for in words: what was asked for, else what cannot be tapped."""
    told: str | None = card.desk.get("asks")
    lacks = rules.lacking(card)
    return told or (lacks if lacks in ("who", "messenger", "hours") else None)


def _found(conn: Connection, idents: list[int]) -> list[str]:
    """Return what stands on the buttons of the people that were found."""
    shown = []
    for ident in idents:
        person = people.by_id(conn, ident)
        name = "" if person.anonymous else person.name
        shown.append(", ".join(filter(None, (name, person.organisation))) or "bez imienia")
    return shown


def _takes_back(conn: Connection, card: AdviceCard) -> bool:
    """Tell whether a card may say zero: it corrects one of a month that is accounted for."""
    if card.corrects_id is None:
        return False
    return advice_cards.get(conn, card.corrects_id).month in advice_cards.closed_months(conn)


def _after(conn: Connection, card: AdviceCard) -> dict[str, Any]:
    newer = advice_cards.corrected_by(conn, card.id)
    return {
        "confirmed": card.confirmed,
        "paper": card.confirmed_by == "paper",
        "wrong": "" if is_hidden(conn, card) else card.desk.get("wrong") or "",
        "why": card.cancelled_why,
        "newer": newer.sign if newer is not None else "",
        "told": card.told_at is not None,
    }
