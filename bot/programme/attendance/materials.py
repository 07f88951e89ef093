"""Files of a meeting: materials for those who came, and scans of the signed list.

They are kept where the coordinator sent them, and by what Telegram calls them: a document or a
photo goes on by that name, whatever becomes of the message; anything else is copied.
"""

from __future__ import annotations

from html import escape
from typing import Any

from sqlalchemy import Connection

from bot.domain.messages import Kind
from bot.domain.names import clean_name
from bot.domain.outgoing import Command, File
from bot.domain.tickets import DIALOGUE_ENDS_AFTER
from bot.helpdesk import owing
from bot.helpdesk.desk import Desk, Incoming, Press, Toast
from bot.knowledge.decision import Decision
from bot.programme.attendance import authority, boards
from bot.programme.attendance.authority import SHOWN, STALE
from bot.programme.signups import views
from bot.storage import occasion_files, occasions, people, registrations
from bot.storage.occasion_files import OccasionFile
from bot.storage.occasions import Occasion
from bot.storage.outbox import OutboxRow, Owed, Skip, owe
from bot.storage.rows import Person

DIALOG = "att_file"
OPERATION = "material"
#: What may be a material, and what a scan.
TAKEN = {
    "material": ("document", "photo", "video", "audio"),
    "scan": ("document", "photo"),
}
BY_NAME = ("document", "photo")
LONGEST = 120  # characters of a title


def ask(conn: Connection, desk: Desk, press: Press) -> Toast:
    """Expect files from the coordinator, until [Gotowe]."""
    at = authority.meeting(conn, desk, press, coordinator=True)
    person = people.by_telegram(conn, press.presser_id)
    if isinstance(at, Toast) or person is None:
        return at if isinstance(at, Toast) else STALE
    kind = press.action.removeprefix("att_add_")
    data = {"occasion": at.occasion.id, "kind": kind}
    people.start_dialog(conn, person.id, DIALOG, data, desk.now, DIALOGUE_ENDS_AFTER)
    _tell(conn, desk, person, at.occasion, kind, "ask")
    return SHOWN


def _tell(
    conn: Connection, desk: Desk, person: Person, row: Occasion, kind: str, what: str
) -> None:
    values = {
        **boards.occasion_view(row),
        "what": what,
        "kind": kind,
        "count": len(occasion_files.of_occasion(conn, row.id, kind)),
        "person": person.id,
        "over": row.ends_at <= desk.now,
    }
    owing.tell(conn, desk, person, "attendance_file", values)


def take(
    conn: Connection, desk: Desk, person: Person, incoming: Incoming, decision: Decision
) -> bool:
    """Keep a file; a message without one is something else."""
    data = person.dialog_data or {}
    row = occasions.find(conn, data.get("occasion", ""))
    may = authority.is_staff if data.get("kind") == "scan" else authority.is_coordinator
    if row is None or not incoming.media or not may(conn, desk, person.chat):
        return False
    if incoming.media not in TAKEN[data["kind"]]:
        _tell(conn, desk, person, row, data["kind"], "wrong")
        return True
    keep(conn, desk, person, row, incoming, data["kind"])
    return True


def keep(
    conn: Connection, desk: Desk, person: Person, row: Occasion, incoming: Incoming, kind: str
) -> None:
    """Keep a file of a meeting, and expect another one of its kind.

    A material that comes after the end goes at once to those who came.
    """
    data = {"occasion": row.id, "kind": kind}
    people.start_dialog(conn, person.id, DIALOG, data, desk.now, DIALOGUE_ENDS_AFTER)
    ident = occasion_files.add(conn, kind=kind, **_fields(desk, row, incoming))
    _tell(conn, desk, person, row, kind, "kept")
    if kind == "material" and row.ends_at <= desk.now:
        _bring_to_all(conn, desk, row, ident)
    boards.changed(conn, desk, row.id)


def _fields(desk: Desk, row: Occasion, incoming: Incoming) -> dict[str, Any]:
    file = {**(incoming.file or {}), "bot": desk.bot_id}
    return {
        "occasion_id": row.id,
        "title": clean_name(incoming.text, LONGEST),
        "chat_id": incoming.chat_id,
        "message_id": incoming.message_id,
        "media": incoming.media,
        "file": file,
        "added_by": incoming.sender_id,
        "at": desk.now,
    }


def done(conn: Connection, desk: Desk, press: Press) -> Toast:
    """Expect no more files."""
    person = people.by_telegram(conn, press.presser_id)
    if person is None or person.id != press.ident:
        return STALE
    if person.dialog == DIALOG:
        people.end_dialog(conn, person.id)
    owing.strip_buttons(conn, desk, press.chat_id, press.message_id)
    return SHOWN


def _bring_to_all(conn: Connection, desk: Desk, row: Occasion, ident: int) -> None:
    """Bring a material that came late to everybody who was here."""
    for one in registrations.of_occasion(conn, row.id, ("seated",)):
        if one.present_at is not None and one.person_id is not None:
            send(conn, desk, ident, people.by_id(conn, one.person_id))


def bring(conn: Connection, desk: Desk, row: Occasion, person: Person) -> None:
    """Owe somebody who was here all the materials of a meeting, once."""
    found = occasion_files.of_occasion(conn, row.id, "material")
    if found:
        view = {**boards.occasion_view(row), "what": "materials"}
        key = f"materials:{person.id}:{occasions.number_of_occasion(row.id)}"
        owing.tell(conn, desk, person, "attendance_told", view, key=key)
    for one in found:
        send(conn, desk, one.id, person)


def send(conn: Connection, desk: Desk, ident: int, person: Person, again: str = "") -> None:
    """Owe somebody a file of a meeting: once, or once for each word of `again`."""
    owe(
        conn,
        Owed(
            key=f"{OPERATION}:{ident}:{person.id}{again}",
            kind=Kind.MEDIA,
            operation=OPERATION,
            to=person.address,
            params={"file": ident},
            role="file",
        ),
        desk.now,
    )


def show(conn: Connection, desk: Desk, press: Press) -> Toast:
    """Send the materials again to one who was here, from the card of the meeting."""
    person = people.by_telegram(conn, press.presser_id)
    row = occasions.by_number(conn, press.ident)
    if person is None or row is None:
        return STALE
    if not views.may_have_materials(conn, desk, row, person):
        return STALE
    for one in occasion_files.of_occasion(conn, row.id, "material"):
        send(conn, desk, one.id, person, f":{desk.cause}")
    return Toast("sent")


def prepare(conn: Connection, desk: Desk, row: OutboxRow, chat_id: int) -> Command | Skip:
    """Return the command that brings a file of a meeting."""
    found = occasion_files.find(conn, row.params["file"])
    if found is None:
        return Skip("gone")
    known = found.file or {}
    named = known.get("file_id") is not None and known.get("bot") == desk.bot_id
    if found.media in BY_NAME and named:
        words = escape(found.title) or None
        file = _file(found, str(known["file_id"]))
        return Command(found.media, chat_id, html=words, file=file)
    return Command("copy", chat_id, from_chat_id=found.chat_id, message_ids=(found.message_id,))


def _file(found: OccasionFile, file_id: str) -> File:
    return File(found.title or "plik", f"occasion-file:{found.id}", file_id=file_id)
