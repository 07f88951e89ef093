"""/organizacja: for whom somebody acts, what is known of it, and in whose name they ask."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection

from bot.domain.page_numbers import number_of
from bot.helpdesk import owing
from bot.helpdesk.desk import Desk, Press, Toast
from bot.knowledge.values import AUDIENCES
from bot.office.organisations import resembling
from bot.programme.deadlines import owners
from bot.storage import organisation_claims, organisations, people, records
from bot.storage.organisations import Organisation
from bot.storage.rows import Person

KINDS = tuple(kind for kind in AUDIENCES if kind not in ("wolontariusz", "firma"))
WAITING = ("asked", "checked")
_MOST = 8  # organisations on one list

STALE, SHOWN, SAVED = Toast("stale"), Toast(""), Toast("saved")


def show(conn: Connection, desk: Desk, person: Person) -> None:
    """Owe the one organisation with what may be done, or the list of several."""
    owing.tell(conn, desk, person, *_first(conn, person))


def _first(conn: Connection, person: Person) -> tuple[str, dict[str, Any]]:
    mine = organisations.of_person(conn, person.id)
    if len(mine) == 1:
        return "ours_one", one_of(conn, person, mine[0])
    return "ours", every(conn, person)


def every(conn: Connection, person: Person) -> dict[str, Any]:
    """Return all for whom a person acts."""
    mine = organisations.of_person(conn, person.id)
    asked = organisations.asked_for(conn, person.id)
    return {
        "person": person.id,
        "items": [
            {**resembling.view(one), "asked": asked is not None and asked.id == one.id}
            for one in mine[:_MOST]
        ],
        "known": person.organisation,
        "claims": _claims(conn, person),
    }


def _claims(conn: Connection, person: Person) -> list[dict[str, Any]]:
    found = organisation_claims.of_person(conn, person.id, WAITING)
    return [
        {"claim": one.id, **resembling.view(organisations.get(conn, one.organisation_id))}
        for one in found
    ]


def one_of(conn: Connection, person: Person, known: Organisation) -> dict[str, Any]:
    """Return what a person sees of an organisation that they act for."""
    mine = organisations.memberships_of(conn, person.id)
    asked = organisations.asked_for(conn, person.id)
    there = organisations.members(conn, known.id)
    return {
        **resembling.view(known),
        "person": person.id,
        "others": [one.name for one in there if one.id != person.id],
        "several": len(mine) > 1,
        "asked": asked is not None and asked.id == known.id,
        "claims": _claims(conn, person),
    }


def put(conn: Connection, desk: Desk, press: Press, person: Person, known: Organisation) -> None:
    """Put an organisation in the place of the pressed message."""
    view = one_of(conn, person, organisations.get(conn, known.id))
    owing.replace_text(conn, desk, press.chat_id, press.message_id, "ours_one", view)


def pressed(conn: Connection, desk: Desk, press: Press) -> Toast:
    """Turn a message of ours into the presser's list."""
    person = people.by_telegram(conn, press.presser_id)
    if person is None or person.id != press.ident:
        return STALE
    owing.replace_text(conn, desk, press.chat_id, press.message_id, *_first(conn, person))
    return SHOWN


def open_one(conn: Connection, desk: Desk, press: Press) -> Toast:
    """Show one organisation in the place of the list."""
    found = owners.pressed_organisation(conn, press)
    if found is None:
        return STALE
    put(conn, desk, press, *found)
    return SHOWN


def ask_for(conn: Connection, desk: Desk, press: Press) -> Toast:
    """Let the presser's next questions be in the name of this organisation, or of none."""
    found = owners.pressed_organisation(conn, press)
    if found is None:
        return STALE
    person, known = found
    chosen = known.id if press.action == "ours_ask" else None
    organisations.ask_for(conn, person.id, chosen)
    records.note(conn, desk.now, f"person:{person.id}", "asks_for", organisation=chosen)
    put(conn, desk, press, person, known)
    return SAVED


# -- what is known of it


def kinds(conn: Connection, desk: Desk, press: Press) -> Toast:
    """Show the kinds to choose from."""
    found = owners.pressed_organisation(conn, press)
    if found is None:
        return STALE
    view = {**resembling.view(found[1]), "kinds": list(KINDS)}
    owing.replace_text(conn, desk, press.chat_id, press.message_id, "ours_kind", view)
    return SHOWN


def set_kind(conn: Connection, desk: Desk, press: Press) -> Toast:
    """Take the kind; days that are followed stay followed."""
    found = owners.pressed_organisation(conn, press)
    if found is None or press.rev is None or press.rev >= len(KINDS):
        return STALE
    return _changed(conn, desk, press, found, kind=KINDS[press.rev])


def communes(conn: Connection, desk: Desk, press: Press) -> Toast:
    """Show the communes to choose from."""
    found = owners.pressed_organisation(conn, press)
    if found is None:
        return STALE
    put_communes(conn, desk, press, found[1])
    return SHOWN


def put_communes(conn: Connection, desk: Desk, press: Press, known: Organisation) -> None:
    """Put the communes in the place of the pressed message."""
    names = desk.base.programme.municipalities
    choice = [{"name": one, "number": number_of("commune", one)} for one in names]
    view = {**resembling.view(known), "communes": choice}
    owing.replace_text(conn, desk, press.chat_id, press.message_id, "ours_commune", view)


def set_commune(conn: Connection, desk: Desk, press: Press) -> Toast:
    """Take the commune."""
    found = owners.pressed_organisation(conn, press)
    names = desk.base.programme.municipalities
    name = next((one for one in names if number_of("commune", one) == press.rev), None)
    if found is None or name is None:
        return STALE
    return _changed(conn, desk, press, found, commune=name)


def _changed(
    conn: Connection, desk: Desk, press: Press, found: tuple[Person, Organisation], **values: str
) -> Toast:
    person, known = found
    organisations.set_fields(conn, known.id, desk.now, **values)
    who = f"person:{person.id}"
    records.note(conn, desk.now, who, "organisation", organisation=known.id, what=sorted(values))
    put(conn, desk, press, person, known)
    return SAVED
