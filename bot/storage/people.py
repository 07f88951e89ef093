"""People who write to us in private, their settings and the dialogue they are in."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, bindparam, select

from bot.domain.mailing import mail_of
from bot.storage.rows import Person, add, change, every, one
from bot.storage.tables import person

_BY_ID = select(person).where(person.c.id == bindparam("ident"))
_BY_TELEGRAM = select(person).where(person.c.telegram_id == bindparam("telegram_id"))


def by_id(conn: Connection, ident: int) -> Person:
    """Return the person with this row id; KeyError when there is none."""
    found = find(conn, ident)
    if found is None:
        raise KeyError(ident)
    return found


def find(conn: Connection, ident: int) -> Person | None:
    """Return the person with this row id, or None."""
    return one(conn, Person, _BY_ID, ident=ident)


def addresses(conn: Connection, idents: Collection[int]) -> dict[int, str]:
    """Return where the messages of these people go."""
    found = every(conn, Person, select(person).where(person.c.id.in_(sorted(idents))))
    return {one.id: one.address for one in found}


def by_telegram(conn: Connection, telegram_id: int) -> Person | None:
    """Return the person with this Telegram id, or with the number of an e-mail address."""
    mail_id = mail_of(telegram_id)
    if mail_id is not None:
        return one(conn, Person, select(person).where(person.c.mail_id == mail_id))
    return one(conn, Person, _BY_TELEGRAM, telegram_id=telegram_id)


def meet(conn: Connection, telegram_id: int, name: str, now: datetime) -> Person:
    """Return the person, created at the first meeting; a changed name is taken over."""
    known = by_telegram(conn, telegram_id)
    if known is None:
        add(conn, person, telegram_id=telegram_id, name=name, created_at=now)
    elif known.name != name or not known.reachable:
        change(conn, person, person.c.id == known.id, name=name, reachable=True)
    else:
        return known
    met = by_telegram(conn, telegram_id)
    assert met is not None
    return met


def without_telegram(
    conn: Connection,
    now: datetime,
    name: str,
    phone: str | None = None,
    source: str = "phone",
    **said: Any,
) -> Person:
    """Return somebody whom an advisor speaks for: known by number and name, or new.

    What is `said` of somebody known fills only what was not known of them before.
    """
    mine = person.c.phone == phone, person.c.name == name, person.c.erased_at.is_(None)
    known = every(conn, Person, select(person).where(*mine).order_by(person.c.id))
    if not known:
        made = add(conn, person, name=name, phone=phone, source=source, created_at=now, **said)
        return by_id(conn, made)
    fresh = {key: told for key, told in said.items() if not getattr(known[0], key)}
    if fresh:
        set_fields(conn, known[0].id, **fresh)
    return by_id(conn, known[0].id)


def set_fields(conn: Connection, ident: int, **values: Any) -> None:
    """Store settings or facts of a person."""
    change(conn, person, person.c.id == ident, **values)


def set_reachable(conn: Connection, telegram_id: int, reachable: bool) -> None:
    """Remember whether the bot may write to this person."""
    change(conn, person, person.c.telegram_id == telegram_id, reachable=reachable)


def start_dialog(
    conn: Connection, ident: int, name: str, data: dict[str, Any], now: datetime, lasts: timedelta
) -> None:
    """Expect this person's next words to answer something; any earlier expectation ends."""
    change(
        conn, person, person.c.id == ident, dialog=name, dialog_data=data, dialog_until=now + lasts
    )


def end_dialog(conn: Connection, ident: int) -> None:
    """Expect nothing in particular any more."""
    change(conn, person, person.c.id == ident, dialog=None, dialog_data=None, dialog_until=None)


def dialogs_over(conn: Connection, now: datetime) -> list[Person]:
    """Return the people whose dialogue has run out of time."""
    return every(conn, Person, select(person).where(person.c.dialog_until <= now))
