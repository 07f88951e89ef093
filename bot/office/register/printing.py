"""A card as a page to print: with a place for the signature when nobody confirmed it by button."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection

from bot.helpdesk.desk import Desk, Press, Toast
from bot.office.register import cards, correcting, panel
from bot.programme import documents
from bot.programme.documents import Document, Made
from bot.storage import advice_cards, people, records
from bot.storage.advice_cards import AdviceCard
from bot.templates import polish
from bot.templates.printed import printed

NAME = "advice_card"
FORMS = {
    "bot": "na czacie (Telegram)",
    "email": "e-mail",
    "phone": "telefon",
    "video": "wideo",
    "office": "w biurze",
    "visit": "w siedzibie organizacji",
    "training": "na szkoleniu",
    "messenger": "komunikator",
}


def send(conn: Connection, desk: Desk, press: Press) -> Toast:
    """Send the page to the presser's private chat ([Wydrukuj]); where there is none, here."""
    card = advice_cards.find(conn, press.ident)
    if card is None or card.number is None:
        return cards.STALE
    if not correcting.may(conn, desk, card, press.presser_id):
        return cards.NOT_YOURS
    person = people.by_telegram(conn, press.presser_id)
    private = person is not None and person.reachable
    to = person.address if person is not None and private else card.desk.get("to")
    if not private and panel.is_hidden(conn, card):
        return Toast("advice_private_first", alert=True)  # the group sees no name
    if not to:
        return cards.STALE
    actor = f"advisor:{press.presser_id}"
    records.note(conn, desk.now, actor, "advice_printed", card.ticket_id, card=card.id)
    values = {"sign": card.sign, "confirmed": bool(card.confirmed)}
    documents.send(conn, desk, to, NAME, {"card": card.id}, caption="advice_print", values=values)
    return Toast("advice_private" if private else "sent")


def collect(conn: Connection, desk: Desk, about: Mapping[str, Any]) -> Any | None:
    """Read what the page says; a card as it is now, cancelled or in force."""
    card = advice_cards.find(conn, int(about["card"]))
    return None if card is None or card.number is None else page(conn, desk, card)


def page(conn: Connection, desk: Desk, card: AdviceCard) -> dict[str, Any]:
    """Return the values of a card's page."""
    org = desk.base.organisation
    before = advice_cards.get(conn, card.corrects_id) if card.corrects_id is not None else None
    hours = cards.hours_of(card)
    return {
        "organisation": org.name,
        "programme": org.programme,
        "agreement": org.advice.agreement or "",
        "sign": card.sign,
        "advisor": card.advisor,
        "topic": desk.topic(card.topic).name,
        "who": card.person,
        "role": card.role,
        "entity": card.organisation,
        "commune": card.commune,
        "form": card.form_words if card.form == "messenger" else FORMS[card.form],
        "day": f"{polish.day(card.day)} {card.day[:4]}",
        "hours": f"{hours[0]}–{hours[1]}" if hours else "",
        "minutes": card.minutes,
        "summary": card.summary,
        "advice": card.advice,
        "next_steps": card.next_steps,
        "general": card.general,
        "concerns": polish.month(card.concerns) if card.concerns else "",
        "corrects": before.sign if before is not None else "",
        "cancelled": f"{polish.short_date(card.cancelled_at.date())}: {card.cancelled_why}"
        if card.cancelled_at is not None
        else "",
        "confirmation": _confirmation(card),
        "number": card.ticket_id or 0,
    }


def _confirmation(card: AdviceCard) -> str:
    """Return how the person confirmed the card; nothing, where they are to sign."""
    if card.confirmed not in ("helped", "not_helped") or card.confirmed_at is None:
        return ""
    helped = "pomogło" if card.confirmed == "helped" else "nie pomogło"
    at = card.confirmed_at.astimezone(polish.WARSAW)
    if card.confirmed_by == "paper":
        return ""  # the page itself is what is signed
    when = f"{polish.named_date(at.date())}, {polish.hour(at)}"
    if card.confirmed_by == "mail":
        return f"E-mailem, {when} ({helped})"
    return f"Przyciskiem w Telegramie, {when}, wiadomość {card.confirmed_message} ({helped})"


def make(given: Any) -> Made:
    """Make the page."""
    name = str(given["sign"]).replace("/", "-")
    return Made(f"karta-porady-{name}.pdf", printed("advice_card", given))


DOCUMENTS = {NAME: Document(collect, make)}
