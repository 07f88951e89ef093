"""What a draft still lacks, and why it may not be issued: told in words, never silently."""

from __future__ import annotations

from dataclasses import dataclass

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
    if card.started_at is None or card.ended_at is None:
        return False
    return card.minutes * 60 > (card.ended_at - card.started_at).total_seconds()


def for_oneself(conn: Connection, card: AdviceCard) -> bool:
    """Tell whether an advisor would issue a card for themself."""
    if card.person_id is None:
        return False
    return people.by_id(conn, card.person_id).telegram_id == card.advisor_id


def in_the_way(conn: Connection, card: AdviceCard) -> AdviceCard | None:
    """Return the advisor's other card that tells of the same minute."""
    if card.started_at is None or card.ended_at is None:
        return None
    return advice_cards.in_the_way(
        conn, card.advisor_id, card.started_at, card.ended_at, card.corrects_id
    )


def hours(conn: Connection, desk: Desk, card: AdviceCard) -> Hours:
    """Return how the card's organisation stands with its hours, this card counted once."""
    most = desk.base.organisation.advice.hours_per_organisation
    if card.organisation_id is None and not card.organisation:
        return Hours(card.minutes, most, "")
    before = advice_on_card.minutes_of(conn, card.organisation_id, card.organisation)
    adding = 0
    if card.state == "draft":
        adding = card.minutes - advice_sums.base(conn, card.corrects_id)
    return Hours(before + adding, most, advice.used(before, adding, most))


def is_general(conn: Connection, card: AdviceCard) -> bool:
    """Tell whether the advice counts as general information only: see `advice_on_card`."""
    if card.ticket_id is None or advice_on_card.is_qualified(conn, card.advisor_id):
        return False
    return advice_on_card.is_tax_matter(conn, tickets.get(conn, card.ticket_id))


def over_by_now(conn: Connection, card: AdviceCard) -> bool:
    """Tell whether what a card corrects was corrected or cancelled by somebody else meanwhile."""
    if card.corrects_id is None:
        return False
    before = advice_cards.get(conn, card.corrects_id)
    return before.state != "issued" or advice_cards.corrected_by(conn, before.id) is not None
