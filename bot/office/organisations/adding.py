"""One more organisation: its name, whether it is one that is known already, kind and commune."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection

from bot.domain.asking import asks
from bot.domain.names import clean_name
from bot.domain.tickets import DIALOGUE_ENDS_AFTER
from bot.helpdesk import owing
from bot.helpdesk.desk import Desk, Incoming, Press, Toast
from bot.knowledge.decision import Decision
from bot.office.organisations import listing, resembling
from bot.programme.deadlines.naming import LONG
from bot.storage import organisations, people, records
from bot.storage.rows import Person

DIALOG = resembling.ADDING

STALE, SHOWN = Toast("stale"), Toast("")


def begin(conn: Connection, desk: Desk, press: Press) -> Toast:
    """Ask for the name; a second press within the dialogue asks nothing twice."""
    person = people.by_telegram(conn, press.presser_id)
    if person is None or person.id != press.ident:
        return STALE
    if _running(desk, person) and person.dialog_data == {}:
        return SHOWN
    people.start_dialog(conn, person.id, DIALOG, {}, desk.now, DIALOGUE_ENDS_AFTER)
    known = None if organisations.of_person(conn, person.id) else person.organisation
    owing.tell(conn, desk, person, "ours_name", {"person": person.id, "known": known})
    return SHOWN


def _running(desk: Desk, person: Person) -> bool:
    until = person.dialog_until
    return person.dialog == DIALOG and until is not None and desk.now < until


def take(
    conn: Connection, desk: Desk, person: Person, incoming: Incoming, decision: Decision
) -> bool:
    """Take a message as the name; False for what is plainly something else."""
    name = clean_name(incoming.text)
    if incoming.media or not name or len(incoming.text) > LONG:
        return False
    if decision.zone == "answer" or asks(incoming.text):
        return False
    owing.tell(conn, desk, person, *_after_name(conn, desk, person, name))
    return True


def known_name(conn: Connection, desk: Desk, press: Press) -> Toast:
    """Take the name that the person once wrote."""
    person = people.by_telegram(conn, press.presser_id)
    if person is None or person.id != press.ident or not person.organisation:
        return STALE
    if not _running(desk, person):
        return STALE
    shown = _after_name(conn, desk, person, person.organisation)
    owing.replace_text(conn, desk, press.chat_id, press.message_id, *shown)
    return SHOWN


def _after_name(
    conn: Connection, desk: Desk, person: Person, name: str
) -> tuple[str, dict[str, Any]]:
    """Return what is asked after the name: whether it is a known one, or what kind it is."""
    data = {"name": name}
    people.start_dialog(conn, person.id, DIALOG, data, desk.now, DIALOGUE_ENDS_AFTER)
    found = resembling.named(conn, person, name)[: resembling.SHOWN]
    if not found:
        return "ours_new", _new(person, name)
    items = [resembling.view(one) for one in found]
    return "ours_alike", {"person": person.id, "name": name, "items": items}


def _new(person: Person, name: str) -> dict[str, Any]:
    return {"person": person.id, "name": name, "kinds": list(listing.KINDS)}


def another(conn: Connection, desk: Desk, press: Press) -> Toast:
    """Go on with a new one: it is none of those that are known."""
    found = _named(conn, desk, press)
    if found is None:
        return STALE
    view = _new(*found)
    owing.replace_text(conn, desk, press.chat_id, press.message_id, "ours_new", view)
    return SHOWN


def _named(conn: Connection, desk: Desk, press: Press) -> tuple[Person, str] | None:
    """Return the presser and the name they gave, while that is waited for."""
    person = people.by_telegram(conn, press.presser_id)
    if person is None or person.id != press.ident or not _running(desk, person):
        return None
    name = (person.dialog_data or {}).get("name")
    return (person, str(name)) if name else None


def found_it(conn: Connection, desk: Desk, press: Press) -> Toast:
    """Store the new organisation with its kind, and ask for its commune."""
    found = _named(conn, desk, press)
    if found is None or press.rev is None or press.rev >= len(listing.KINDS):
        return STALE
    person, name = found
    people.end_dialog(conn, person.id)
    kind = listing.KINDS[press.rev]
    made = organisations.found(conn, person.id, name, kind, desk.now)
    records.note(conn, desk.now, f"person:{person.id}", "founded", organisation=made.id)
    if person.commune in desk.base.programme.municipalities:
        organisations.set_fields(conn, made.id, desk.now, commune=person.commune)
    listing.put_communes(conn, desk, press, organisations.get(conn, made.id))
    return Toast("saved")
