"""The minutes of advice that count for one organisation, whatever was corrected since.

What a month and the programme add up to is the reports'; limits are rules of `bot.domain.advice`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, select

from bot.storage.advice_cards import AdviceCard
from bot.storage.advice_tables import advice_card
from bot.storage.rows import every

_NAMED = advice_card.c.organisation_id.is_(None) & (advice_card.c.organisation != "")
_BEFORE = tuple(
    advice_card.c[name]
    for name in ("state", "minutes", "corrects_id", "organisation_id", "organisation")
)


@dataclass(frozen=True, slots=True)
class Counted:
    """A card in force and the minutes by which it changes the sums of its month.

    They are its own, less those of the card of a closed month that it corrects: perhaps below
    zero.
    """

    card: AdviceCard
    minutes: int


def of_organisation(conn: Connection, ident: int | None, name: str) -> list[Counted]:
    """Return the cards in force of one organisation: by its row, else by the same name.

    What was told of it in a closed month and belongs to another one is taken back.
    """
    if ident is None and not name:
        return []
    own = advice_card.c.organisation_id == ident if ident is not None else _NAMED
    issued = select(advice_card).where(advice_card.c.state == "issued")
    mine = [
        Counted(card, card.minutes - base(conn, card.corrects_id, ident, name))
        for card in every(conn, AdviceCard, issued.where(own).order_by(advice_card.c.id))
        if is_of(card, ident, name)
    ]
    corrections = issued.where(advice_card.c.corrects_id.is_not(None)).order_by(advice_card.c.id)
    return mine + [
        Counted(card, -taken)
        for card in every(conn, AdviceCard, corrections)
        if not is_of(card, ident, name)
        for taken in [base(conn, card.corrects_id, ident, name)]
        if taken
    ]


def is_of(card: AdviceCard | Row[Any], ident: int | None, name: str) -> bool:
    """Tell whether a card is one of this organisation's."""
    if ident is not None or card.organisation_id is not None:
        return ident is not None and card.organisation_id == ident
    return bool(name) and card.organisation.casefold() == name.casefold()


def base(conn: Connection, corrects: int | None, ident: int | None, name: str) -> int:
    """Return the minutes of this organisation that stand already for what a card corrects."""
    before = standing(conn, corrects)
    return int(before.minutes) if before is not None and is_of(before, ident, name) else 0


def standing(conn: Connection, corrects: int | None) -> Row[Any] | None:
    """Return what is in force of what a card corrects: perhaps in a closed month."""
    while corrects is not None:
        before = conn.execute(select(*_BEFORE).where(advice_card.c.id == corrects)).one()
        if before.state == "issued":
            return before
        corrects = before.corrects_id
    return None
