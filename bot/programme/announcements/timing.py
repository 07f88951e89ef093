"""When an announcement goes: at once, or at a moment in words, said back with the day's name.

A moment in quiet hours becomes the morning after, and that is said, too.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection

from bot.domain.asking import asks
from bot.domain.quiet_hours import next_allowed
from bot.domain.spoken_moments import read_moment
from bot.helpdesk import owing
from bot.helpdesk.desk import Desk, Incoming, Press, Toast
from bot.knowledge.decision import Decision
from bot.programme.announcements import showing
from bot.programme.announcements.asked import STALE, seen
from bot.programme.announcements.writing import WRITES_WITHIN
from bot.storage import announcements, people
from bot.storage.rows import Person

WHEN = "announcement_when"
LONG = 60  # characters: longer words are not an answer to "when?"


def ask_when(conn: Connection, desk: Desk, press: Press) -> Toast:
    """Ask for the moment in words."""
    found = seen(conn, desk, press, ("draft",), mine=True, revision=False)
    person = people.by_telegram(conn, press.presser_id)
    if isinstance(found, Toast) or person is None:
        return found if isinstance(found, Toast) else STALE
    data = {"announcement": found.id}
    people.start_dialog(conn, person.id, WHEN, data, desk.now, WRITES_WITHIN)
    values = {"step": "ask", "person": person.id, "moment": None, "moved": False, "number": 0}
    owing.tell(conn, desk, person, "announcement_when", values)
    return Toast("")


def take_when(
    conn: Connection, desk: Desk, person: Person, incoming: Incoming, decision: Decision
) -> bool:
    """Take the moment, and say it back with the day's name; False for a question."""
    found = announcements.find(conn, (person.dialog_data or {}).get("announcement", 0))
    if found is None or found.state != "draft" or found.author_id != person.telegram_id:
        people.end_dialog(conn, person.id)
        return False
    if incoming.media or len(incoming.text) > LONG:
        return False
    moment = read_moment(incoming.text, desk.now)
    if moment is None and (decision.zone == "answer" or asks(incoming.text)):
        return False
    values: dict[str, Any] = {"person": person.id, "number": found.id, "moved": False}
    if moment is None:
        values |= {"step": "again", "moment": None}
        owing.tell(conn, desk, person, "announcement_when", values)
        return True
    people.end_dialog(conn, person.id)
    goes = next_allowed(moment)
    announcements.move(conn, found.id, was=("draft",), send_at=goes)
    values |= {"step": "set", "moment": goes.isoformat(), "moved": goes != moment}
    owing.tell(conn, desk, person, "announcement_when", values)
    showing.show(conn, desk, announcements.get(conn, found.id))
    return True


def at_once(conn: Connection, desk: Desk, press: Press) -> Toast:
    """Let it go as soon as it is approved."""
    found = seen(conn, desk, press, ("draft",), mine=True, revision=False)
    if isinstance(found, Toast):
        return found
    announcements.move(conn, found.id, was=("draft",), send_at=None)
    showing.show(conn, desk, announcements.get(conn, found.id))
    return Toast("saved")
