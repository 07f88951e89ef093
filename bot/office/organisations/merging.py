"""/scal: a coordinator looks at two rows that are likely one, and makes them one, or says no.

A second press confirms; in one transaction all that points at one points at the other, and a row
tells what moved. Who may be merged is found by `likely`; how it is done is the
storage's `merging`.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection

from bot.helpdesk import notices, owing, standing
from bot.helpdesk.desk import Desk, Press, Toast
from bot.office.organisations import likely, resembling
from bot.programme import daytime
from bot.programme.deadlines import following, owners
from bot.storage import deadlines, merging, organisations, people, records, staff, twins
from bot.storage.merging import CannotMerge
from bot.storage.rows import Person, attempt
from bot.storage.twins import Twins

LOGGED = 5  # merges on the first page
#: Which of the two names stays: the lower row's, or the higher one's.
NAMES = ("twin_one", "twin_other")

STALE, SHOWN = Toast("stale"), Toast("")


def begin(conn: Connection, desk: Desk, person: Person) -> None:
    """Show a coordinator the first likely pair; anybody else knows no such command."""
    if person.telegram_id not in standing.coordinators(conn, desk):
        notices.unknown(conn, desk, person)
        return
    owing.tell(conn, desk, person, "twins", _next(conn, desk, after=0))


def _next(conn: Connection, desk: Desk, after: int) -> dict[str, Any]:
    """Return the next pair after the one with this number, or from the beginning, or none."""
    found = [twins.pair(conn, kind, two, why, desk.now) for kind, two, why in likely.pairs(conn)]
    numbers = [one.id for one in found]
    at = numbers.index(after) + 1 if after in numbers else 0
    if not found:
        return {"pair": None, "count": 0, "log": _log(conn)}
    return {"pair": _view(conn, found[at % len(found)]), "count": len(found), "log": []}


def _log(conn: Connection) -> list[dict[str, Any]]:
    def name(telegram_id: int | None) -> str:
        known = staff.find(conn, telegram_id) if telegram_id is not None else None
        return known.name if known is not None else ""

    return [
        {"kind": one.kind, "at": one.at.isoformat(), "by": name(one.by), "moved": _sum(one)}
        for one in twins.merged(conn, LOGGED)
    ]


def _sum(one: Twins) -> int:
    return sum((one.moved or {}).values())


def _view(conn: Connection, found: Twins) -> dict[str, Any]:
    show = _organisation if found.kind == "organisation" else _person
    return {
        "number": found.id,
        "rev": found.rev,
        "kind": found.kind,
        "why": found.why,
        "items_shown": [show(conn, ident) for ident in (found.one_id, found.other_id)],
    }


def _organisation(conn: Connection, ident: int) -> dict[str, Any]:
    known = organisations.get(conn, ident)
    return {
        **resembling.view(known),
        "members": [one.name for one in organisations.members(conn, ident)],
        "tickets": twins.tickets_of(conn, "organisation", ident),
        "deadlines": len(deadlines.of_owners(conn, [f"org:{ident}"])),
    }


def _person(conn: Connection, ident: int) -> dict[str, Any]:
    known = people.by_id(conn, ident)
    return {
        "name": known.name,
        "phone": known.phone,
        "reached": known.address.partition(":")[0],
        "organisations": [one.name or one.kind for one in organisations.of_person(conn, ident)],
        "written": known.organisation,
        "tickets": twins.tickets_of(conn, "person", ident),
        "seats": twins.seats_of(conn, ident),
    }


def _pressed(conn: Connection, desk: Desk, press: Press, *states: str) -> Twins | None:
    """Return the pair pressed for, as a coordinator saw it; both rows are still there."""
    if press.presser_id not in standing.coordinators(conn, desk):
        return None
    found = twins.find(conn, press.ident)
    if found is None or found.rev != press.rev or found.state not in states:
        return None
    there = twins.there(conn, found.kind, (found.one_id, found.other_id))
    return found if there == 2 else None


def _put(conn: Connection, desk: Desk, press: Press, name: str, view: dict[str, Any]) -> None:
    owing.replace_text(conn, desk, press.chat_id, press.message_id, name, view)


def turn(conn: Connection, desk: Desk, press: Press) -> Toast:
    """Show the next pair ([Następna])."""
    if press.presser_id not in standing.coordinators(conn, desk):
        return STALE
    _put(conn, desk, press, "twins", _next(conn, desk, after=press.ident))
    return SHOWN


def different(conn: Connection, desk: Desk, press: Press) -> Toast:
    """Remember that these are two, and show the next pair."""
    found = _pressed(conn, desk, press, "shown", "asked")
    if found is None:
        return STALE
    twins.move(conn, found.id, found.rev, desk.now, state="different", by=press.presser_id)
    who = f"advisor:{press.presser_id}"
    records.note(conn, desk.now, who, "twins_different", pair=found.id)
    _put(conn, desk, press, "twins", _next(conn, desk, after=0))
    return Toast("saved")


def ask(conn: Connection, desk: Desk, press: Press) -> Toast:
    """Show once more what becomes of both, before it is done."""
    found = _pressed(conn, desk, press, "shown", "asked")
    if found is None:
        return STALE
    twins.move(conn, found.id, found.rev, desk.now, state="asked")
    again = twins.find(conn, found.id)
    assert again is not None  # just found
    _put(conn, desk, press, "twins_confirm", _view(conn, again))
    return SHOWN


def merge(conn: Connection, desk: Desk, press: Press) -> Toast:
    """Make two rows one; the name that was pressed stays."""
    found = _pressed(conn, desk, press, "asked")
    if found is None:
        return STALE
    name = _view(conn, found)["items_shown"][NAMES.index(press.action)]["name"]
    kept, gone = found.other_id, found.one_id
    try:
        with attempt(conn):
            moved = merging.merge(conn, found.kind, kept, gone, desk.now)
    except CannotMerge:
        _put(conn, desk, press, "twins_cannot", {"number": found.id})
        return SHOWN
    values = {"state": "merged", "by": press.presser_id, "kept_id": kept, "moved": moved}
    twins.move(conn, found.id, found.rev, desk.now, **values)
    who = f"advisor:{press.presser_id}"
    records.note(conn, desk.now, who, "merged", what=found.kind, kept=kept, gone=gone, moved=moved)
    if found.kind == "organisation":
        organisations.set_fields(conn, kept, desk.now, name=name)
        _one_organisation(conn, desk, kept)
    else:
        _one_person(conn, desk, kept)
    view = {"kind": found.kind, "moved": moved, "left": twins.count(conn, found.kind)}
    _put(conn, desk, press, "twins_done", view | {"number": found.id})
    return Toast("saved")


def _one_organisation(conn: Connection, desk: Desk, kept: int) -> None:
    """Remind all members of all deadlines, and tell them that it is one organisation now."""
    known = organisations.get(conn, kept)
    for row in deadlines.of_owners(conn, [owners.of_organisation(known).key]):
        following.remind(conn, desk, row)
    for person in organisations.members(conn, kept):
        values = {**resembling.view(known), "person": False}
        daytime.tell(conn, desk, person, "twins_told", values)


def _one_person(conn: Connection, desk: Desk, kept: int) -> None:
    """Remind a person of all that both had to keep, and tell them what has come to them."""
    person = people.by_id(conn, kept)
    daytime.tell(conn, desk, person, "twins_told", {"person": True})
    keys = [one.key for one in owners.of_person(conn, person)]
    for row in deadlines.of_owners(conn, keys):
        following.remind(conn, desk, row, person)
