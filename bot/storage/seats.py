"""What signing up asks of the lists beyond one row: who waits, who is due, who must be called."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, func, select

from bot.domain.messages import MessageState
from bot.storage.advice_tables import mail_address
from bot.storage.occasions import Occasion, get
from bot.storage.occurrences import Occurrence
from bot.storage.outbox import OutboxRow, cancel_pending
from bot.storage.programme_tables import occasion, occurrence, registration
from bot.storage.registrations import ACTIVE, Registration
from bot.storage.rows import change, every
from bot.storage.tables import outbox, person

_OF_PERSON = (
    select(registration)
    .join(occasion, occasion.c.id == registration.c.occasion_id)
    .where(registration.c.state.in_(ACTIVE), occasion.c.state == "open")
)


def hold(conn: Connection, ident: str) -> Occasion:
    """Return an occasion, and let nobody else take or give back its seats until we are done."""
    change(conn, occasion, occasion.c.id == ident, taken=occasion.c.taken)
    return get(conn, ident)


def position(conn: Connection, registration_id: int, occasion_id: str) -> int:
    """Return the position of a registration in the waiting list, from 1."""
    own = select(registration.c.place).where(registration.c.id == registration_id)
    query = select(func.count()).where(
        registration.c.occasion_id == occasion_id,
        registration.c.state == "waiting",
        registration.c.place <= own.scalar_subquery(),
    )
    return int(conn.execute(query).scalar_one())


def with_waiting(conn: Connection, now: datetime) -> list[str]:
    """Return the open occasions, not begun, where seats are free and somebody waits."""
    waits = select(registration.c.id).where(
        registration.c.occasion_id == occasion.c.id, registration.c.state == "waiting"
    )
    query = select(occasion.c.id).where(
        occasion.c.state == "open",
        occasion.c.starts_at > now,
        occasion.c.seats.is_(None) | (occasion.c.taken < occasion.c.seats),
        waits.exists(),
    )
    return list(conn.execute(query.order_by(occasion.c.starts_at)).scalars())


def ahead_of_person(conn: Connection, person_id: int, now: datetime) -> list[Registration]:
    """Return what somebody is on the list of and has not begun, the soonest first."""
    query = _OF_PERSON.where(registration.c.person_id == person_id, occasion.c.starts_at > now)
    return every(conn, Registration, query.order_by(occasion.c.starts_at, registration.c.id))


def behind_the_times(conn: Connection, now: datetime) -> list[Registration]:
    """Return those whose calendar file is older than the last change of an occasion to come."""
    query = (
        select(registration)
        .join(occasion, occasion.c.id == registration.c.occasion_id)
        .where(
            registration.c.state.in_(ACTIVE),
            registration.c.person_id.is_not(None),
            registration.c.told_seq < occasion.c.seq,
            occasion.c.state.in_(("open", "cancelled")),
            occasion.c.ends_at > now,
        )
    )
    return every(conn, Registration, query.order_by(registration.c.id))


def only_by_mail(conn: Connection, now: datetime, most: int) -> list[Registration]:
    """Return those on the lists of what is to come whose e-mail address nobody is known by yet."""
    another = registration.alias("another")
    taken = (
        select(another.c.id)
        .join(person, person.c.id == another.c.person_id)
        .join(mail_address, mail_address.c.id == person.c.mail_id)
        .where(
            another.c.occasion_id == registration.c.occasion_id,
            another.c.state.in_(ACTIVE),
            mail_address.c.email == func.lower(registration.c.email),
        )
    )
    query = (
        select(registration)
        .join(occasion, occasion.c.id == registration.c.occasion_id)
        .where(
            registration.c.state.in_(ACTIVE),
            registration.c.person_id.is_(None),
            registration.c.channel == "email",
            registration.c.email.like("%@%"),
            ~taken.exists(),
            occasion.c.state == "open",
            occasion.c.starts_at > now,
        )
    )
    return every(conn, Registration, query.order_by(registration.c.id).limit(most))


def to_call(conn: Connection, occasion_id: str) -> list[Registration]:
    """Return who is to know of an urgent change and has not said so, the least called first."""
    query = select(registration).where(
        registration.c.occasion_id == occasion_id,
        registration.c.state.in_(ACTIVE),
        registration.c.urgent_seq.is_not(None),
        func.coalesce(registration.c.knows_seq, -1) < registration.c.urgent_seq,
    )
    return every(conn, Registration, query.order_by(registration.c.calls, registration.c.id))


def reminded(conn: Connection, kind: str, since: datetime) -> list[Occurrence]:
    """Return the reminders of a kind that were owed since a moment."""
    query = select(occurrence).where(
        occurrence.c.kind == kind, occurrence.c.state == "owed", occurrence.c.done_at >= since
    )
    return every(conn, Occurrence, query.order_by(occurrence.c.id))


def take_back(conn: Connection, prefix: str, now: datetime) -> list[OutboxRow]:
    """Cancel what waits under keys that begin so, the oldest first; return what was cancelled."""
    query = select(outbox).where(
        outbox.c.state == MessageState.PENDING.value,
        func.substr(outbox.c.key, 1, len(prefix)) == prefix,
    )
    rows = every(conn, OutboxRow, query.order_by(outbox.c.id))
    return [row for row in rows if cancel_pending(conn, row.id, "newer", now)]


def forget_contacts(conn: Connection, over: datetime) -> dict[str, int]:
    """Empty phones, addresses and needs on the lists of what ended by then; return of how many."""
    told = registration.c.phone.is_not(None) | registration.c.email.is_not(None)
    told |= registration.c.needs != ""
    query = (
        select(registration.c.occasion_id)
        .join(occasion, occasion.c.id == registration.c.occasion_id)
        .where(told, occasion.c.ends_at <= over)
        .distinct()
    )
    nothing = {"phone": None, "email": None, "needs": ""}
    return {
        ident: change(conn, registration, registration.c.occasion_id == ident, told, **nothing)
        for ident in conn.execute(query).scalars().all()
    }
