"""What a draft still lacks, and why it may not be issued: told in words, never silently."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection

from bot.domain import advice
from bot.helpdesk import advice_on_card
from bot.helpdesk.desk import Desk
from bot.storage import advice_cards, advice_sums, people, tickets
from bot.storage.advice_cards import AdviceCard


@dataclass(frozen=True, slots=True)
class Hours:
    """How an organisation stands with its hours once this card counts."""

    minutes: int
    hours: int | None
    state: advice.Used
    adding: int = 0  # by this card, while it is a draft


def lacking(card: AdviceCard) -> str:
    """Return the first thing that a draft lacks: who, which, hours, minutes; "" for nothing."""
    if card.person_id is None and not card.person:
        return "who"
    if card.form == "messenger" and not card.form_words:
        return "messenger"
    if card.form in advice.WITH_HOURS and card.started_at is None:
        return "hours"
    return "" if card.minutes or may_be_nothing(card) else "minutes"


def may_be_nothing(card: AdviceCard) -> bool:
    """Tell whether a card may say zero minutes: only to take back what another one told."""
    return card.corrects_id is not None


def is_longer(card: AdviceCard) -> bool:
    """Tell whether a card tells more minutes than lie between its hours."""
    known = span(card)
    return known is not None and timedelta(minutes=card.minutes) > known[1] - known[0]


def is_ahead(desk: Desk, card: AdviceCard) -> bool:
    """Tell whether a card tells of what has not been yet."""
    known = span(card)
    return card.day > desk.today.isoformat() or (known is not None and known[1] > desk.now)


def for_oneself(conn: Connection, card: AdviceCard, by: int) -> bool:
    """Tell whether an advisor, or who coordinates, would issue a card for themself."""
    if card.person_id is None:
        return False
    return people.by_id(conn, card.person_id).telegram_id in (card.advisor_id, by)


def in_the_way(conn: Connection, card: AdviceCard) -> AdviceCard | None:
    """Return the advisor's other card that tells of the same minute."""
    mine = span(card)
    for other in advice_cards.with_hours(conn, card.advisor_id, card.day):
        theirs = span(other)
        itself = other.id in (card.id, card.corrects_id) or _is_over(conn, other)
        if mine and theirs and not itself and advice.overlap(mine, theirs):
            return other
    return None


def _is_over(conn: Connection, card: AdviceCard) -> bool:
    """Tell whether a card's hours stand for nothing: it took minutes back, or was corrected."""
    return not card.minutes or advice_cards.corrected_by(conn, card.id) is not None


def span(card: AdviceCard) -> tuple[datetime, datetime] | None:
    """Return from when until when a card tells of; None for written advice."""
    if card.started_at is None or card.ended_at is None:
        return None
    return card.started_at, card.ended_at


def hours(conn: Connection, desk: Desk, card: AdviceCard) -> Hours:
    """Return how the card's organisation stands with its hours, this card counted once."""
    most = desk.base.organisation.advice.hours_per_organisation
    if card.organisation_id is None and not card.organisation:
        return Hours(card.minutes, most, "")
    before = advice_on_card.minutes_of(conn, card.organisation_id, card.organisation)
    adding = 0
    if card.state == "draft":
        own = (card.organisation_id, card.organisation)
        adding = card.minutes - advice_sums.base(conn, card.corrects_id, *own)
    return Hours(before + adding, most, advice.used(before, adding, most), adding)


def is_general(conn: Connection, desk: Desk, card: AdviceCard) -> bool:
    """Tell whether the advice counts as general information only: see `advice_on_card`."""
    if card.ticket_id is None or advice_on_card.is_qualified(conn, card.advisor_id):
        return False
    return advice_on_card.is_tax_matter(conn, desk, tickets.get(conn, card.ticket_id))


def over_by_now(conn: Connection, card: AdviceCard) -> bool:
    """Tell whether what a card corrects was corrected or cancelled by somebody else meanwhile."""
    if card.corrects_id is None:
        return False
    before = advice_cards.get(conn, card.corrects_id)
    return before.state != "issued" or advice_cards.corrected_by(conn, before.id) is not None
