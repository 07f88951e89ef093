"""Cards in force: corrected by another card, or cancelled with a reason. Nothing is rewritten."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection

from bot.domain.names import clean_name
from bot.helpdesk import standing
from bot.helpdesk.desk import Desk, Press, Toast
from bot.office.register import cards
from bot.storage import advice_cards, records
from bot.storage.advice_cards import AdviceCard

#: What a correction takes over from the card that it corrects.
SAME = (
    "year", "ticket_id", "booking_id", "advisor_id", "advisor", "person_id", "person", "role",
    "organisation_id", "organisation", "organisation_kind", "commune", "topic", "form",
    "form_words", "day", "minutes", "started_at", "ended_at", "summary", "advice", "next_steps",
)  # fmt: skip


def may(conn: Connection, desk: Desk, card: AdviceCard, telegram_id: int) -> bool:
    """Tell whether somebody may correct or cancel a card: its advisor, or who coordinates."""
    return telegram_id in {card.advisor_id, *standing.coordinators(conn, desk)}


def in_force(conn: Connection, desk: Desk, press: Press) -> AdviceCard | Toast:
    """Return the pressed card, if it is in force and the presser may act on it."""
    card = advice_cards.find(conn, press.ident)
    if card is None:
        return cards.STALE
    if not may(conn, desk, card, press.presser_id):
        return cards.NOT_YOURS
    return cards.current(conn, desk, press, card, "issued")


def correct(conn: Connection, desk: Desk, press: Press) -> Toast:
    """Begin the card that is to stand for this one ([Popraw])."""
    card = in_force(conn, desk, press)
    if isinstance(card, Toast):
        return card
    begun = advice_cards.begun_for(conn, card.id)
    if begun is not None:
        cards.show(conn, desk, begun, anew=True)
        return cards.SHOWN
    same: dict[str, Any] = {name: getattr(card, name) for name in SAME}
    made = advice_cards.draft(
        conn,
        **same,
        month=card.day[:7],
        corrects_id=card.id,
        told_at=desk.now,
        desk={"to": card.desk.get("to")},
        created_at=desk.now,
    )
    cards.show(conn, desk, made, anew=True)
    return cards.SHOWN


def ask(conn: Connection, desk: Desk, press: Press) -> Toast:
    """Ask why a card is to be cancelled ([Anuluj kartę]), or let it be ([Zostaw])."""
    card = in_force(conn, desk, press)
    if isinstance(card, Toast):
        return card
    cancels = press.action == "adv_cancel"
    if cancels and card.month in advice_cards.closed_months(conn):
        return Toast("advice_closed_month", alert=True)
    asks = "cancel" if cancels else None
    kept = {"to": card.desk.get("to"), "asks": asks}
    if advice_cards.move(conn, card, was="issued", desk=kept):
        cards.show(conn, desk, advice_cards.get(conn, card.id))
    return cards.SHOWN


def taken(conn: Connection, desk: Desk, card: AdviceCard, by: int, text: str) -> None:
    """Cancel a card for the reason that was asked for."""
    why = clean_name(text, 200)
    if card.desk.get("asks") != "cancel" or not why:
        return
    if card.month in advice_cards.closed_months(conn):
        return
    if advice_cards.cancel(conn, card, by, why, desk.now):
        actor = f"advisor:{by}"
        records.note(conn, desk.now, actor, "advice_cancelled", card.ticket_id, card=card.id)
        cards.show(conn, desk, advice_cards.get(conn, card.id))
        cards.show_dispute(conn, desk, card)
        cards.refresh_ticket(conn, desk, card)
