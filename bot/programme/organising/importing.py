"""Importing occasions from a table: handed out, read, previewed, and done whole or not at all."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection

from bot.domain.tickets import DIALOGUE_ENDS_AFTER
from bot.helpdesk import owing, standing
from bot.helpdesk.desk import Desk, Incoming, Press, Toast
from bot.knowledge.decision import Decision
from bot.programme import documents, occasions
from bot.programme.organising import drafts, import_template, views
from bot.programme.organising.form_presses import SHOWN, STALE
from bot.programme.organising.import_plan import Plan, Step, plan
from bot.storage import people, records
from bot.storage.rows import Person

DIALOG = "organise_import"
SHOWN_AT_MOST = 10
UNREADABLE: dict[str, Any] = {"wrong": "unreadable", "lacking": []}


def begin(conn: Connection, desk: Desk, press: Press) -> Toast:
    """Hand out the table to fill in, and wait for it ([Import])."""
    person = drafts.coordinator(conn, desk, press)
    if person is None or press.ident != person.id:
        return STALE
    _wait(conn, desk, person)
    owing.tell(conn, desk, person, "organise_import", {"person": person.id})
    documents.send(conn, desk, person.address, import_template.XLSX, {"person": person.id})
    return SHOWN


def as_csv(conn: Connection, desk: Desk, press: Press) -> Toast:
    """Hand out the same table as CSV."""
    person = drafts.coordinator(conn, desk, press)
    if person is None or press.ident != person.id:
        return STALE
    _wait(conn, desk, person)
    documents.send(conn, desk, person.address, import_template.CSV, {"person": person.id})
    return SHOWN


def _wait(conn: Connection, desk: Desk, person: Person) -> None:
    people.start_dialog(conn, person.id, DIALOG, {}, desk.now, DIALOGUE_ENDS_AFTER)


def take(
    conn: Connection, desk: Desk, person: Person, incoming: Incoming, decision: Decision
) -> bool:
    """Take a table, and show what it would do; words are no table."""
    if person.telegram_id not in standing.coordinators(conn, desk) or incoming.media != "document":
        return False
    read = incoming.read
    found: dict[str, Any] = read if isinstance(read, dict) else UNREADABLE
    if "wrong" in found:
        owing.tell(conn, desk, person, "organise_import_wrong", {**found, "person": person.id})
        _wait(conn, desk, person)
        return True
    _preview(conn, desk, person, found["rows"])
    return True


def _kept(person: Person) -> str:
    return f"organising-import:{person.id}"


def _preview(conn: Connection, desk: Desk, person: Person, rows: list[Any]) -> None:
    made = plan(conn, desk, rows)
    known = records.get_fact(conn, _kept(person)) or {"rev": 0}
    kept = {"rows": rows, "mark": made.mark, "rev": known["rev"] + 1}
    records.set_fact(conn, _kept(person), kept)
    _wait(conn, desk, person)
    values = {
        "new": _shown(made.of("new")),
        "changed": _shown(made.of("changed")),
        "same": len(made.of("same")),
        "wrong": [{"row": one.number, "what": one.what} for one in made.wrong[:SHOWN_AT_MOST]],
        "counts": {"wrong": len(made.wrong), **_counts(made)},
        "concerned": _concerned(conn, made),
        "person": person.id,
        "rev": kept["rev"],
    }
    owing.tell(conn, desk, person, "organise_import_preview", values)


def _counts(made: Plan) -> dict[str, int]:
    return {what: len(made.of(what)) for what in ("new", "changed")}


def _shown(steps: list[Step]) -> list[dict[str, str]]:
    return [
        {"title": one.sheet.title, "starts": one.sheet.starts.isoformat()}
        for one in steps[:SHOWN_AT_MOST]
    ]


def _concerned(conn: Connection, made: Plan) -> int:
    rows = [one.row for one in made.of("changed") if one.row is not None]
    return sum(views.concerned(conn, row)["people"] for row in rows)


def go(conn: Connection, desk: Desk, press: Press) -> Toast:
    """Do all that was previewed ([Wczytaj]); what changed meanwhile is shown anew instead."""
    person = drafts.coordinator(conn, desk, press)
    kept = records.get_fact(conn, _kept(person)) if person is not None else None
    if person is None or kept is None or press.ident != person.id or press.rev != kept["rev"]:
        return STALE
    owing.strip_buttons(conn, desk, press.chat_id, press.message_id)
    made = plan(conn, desk, kept["rows"])
    if made.wrong or made.mark != kept["mark"]:
        _preview(conn, desk, person, kept["rows"])
        return SHOWN
    for step in made.steps:
        _do(conn, desk, person, step)
    records.set_fact(conn, _kept(person), {"rev": kept["rev"] + 1, "rows": [], "mark": ""})
    people.end_dialog(conn, person.id)
    owing.tell(conn, desk, person, "organise_imported", _counts(made))
    return SHOWN


def _do(conn: Connection, desk: Desk, person: Person, step: Step) -> None:
    given = desk.because(f"{desk.cause}:{step.number}")
    who = f"advisor:{person.telegram_id}"
    if step.what == "new":
        occasions.publish(conn, given, step.sheet, origin="chat", by=person.telegram_id)
        records.note(conn, desk.now, who, "publish", occasion=step.sheet.id)
    elif step.what == "changed":
        assert step.row is not None
        occasions.amend(conn, given, step.row, step.sheet, desk.follow, by=person.chat)
        records.note(conn, desk.now, who, "amend", occasion=step.sheet.id)
