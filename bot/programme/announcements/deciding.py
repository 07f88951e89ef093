"""Decisions on an announcement: approved by somebody else, sent back, paused, let go on, stopped.

Each is a conditional update on the revision that was seen, and a line of the audit trail.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection

from bot.helpdesk import owing
from bot.helpdesk.desk import Desk, Press, Toast
from bot.programme.announcements import going, showing
from bot.programme.announcements.asked import MOVED_ON, seen
from bot.storage import announcements, people
from bot.storage.announcements import UNDER_WAY, Announcement

ASKED = ("asked", "alone")


def approve(conn: Connection, desk: Desk, press: Press) -> Toast:
    """Let it go, as another coordinator than its author."""
    found = seen(conn, desk, press, ASKED)
    if isinstance(found, Toast):
        return found
    if found.author_id == press.presser_id:
        return Toast("own_announcement", alert=True)
    decided = {"approved_by": press.presser_id, "approver": press.name, "alone": False}
    if not announcements.move(conn, found.id, was=ASKED, rev=found.rev, state="asked", **decided):
        return MOVED_ON
    going.note(conn, desk, press.presser_id, "approved", found)
    going.go(conn, desk, announcements.get(conn, found.id))
    _told(conn, desk, found, "approved", press)
    return Toast("saved")


def reject(conn: Connection, desk: Desk, press: Press) -> Toast:
    """Send it back to its author."""
    return _back(conn, desk, press, ASKED, "rejected")


def withdraw(conn: Connection, desk: Desk, press: Press) -> Toast:
    """Make a draft of it again: by anybody who coordinates, until it has begun."""
    return _back(conn, desk, press, (*ASKED, "ready"), "withdrawn")


def _back(conn: Connection, desk: Desk, press: Press, was: tuple[str, ...], what: str) -> Toast:
    found = seen(conn, desk, press, was)
    if isinstance(found, Toast):
        return found
    nobody: dict[str, Any] = {"approved_by": None, "approver": None, "publish_at": None}
    again = {"state": "draft", "alone": False, **nobody}
    if not announcements.move(conn, found.id, was=was, rev=found.rev, **again):
        return MOVED_ON
    going.note(conn, desk, press.presser_id, what, found)
    _told(conn, desk, found, what, press)
    return Toast("saved")


def _told(conn: Connection, desk: Desk, found: Announcement, what: str, press: Press) -> None:
    """Show the new state, and tell its author what somebody else decided."""
    now = announcements.get(conn, found.id)
    showing.show(conn, desk, now, press.chat_id)
    person = people.by_telegram(conn, found.author_id)
    if person is not None and found.author_id != press.presser_id:
        values = {
            "what": what,
            "who": press.name,
            "state": now.state,
            "send_at": now.send_at.isoformat() if now.send_at else None,
        }
        owing.tell(conn, desk, person, "announcement_told", values)


# On the way


def pause(conn: Connection, desk: Desk, press: Press) -> Toast:
    """Hold it."""
    found = seen(conn, desk, press, ("sending",))
    if isinstance(found, Toast) or not going.pause(conn, desk, found):
        return found if isinstance(found, Toast) else MOVED_ON
    return _done(conn, desk, press, found, "paused")


def resume(conn: Connection, desk: Desk, press: Press) -> Toast:
    """Let it go on."""
    found = seen(conn, desk, press, ("paused",))
    if isinstance(found, Toast) or not going.resume(conn, desk, found):
        return found if isinstance(found, Toast) else MOVED_ON
    return _done(conn, desk, press, found, "resumed")


def stop(conn: Connection, desk: Desk, press: Press) -> Toast:
    """End it for all who have not got it."""
    found = seen(conn, desk, press, UNDER_WAY)
    if isinstance(found, Toast) or not going.stop(conn, desk, found):
        return found if isinstance(found, Toast) else MOVED_ON
    return _done(conn, desk, press, found, "stopped")


def _done(conn: Connection, desk: Desk, press: Press, found: Announcement, what: str) -> Toast:
    going.note(conn, desk, press.presser_id, what, found)
    showing.show(conn, desk, announcements.get(conn, found.id), press.chat_id)
    return Toast("saved")
