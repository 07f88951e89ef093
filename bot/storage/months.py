"""Months that are accounted for: what was reported stands there, and is never written again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, func, select

from bot.storage.advice_tables import advice_card, closed_month
from bot.storage.rows import every, one, put


class MonthIsClosed(Exception):
    """Somebody wants to change what was accounted for; the text is the month."""


@dataclass(frozen=True, slots=True)
class ClosedMonth:
    """A month as it was reported, and by whom it was closed."""

    month: str
    closed_by: int
    closer: str
    closed_at: datetime
    figures: dict[str, Any]


def find(conn: Connection, month: str) -> ClosedMonth | None:
    """Return a closed month; None for one that is open."""
    return one(conn, ClosedMonth, select(closed_month).where(closed_month.c.month == month))


def every_closed(conn: Connection) -> list[ClosedMonth]:
    """Return all closed months, the earliest first."""
    return every(conn, ClosedMonth, select(closed_month).order_by(closed_month.c.month))


def is_closed(conn: Connection, month: str) -> bool:
    """Tell whether a month is accounted for."""
    return find(conn, month) is not None


def require_open(conn: Connection, month: str) -> None:
    """Raise MonthIsClosed when a month is accounted for: before anything of it is changed."""
    if is_closed(conn, month):
        raise MonthIsClosed(month)


def card_is_open() -> ColumnElement[bool]:
    """Return the condition under which a card may be changed at all, for updates of cards.

    What counts in a closed month stays; a card that only corrects one there counts in its own.
    """
    return advice_card.c.month.not_in(select(closed_month.c.month))


def close(
    conn: Connection, month: str, by: int, closer: str, now: datetime, figures: dict[str, Any]
) -> None:
    """Close a month with the figures as they are; raise MonthIsClosed when it was before."""
    require_open(conn, month)
    put(
        conn,
        closed_month,
        month=month,
        closed_by=by,
        closer=closer,
        closed_at=now,
        figures=figures,
    )


def oldest_open(conn: Connection) -> str | None:
    """Return the earliest month that has cards with numbers and is not closed."""
    query = select(func.min(advice_card.c.month)).where(
        advice_card.c.state.in_(("issued", "cancelled")), card_is_open()
    )
    found: str | None = conn.execute(query).scalar()
    return found
