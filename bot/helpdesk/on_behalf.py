"""In whose name a ticket is: told by itself where somebody acts for one, chosen where for several.

What a person once wrote as their organisation stays a name not yet known; a row wins over it.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection

from bot.helpdesk import owing
from bot.helpdesk.desk import Desk, Press, Toast
from bot.helpdesk.owners import own_ticket
from bot.storage import organisations, records, shared_cases, tickets
from bot.storage.organisations import Organisation
from bot.storage.rows import Person, Ticket

MENU = "behalf"
NOBODY = 0  # how buttons call asking for oneself

STALE, SAVED = Toast("stale"), Toast("saved")


def at_first(conn: Connection, person: Person) -> int | None:
    """Return in whose name a person's new ticket is."""
    known = organisations.asked_for(conn, person.id)
    return known.id if known is not None else None


def name_of(conn: Connection, person: Person) -> str | None:
    """Return the organisation that a person asks for, or the name they once wrote."""
    known = organisations.asked_for(conn, person.id)
    return (known.name if known is not None else "") or person.organisation


def view(known: Organisation) -> dict[str, Any]:
    """Return what templates show of an organisation."""
    return {"number": known.id, "name": known.name, "kind": known.kind}


def on_card(conn: Connection, ticket: Ticket, person: Person) -> dict[str, Any]:
    """Return for whom advisors see a ticket asked, and what was asked for them before."""
    known = organisations.find(conn, ticket.organisation_id) if ticket.organisation_id else None
    if known is None:
        own = {"organisation": person.organisation, "commune": person.commune}
        return {**own, "kind": None, "earlier": 0}
    return {
        "organisation": known.name or None,
        "kind": known.kind,
        "commune": known.commune or person.commune,
        "earlier": shared_cases.earlier(conn, known.id, ticket.id),
    }


def on_receipt(conn: Connection, ticket: Ticket) -> dict[str, Any]:
    """Return in whose name a receipt says it is; nothing where there is no choice."""
    mine = organisations.of_person(conn, ticket.person_id)
    if len(mine) < 2:
        return {"choice": [], "name": None}
    chosen = next((one for one in mine if one.id == ticket.organisation_id), None)
    return {
        "choice": [{**view(one), "chosen": one is chosen} for one in mine],
        "name": view(chosen) if chosen is not None else None,
    }


def shares_with(conn: Connection, ticket: Ticket) -> dict[str, Any] | None:
    """Return with whom a case may be shared by its leader; None when with nobody."""
    if ticket.organisation_id is None or ticket.confidential or ticket.state == "withdrawn":
        return None
    if organisations.membership_of(conn, ticket.organisation_id, ticket.person_id) is None:
        return None
    return view(organisations.get(conn, ticket.organisation_id))


def choose(conn: Connection, desk: Desk, press: Press) -> Toast:
    """Take in whose name an open ticket is; a case shared with one is not shared with another."""
    found = own_ticket(conn, press, only_open=True)
    wanted = press.rev or None
    if found is None or press.rev is None:
        return STALE
    person, ticket = found
    if wanted and organisations.membership_of(conn, wanted, person.id) is None:
        return STALE
    if ticket.organisation_id != wanted:
        tickets.set_fields(conn, ticket.id, organisation_id=wanted, shared=False)
        who = f"person:{person.id}"
        records.note(conn, desk.now, who, "on_behalf", ticket.id, organisation=wanted)
    changed = tickets.get(conn, ticket.id)
    owing.refresh_card(conn, desk, changed)
    owing.refresh_receipt(conn, desk, changed)
    return SAVED
