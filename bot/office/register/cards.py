"""Advice cards on their way: begun for an advisor, shown as a panel in the thread.

`draft` is for whoever knows that advice was given: a ticket closed, a consultation that has been,
a question taken by telephone. What the panel shows is `panel`'s, taps and replies are `taps` and
`words`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection

from bot.domain.warsaw import local
from bot.helpdesk import advice_on_card, members, owing, standing
from bot.helpdesk.desk import Desk, Press, Toast
from bot.programme import panels
from bot.storage import advice_cards, organisations, people, receipts, staff, tickets
from bot.storage.advice_cards import AdviceCard
from bot.storage.organisations import Organisation
from bot.storage.rows import Person, Ticket

SUBJECT = "advice"
#: Why the card of a consultation was left out that, as it turned out, nobody came to.
NOT_HELD = "konsultacja się nie odbyła"
STALE = Toast("stale")
NOT_YOURS = Toast("not_yours")
MOVED_ON = Toast("moved_on")
SHOWN = Toast("")
#: How advice in a ticket was given, as far as its channel tells.
_OF_CHANNEL = {"telegram": "bot", "email": "email"}
_OF_SOURCE = {"in_person": "office", "messenger": "messenger"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """Advice that somebody gave, as far as it is known; `to` is where its panel is to stand."""

    advisor_id: int
    to: str
    topic: str
    form: str = "bot"
    day: date | None = None
    minutes: int = 0
    hours: tuple[datetime, datetime] | None = None
    person: Person | None = None
    organisation: Organisation | None = None
    ticket: Ticket | None = None
    booking_id: int | None = None
    met: int | None = None  # the revision of the consultation that this was known from
    asks: str | None = None


def draft(conn: Connection, desk: Desk, given: Given) -> AdviceCard:
    """Begin a card with what is known, and show its panel; the advisor completes and issues it."""
    known = staff.find(conn, given.advisor_id)
    day = (given.day or desk.today).isoformat()
    card = advice_cards.draft(
        conn,
        year=desk.today.year,
        month=day[:7],
        ticket_id=given.ticket.id if given.ticket is not None else None,
        booking_id=given.booking_id,
        advisor_id=given.advisor_id,
        advisor=known.name if known is not None else "",
        topic=given.topic,
        form=given.form,
        day=day,
        minutes=given.minutes,
        started_at=given.hours[0] if given.hours else None,
        ended_at=given.hours[1] if given.hours else None,
        desk={"to": given.to, "asks": given.asks, "met": given.met},
        created_at=desk.now,
        **(about(conn, given.person, given.organisation) if given.person is not None else {}),
    )
    show(conn, desk, card, anew=True)
    return card


def about(conn: Connection, person: Person, organisation: Organisation | None) -> dict[str, Any]:
    """Return what a card says of a person; who prefers to show no name has none on it."""
    return {
        "person_id": person.id,
        "person": "" if person.anonymous else person.name,
        "role": _role(conn, person, organisation),
        "organisation_id": organisation.id if organisation is not None else None,
        "organisation": organisation.name if organisation is not None else _told(person),
        "organisation_kind": organisation.kind if organisation is not None else "",
        "commune": (organisation.commune if organisation is not None else "")
        or person.commune
        or "",
    }


def _role(conn: Connection, person: Person, organisation: Organisation | None) -> str:
    """Return what somebody is in the organisation they ask for, in their own words."""
    if organisation is None:
        return ""
    acts = organisations.membership_of(conn, organisation.id, person.id)
    return acts.role if acts is not None else ""


def _told(person: Person) -> str:
    return person.organisation or ""


def of_ticket(
    conn: Connection, desk: Desk, ticket: Ticket, advisor_id: int, to: str
) -> AdviceCard:
    """Begin an advisor's card for a ticket."""
    person = people.by_id(conn, ticket.person_id)
    known = advice_on_card.acts_for(conn, person, ticket.organisation_id)
    form = _OF_CHANNEL.get(ticket.channel) or _OF_SOURCE.get(person.source, "phone")
    given = Given(
        advisor_id=advisor_id, to=to, topic=ticket.topic, form=form, person=person,
        organisation=known, ticket=ticket,
    )  # fmt: skip
    return draft(conn, desk, given)


def for_booking(conn: Connection, desk: Desk, given: Given) -> AdviceCard | None:
    """Begin the card of a consultation that has been; None when it has one already."""
    if given.booking_id is None:
        return None
    before = advice_cards.of_booking(conn, given.booking_id)
    if any(card.cancelled_why != NOT_HELD for card in before):
        return None
    return draft(conn, desk, given)


def show(conn: Connection, desk: Desk, card: AdviceCard, *, anew: bool = False) -> None:
    """Owe the card's panel as it is now, where it stands; `anew` sends it once more, below."""
    to = card.desk.get("to")
    if to:
        panels.show(conn, desk, to, f"{SUBJECT}:{card.id}", anew=anew)


def change(
    conn: Connection,
    desk: Desk,
    card: AdviceCard,
    *,
    at: dict[str, Any] | None = None,
    **values: Any,
) -> None:
    """Change a draft and show it; `at` is what is asked or shown next, else nothing is."""
    kept = {"to": card.desk.get("to"), "met": card.desk.get("met"), **(at or {})}
    if advice_cards.move(conn, card, desk=kept, **values):
        show(conn, desk, advice_cards.get(conn, card.id))


def own(conn: Connection, desk: Desk, press: Press, state: str = "draft") -> AdviceCard | Toast:
    """Return the presser's card in this state and revision, or what they are told instead."""
    card = advice_cards.find(conn, press.ident)
    if card is None:
        return STALE
    if not may_write(conn, desk, card, press.presser_id):
        return NOT_YOURS
    return current(conn, desk, press, card, state)


def may_write(conn: Connection, desk: Desk, card: AdviceCard, telegram_id: int) -> bool:
    """Tell whether somebody fills a card: its advisor, and in their place who coordinates.

    Coordinators fill corrections, and what was begun by advisors who are not there any more.
    """
    if card.advisor_id == telegram_id:
        return True
    left = card.corrects_id is not None or not members.may_act(conn, card.advisor_id)
    return card.state == "draft" and left and telegram_id in standing.coordinators(conn, desk)


def current(
    conn: Connection, desk: Desk, press: Press, card: AdviceCard, state: str
) -> AdviceCard | Toast:
    """Return the card if the button is of its present state; else bring its panel up to date."""
    if card.state == state and card.rev == press.rev:
        return card
    subject = f"{SUBJECT}:{card.id}"
    known = receipts.find(conn, press.chat_id, press.message_id)
    if known is None or known.subject != subject or not card.desk.get("to"):
        return STALE
    panels.redraw(conn, desk, card.desk["to"], subject, known)
    return MOVED_ON


def hours_of(card: AdviceCard) -> tuple[str, str] | None:
    """Return from when until when, as clocks show it; None for written advice."""
    if card.started_at is None or card.ended_at is None:
        return None
    return f"{local(card.started_at):%H:%M}", f"{local(card.ended_at):%H:%M}"


def refresh_ticket(conn: Connection, desk: Desk, card: AdviceCard) -> None:
    """Owe the ticket's card as it is now, where advice belongs to one."""
    if card.ticket_id is not None:
        owing.refresh_card(conn, desk, tickets.get(conn, card.ticket_id))
