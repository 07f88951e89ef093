"""What recipients get: the coordinator's own words or file, with one line and two buttons below.

The same for the preview and the test. Rendered at the moment of sending, so a correction, a pause
or somebody's "no more of this" holds for all that has not gone.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from sqlalchemy import Connection

from bot.domain.announcements import PER_DAY, length
from bot.domain.outgoing import Button, Command, File
from bot.domain.quiet_hours import QUIET_UNTIL, is_quiet, next_allowed
from bot.domain.warsaw import local, utc
from bot.helpdesk.desk import Desk
from bot.storage import announcement_copies, announcements, consents
from bot.storage.announcements import Announcement
from bot.storage.outbox import Later, OutboxRow, Skip
from bot.templates import Texts

SEND, EDIT, KEYS = "announcement", "announce_edit", "announce_keys"
OPERATIONS = (SEND, EDIT, KEYS)
TO_ALL, PREVIEW, TEST = "announcement", "preview", "test"  # roles
_A_WHILE = timedelta(hours=1)
_MORNING_ROOM = timedelta(days=1)


def prepare(
    conn: Connection,
    desk: Desk,
    texts: Texts,
    row: OutboxRow,
    chat_id: int,
    thread_id: int | None,
) -> Command | Skip | Later:
    """Return the command for one recipient, or why there is none, or none yet."""
    found = announcements.find(conn, row.params["announcement"])
    if found is None:
        return Skip("gone")
    person = row.params.get("person")
    muted = person is not None and not consents.wants(conn, person, found.about)
    if row.operation == SEND and row.role == TO_ALL:
        why_not = _gate(conn, desk, found, person, muted)
        if why_not is not None:
            return why_not
    tail = texts.plain("announcement_tail", _tail(found, muted=muted))
    message_id = row.params.get("_message")
    if row.operation == KEYS:
        return Command("edit", chat_id, message_id=message_id, keyboard=tail.keyboard)
    return _words(found, tail.html, tail.keyboard, chat_id, thread_id, message_id)


def _tail(found: Announcement, *, muted: bool) -> dict[str, Any]:
    return {"subject": found.about, "number": found.corrects or found.id, "muted": muted}


def _gate(
    conn: Connection, desk: Desk, found: Announcement, person: int | None, muted: bool
) -> Skip | Later | None:
    """Ask at the last moment whether, and when, somebody is to get it."""
    if found.state == "paused":
        return Later(desk.now + _A_WHILE)
    if found.state != "sending":
        return Skip("stopped")
    if person is None or muted:
        return Skip("opted_out")
    if is_quiet(desk.now):
        return Later(next_allowed(desk.now))
    today = utc(desk.today, QUIET_UNTIL)
    if announcement_copies.sent_to_since(conn, person, today) >= PER_DAY:
        return Later(utc(local(desk.now + _MORNING_ROOM).date(), QUIET_UNTIL))
    return None


def _words(
    found: Announcement,
    tail: str,
    keyboard: tuple[tuple[Button, ...], ...],
    chat_id: int,
    thread_id: int | None,
    message_id: int | None,
) -> Command:
    start = f"{found.text}\n\n" if found.text else ""
    line = {"type": "italic", "offset": length(start), "length": length(tail)}
    return Command(
        _operation(found.media, new=message_id is None),
        chat_id,
        thread_id,
        text=start + tail,
        entities=[*(found.entities or []), line],
        keyboard=keyboard,
        message_id=message_id,
        file=_file(found) if found.media and message_id is None else None,
    )


def _operation(media: str | None, *, new: bool) -> str:
    if new:
        return media or "text"
    return "edit_caption" if media else "edit_text"


def _file(found: Announcement) -> File:
    """Name the file as Telegram does: it stays, even if the coordinator deletes the message."""
    assert found.file is not None
    return File("", found.file["unique_id"] or "", file_id=found.file["file_id"])
