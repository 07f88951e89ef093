"""Tickets: opened once, moved only by conditional updates, found by state, person or advisor."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, and_, bindparam, func, insert, or_, select

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
_RUNNING = and_(
    ticket.c.state.in_(("queued", "claimed")),
    ticket.c.answered_at.is_(None),
    ticket.c.promised_at.is_not(None),
    ticket.c.escalated_at.is_(None),
)
_PROMISES = select(ticket.c.promised_at).where(_RUNNING).distinct()
_begun = func.coalesce(ticket.c.promised_from, ticket.c.opened_at)
_BEGUN_BY = (
    select(ticket)
    .where(
        _RUNNING,
        ticket.c.promised_at == bindparam("promised"),
        or_(
            and_(ticket.c.nudged_at.is_(None), _begun <= bindparam("unnoticed")),
            _begun <= bindparam("noticed"),
        ),
    )
    .order_by(ticket.c.id)
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


def promises(conn: Connection) -> list[datetime]:
    """Return by when tickets are promised whose clock is running, each moment once.

    Running means: not answered since it was promised, and not escalated.
    """
    return list(conn.execute(_PROMISES).scalars())


def begun_by(
    conn: Connection, promised_at: datetime, unnoticed: datetime, noticed: datetime
) -> list[Ticket]:
    """Return running tickets of one promise that count from these moments or earlier.

    `unnoticed` is for those about which nobody was nudged, `noticed` for all.
    """
    moments = {"promised": promised_at, "unnoticed": unnoticed, "noticed": noticed}
    return every(conn, Ticket, _BEGUN_BY, **moments)


def of_contest(conn: Connection, contest: str) -> list[Ticket]:
    """Return the open tickets about a contest."""
    query = select(ticket).where(ticket.c.contest == contest, ticket.c.state.in_(OPEN))
    return every(conn, Ticket, query.order_by(ticket.c.id))


def silent(conn: Connection, since: Sequence[datetime]) -> list[Ticket]:
    """Return tickets that wait for their leader, so long that something is due.

    `since[n]` is the moment since when one waits to whose leader n reminders have gone; with more
    of them the last counts.
    """
    *some, last = enumerate(since)
    due = [
        *(and_(ticket.c.waiting_reminders == n, ticket.c.waiting_since <= at) for n, at in some),
        and_(ticket.c.waiting_reminders >= last[0], ticket.c.waiting_since <= last[1]),
    ]
    query = select(ticket).where(ticket.c.state == "waiting", or_(*due)).order_by(ticket.c.id)
    return every(conn, Ticket, query)


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
