"""Cards that were only begun for somebody who wants to be forgotten; those in force stay."""

from __future__ import annotations

from sqlalchemy import Connection

from bot.helpdesk.desk import Desk
from bot.storage import advice_cards
from bot.storage.rows import Person


def forget(conn: Connection, desk: Desk, person: Person) -> None:
    """Give up their cards that have no number: nobody could issue them with a name any more."""
    for card in advice_cards.drafts_of_person(conn, person.id):
        advice_cards.move(conn, card, state="dropped")
