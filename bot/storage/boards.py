"""Where panels stand that show one thing: so that all of them can be brought up to date."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, or_, select

from bot.storage.rows import Receipt, every
from bot.storage.tables import receipt


def standing(conn: Connection, words: Sequence[str], since: datetime) -> list[Receipt]:
    """Return the panels about something, by the words of their subjects, sent since a moment.

    A word stands for its own subject, and for the pages of it: "att:x" and "att:x.2".
    """
    named = [
        or_(receipt.c.subject == word, receipt.c.subject.startswith(f"{word}.", autoescape=True))
        for word in words
    ]
    query = select(receipt).where(receipt.c.role == "panel", receipt.c.at > since, or_(*named))
    return every(conn, Receipt, query.order_by(receipt.c.at, receipt.c.message_id))
