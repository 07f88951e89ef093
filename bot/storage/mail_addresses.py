"""Addresses that people write from, and the people behind them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, select

from bot.storage.advice_tables import mail_address
from bot.storage.rows import Person, add, change, one
from bot.storage.tables import person


@dataclass(frozen=True, slots=True)
class MailAddress:
    """An address; `email` is null once its owner was erased."""

    id: int
    email: str | None
    verified_at: datetime | None
    refused_at: datetime | None
    created_at: datetime


def find(conn: Connection, ident: int) -> MailAddress | None:
    """Return an address by its row."""
    return one(conn, MailAddress, select(mail_address).where(mail_address.c.id == ident))


def by_email(conn: Connection, email: str) -> MailAddress | None:
    """Return an address as people write it."""
    query = select(mail_address).where(mail_address.c.email == email.lower())
    return one(conn, MailAddress, query)


def set_fields(conn: Connection, ident: int, **values: datetime | None) -> None:
    """Store what became of mail to an address."""
    change(conn, mail_address, mail_address.c.id == ident, **values)


def owner(conn: Connection, ident: int) -> Person | None:
    """Return who writes from an address."""
    return one(conn, Person, select(person).where(person.c.mail_id == ident))


def meet(conn: Connection, email: str, name: str, now: datetime) -> Person:
    """Return who writes from an address, known from now on; a name once known is kept."""
    known = by_email(conn, email)
    ident = known.id if known else add(conn, mail_address, email=email.lower(), created_at=now)
    met = owner(conn, ident)
    if met is not None:
        return met
    add(conn, person, mail_id=ident, name=name, source="email", created_at=now)
    met = owner(conn, ident)
    assert met is not None
    return met
