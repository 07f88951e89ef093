"""Cards signed on paper: who keeps the signed page says so, and what was ticked on it."""

from __future__ import annotations

from sqlalchemy import Connection

from bot.helpdesk.desk import Desk, Press, Toast
from bot.office.register import cards, correcting
from bot.storage import advice_cards, records

TICKED = {"adv_paper_yes": "helped", "adv_paper_no": "not_helped"}


def ask(conn: Connection, desk: Desk, press: Press) -> Toast:
    """Ask what was ticked ([Podpisana na papierze])."""
    card = correcting.in_force(conn, desk, press)
    if isinstance(card, Toast):
        return card
    if card.confirmed is not None:
        return cards.STALE
    kept = {"to": card.desk.get("to"), "asks": "paper"}
    if advice_cards.move(conn, card, was="issued", desk=kept):
        cards.show(conn, desk, advice_cards.get(conn, card.id))
    return cards.SHOWN


def signed(conn: Connection, desk: Desk, press: Press) -> Toast:
    """Keep that the person signed the page, and whether the advice helped."""
    card = correcting.in_force(conn, desk, press)
    if isinstance(card, Toast):
        return card
    if card.confirmed is not None or card.desk.get("asks") != "paper":
        return cards.STALE
    said = TICKED[press.action]
    told = {"confirmed": said, "confirmed_at": desk.now, "confirmed_by": "paper"}
    kept = {"to": card.desk.get("to")}
    if advice_cards.move(conn, card, was="issued", desk=kept, **told):
        actor = f"advisor:{press.presser_id}"
        records.note(conn, desk.now, actor, "advice_signed", card.ticket_id, card=card.id)
        cards.show(conn, desk, advice_cards.get(conn, card.id))
        cards.refresh_ticket(conn, desk, card)
    return Toast("saved")
