"""After sending: a correction that edits what was delivered, a recall that deletes it.

Each is an announcement of its own, whose recipients are those who surely have the message, so it
has the same portions, the same counting and the same panel. A second press confirms it.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection

from bot.helpdesk import standing
from bot.helpdesk.desk import Desk, Incoming, Press, Toast
from bot.programme.announcements import going, showing
from bot.programme.announcements.asked import MOVED_ON, STALE, redraw, seen
from bot.storage import announcement_copies, announcements, people
from bot.storage.announcements import Announcement
from bot.storage.rows import Person

RESTING = ("paused", "stopped", "done")


def draft(
    conn: Connection,
    desk: Desk,
    of: Announcement,
    what: str,
    person: Person,
    said: Incoming | None = None,
) -> None:
    """Write down what is to become of a sent announcement, and ask whether it is meant."""
    ident = announcements.write(
        conn,
        author_id=person.telegram_id,
        author=person.name,
        chat_id=said.chat_id if said else 0,
        message_id=said.message_id if said else 0,
        text=said.text if said else of.text,
        entities=said.entities if said else of.entities,
        media=of.media,
        file=of.file,
        subject=of.subject,
        audience={},
        what=what,
        corrects=of.id,
        created_at=desk.now,
    )
    found = announcements.get(conn, ident)
    if what == "fix":
        showing.show_preview(conn, desk, found, found.desk_chat)
    showing.show(conn, desk, found)


def ask_recall(conn: Connection, desk: Desk, press: Press) -> Toast:
    """Ask whether the announcement is really to be taken back."""
    found = seen(conn, desk, press, RESTING)
    person = people.by_telegram(conn, press.presser_id)
    if isinstance(found, Toast) or person is None:
        return found if isinstance(found, Toast) else STALE
    if not showing.is_mendable(desk, found):
        return late(conn, desk, press, found)
    draft(conn, desk, found, "recall", person)
    return Toast("")


def late(conn: Connection, desk: Desk, press: Press, found: Announcement) -> Toast:
    """Say that it is too late for this, and draw the panel without it."""
    redraw(conn, desk, press, found)
    return Toast("mended_late")


def confirm(conn: Connection, desk: Desk, press: Press) -> Toast:
    """Correct or take back, as it was shown."""
    found = seen(conn, desk, press, ("draft",), mine=True, what=("fix", "recall"))
    if isinstance(found, Toast):
        return found
    of = announcements.find(conn, found.corrects or 0)
    if of is None or not showing.is_mendable(desk, of):
        return late(conn, desk, press, found)
    if announcement_copies.on_their_way(conn, of.id):
        return Toast("busy")
    if found.what == "fix":
        words: dict[str, Any] = {"text": found.text, "entities": found.entities}
        announcements.move(conn, of.id, was=RESTING, **words)
    else:
        going.stop(conn, desk, of, "recalled")
    going.start(conn, desk, found, ("draft",))
    going.note(conn, desk, press.presser_id, found.what, of)
    showing.show(conn, desk, announcements.get(conn, found.id))
    showing.show(conn, desk, announcements.get(conn, of.id), press.presser_id)
    return Toast("saved")


def leave(conn: Connection, desk: Desk, press: Press) -> Toast:
    """Leave a draft, of an announcement or of a correction."""
    found = announcements.find(conn, press.ident)
    if found is None or press.presser_id not in standing.coordinators(conn, desk):
        return STALE
    if found.author_id != press.presser_id:
        return STALE
    if not announcements.move(conn, found.id, was=("draft",), state="dropped"):
        redraw(conn, desk, press, found)
        return MOVED_ON
    showing.show(conn, desk, announcements.get(conn, found.id))
    return Toast("saved")
