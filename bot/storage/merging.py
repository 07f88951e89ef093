"""Two rows that are one person, or one organisation, made one: all that points at one moves over.

The row with the higher number stays, so that no database gives the number of the other one to
somebody new. Where both stand on something that may be there once, a rule says which row counts;
a table without a rule refuses the whole merge.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Column, Connection, Row, delete, select
from sqlalchemy.exc import IntegrityError

from bot.domain.announcements import EVERYTHING
from bot.storage import merging_rules
from bot.storage.programme_tables import (
    consent,
    deadline,
    occurrence,
    organisation,
)
from bot.storage.references import TARGETS, references
from bot.storage.rows import attempt, change
from bot.storage.tables import person, ticket, token


class CannotMerge(Exception):
    """A table has both of them, and no rule says which row counts."""


def merge(conn: Connection, kind: str, kept: int, gone: int, now: datetime) -> dict[str, int]:
    """Move everything from one row to the other, delete it, and return how much of what moved."""
    if gone >= kept:
        raise ValueError("the higher number stays")
    moved = Counter({"deadline": _deadlines(conn, kind, kept, gone, now)})
    _tokens(conn, kind, kept, gone)
    for column in references(kind):
        moved[column.table.name] += _move(conn, column, kept, gone, now)
    folded = _people(conn, kept, gone) if kind == "person" else _organisations(conn, kept, gone)
    table = TARGETS[kind]
    conn.execute(delete(table).where(table.c.id == gone))
    change(conn, table, table.c.id == kept, **folded)
    if kind == "person":
        _addresses(conn, kept, gone)
    return {name: count for name, count in sorted(moved.items()) if count}


def _move(conn: Connection, column: Column[int], kept: int, gone: int, now: datetime) -> int:
    """Let the rows of one table point at the kept one, each by itself."""
    table = column.table
    rows = conn.execute(select(table).where(column == gone)).all()
    for row in rows:
        try:
            with attempt(conn):
                merging_rules.point(conn, table, row, column, kept)
        except IntegrityError:
            rule = merging_rules.RULES.get(table.name)
            if rule is None:
                raise CannotMerge(table.name) from None
            rule(conn, row, column, kept, now)
    return len(rows)


# -- what is written as text


def _deadlines(conn: Connection, kind: str, kept: int, gone: int, now: datetime) -> int:
    """Let deadlines belong to the kept one; of two of one day the one that is done counts."""
    prefix = "person" if kind == "person" else "org"
    owner, before = f"{prefix}:{kept}", f"{prefix}:{gone}"
    rows = conn.execute(select(deadline).where(deadline.c.owner == before)).all()
    for row in rows:
        try:
            with attempt(conn):
                change(conn, deadline, deadline.c.id == row.id, owner=owner)
        except IntegrityError:
            _one_deadline(conn, row, owner, now)
    return len(rows)


def _one_deadline(conn: Connection, row: Row[Any], owner: str, now: datetime) -> None:
    same = (
        deadline.c.owner == owner, deadline.c.source == row.source, deadline.c.day == row.day
    )  # fmt: skip
    if row.state == "done":
        done = {"state": "done", "done_by": row.done_by, "done_at": row.done_at}
        change(conn, deadline, *same, deadline.c.state.in_(("open", "draft", "dropped")), **done)
    elif row.state == "open":
        change(conn, deadline, *same, deadline.c.state.in_(("draft", "dropped")), state="open")
    twin = {"owner": owner, "source": f"{row.source[:80]}#{row.id}", "state": "dropped"}
    change(conn, deadline, deadline.c.id == row.id, **twin)
    subjects = (f"d:{row.id}", f"again:{row.id}")
    waiting = (occurrence.c.subject.in_(subjects), occurrence.c.state == "waiting")
    change(conn, occurrence, *waiting, state="cancelled", done_at=now)


def _tokens(conn: Connection, kind: str, kept: int, gone: int) -> None:
    purpose = "feed" if kind == "person" else "org"
    theirs = token.c.purpose.in_((f"{purpose}:{gone}",))
    change(conn, token, theirs, purpose=f"{purpose}:{kept}")


def _addresses(conn: Connection, kept: int, gone: int) -> None:
    """Let tickets of somebody who had only a telephone go where the kept one is reached."""
    now_is = conn.execute(select(person).where(person.c.id == kept)).one()
    if now_is.telegram_id is not None:
        address, channel = f"chat:{now_is.telegram_id}", "telegram"
    elif now_is.mail_id is not None:
        address, channel = f"mail:{now_is.mail_id}", "email"
    else:
        address, channel = f"paper:{kept}", None
    paper = ticket.c.address.in_((f"paper:{gone}", f"paper:{kept}"))
    there = {"address": address} | ({"channel": channel} if channel else {})
    change(conn, ticket, ticket.c.person_id == kept, paper, **there)


# -- what is known of both


def _people(conn: Connection, kept: int, gone: int) -> dict[str, Any]:
    """Return the columns of the person who stays: those of who is reached, filled from the other.

    The lower row gives its Telegram and e-mail back first: each may be there once.
    """
    one, other = (
        dict(conn.execute(select(person).where(person.c.id == ident)).one()._mapping)
        for ident in (kept, gone)
    )
    if one["telegram_id"] is not None and other["telegram_id"] is not None:
        raise CannotMerge("telegram")
    if one["mail_id"] is not None and other["mail_id"] is not None:
        raise CannotMerge("mail")
    main, more = (one, other) if _reached(one) >= _reached(other) else (other, one)
    change(conn, person, person.c.id.in_((kept, gone)), telegram_id=None, mail_id=None)
    values = {
        name: main[name] if main[name] not in (None, "") else more[name]
        for name in main
        if name != "id"
    }
    values["created_at"] = min(one["created_at"], other["created_at"])
    for either in ("under_18", "legal_hold", "anonymous"):
        values[either] = one[either] or other[either]
    said = _last_consent(conn, kept)
    values["announcements"] = main["announcements"] if said is None else said
    return values


def _reached(row: Mapping[str, Any]) -> int:
    return 2 if row["telegram_id"] is not None else 1 if row["mail_id"] is not None else 0


def _last_consent(conn: Connection, ident: int) -> bool | None:
    query = select(consent.c.given).where(
        consent.c.person_id == ident, consent.c.subject == EVERYTHING
    )
    return conn.execute(query.order_by(consent.c.id.desc()).limit(1)).scalar()


def _organisations(conn: Connection, kept: int, gone: int) -> dict[str, Any]:
    """Return the columns of the organisation that stays, filled from the other."""
    one, other = (
        conn.execute(select(organisation).where(organisation.c.id == ident)).one()
        for ident in (kept, gone)
    )
    follows = [set(row.follows) for row in (one, other) if row.follows is not None]
    return {
        "name": one.name or other.name,
        "commune": one.commune or other.commune,
        "traits": sorted({*one.traits, *other.traits}),
        "follows": sorted(set.union(*follows)) if follows else None,
        "created_at": min(one.created_at, other.created_at),
    }
