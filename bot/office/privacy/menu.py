"""`/prywatnosc`: what is kept and why, and what one may do about it."""

from __future__ import annotations

from sqlalchemy import Connection

from bot.helpdesk import notices, owing
from bot.helpdesk.desk import Desk
from bot.storage import erasures
from bot.storage.rows import Person


def show(conn: Connection, desk: Desk, person: Person) -> None:
    """Owe the long text about data, with its buttons."""
    waiting = erasures.waiting(conn, person.id)
    values = {
        **notices.organisation(desk),
        "person": person.id,
        "erasure": {"id": waiting.id, "rev": waiting.rev} if waiting is not None else None,
    }
    owing.tell(conn, desk, person, "privacy", values)
