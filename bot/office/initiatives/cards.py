"""The register as a coordinator sees it: the list with its progress, and one initiative's card."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection

from bot.domain.amounts import written_amount
from bot.helpdesk import notices, owing, standing
from bot.helpdesk.desk import Desk, Press, Toast
from bot.office.initiatives import obligations
from bot.programme import documents, panels
from bot.programme.contests import known
from bot.programme.panels import Shown
from bot.storage import initiatives, people, receipts, records
from bot.storage.initiatives import SUPPORTED, Initiative
from bot.storage.rows import Person

PANEL, EXPORT = "initiative", "initiatives"
STALE, SHOWN, SAVED = Toast("stale"), Toast(""), Toast("saved")
PAGE = 8
STATES = ("awarded", "agreed", "running", "reported", "settled")


def coordinator(conn: Connection, desk: Desk, press: Press) -> Person | None:
    """Return the presser, if they coordinate."""
    if press.presser_id not in standing.coordinators(conn, desk):
        return None
    return people.by_telegram(conn, press.presser_id)


def show_list(conn: Connection, desk: Desk, person: Person) -> None:
    """Answer /inicjatywy: how many are supported, of how many; anybody else knows no command."""
    if person.telegram_id not in standing.coordinators(conn, desk):
        notices.unknown(conn, desk, person)
        return
    owing.tell(conn, desk, person, "initiatives", listed(conn, desk, person, 0))


def listed(conn: Connection, desk: Desk, person: Person, page: int) -> dict[str, Any]:
    """Return a page of the list, and how far the whole is."""
    rows = initiatives.all_of(conn)
    supported = [one for one in rows if one.state in SUPPORTED]
    participants, volunteers = initiatives.people_engaged(conn)
    pages = max((len(rows) - 1) // PAGE + 1, 1)
    page = min(page, pages - 1)
    promised = desk.base.organisation.promised
    return {
        "person": person.id,
        "count": len(supported),
        "planned": promised("initiatives"),
        "engaged": participants + volunteers,
        "planned_people": promised("people_in_initiatives"),
        "awarded": written_amount(sum(one.awarded for one in supported)),
        "items": [
            {"ident": one.id, "grantee": one.grantee, "title": one.title, "state": one.state}
            for one in rows[page * PAGE : (page + 1) * PAGE]
        ],
        "page": page,
        "pages": pages,
    }


def turn(conn: Connection, desk: Desk, press: Press) -> Toast:
    """Put another page in the place of the list."""
    person = coordinator(conn, desk, press)
    if person is None or press.ident != person.id or press.rev is None:
        return STALE
    values = listed(conn, desk, person, press.rev)
    owing.replace_text(conn, desk, press.chat_id, press.message_id, "initiatives", values)
    return SHOWN


def open_one(conn: Connection, desk: Desk, press: Press) -> Toast:
    """Owe the card of one initiative."""
    person, found = coordinator(conn, desk, press), initiatives.find(conn, press.ident)
    if person is None or found is None:
        return STALE
    panels.show(conn, desk, person.address, f"{PANEL}:{found.id}", anew=True)
    return SHOWN


def draw(conn: Connection, desk: Desk, rest: str) -> Shown | None:
    """Return the card of an initiative as it is now."""
    one = initiatives.find(conn, int(rest))
    return None if one is None else Shown("initiative", view(conn, desk, one))


def view(conn: Connection, desk: Desk, one: Initiative) -> dict[str, Any]:
    """Return all that is shown of an initiative."""
    found = known.find(conn, one.contest)
    duties = list(obligations.days(desk, found.sheet, one.ends_on)) if found is not None else []
    left = one.paid - one.settled - one.returned
    return {
        "ident": one.id,
        "rev": one.rev,
        "contest": found.sheet.title if found is not None else one.contest,
        "grantee": one.grantee,
        "joined": one.organisation_id is not None,
        "seat": one.seat,
        "commune": one.commune,
        "title": one.title,
        "scope": one.scope,
        "agreement": one.agreement,
        "starts_on": one.starts_on,
        "ends_on": one.ends_on,
        "amounts": {
            "awarded": written_amount(one.awarded),
            "paid": written_amount(one.paid),
            "settled": written_amount(one.settled),
            "returned": written_amount(one.returned),
            "left": written_amount(abs(left)),
        },
        "left": (left > 0) - (left < 0),
        "over": one.paid > one.awarded,
        "participants": one.participants,
        "volunteers": one.volunteers,
        "state": one.state,
        "duties": [
            {"what": obligations.NAMED[what], "day": day.isoformat()} for what, day in duties
        ],
    }


# Its state


def refused(conn: Connection, desk: Desk, press: Press) -> Toast:
    """Return what is told of a press that changes nothing: nobody else learns that a row is."""
    return STALE if coordinator(conn, desk, press) is None else Toast("moved_on")


def stands(conn: Connection, desk: Desk, press: Press) -> tuple[Person, Initiative] | None:
    """Return the presser and the initiative whose card was pressed, as the card shows it."""
    person, found = coordinator(conn, desk, press), initiatives.find(conn, press.ident)
    if person is None or found is None:
        return None
    known_as = receipts.find(conn, press.chat_id, press.message_id)
    if known_as is None or known_as.subject != f"{PANEL}:{found.id}":
        return None
    if found.rev != press.rev:
        panels.redraw(conn, desk, person.address, f"{PANEL}:{found.id}", known_as)
        return None
    return person, found


def step(conn: Connection, desk: Desk, press: Press) -> Toast:
    """Bring an initiative one state on, back, or out ([Rezygnacja])."""
    given = stands(conn, desk, press)
    if given is None:
        return refused(conn, desk, press)
    person, found = given
    wanted = _wanted(found, press.action)
    if wanted is None or not initiatives.move(conn, found.id, desk.now, (found.state,), wanted):
        return Toast("moved_on")
    if wanted == "resigned":
        obligations.drop(conn, desk, found)
    elif found.state == "resigned":
        obligations.keep(conn, desk, initiatives.get(conn, found.id), anew=True)
    changed(conn, desk, person, found, f"state_{wanted}")
    return SAVED


def _wanted(found: Initiative, action: str) -> str | None:
    if action == "ini_resign":
        return "resigned" if found.state in STATES else None
    if found.state == "resigned":
        return "awarded" if action == "ini_back" else None
    at = STATES.index(found.state) + (1 if action == "ini_next" else -1)
    return STATES[at] if 0 <= at < len(STATES) else None


def changed(conn: Connection, desk: Desk, person: Person, found: Initiative, what: str) -> None:
    """Note who changed what, and show the card as it is now."""
    who = f"advisor:{person.telegram_id}"
    records.note(conn, desk.now, who, "initiative_changed", initiative=found.id, what=what)
    panels.show(conn, desk, person.address, f"{PANEL}:{found.id}")


def export(conn: Connection, desk: Desk, press: Press) -> Toast:
    """Owe the whole register as a spreadsheet ([Arkusz])."""
    person = coordinator(conn, desk, press)
    if person is None or press.ident != person.id:
        return STALE
    records.note(conn, desk.now, f"advisor:{person.telegram_id}", "initiatives_exported")
    documents.send(conn, desk, person.address, EXPORT, {"person": person.id})
    return SHOWN
