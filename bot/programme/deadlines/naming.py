"""The name of an organisation: asked for by a button, so that several can be told apart."""

from __future__ import annotations

from sqlalchemy import Connection

from bot.domain.asking import asks
from bot.domain.names import clean_name
from bot.domain.tickets import DIALOGUE_ENDS_AFTER
from bot.helpdesk import owing
from bot.helpdesk.desk import Desk, Incoming, Press, Toast
from bot.knowledge.decision import Decision
from bot.programme.deadlines import owners, resembling
from bot.storage import organisations, people
from bot.storage.rows import Person

DIALOG = "deadline_name"
LONG = 120  # characters of a name

STALE, SHOWN = Toast("stale"), Toast("")


def ask(conn: Connection, desk: Desk, press: Press) -> Toast:
    """Ask for the name; a second press within the dialogue asks nothing twice."""
    found = owners.pressed_organisation(conn, press)
    if found is None:
        return STALE
    person, known = found
    running = person.dialog_until is not None and desk.now < person.dialog_until
    data = {"organisation": known.id}
    if not running or (person.dialog, person.dialog_data) != (DIALOG, data):
        people.start_dialog(conn, person.id, DIALOG, data, desk.now, DIALOGUE_ENDS_AFTER)
        owing.tell(
            conn, desk, person, "deadline_name", {"name": None, "person": person.id, "same": []}
        )
    return SHOWN


def take(
    conn: Connection, desk: Desk, person: Person, incoming: Incoming, decision: Decision
) -> bool:
    """Take a message as the name; False for what is plainly something else."""
    ident = int((person.dialog_data or {}).get("organisation", 0))
    name = clean_name(incoming.text)
    mine = organisations.membership_of(conn, ident, person.id) is not None
    if not mine or incoming.media or not name or len(incoming.text) > LONG:
        return False
    if decision.zone == "answer" or asks(incoming.text):
        return False
    people.end_dialog(conn, person.id)
    organisations.set_fields(conn, ident, desk.now, name=name)
    known = organisations.get(conn, ident)
    same = [owners.of_organisation(one).view for one in resembling.like(conn, person, known)]
    values = {"name": name, "person": person.id, "same": same[: resembling.SHOWN]}
    owing.tell(conn, desk, person, "deadline_name", values)
    return True
