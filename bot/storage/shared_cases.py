"""Cases that an organisation keeps together, and those that went on to its next leader."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, func, select

from bot.storage.organisation_tables import case_handover
from bot.storage.programme_tables import membership
from bot.storage.rows import Ticket, add, every
from bot.storage.tables import ticket


@dataclass(frozen=True, slots=True)
class Handover:
    """That a case went on to somebody else; what was said before is not theirs to read."""

    id: int
    ticket_id: int
    organisation_id: int
    from_person_id: int
    to_person_id: int
    at: datetime


def of_person(conn: Connection, person_id: int, limit: int) -> list[Ticket]:
    """Return what others share in the organisations that a person acts for, newest first."""
    query = (
        select(ticket)
        .join(membership, membership.c.organisation_id == ticket.c.organisation_id)
        .where(
            membership.c.person_id == person_id,
            membership.c.left_at.is_(None),
            ticket.c.shared.is_(True),
            ticket.c.confidential.is_(False),
            ticket.c.state != "withdrawn",
            ticket.c.person_id != person_id,
        )
        .order_by(ticket.c.id.desc())
        .limit(limit)
    )
    return every(conn, Ticket, query)


def open_of(conn: Connection, organisation_id: int, person_id: int) -> list[Ticket]:
    """Return the open shared cases that somebody asked in an organisation's name."""
    query = select(ticket).where(
        ticket.c.organisation_id == organisation_id,
        ticket.c.person_id == person_id,
        ticket.c.shared.is_(True),
        ticket.c.confidential.is_(False),
        ticket.c.state.in_(("queued", "claimed", "waiting")),
    )
    return every(conn, Ticket, query.order_by(ticket.c.id))


def count(conn: Connection, organisation_id: int) -> int:
    """Return how many cases are shared in an organisation."""
    query = select(func.count()).where(
        ticket.c.organisation_id == organisation_id,
        ticket.c.shared.is_(True),
        ticket.c.state != "withdrawn",
    )
    return int(conn.execute(query).scalar_one())


def earlier(conn: Connection, organisation_id: int, number: int) -> int:
    """Return how many cases an organisation had before this one."""
    query = select(func.count()).where(
        ticket.c.organisation_id == organisation_id,
        ticket.c.id < number,
        ticket.c.state != "withdrawn",
    )
    return int(conn.execute(query).scalar_one())


def hand_over(
    conn: Connection, number: int, organisation_id: int, people: tuple[int, int], now: datetime
) -> None:
    """Note that a case went from one person on to another."""
    add(
        conn,
        case_handover,
        ticket_id=number,
        organisation_id=organisation_id,
        from_person_id=people[0],
        to_person_id=people[1],
        at=now,
    )


def handed_over(conn: Connection, number: int) -> Handover | None:
    """Return how a case came to the one who has it now; None when it is who had it at first."""
    query = select(case_handover).where(case_handover.c.ticket_id == number)
    found = every(conn, Handover, query.order_by(case_handover.c.id))
    back = bool(found) and found[0].from_person_id == found[-1].to_person_id
    return found[-1] if found and not back else None
