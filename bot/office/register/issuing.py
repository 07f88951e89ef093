"""Issuing a card: its number, the month it counts in, what it corrects; over the limit, who may.

A number is given once and for good, in the transaction that issues.
"""

from __future__ import annotations

from sqlalchemy import Connection

from bot.domain import advice
from bot.helpdesk import owing, standing
from bot.helpdesk.desk import Desk, Press, Toast
from bot.office.register import cards, panel, rules, telling
from bot.storage import advice_cards, people, records
from bot.storage.advice_cards import AdviceCard

#: How somebody without Telegram came to us, by the form of the first advice.
_SOURCES = {"phone": "phone", "email": "email", "messenger": "messenger"}
CORRECTED = "poprawiona"


def issue(conn: Connection, desk: Desk, press: Press) -> Toast:
    """Issue a card ([Wystaw kartę]), or say what stands in the way."""
    card = cards.own(conn, desk, press)
    if isinstance(card, Toast):
        return card
    return _refusal(conn, desk, card, press.presser_id) or _issue(
        conn, desk, card, press.presser_id
    )


def allow(conn: Connection, desk: Desk, press: Press) -> Toast:
    """Issue a card over the limit ([Wystaw mimo limitu]): a coordinator answers for it."""
    card = advice_cards.find(conn, press.ident)
    if press.presser_id not in standing.coordinators(conn, desk):
        return Toast("not_coordinator")
    if card is None or card.state != "draft" or card.rev != press.rev:
        return cards.STALE
    refused = _refusal(conn, desk, card, press.presser_id)
    if refused is not None:
        return refused
    values = {**_limit(conn, desk, card), "allowed": True}
    owing.replace_text(conn, desk, press.chat_id, press.message_id, "advice_limit", values)
    return _issue(conn, desk, card, press.presser_id)


def _refusal(conn: Connection, desk: Desk, card: AdviceCard, by: int) -> Toast | None:
    """Return what the presser is told instead of a number."""
    missing = rules.lacking(card)
    if missing:
        cards.change(conn, desk, card, at={"asks": missing})
        return Toast("advice_lacking")
    if rules.for_oneself(conn, card, by):
        return Toast("advice_self", alert=True)
    if rules.is_longer(card):
        return Toast("advice_longer", alert=True)
    if rules.is_ahead(desk, card):
        return Toast("advice_ahead", alert=True)
    other = rules.in_the_way(conn, card)
    if other is not None:
        return Toast("advice_overlap", name=_named(other), alert=True)
    if rules.over_by_now(conn, card):
        return Toast("advice_corrected", alert=True)
    if is_over(conn, desk, card) and by not in standing.coordinators(conn, desk):
        _ask_coordination(conn, desk, card)
        return Toast("advice_over", alert=True)
    return None


def is_over(conn: Connection, desk: Desk, card: AdviceCard) -> bool:
    """Tell whether a card would add to what is over the limit; to take back is always allowed."""
    stand = rules.hours(conn, desk, card)
    return stand.state == "over" and stand.adding > 0


def _named(other: AdviceCard) -> str:
    hours = cards.hours_of(other)
    return f"{other.sign} ({hours[0]}–{hours[1]})" if hours else other.sign


def _limit(conn: Connection, desk: Desk, card: AdviceCard) -> dict[str, object]:
    stand = rules.hours(conn, desk, card)
    return {
        "card": card.id,
        "rev": card.rev,
        "advisor": card.advisor,
        "number": card.ticket_id,
        "organisation": "" if panel.is_hidden(conn, card) else card.organisation,
        "minutes": card.minutes,
        "used": stand.minutes,
        "hours": stand.hours,
        "allowed": False,
    }


def _ask_coordination(conn: Connection, desk: Desk, card: AdviceCard) -> None:
    owing.send_to(
        conn, desk, owing.COORDINATION, "advice_limit", _limit(conn, desk, card),
        key=f"advice_limit:{card.id}:{card.rev}",
    )  # fmt: skip


def _issue(conn: Connection, desk: Desk, card: AdviceCard, by: int) -> Toast:
    """Give the card its number, and do what follows."""
    closed, over = advice_cards.closed_months(conn), is_over(conn, desk, card)
    month, concerns = advice.counts_in(card.day, desk.today.isoformat(), closed)
    if concerns is None:
        concerns = _corrected_month(conn, card, closed)
    values = {
        "month": month,
        "concerns": concerns,
        "person_id": card.person_id or _enter(conn, desk, card),
        "general": rules.is_general(conn, desk, card),
        "issued_at": desk.now,
        "issued_by": by,
        "told_at": None,
        "desk": {"to": card.desk.get("to")},
    }
    if not advice_cards.issue(conn, card, desk.today.year, **values):
        return cards.STALE
    _replace(conn, desk, card, by, closed)
    made = advice_cards.get(conn, card.id)
    actor = f"advisor:{by}"
    records.note(conn, desk.now, actor, "advice_issued", made.ticket_id, card=made.id)
    if over:  # whoever coordinates answers for it, of their own cards too
        records.note(conn, desk.now, actor, "advice_over_limit", made.ticket_id, card=made.id)
    cards.show(conn, desk, made)
    telling.issued(conn, desk, made)
    cards.refresh_ticket(conn, desk, made)
    return Toast("advice_issued", name=made.sign)


def _corrected_month(conn: Connection, card: AdviceCard, closed: frozenset[str]) -> str | None:
    """Return the closed month that a card corrects something in, whatever day it tells itself."""
    before = advice_cards.get(conn, card.corrects_id) if card.corrects_id is not None else None
    return before.month if before is not None and before.month in closed else None


def _replace(
    conn: Connection, desk: Desk, card: AdviceCard, by: int, closed: frozenset[str]
) -> None:
    """Cancel what the card corrects, unless that stands in a month that is accounted for."""
    if card.corrects_id is None:
        return
    before = advice_cards.get(conn, card.corrects_id)
    if before.month not in closed:
        advice_cards.cancel(conn, before, by, CORRECTED, desk.now)
    cards.show(conn, desk, advice_cards.get(conn, before.id))
    cards.show_dispute(conn, desk, before)


def _enter(conn: Connection, desk: Desk, card: AdviceCard) -> int:
    """Enter somebody new, who has no Telegram."""
    source = _SOURCES.get(card.form, "in_person")
    said = {"organisation": card.organisation or None, "commune": card.commune or None}
    return people.without_telegram(conn, desk.now, card.person, None, source, **said).id
