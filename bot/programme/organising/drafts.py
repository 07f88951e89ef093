"""What a coordinator is preparing: a new occasion, or a change of one, kept until it is done.

A draft is a fact of its own, not a part of the dialogue: whoever is called away for an hour, or
looks something up with a command meanwhile, goes on where they were. It holds plain fields as the
files write them; `sheets` makes an occasion of them.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, field, replace
from typing import Any

from sqlalchemy import Connection

from bot.helpdesk import standing
from bot.helpdesk.desk import Desk, Press
from bot.storage import people, records
from bot.storage.rows import Person


@dataclass(frozen=True, slots=True)
class Draft:
    """An occasion on its way: its fields, what is still to be asked, and for which buttons."""

    kind: str
    fields: dict[str, Any]
    todo: list[str] = field(default_factory=list)
    of: str | None = None  # the occasion that is being changed
    mark: str = ""  # of its text when the change began
    maybe: dict[str, Any] | None = None  # what was understood and waits for a yes
    rev: int = 0


def _name(person: Person) -> str:
    return f"organising:{person.id}"


def find(conn: Connection, person: Person) -> Draft | None:
    """Return what a coordinator is preparing."""
    kept = records.get_fact(conn, _name(person))
    return Draft(**kept) if kept else None


def keep(conn: Connection, person: Person, draft: Draft) -> Draft:
    """Keep a draft in its next revision, and return it so."""
    kept = replace(draft, rev=draft.rev + 1)
    records.set_fact(conn, _name(person), asdict(kept))
    return kept


def forget(conn: Connection, person: Person) -> None:
    """Forget what a coordinator was preparing."""
    records.forget_fact(conn, _name(person))


def coordinator(conn: Connection, desk: Desk, press: Press) -> Person | None:
    """Return the presser, if they coordinate."""
    if press.presser_id not in standing.coordinators(conn, desk):
        return None
    return people.by_telegram(conn, press.presser_id)


def own(conn: Connection, desk: Desk, press: Press) -> tuple[Person, Draft] | None:
    """Return the presser and their draft, if the button stands under its newest question."""
    person = coordinator(conn, desk, press)
    draft = find(conn, person) if person is not None else None
    if person is None or draft is None or press.rev != draft.rev:
        return None
    return (person, draft) if press.ident == person.id else None
