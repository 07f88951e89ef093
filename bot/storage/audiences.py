"""Whom an announcement may go to: sets of people by what they agreed to, asked and signed up for.

How the sets are put together is decided in `bot.programme.announcements.audience`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Any

from sqlalchemy import Connection, Select, select

from bot.storage.programme_tables import membership, organisation, registration
from bot.storage.registrations import ACTIVE
from bot.storage.tables import person, question, ticket


def agreed(conn: Connection) -> dict[int, bool]:
    """Return who agreed to announcements, each with whether the bot may write to them."""
    query = select(person.c.id, person.c.reachable).where(person.c.announcements)
    return {row.id: row.reachable for row in conn.execute(query)}


def asked_about(conn: Connection, topics: Collection[str]) -> set[int]:
    """Return who asked about one of these topics."""
    return {
        ident
        for table in (question, ticket)
        for ident in conn.execute(
            select(table.c.person_id).where(table.c.topic.in_(list(topics))).distinct()
        ).scalars()
    }


def communes(conn: Connection) -> Iterator[tuple[int, str]]:
    """Yield people with each commune that they, or their organisations, named."""
    yield from _pairs(conn, select(person.c.id, person.c.commune))
    yield from _pairs(conn, select(registration.c.person_id, registration.c.commune))
    theirs = membership.c.organisation_id == organisation.c.id
    query = select(membership.c.person_id, organisation.c.commune).join(organisation, theirs)
    yield from _pairs(conn, query.where(membership.c.left_at.is_(None)))


def _pairs(conn: Connection, query: Select[Any]) -> Iterator[tuple[int, str]]:
    for ident, commune in conn.execute(query):
        if ident is not None and commune:
            yield ident, commune


def of_kinds(conn: Connection, kinds: Collection[str]) -> set[int]:
    """Return who acts for an organisation of one of these kinds."""
    theirs = membership.c.organisation_id == organisation.c.id
    query = (
        select(membership.c.person_id)
        .join(organisation, theirs)
        .where(membership.c.left_at.is_(None), organisation.c.kind.in_(list(kinds)))
    )
    return set(conn.execute(query).scalars())


def registered(conn: Connection, occasions: Collection[str]) -> set[int]:
    """Return who is on the list of one of these occasions."""
    query = select(registration.c.person_id).where(
        registration.c.occasion_id.in_(list(occasions)),
        registration.c.state.in_(ACTIVE),
        registration.c.person_id.is_not(None),
    )
    return set(conn.execute(query).scalars())
