"""What to look at before a month is closed: one list a cause, and each line is a row to open.

Nothing here blocks: what stays open is printed for signature or waits for the next month. Another
list is another line of `CHECKS`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from sqlalchemy import Connection

from bot.domain.advice import rounded
from bot.domain.periods import Period
from bot.helpdesk.desk import Desk
from bot.office.reports import wording
from bot.storage import card_sums, checklists
from bot.storage.card_sums import Card, Share
from bot.storage.checklists import Away


@dataclass(frozen=True, slots=True)
class Item:
    """One line: what opens it, its row, what stands on its button and beside it."""

    opens: str  # ticket, card, draft, limit, leave
    ident: int
    label: str
    words: str


Find = Callable[[Connection, Desk, Period], Sequence[Item]]


def _without_card(conn: Connection, desk: Desk, period: Period) -> list[Item]:
    return [
        Item(
            "ticket",
            one.id,
            f"#{one.id}",
            f"{desk.topic(one.topic).name}, {one.advisor}, zamknięta {wording.day(one.closed_at)}",
        )
        for one in checklists.without_card(conn, period)
    ]


def _drafts(conn: Connection, _desk: Desk, period: Period) -> list[Item]:
    return [
        Item(
            "draft",
            one.id,
            f"szkic {one.id}",
            ", ".join(
                part
                for part in (
                    one.advisor,
                    wording.date_of(one.day),
                    f"sprawa #{one.ticket_id}" if one.ticket_id else "",
                )
                if part
            ),
        )
        for one in checklists.drafts(conn, period)
    ]


def _valid(conn: Connection, period: Period) -> list[Card]:
    return [card for card in card_sums.numbered(conn, period) if card.in_force]


def _of(cards: Sequence[Card]) -> list[Item]:
    return [
        Item("card", card.id, card.sign, f"{card.advisor}, {whom(card)}, {card.minutes} min")
        for card in cards
    ]


def whom(card: Card) -> str:
    """Return whom a card is about."""
    return card.organisation or card.person or wording.NOBODY


def _unsigned(conn: Connection, _desk: Desk, period: Period) -> list[Item]:
    return _of([card for card in _valid(conn, period) if card.unsigned])


def _disputed(conn: Connection, _desk: Desk, period: Period) -> list[Item]:
    return _of([card for card in _valid(conn, period) if card.confirmed == "disputed"])


def _over(conn: Connection, desk: Desk, period: Period) -> list[Item]:
    """Return the organisations of the month that have had more hours than their limit."""
    rules = desk.base.organisation.advice
    if rules.hours_per_organisation is None:
        return []
    found = []
    for held in by_client(card_sums.in_force(conn, period.last)).values():
        minutes, own = spent(held, desk), [one.card for one in held if not one.takes_back]
        now = [card for card in own if card.month in period.months]
        if now and minutes > 60 * rules.hours_per_organisation:
            words = f"{wording.number(wording.hours(minutes))} h"
            found.append(Item("limit", now[-1].id, whom(now[-1])[:40], words))
    return found


def by_client(cards: Sequence[Card]) -> dict[str, list[Share]]:
    """Return what each organisation, or person, has had."""
    held: dict[str, list[Share]] = defaultdict(list)
    for share in card_sums.shares(cards):
        held[share.client].append(share)
    return held


def spent(held: Sequence[Share], desk: Desk) -> int:
    """Return the minutes that these are accounted for together."""
    rules = desk.base.organisation.advice
    return rounded(sum(one.minutes for one in held), rules.unit_minutes, rules.rounding)


def _leaves(conn: Connection, _desk: Desk, period: Period) -> list[Item]:
    """Return the leaves of the month: a card of such a day is worth a second look."""
    found = []
    for one in checklists.leaves(conn, period):
        days = f"{wording.date_of(one.first_day)} – {wording.date_of(one.last_day)}"
        cards = len(during(conn, one))
        words = f"{days}, karty z tych dni: {cards}"
        found.append(Item("leave", one.id, one.advisor[:40], words))
    return found


def during(conn: Connection, one: Away) -> list[Card]:
    """Return an advisor's cards in force of the days of a leave."""
    return [
        card
        for card in card_sums.in_force(conn)
        if card.advisor_id == one.advisor_id and one.first_day <= card.day <= one.last_day
    ]


CHECKS: Mapping[str, Find] = MappingProxyType(
    {
        "untold": _without_card,
        "drafts": _drafts,
        "unsigned": _unsigned,
        "disputed": _disputed,
        "over": _over,
        "leave": _leaves,
    }
)
