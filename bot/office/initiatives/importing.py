"""The register from a spreadsheet: checked as a whole, shown, and saved when its bringer says so.

A file with anything wrong in it changes nothing. What is saved is what was shown.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from sqlalchemy import Connection

from bot.domain.amounts import written_amount
from bot.helpdesk import owing, standing
from bot.helpdesk.desk import Desk, Incoming, Press, Toast
from bot.knowledge.decision import Decision
from bot.office.initiatives import cards, lines, registering
from bot.office.initiatives.lines import Allowed
from bot.programme import documents
from bot.programme.contests import known
from bot.programme.contests.result_lines import MOST_COMPLAINTS, Complaint
from bot.programme.documents import Document, Made
from bot.programme.sheets import Table, Unread
from bot.storage import initiatives, people, records
from bot.storage.rows import Person

DIALOG, BLANK = "initiatives_file", "initiatives_blank"
WAITS = timedelta(days=2)
SHOWN = 12  # lines of a preview


def begin(conn: Connection, desk: Desk, press: Press) -> Toast:
    """Hand out the spreadsheet, and wait for it to come back ([Wczytaj arkusz])."""
    person = cards.coordinator(conn, desk, press)
    if person is None or press.ident != person.id:
        return cards.STALE
    people.start_dialog(conn, person.id, DIALOG, {}, desk.now, WAITS)
    documents.send(
        conn, desk, person.address, BLANK, {"person": person.id},
        caption="initiatives_blank", values={"person": person.id},
    )  # fmt: skip
    return Toast("")


def allowed(conn: Connection, desk: Desk) -> Allowed:
    """Return what a file may name: the contests for grants in force, and the communes."""
    found = [one for one in known.in_force(conn) if one.sheet.kind == "grants"]
    titles = {one.row.id: one.sheet.title for one in found}
    return Allowed(titles, desk.base.programme.municipalities)


def take(
    conn: Connection, desk: Desk, person: Person, incoming: Incoming, decision: Decision
) -> bool:
    """Take the filled spreadsheet; anything but a file is something else."""
    if incoming.read is None or person.telegram_id not in standing.coordinators(conn, desk):
        return False
    table = incoming.read
    if not isinstance(table, Table):
        _refuse(conn, desk, person, table.why if isinstance(table, Unread) else "broken", [])
        return True
    found, wrong = lines.read(table, allowed(conn, desk))
    if wrong:
        _refuse(conn, desk, person, "wrong", wrong)
        return True
    mark = ((person.dialog_data or {}).get("mark") or 0) + 1
    data = {"lines": found, "mark": mark}
    people.start_dialog(conn, person.id, DIALOG, data, desk.now, WAITS)
    owing.tell(conn, desk, person, "initiatives_preview", _preview(conn, person, found, mark))
    return True


def _refuse(
    conn: Connection, desk: Desk, person: Person, why: str, wrong: list[Complaint]
) -> None:
    items = [
        {"row": one.row, "column": one.column, "what": one.what, "given": one.given[:60]}
        for one in wrong[:MOST_COMPLAINTS]
    ]
    values = {"why": why, "items": items, "more": len(wrong) - len(items), "person": person.id}
    owing.tell(conn, desk, person, "results_wrong", values)


def _preview(
    conn: Connection, person: Person, found: list[dict[str, Any]], mark: int
) -> dict[str, Any]:
    there = [
        registering.same(conn, one["contest"], one["grantee"], one["title"]) is not None
        for one in found
    ]
    return {
        "person": person.id,
        "mark": mark,
        "new": there.count(False),
        "known": there.count(True),
        "awarded": written_amount(sum(one["awarded"] for one in found)),
        "items": [
            {"grantee": one["grantee"], "title": one["title"], "new": not known_already,
             "awarded": written_amount(one["awarded"])}
            for one, known_already in zip(found[:SHOWN], there, strict=False)
        ],
        "more": max(len(found) - SHOWN, 0),
    }  # fmt: skip


def save(conn: Connection, desk: Desk, press: Press) -> Toast:
    """Put the lines that were shown into the register ([Zapisz])."""
    person = cards.coordinator(conn, desk, press)
    data = (person.dialog_data or {}) if person is not None else {}
    if person is None or press.ident != person.id or person.dialog != DIALOG:
        return cards.STALE
    if not data.get("lines") or data["mark"] != press.rev:
        return cards.STALE
    people.end_dialog(conn, person.id)
    for line in data["lines"]:
        ident = registering.put(conn, desk, {k: v for k, v in line.items() if v is not None})
        who = f"advisor:{person.telegram_id}"
        records.note(conn, desk.now, who, "initiative_imported", initiative=ident)
    values = cards.listed(conn, desk, person, 0)
    owing.replace_text(conn, desk, press.chat_id, press.message_id, "initiatives", values)
    return Toast("saved")


# The files


def _titles(conn: Connection, desk: Desk, about: Mapping[str, Any]) -> list[str]:
    return list(allowed(conn, desk).contests.values())


def _blank(titles: list[str]) -> Made:
    return Made("inicjatywy-do-wypelnienia.xlsx", lines.template(titles))


def _register(conn: Connection, desk: Desk, about: Mapping[str, Any]) -> dict[str, Any]:
    rows = initiatives.all_of(conn)
    found = {one.contest: known.find(conn, one.contest) for one in rows}
    titles = {ident: one.sheet.title for ident, one in found.items() if one is not None}
    return {"rows": rows, "titles": titles, "day": desk.today.isoformat()}


def _file(given: Mapping[str, Any]) -> Made:
    return Made(
        f"inicjatywy-{given['day']}.xlsx", lines.spreadsheet(given["rows"], given["titles"])
    )


DOCUMENTS = {BLANK: Document(_titles, _blank), cards.EXPORT: Document(_register, _file)}
