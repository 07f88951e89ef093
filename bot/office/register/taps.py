"""The buttons of a draft: form, minutes, topic, day, person, organisation, or no card at all."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from sqlalchemy import Connection

from bot.domain import advice
from bot.helpdesk.desk import Desk, Press, Toast
from bot.office.register import cards, choosing
from bot.storage import advice_cards, organisations, people, records

FORMS = {f"adv_form_{form}": form for form in advice.FORMS}
MINUTES = {
    "adv_five": 5,
    "adv_ten": 10,
    "adv_fifteen": 15,
    "adv_twenty": 20,
    "adv_thirty": 30,
    "adv_three_quarters": 45,
    "adv_hour": 60,
    "adv_nothing": 0,
}
TOPIC = "adv_topic_"
#: What is asked for, to be written as a reply to the panel.
ASKS = {
    "adv_minutes": "minutes",
    "adv_hours": "hours",
    "adv_summary": "summary",
    "adv_advice": "advice",
    "adv_steps": "next_steps",
    "adv_why": "why",
    "adv_new": "name",
    "adv_who": "who",
}
#: What the panel shows instead of the whole.
VIEWS = {
    "adv_topics": "topics",
    "adv_forms": "forms",
    "adv_time": "time",
    "adv_more": "more",
    "adv_none": "none",
}
DAYS = {"adv_today": 0, "adv_yesterday": 1}
NO_CARD = {"adv_none_info": "tylko informacja", "adv_none_mistake": "sprawa przez pomyłkę"}


def form(conn: Connection, desk: Desk, press: Press) -> Toast:
    """Take how the advice was given; written advice loses the hours."""
    card = cards.own(conn, desk, press)
    if isinstance(card, Toast):
        return card
    chosen = FORMS[press.action]
    values: dict[str, Any] = {"form": chosen, "form_words": ""}
    if chosen not in advice.WITH_HOURS:
        values |= {"started_at": None, "ended_at": None}
    needs = chosen in advice.WITH_HOURS and card.started_at is None
    asks = "messenger" if chosen == "messenger" else "hours" if needs else None
    cards.change(conn, desk, card, at={"asks": asks}, **values)
    return cards.SHOWN


def minutes(conn: Connection, desk: Desk, press: Press) -> Toast:
    """Take the real minutes."""
    card = cards.own(conn, desk, press)
    if isinstance(card, Toast):
        return card
    asks = card.desk.get("asks")
    at = {"asks": None if asks == "minutes" else asks}
    cards.change(conn, desk, card, at=at, minutes=MINUTES[press.action])
    return cards.SHOWN


def topic(conn: Connection, desk: Desk, press: Press) -> Toast:
    """Take another topic."""
    card = cards.own(conn, desk, press)
    if isinstance(card, Toast):
        return card
    topic = press.action.removeprefix(TOPIC)
    if topic not in desk.topics:
        return cards.STALE
    cards.change(conn, desk, card, topic=topic)
    return cards.SHOWN


def ask(conn: Connection, desk: Desk, press: Press) -> Toast:
    """Ask for something that is to be written as a reply."""
    card = cards.own(conn, desk, press)
    if isinstance(card, Toast):
        return card
    asks = ASKS[press.action]
    if asks in ("who", "name") and card.ticket_id is not None:
        return cards.STALE  # whose a ticket is, is known
    cards.change(conn, desk, card, at={"asks": asks})
    return cards.SHOWN


def view(conn: Connection, desk: Desk, press: Press) -> Toast:
    """Show a choice instead of the whole, or the whole again ([Wróć])."""
    card = cards.own(conn, desk, press)
    if isinstance(card, Toast):
        return card
    cards.change(conn, desk, card, at={"view": VIEWS.get(press.action)})
    return cards.SHOWN


def day(conn: Connection, desk: Desk, press: Press) -> Toast:
    """Take a day, or ask for one; hours move with it."""
    card = cards.own(conn, desk, press)
    if isinstance(card, Toast):
        return card
    if press.action == "adv_day":
        cards.change(conn, desk, card, at={"asks": "day"})
    else:
        chosen = desk.today - timedelta(days=DAYS[press.action])
        cards.change(conn, desk, card, **choosing.on_day(card, chosen))
    return cards.SHOWN


def pick(conn: Connection, desk: Desk, press: Press) -> Toast:
    """Take one of the people that were found."""
    card = cards.own(conn, desk, press)
    if isinstance(card, Toast):
        return card
    found, place = card.desk.get("found") or [], choosing.PICKS.index(press.action)
    if place >= len(found) or card.ticket_id is not None:
        return cards.STALE
    person = people.by_id(conn, found[place])
    known = organisations.of_person(conn, person.id)
    values = cards.about(conn, person, known[0] if len(known) == 1 else None)
    at = {"asks": "organisation"} if len(known) > 1 else None
    cards.change(conn, desk, card, at=at, **values)
    return cards.SHOWN


def organisation(conn: Connection, desk: Desk, press: Press) -> Toast:
    """Take one of the organisations the person acts for, or ask which ([Organizacja])."""
    card = cards.own(conn, desk, press)
    if isinstance(card, Toast):
        return card
    if press.action == "adv_org":
        cards.change(conn, desk, card, at={"asks": "organisation"})
        return cards.SHOWN
    known = choosing.organisations_of(conn, card)
    place = choosing.ORGANISATIONS.index(press.action)
    if place >= len(known) or card.person_id is None:
        return cards.STALE
    values = cards.about(conn, people.by_id(conn, card.person_id), known[place])
    cards.change(conn, desk, card, **values)
    return cards.SHOWN


def no_card(conn: Connection, desk: Desk, press: Press) -> Toast:
    """Leave the card out, for a reason that stays in the register."""
    card = cards.own(conn, desk, press)
    if isinstance(card, Toast):
        return card
    drop(conn, desk, card, NO_CARD[press.action], press.presser_id)
    return cards.SHOWN


def drop(conn: Connection, desk: Desk, card: advice_cards.AdviceCard, why: str, by: int) -> None:
    """Leave a card out; it never had a number."""
    kept = {"to": card.desk.get("to")}
    values: dict[str, Any] = {
        "cancelled_at": desk.now,
        "cancelled_by": by,
        "cancelled_why": why,
    }
    if advice_cards.move(conn, card, state="dropped", desk=kept, **values):
        dropped = advice_cards.get(conn, card.id)
        actor = f"advisor:{by}"
        records.note(conn, desk.now, actor, "advice_left_out", card.ticket_id, card=card.id)
        choosing.plainly(conn, desk, card)
        cards.show(conn, desk, dropped)
        cards.refresh_ticket(conn, desk, dropped)
