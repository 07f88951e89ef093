"""People an advice card may be for: looked up by name or organisation."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import Connection, select

from bot.domain.polish_words import fold
from bot.storage.programme_tables import membership, organisation
from bot.storage.tables import person


@dataclass(frozen=True, slots=True)
class Somebody:
    """A person as a list offers them."""

    id: int
    name: str
    organisation: str


def matching(conn: Connection, words: Collection[str], most: int) -> list[Somebody]:
    """Return people whose name and organisations hold all of these folded words, newest first.

    Who prefers to show no name is found by their organisation only.
    """
    known = (
        select(person.c.id, person.c.name, person.c.anonymous, person.c.organisation)
        .add_columns(organisation.c.name)
        .select_from(
            person.outerjoin(
                membership,
                (membership.c.person_id == person.c.id) & membership.c.left_at.is_(None),
            ).outerjoin(organisation, organisation.c.id == membership.c.organisation_id)
        )
        .where(person.c.erased_at.is_(None))
        .order_by(person.c.id.desc(), membership.c.id)
    )
    found: dict[int, Somebody] = {}
    for ident, name, hidden, told, acts_for in conn.execute(known):
        shown, place = "" if hidden else name, acts_for or told or ""
        text = fold(f"{shown} {place}")
        if ident not in found and all(word in text for word in words):
            found[ident] = Somebody(ident, shown, place)
        if len(found) == most:
            break
    return list(found.values())
