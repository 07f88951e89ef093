"""Which organisation somebody may claim: one that they have named, though they do not act for it.

Only names and communes are shown, and only to somebody who has named one like it: nobody can look
through the list of organisations.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection

from bot.programme.deadlines.resembling import SHOWN as SHOWN
from bot.programme.deadlines.resembling import named as named
from bot.storage import organisations
from bot.storage.organisations import Organisation
from bot.storage.rows import Person

ADDING = "ours_name"  # the dialogue in which somebody names an organisation


def may_claim(conn: Connection, person: Person, ident: int) -> Organisation | None:
    """Return an organisation that a person has named, or acts for one with a name like it."""
    data = person.dialog_data or {}
    names = [(str(data["name"]), "")] if person.dialog == ADDING and data.get("name") else []
    names += [(one.name, one.commune) for one in organisations.of_person(conn, person.id)]
    found = (one for name, commune in names for one in named(conn, person, name, commune))
    return next((one for one in found if one.id == ident), None)


def view(known: Organisation) -> dict[str, Any]:
    """Return what is shown of an organisation to somebody who does not act for it."""
    return {"number": known.id, "name": known.name, "kind": known.kind, "commune": known.commune}
