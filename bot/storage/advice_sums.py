"""The minutes of advice that count for one organisation, whatever was corrected since.

What a month and the programme add up to is the reports'; limits are rules of `bot.domain.advice`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import Connection, Select, select

from bot.storage.advice_cards import AdviceCard
from bot.storage.advice_tables import advice_card
from bot.storage.rows import every


@dataclass(frozen=True, slots=True)
class Counted:
    """A card in force and the minutes by which it changes the sums of its month.

    They are its own, less those of the card of a closed month that it corrects: perhaps below
    zero.
    """

    card: AdviceCard
    minutes: int


def of_organisation(conn: Connection, ident: int | None, name: str) -> list[Counted]:
    """Return the cards in force of one organisation: by its row, else by the same name."""
    if ident is None and not name:
        return []
    own = (
        advice_card.c.organisation_id == ident
        if ident is not None
        else (advice_card.c.organisation_id.is_(None)) & (advice_card.c.organisation == name)
    )
    query = select(advice_card).where(advice_card.c.state == "issued", own)
    return list(_counted(conn, query.order_by(advice_card.c.id)))


def base(conn: Connection, corrects: int | None) -> int:
    """Return the minutes that stand already for what a card corrects: those in a closed month."""
    while corrects is not None:
        query = select(advice_card.c.state, advice_card.c.minutes, advice_card.c.corrects_id)
        before = conn.execute(query.where(advice_card.c.id == corrects)).one()
        if before.state == "issued":
            return int(before.minutes)
        corrects = before.corrects_id
    return 0


def _counted(conn: Connection, query: Select[AdviceCard]) -> Iterator[Counted]:
    for card in every(conn, AdviceCard, query):
        yield Counted(card, card.minutes - base(conn, card.corrects_id))
