"""Replies of trainees, from the moment they are written to what became of them."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, func, select

from bot.storage.draft_tables import draft
from bot.storage.rows import add, change, every, one

OPEN = ("waiting", "remark")


@dataclass(frozen=True, slots=True)
class Draft:
    """One reply that waits for somebody else, or has waited."""

    id: int
    ticket_id: int
    post_id: int
    author_id: int
    author: str
    text: str
    entities: list[dict[str, Any]] | None
    state: str
    rev: int
    changed: bool
    decided_by: int | None
    decider: str
    remark: str
    created_at: datetime
    decided_at: datetime | None


def begin(conn: Connection, **values: Any) -> Draft:
    """Store a new draft and return it."""
    return get(conn, add(conn, draft, **values))


def find(conn: Connection, ident: int) -> Draft | None:
    """Return a draft, whatever became of it."""
    return one(conn, Draft, select(draft).where(draft.c.id == ident))


def get(conn: Connection, ident: int) -> Draft:
    """Return a draft that is known to exist."""
    found = find(conn, ident)
    assert found is not None
    return found


def of_post(conn: Connection, post_id: int) -> Draft | None:
    """Return the newest draft of a post, or None."""
    query = select(draft).where(draft.c.post_id == post_id).order_by(draft.c.id.desc()).limit(1)
    return one(conn, Draft, query)


def open_of_ticket(conn: Connection, ticket_id: int) -> list[Draft]:
    """Return the drafts that wait in a ticket."""
    query = select(draft).where(draft.c.ticket_id == ticket_id, draft.c.state.in_(OPEN))
    return every(conn, Draft, query.order_by(draft.c.id))


def move(
    conn: Connection, ident: int, *, was: Collection[str], rev: int | None = None, **values: Any
) -> bool:
    """Change a draft if it is in one of these states, at this revision if one is given."""
    where = [draft.c.id == ident, draft.c.state.in_(list(was))]
    if rev is not None:
        where.append(draft.c.rev == rev)
    return change(conn, draft, *where, **values) == 1


def renew(
    conn: Connection, found: Draft, text: str, entities: list[dict[str, Any]] | None
) -> None:
    """Give a draft that waits other words, under its next revision."""
    values = {"text": text, "entities": entities, "rev": found.rev + 1, "state": "waiting"}
    change(conn, draft, draft.c.id == found.id, draft.c.state.in_(OPEN), **values)


def unchanged_in_a_row(conn: Connection, author_id: int) -> int:
    """Return how many of somebody's last drafts went out as they were, without a break."""
    spoilt = select(func.max(draft.c.id)).where(
        draft.c.author_id == author_id, draft.c.changed | (draft.c.state == "returned")
    )
    last = conn.execute(spoilt).scalar() or 0
    query = select(func.count()).where(
        draft.c.author_id == author_id, draft.c.state == "sent", draft.c.id > last
    )
    return int(conn.execute(query).scalar_one())
