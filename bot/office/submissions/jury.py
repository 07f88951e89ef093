"""`/jury`: a coordinator gets the packets for the jury of a contest."""

from __future__ import annotations

from sqlalchemy import Connection

from bot.helpdesk import notices, owing, standing
from bot.helpdesk.desk import Desk, Press, Toast
from bot.office.submissions import packet
from bot.office.submissions.form import KIND
from bot.programme import documents
from bot.programme.contests import cards, known
from bot.storage import forms, records, staff
from bot.storage.rows import Person


def show(conn: Connection, desk: Desk, person: Person) -> None:
    """Answer /jury: what there is to be judged, and what still waits for a decision."""
    if person.telegram_id not in standing.coordinators(conn, desk):
        notices.unknown(conn, desk, person)
        return
    items = [
        {
            "title": one.sheet.title,
            "number": one.number,
            "accepted": len(packet.accepted(conn, one.row.id)),
            "waiting": len(forms.of_kind(conn, KIND.name, ("sent", "returned"), one.row.id)),
        }
        for one in known.in_force(conn)
        if one.sheet.kind == "awards"
    ]
    judges = [one.name for one in staff.members(conn) if one.scores]
    owing.tell(conn, desk, person, "jury", {"items": items, "judges": judges})


def send(conn: Connection, desk: Desk, press: Press) -> Toast:
    """Owe all packets of a contest, one file for a few submissions."""
    given = cards.pressed(conn, press)
    if given is None or press.presser_id not in standing.coordinators(conn, desk):
        return cards.STALE
    person, found = given
    count = len(packet.accepted(conn, found.row.id))
    total = packet.parts(count, desk.base.organisation.grants.in_packet)
    who = f"advisor:{press.presser_id}"
    records.note(conn, desk.now, who, "jury_packet", contest=found.row.id, submissions=count)
    for part in range(1, total + 1):
        documents.send(
            conn, desk, person.address, packet.PACKET, {"contest": found.row.id, "part": part}
        )
    return Toast("" if total else "no_files")
