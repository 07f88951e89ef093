"""E-mails that came: stored whole before anything is done, once each, and forgotten word by word.

The same e-mail fetched again, from a mailbox that was put in order or copied, is known by its
mark. What is told of them anywhere else are their numbers.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, delete, func, select

from bot.storage.mail_tables import mail, mail_file, mail_sent
from bot.storage.new_only import NewOnly
from bot.storage.records import get_fact, set_fact
from bot.storage.rows import add, change, one, put

MAILBOX = "mailbox"  # the fact: how far it was read
_INSERT = NewOnly(mail, "mark", also=lambda made: made.returning(mail.c.id))


@dataclass(frozen=True, slots=True)
class Fetched:
    """An e-mail as the mailbox gave it; `raw` is its beginning only when it is too large."""

    uid: int
    validity: int
    mark: str
    raw: bytes
    whole: int


@dataclass(frozen=True, slots=True)
class MailRow:
    """An e-mail that came, and what became of it."""

    id: int
    mark: str
    uid: int
    validity: int
    raw: bytes | None
    whole: int
    state: str
    reason: str | None
    attempts: int
    mail_id: int | None
    ticket_id: int | None
    message_id: str | None
    came_at: datetime
    done_at: datetime | None


@dataclass(frozen=True, slots=True)
class MailFile:
    """What was attached to an e-mail."""

    id: int
    incoming_id: int
    ticket_id: int | None
    name: str
    size: int
    content: bytes | None
    made_at: datetime


@dataclass(frozen=True, slots=True)
class Sent:
    """An e-mail that went out."""

    outbox_id: int
    mail_id: int
    automatic: int
    words: dict[str, str]
    at: datetime
    returned_at: datetime | None


@dataclass(frozen=True, slots=True)
class Mark:
    """How far the mailbox was read, by its own numbers; `day` is when the last e-mail came."""

    validity: int
    uid: int
    day: str | None


def how_far(conn: Connection) -> Mark | None:
    """Return how far the mailbox was read; None before the first time."""
    kept = get_fact(conn, MAILBOX)
    return None if kept is None else Mark(kept["validity"], kept["uid"], kept["day"])


def store(conn: Connection, found: Iterable[Fetched], now: datetime) -> int:
    """Store what was fetched; return how many e-mails were new."""
    new = 0
    for one_ in found:
        values = {name: getattr(one_, name) for name in Fetched.__slots__}
        row = conn.execute(_INSERT.on(conn), {**values, "came_at": now}).scalar()
        new += row is not None
    return new


def read_to(conn: Connection, to: Mark) -> None:
    """Remember how far the mailbox is read."""
    set_fact(conn, MAILBOX, {"validity": to.validity, "uid": to.uid, "day": to.day})


def next_new(conn: Connection) -> MailRow | None:
    """Return the e-mail that has waited longest."""
    return one(conn, MailRow, select(mail).where(mail.c.state == "new").order_by(mail.c.id))


def find(conn: Connection, ident: int) -> MailRow | None:
    """Return an e-mail that came."""
    return one(conn, MailRow, select(mail).where(mail.c.id == ident))


def get(conn: Connection, ident: int) -> MailRow:
    """Return an e-mail that is known to exist."""
    found = find(conn, ident)
    assert found is not None
    return found


def finish(conn: Connection, ident: int, state: str, now: datetime, **values: Any) -> bool:
    """Store what became of an e-mail, once; its words are kept in the ticket or nowhere."""
    ended = {"state": state, "done_at": now, "raw": None, **values}
    return change(conn, mail, mail.c.id == ident, mail.c.state == "new", **ended) == 1


def belongs(conn: Connection, ident: int, ticket_id: int) -> None:
    """Note which ticket an e-mail went into."""
    change(conn, mail, mail.c.id == ident, ticket_id=ticket_id)


def failed(conn: Connection, ident: int) -> int:
    """Count one more attempt that came to nothing; return how many that makes."""
    change(conn, mail, mail.c.id == ident, attempts=mail.c.attempts + 1)
    return get(conn, ident).attempts


def came_from(conn: Connection, mail_id: int, since: datetime) -> int:
    """Return how many e-mails came from an address since a moment."""
    query = select(func.count()).where(mail.c.mail_id == mail_id, mail.c.came_at > since)
    return int(conn.execute(query).scalar_one())


def left_since(conn: Connection, reasons: Collection[str], since: datetime) -> int:
    """Return for how many e-mails nothing was done, for one of these reasons, since a moment."""
    query = select(func.count()).where(
        mail.c.state == "ignored", mail.c.reason.in_(list(reasons)), mail.c.done_at > since
    )
    return int(conn.execute(query).scalar_one())


def last_of_ticket(conn: Connection, ticket_id: int, mail_id: int) -> str | None:
    """Return the Message-ID of the last e-mail about a ticket: what is sent answers it."""
    query = select(mail.c.message_id).where(
        mail.c.ticket_id == ticket_id,
        mail.c.mail_id == mail_id,
        mail.c.message_id.is_not(None),
    )
    found: str | None = conn.execute(query.order_by(mail.c.id.desc()).limit(1)).scalar()
    return found


def add_file(conn: Connection, **values: Any) -> int:
    """Keep what was attached and return its number."""
    return add(conn, mail_file, **values)


def file(conn: Connection, ident: int) -> MailFile | None:
    """Return what was attached."""
    return one(conn, MailFile, select(mail_file).where(mail_file.c.id == ident))


def sent(conn: Connection, **values: Any) -> None:
    """Remember an e-mail that went out; sent once more, it is still one."""
    conn.execute(delete(mail_sent).where(mail_sent.c.outbox_id == values["outbox_id"]))
    put(conn, mail_sent, **values)


def find_sent(conn: Connection, outbox_id: int) -> Sent | None:
    """Return an e-mail that went out."""
    return one(conn, Sent, select(mail_sent).where(mail_sent.c.outbox_id == outbox_id))


def returned(conn: Connection, outbox_id: int, now: datetime) -> bool:
    """Note that an e-mail came back; False when that is known already, or it was never sent."""
    unknown = mail_sent.c.returned_at.is_(None)
    at = mail_sent.c.outbox_id == outbox_id
    return change(conn, mail_sent, at, unknown, returned_at=now) == 1


def automatic_since(conn: Connection, mail_id: int, since: datetime) -> int:
    """Return how many e-mails that nobody wrote went to an address since a moment."""
    query = select(func.count()).where(
        mail_sent.c.mail_id == mail_id, mail_sent.c.automatic == 1, mail_sent.c.at > since
    )
    return int(conn.execute(query).scalar_one())
