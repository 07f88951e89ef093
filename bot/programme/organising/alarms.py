"""Files and chat that say different things of an occasion: a coordinator decides which holds."""

from __future__ import annotations

from sqlalchemy import Connection

from bot.helpdesk import owing, standing
from bot.helpdesk.desk import Desk, Press, Toast
from bot.knowledge.programme_text import kind_of, written
from bot.programme import occasions as force
from bot.programme.organising import changing
from bot.storage import occasions, records
from bot.storage.occasions import Occasion

STALE = Toast("stale")
NO_LONGER_IN_FILES = "Tego spotkania nie ma już w programie."


def _asked(conn: Connection, desk: Desk, press: Press, state: str) -> Occasion | Toast:
    """Return the occasion of an alarm as it still is, or what the presser is told instead."""
    if press.presser_id not in standing.coordinators(conn, desk):
        return Toast("not_coordinator", alert=True)
    row = occasions.by_number(conn, press.ident)
    if (
        row is None
        or press.rev != force.alarm_rev(row)
        or (row.state == "gone") != (state == "gone")
    ):
        return STALE
    return row


def take_file(conn: Connection, desk: Desk, press: Press) -> Toast:
    """Let the files have their word again ([Weź z pliku])."""
    row = _asked(conn, desk, press, "open")
    if isinstance(row, Toast):
        return row
    sheet = next((one for one in force.in_files(desk) if one.id == row.id), None)
    if sheet is None or row.origin != "chat":
        return STALE
    mark = force.mark_of(written(sheet))
    values = {"mark": mark, "kind": kind_of(sheet), "state": "open", "origin": "file"}
    force.alter(conn, desk, row, desk.follow, sheet, changed_by=press.presser_id, **values)
    return _settled(conn, desk, press, row)


def keep_chat(conn: Connection, desk: Desk, press: Press) -> Toast:
    """Keep what the chat says ([Zostaw z czatu])."""
    row = _asked(conn, desk, press, "open")
    if isinstance(row, Toast):
        return row
    return STALE if row.origin != "chat" else _settled(conn, desk, press, row)


def call_off(conn: Connection, desk: Desk, press: Press) -> Toast:
    """Call off what left the files, and let people know ([Odwołaj i powiadom])."""
    row = _asked(conn, desk, press, "gone")
    if isinstance(row, Toast):
        return row
    changing.cancel(conn, desk, row, press.presser_id, NO_LONGER_IN_FILES)
    return _settled(conn, desk, press, row)


def keep(conn: Connection, desk: Desk, press: Press) -> Toast:
    """Keep what left the files, by the chat's word ([Zostaw])."""
    row = _asked(conn, desk, press, "gone")
    if isinstance(row, Toast):
        return row
    force.alter(
        conn, desk, row, desk.follow, state="open", origin="chat", changed_by=press.presser_id
    )
    return _settled(conn, desk, press, row)


def _settled(conn: Connection, desk: Desk, press: Press, row: Occasion) -> Toast:
    who = f"advisor:{press.presser_id}"
    records.note(conn, desk.now, who, press.action, occasion=row.id)
    values = {
        "what": press.action,
        "title": row.title,
        "starts": occasions.get(conn, row.id).starts_at.isoformat(),
        "taken": row.taken,
        "name": press.name,
    }
    owing.replace_text(conn, desk, press.chat_id, press.message_id, "occasion_settled", values)
    return Toast("saved")
