"""Tickets: opened once, moved only by conditional updates, found by state, person or advisor."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, func, insert, select

from bot.storage import journal
from bot.storage.rows import Ticket, change, every, one
from bot.storage.tables import receipt, ticket

OPEN = ("queued", "claimed", "waiting")
_INSERT = insert(ticket).returning(ticket)
_BY_NUMBER = select(ticket).where(ticket.c.id == bindparam("number"))
_OPEN_OF_PERSON = (
    select(ticket)
    .where(ticket.c.person_id == bindparam("person_id"), ticket.c.state.in_(OPEN))
    .order_by(ticket.c.id.desc())
)


def open_new(conn: Connection, **values: Any) -> Ticket:
    """Store a ticket and return it with its number."""
    made = Ticket(*conn.execute(_INSERT, values).one())
    journal.note(conn, "ticket_opened", ticket=made.id, topic=made.topic)
    return made


def get(conn: Connection, number: int) -> Ticket:
    """Return ticket `number`; KeyError when there is none."""
    found = find(conn, number)
    if found is None:
        raise KeyError(number)
    return found


def find(conn: Connection, number: int) -> Ticket | None:
    """Return ticket `number`, or None."""
    return one(conn, Ticket, _BY_NUMBER, number=number)


def move(conn: Connection, number: int, *, was: str | tuple[str, ...], **values: Any) -> bool:
    """Change a ticket only while it is in one of the states `was`; tell whether it was."""
    states = (was,) if isinstance(was, str) else was
    here = (ticket.c.id == number, ticket.c.state.in_(states))
    moved = change(conn, ticket, *here, rev=ticket.c.rev + 1, **values) == 1
    if moved and values.get("answered_at") is not None:
        journal.note(conn, "ticket_answered", ticket=number)
    elif moved and "state" in values:
        journal.note(conn, f"ticket_{values['state']}", ticket=number)
    return moved


def claim(conn: Connection, number: int, advisor_id: int, now: datetime) -> bool:
    """Give a queued ticket to one advisor; False when somebody was first."""
    return move(conn, number, was="queued", state="claimed", advisor_id=advisor_id, claimed_at=now)


def set_fields(conn: Connection, number: int, **values: Any) -> None:
    """Store facts that do not move the ticket."""
    change(conn, ticket, ticket.c.id == number, rev=ticket.c.rev + 1, **values)


def of_person(conn: Connection, person_id: int, limit: int = 50) -> list[Ticket]:
    """Return a person's tickets, newest first."""
    return every(
        conn,
        Ticket,
        select(ticket)
        .where(ticket.c.person_id == person_id)
        .order_by(ticket.c.id.desc())
        .limit(limit),
    )


def open_of_person(conn: Connection, person_id: int) -> list[Ticket]:
    """Return a person's open tickets, newest first."""
    return every(conn, Ticket, _OPEN_OF_PERSON, person_id=person_id)


def held_by(conn: Connection, advisor_id: int, topic: str | None = None) -> list[Ticket]:
    """Return the open tickets that an advisor holds, soonest promise first."""
    query = select(ticket).where(
        ticket.c.advisor_id == advisor_id, ticket.c.state.in_(("claimed", "waiting"))
    )
    if topic is not None:
        query = query.where(ticket.c.topic == topic)
    return every(conn, Ticket, query.order_by(ticket.c.promised_at, ticket.c.id))


def second_of(conn: Connection, advisor_id: int) -> list[Ticket]:
    """Return the open tickets in which an advisor is the second one."""
    query = select(ticket).where(
        ticket.c.second_advisor_id == advisor_id, ticket.c.state.in_(OPEN)
    )
    return every(conn, Ticket, query.order_by(ticket.c.id))


def queue(conn: Connection, topic: str | None = None, limit: int | None = 30) -> list[Ticket]:
    """Return tickets that nobody has taken, soonest promise first."""
    query = select(ticket).where(ticket.c.state == "queued")
    if topic is not None:
        query = query.where(ticket.c.topic == topic)
    return every(conn, Ticket, query.order_by(ticket.c.promised_at, ticket.c.id).limit(limit))


def all_open(conn: Connection, topic: str | None = None, limit: int | None = None) -> list[Ticket]:
    """Return tickets that are not closed, soonest promise first."""
    query = select(ticket).where(ticket.c.state.in_(OPEN))
    if topic is not None:
        query = query.where(ticket.c.topic == topic)
    return every(conn, Ticket, query.order_by(ticket.c.promised_at, ticket.c.id).limit(limit))


def without_card(conn: Connection, topic: str | None = None, limit: int = 40) -> list[Ticket]:
    """Return queued tickets that have no card of their own yet, soonest promise first."""
    card = select(receipt.c.ticket_id).where(
        receipt.c.ticket_id == ticket.c.id, receipt.c.role == "card"
    )
    query = select(ticket).where(ticket.c.state == "queued", ~card.exists())
    if topic is not None:
        query = query.where(ticket.c.topic == topic)
    return every(conn, Ticket, query.order_by(ticket.c.promised_at, ticket.c.id).limit(limit))


def promised(conn: Connection) -> list[Ticket]:
    """Return tickets whose clock is running: promised, not answered since, and not escalated."""
    return every(
        conn,
        Ticket,
        select(ticket)
        .where(
            ticket.c.state.in_(("queued", "claimed")),
            ticket.c.answered_at.is_(None),
            ticket.c.promised_at.is_not(None),
            ticket.c.escalated_at.is_(None),
        )
        .order_by(ticket.c.id),
    )


def of_contest(conn: Connection, contest: str) -> list[Ticket]:
    """Return the open tickets about a contest."""
    query = select(ticket).where(ticket.c.contest == contest, ticket.c.state.in_(OPEN))
    return every(conn, Ticket, query.order_by(ticket.c.id))


def waiting(conn: Connection) -> list[Ticket]:
    """Return tickets that wait for their leader."""
    return every(
        conn, Ticket, select(ticket).where(ticket.c.state == "waiting").order_by(ticket.c.id)
    )


def count_by_state(conn: Connection) -> dict[str, int]:
    """Return how many tickets are in each state."""
    rows = conn.execute(select(ticket.c.state, func.count()).group_by(ticket.c.state))
    return {state: int(count) for state, count in rows}


def answered_between(conn: Connection, since: datetime, until: datetime) -> list[Ticket]:
    """Return open tickets whose last answer was given in this span."""
    return every(
        conn,
        Ticket,
        select(ticket).where(
            ticket.c.state.in_(OPEN),
            ticket.c.answered_at > since,
            ticket.c.answered_at <= until,
        ),
    )
