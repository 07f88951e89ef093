"""`/komunikat`: what the coordinator sends is the announcement, as it stands; an edit changes it.

Everything happens in the private chat with the bot. In the group the command only says so.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

from sqlalchemy import Connection

from bot.domain.announcements import (
    ALONE_AFTER,
    BELOW,
    MEDIA,
    MENDED_WITHIN,
    SILENT_AFTER,
    length,
    longest,
)
from bot.domain.written import is_blank
from bot.helpdesk import notices, owing, standing
from bot.helpdesk.desk import Desk, Incoming, Press, Toast
from bot.knowledge.decision import Decision
from bot.programme import panels
from bot.programme.announcements import mending, showing
from bot.programme.announcements.asked import STALE, seen
from bot.storage import announcements, occasions, people
from bot.storage.announcements import OPEN, Announcement
from bot.storage.occasions import Occasion
from bot.storage.rows import Person

DIALOG, FIX = "announcement", "announcement_fix"
WRITES_WITHIN = timedelta(hours=2)
RECENT = 3


def begin(conn: Connection, desk: Desk, person: Person) -> None:
    """Ask a coordinator for the announcement; anybody else does not know this command."""
    if person.telegram_id not in standing.coordinators(conn, desk):
        notices.unknown(conn, desk, person)
        return
    _ask(conn, desk, person, None)


def _ask(conn: Connection, desk: Desk, person: Person, about: Occasion | None) -> None:
    data = {"subject": "news" if about is None else "workshops"}
    people.start_dialog(conn, person.id, DIALOG, data, desk.now, WRITES_WITHIN)
    values = {
        "person": person.id,
        "recent": [] if about is not None else _recent(conn, desk),
        "about": None if about is None else _meeting(desk, about),
    }
    owing.tell(conn, desk, person, "announcement_ask", values)


def _meeting(desk: Desk, row: Occasion) -> dict[str, Any]:
    bot = desk.base.organisation.bot_username
    return {
        "title": row.title,
        "starts": row.starts_at.isoformat(),
        "place": row.place,
        "link": f"https://t.me/{bot}?start=w_{row.id}",
    }


def begin_about(conn: Connection, desk: Desk, press: Press) -> Toast:
    """Ask for an announcement of one meeting, with its facts ready to be copied."""
    row = occasions.by_number(conn, press.ident)
    person = people.by_telegram(conn, press.presser_id)
    if row is None or person is None or row.state != "open":
        return STALE
    if press.presser_id not in standing.coordinators(conn, desk):
        return STALE
    _ask(conn, desk, person, row)
    return Toast("")


def _recent(conn: Connection, desk: Desk) -> list[dict[str, Any]]:
    """Return what is being written or sent, or may still be mended."""
    states = (*OPEN, "ready", *announcements.UNDER_WAY, "stopped", "done")
    since = desk.now - MENDED_WITHIN
    found = [one for one in announcements.in_state(conn, *states) if one.what == "message"]
    open_ = [one for one in found if (one.finished_at or desk.now) >= since]
    return [{"number": one.id, "words": one.text, "media": one.media} for one in open_[-RECENT:]]


def in_group(conn: Connection, desk: Desk, incoming: Incoming, to: str) -> None:
    """Say in the thread where announcements are written, and begin there."""
    may = incoming.sender_id in standing.coordinators(conn, desk)
    person = people.by_telegram(conn, incoming.sender_id) if may else None
    there = person is not None and person.reachable
    owing.send_to(
        conn,
        desk,
        to,
        "announcement_where",
        {"may": may, "there": there},
        reply_to=incoming.message_id,
        role="hint",
    )
    if person is not None and there:
        begin(conn, desk, person)


def open_again(conn: Connection, desk: Desk, press: Press) -> Toast:
    """Show a coordinator the panel of a recent announcement below."""
    found = announcements.find(conn, press.ident)
    if found is None or press.presser_id not in standing.coordinators(conn, desk):
        return STALE
    person = people.by_telegram(conn, press.presser_id)
    if person is not None and person.dialog == DIALOG:
        people.end_dialog(conn, person.id)
    to = f"chat:{press.presser_id}"
    showing.show_preview(conn, desk, found, to)
    panels.show(conn, desk, to, f"{showing.PANEL}:{found.id}", anew=True)
    return Toast("")


# What is sent


def take(
    conn: Connection, desk: Desk, person: Person, incoming: Incoming, decision: Decision
) -> bool:
    """Take whatever the coordinator sends as the announcement, if it can be one."""
    if person.telegram_id not in standing.coordinators(conn, desk):
        people.end_dialog(conn, person.id)
        return False
    if incoming.text.startswith("/"):
        return False
    if _refused(conn, desk, person, incoming):
        return True
    people.end_dialog(conn, person.id)
    ident = announcements.write(
        conn,
        author_id=person.telegram_id,
        author=person.name,
        chat_id=incoming.chat_id,
        message_id=incoming.message_id,
        text=incoming.text,
        entities=incoming.entities,
        media=incoming.media,
        file=dict(incoming.file) if incoming.file else None,
        subject=(person.dialog_data or {}).get("subject", "news"),
        audience={},
        created_at=desk.now,
    )
    found = announcements.get(conn, ident)
    showing.show_preview(conn, desk, found, found.desk_chat)
    showing.show(conn, desk, found)
    return True


def _refused(conn: Connection, desk: Desk, person: Person, incoming: Incoming) -> bool:
    """Say kindly what cannot be sent to many, and how it can; False when all is well."""
    why, over = _why_not(incoming)
    if why is None:
        return False
    about = incoming.album or incoming.message_id
    values = {"why": why, "over": over, "person": person.id}
    key = f"announcement_refused:{incoming.chat_id}:{about}"
    owing.tell(conn, desk, person, "announcement_refused", values, key=key)
    return True


def _why_not(incoming: Incoming) -> tuple[str | None, int]:
    if incoming.album is not None:
        return "album", 0
    if incoming.media is not None and (incoming.media not in MEDIA or not incoming.file):
        return "media", 0
    if incoming.media is None and is_blank(incoming.text):
        return "empty", 0
    over = length(incoming.text) + BELOW - longest(incoming.media)
    return ("long", over) if over > 0 else (None, 0)


def edited(conn: Connection, desk: Desk, incoming: Incoming) -> bool:
    """Take over an edit of an announcement's message; False when it is no announcement."""
    found = announcements.by_message(conn, incoming.chat_id, incoming.message_id)
    if found is None:
        return False
    person = people.by_telegram(conn, incoming.sender_id)
    if person is None or found.author_id != incoming.sender_id:
        return True
    if found.state not in OPEN:
        owing.tell(conn, desk, person, "announcement_refused", _too_late(person))
        return True
    same = replace(incoming, media=found.media, file=found.file)
    if not _refused(conn, desk, person, replace(same, message_id=-incoming.message_id)):
        _reworded(conn, desk, found, incoming)
    return True


def _too_late(person: Person) -> dict[str, Any]:
    return {"why": "late", "over": 0, "person": person.id}


def _reworded(conn: Connection, desk: Desk, found: Announcement, incoming: Incoming) -> None:
    """Put other words into force: what somebody has seen, or waits for, begins anew."""
    waits = {"alone": ALONE_AFTER, "asked": SILENT_AFTER}.get(found.state)
    again: dict[str, Any] = {"publish_at": desk.now + waits} if waits else {}
    words: dict[str, Any] = {"text": incoming.text, "entities": incoming.entities}
    if announcements.move(conn, found.id, was=OPEN, **words, **again):
        changed = announcements.get(conn, found.id)
        showing.change_previews(conn, desk, changed)
        showing.show(conn, desk, changed)


# A correction


def ask_fix(conn: Connection, desk: Desk, press: Press) -> Toast:
    """Ask for the corrected words."""
    found = seen(conn, desk, press, ("paused", "stopped", "done"))
    person = people.by_telegram(conn, press.presser_id)
    if isinstance(found, Toast) or person is None:
        return found if isinstance(found, Toast) else STALE
    if not showing.is_mendable(desk, found):
        return mending.late(conn, desk, press, found)
    data = {"announcement": found.id}
    people.start_dialog(conn, person.id, FIX, data, desk.now, WRITES_WITHIN)
    values = {"person": person.id, "media": found.media}
    owing.tell(conn, desk, person, "announcement_fix", values)
    return Toast("")


def take_fix(
    conn: Connection, desk: Desk, person: Person, incoming: Incoming, decision: Decision
) -> bool:
    """Take the corrected words and show what they will look like."""
    found = announcements.find(conn, (person.dialog_data or {}).get("announcement", 0))
    may = person.telegram_id in standing.coordinators(conn, desk)
    if found is None or not may or not showing.is_mendable(desk, found):
        people.end_dialog(conn, person.id)
        return False
    if incoming.media:
        values = {"why": "fix", "over": 0, "person": person.id}
        owing.tell(conn, desk, person, "announcement_refused", values)
        return True
    if not _refused(conn, desk, person, replace(incoming, media=found.media, file=found.file)):
        people.end_dialog(conn, person.id)
        mending.draft(conn, desk, found, "fix", person, incoming)
    return True
