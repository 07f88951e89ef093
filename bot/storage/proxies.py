"""Questions written down for people without Telegram, and those people."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, func, select

from bot.storage import people
from bot.storage.advice_tables import mail_address
from bot.storage.proxy_tables import proxy_question
from bot.storage.rows import Person, add, change, every, one
from bot.storage.tables import audit, person, post, question, ticket


@dataclass(frozen=True, slots=True)
class Proxy:
    """One question, from its first words to what became of its answer."""

    id: int
    state: str
    rev: int
    thread: str
    author_id: int
    author: str
    name: str
    organisation: str
    phone: str | None
    email: str | None
    source: str | None
    topic: str | None
    text: str
    chat_id: int | None
    message_id: int | None
    same_id: int | None
    person_id: int | None
    ticket_id: int | None
    created_at: datetime
    handed_at: datetime | None
    delivered_at: datetime | None
    delivered_by: str


def begin(conn: Connection, **values: Any) -> Proxy:
    """Store a new one and return it."""
    return get(conn, add(conn, proxy_question, **values))


def find(conn: Connection, ident: int) -> Proxy | None:
    """Return one by its number."""
    return one(conn, Proxy, select(proxy_question).where(proxy_question.c.id == ident))


def get(conn: Connection, ident: int) -> Proxy:
    """Return one that is known to exist."""
    found = find(conn, ident)
    assert found is not None
    return found


def of_ticket(conn: Connection, number: int) -> Proxy | None:
    """Return what a ticket was opened from, if an advisor wrote it down."""
    query = select(proxy_question).where(proxy_question.c.ticket_id == number)
    return one(conn, Proxy, query.limit(1))


def change_draft(conn: Connection, found: Proxy, **values: Any) -> bool:
    """Change what is being written down; False when it is settled, or has changed meanwhile."""
    table = proxy_question
    where = (table.c.id == found.id, table.c.state == "draft", table.c.rev == found.rev)
    return change(conn, table, *where, rev=found.rev + 1, **values) == 1


def set_fields(conn: Connection, ident: int, **values: Any) -> None:
    """Store what became of one that was opened."""
    change(conn, proxy_question, proxy_question.c.id == ident, **values)


def stale(conn: Connection, before: datetime) -> list[Proxy]:
    """Return what was begun before a moment and is still not settled."""
    table = proxy_question
    query = select(table).where(table.c.state == "draft", table.c.created_at < before)
    return every(conn, Proxy, query)


def drafts_for(conn: Connection, person_id: int) -> list[Proxy]:
    """Return what is being written down for somebody, or for somebody who may be them."""
    table = proxy_question
    meant = (table.c.person_id == person_id) | (table.c.same_id == person_id)
    return every(conn, Proxy, select(table).where(table.c.state == "draft", meant))


def known_before(conn: Connection, person_id: int) -> list[int]:
    """Return the rows, still there, by which somebody was known whose cases they took over."""
    query = select(audit.c.data).where(
        audit.c.action == "case_taken", audit.c.actor == f"person:{person_id}"
    )
    found = {data.get("before") for data in conn.execute(query).scalars()}
    others = [one for one in found if one is not None and one != person_id]
    return sorted(conn.execute(select(person.c.id).where(person.c.id.in_(others))).scalars())


def known_person(
    conn: Connection, *, phone: str | None, email: str | None, name: str
) -> Person | None:
    """Return somebody known with this telephone, this address, or exactly this name; or None."""
    digits = phone[-9:] if phone else None
    for where in (
        person.c.phone.like(f"%{digits}") if digits else None,
        _by_email(email) if email else None,
        func.lower(person.c.name) == name.lower() if name else None,
    ):
        if where is None:
            continue
        query = select(person).where(where, person.c.erased_at.is_(None))
        found = every(conn, Person, query.order_by(person.c.id.desc()).limit(1))
        if found:
            return found[0]
    return None


def _by_email(email: str) -> Any:
    address = select(mail_address.c.id).where(mail_address.c.email == email.lower())
    return person.c.mail_id.in_(address)


def meet(
    conn: Connection,
    now: datetime,
    *,
    name: str,
    organisation: str,
    phone: str | None,
    email: str | None,
    source: str,
) -> Person:
    """Return somebody without Telegram who asks by an advisor."""
    return people.without_telegram(
        conn,
        now,
        name,
        phone,
        source,
        organisation=organisation or None,
        mail_id=_address(conn, email, now) if email else None,
        notice_shown_at=now,  # the advisor reads it out: see the panel
    )


def _address(conn: Connection, email: str, now: datetime) -> int | None:
    """Return the row of an address; None when somebody else is known by it already."""
    known = conn.execute(
        select(mail_address.c.id).where(mail_address.c.email == email.lower())
    ).scalar()
    if known is None:
        return add(conn, mail_address, email=email.lower(), created_at=now)
    taken = conn.execute(select(person.c.id).where(person.c.mail_id == known)).scalar()
    return None if taken is not None else int(known)


def hand_over(conn: Connection, number: int, to: Person) -> None:
    """Make a ticket, with all that was said in it, somebody else's."""
    before = select(ticket.c.person_id).where(ticket.c.id == number).scalar_subquery()
    change(conn, question, question.c.ticket_id == number, question.c.person_id == before,
           person_id=to.id)  # fmt: skip
    change(conn, post, post.c.ticket_id == number, post.c.side == "leader", author=to.name)
    values = {"person_id": to.id, "channel": "telegram", "address": to.address}
    change(conn, ticket, ticket.c.id == number, **values)
