"""Which organisations may be the one that somebody names, though they do not act for it."""

from __future__ import annotations

from sqlalchemy import Connection

from bot.domain.organisation_names import alike
from bot.domain.polish_words import fold
from bot.storage import organisations
from bot.storage.organisations import Organisation
from bot.storage.rows import Person

SHOWN = 3


def like(conn: Connection, person: Person, known: Organisation) -> list[Organisation]:
    """Return others that may be the same as one the person acts for."""
    return named(conn, person, known.name, known.commune)


def named(conn: Connection, person: Person, name: str, commune: str = "") -> list[Organisation]:
    """Return organisations with names like this one, without those the person acts for."""
    mine = {one.organisation_id for one in organisations.memberships_of(conn, person.id)}
    return [
        one
        for one in organisations.named(conn)
        if one.id not in mine and alike(name, one.name) and _near(commune, one.commune)
    ]


def _near(one: str, other: str) -> bool:
    return not one or not other or fold(one) == fold(other)
