"""The audit trail, read: what was done about one person, or in one case."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, or_, select

from bot.storage.rows import every
from bot.storage.tables import audit, ticket

#: Words under which notes name people by their row.
NAMED = ("person",)


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the trail."""

    id: int
    at: datetime
    actor: str
    action: str
    ticket_id: int | None
    data: dict[str, Any]
    seal: str | None


def of_ticket(conn: Connection, number: int) -> list[Line]:
    """Return what was done in a case, oldest first."""
    query = select(audit).where(audit.c.ticket_id == number)
    return every(conn, Line, query.order_by(audit.c.id))


def of_person(conn: Connection, ident: int) -> list[Line]:
    """Return what somebody did, and what others did in their cases and about them."""
    theirs = select(ticket.c.id).where(ticket.c.person_id == ident)
    named = or_(*(audit.c.data[word].as_integer() == ident for word in NAMED))
    query = select(audit).where(
        or_(audit.c.actor == f"person:{ident}", audit.c.ticket_id.in_(theirs), named)
    )
    return every(conn, Line, query.order_by(audit.c.id))
