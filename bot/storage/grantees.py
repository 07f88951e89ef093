"""What a contest leaves behind: results as they were brought, and the organisations in them."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, select

from bot.storage.programme_tables import contest_import, membership, organisation
from bot.storage.rows import Person, change, every, one
from bot.storage.rows import add as insert
from bot.storage.tables import person

_BY_ID = select(contest_import).where(contest_import.c.id == bindparam("ident"))


@dataclass(frozen=True, slots=True)
class Import:
    """Results of a contest, line by line, until somebody else has looked at them and after."""

    id: int
    contest: str
    lines: list[dict[str, Any]]
    state: str
    author_id: int
    author: str
    decided_by: int | None
    decider: str | None
    created_at: datetime
    decided_at: datetime | None


def add(conn: Connection, **values: Any) -> int:
    """Store results that were brought and return their number."""
    return insert(conn, contest_import, **values)


def find(conn: Connection, ident: int) -> Import | None:
    """Return results that were brought, whatever became of them."""
    return one(conn, Import, _BY_ID, ident=ident)


def move(conn: Connection, ident: int, *, was: Collection[str], **values: Any) -> bool:
    """Change what was brought if it is in one of these states; tell whether it was."""
    at = contest_import.c.state.in_(list(was))
    return change(conn, contest_import, contest_import.c.id == ident, at, **values) == 1


def organisations(conn: Connection) -> list[tuple[int, str, str]]:
    """Return the id, name and commune of every organisation."""
    columns = (organisation.c.id, organisation.c.name, organisation.c.commune)
    rows = conn.execute(select(*columns).order_by(organisation.c.id))
    return [(int(row.id), str(row.name), str(row.commune)) for row in rows]


def add_organisation(conn: Connection, now: datetime, **values: Any) -> int:
    """Store an organisation that nobody in the bot acts for yet, and return its id."""
    return insert(conn, organisation, traits=[], created_at=now, changed_at=now, **values)


def members(conn: Connection, ident: int) -> list[Person]:
    """Return those who act for an organisation now."""
    query = select(person).join(membership, membership.c.person_id == person.c.id)
    here = (membership.c.organisation_id == ident, membership.c.left_at.is_(None))
    return every(conn, Person, query.where(*here).order_by(membership.c.id))
