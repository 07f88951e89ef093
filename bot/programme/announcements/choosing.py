"""What the author taps on a draft: its subject, its audience, a test, and the wish for approval.

A tap of a list carries the thing that was tapped where other buttons carry the revision.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection

from bot.domain.announcements import ALONE_AFTER, SILENT_AFTER, SUBJECTS
from bot.domain.messages import Kind
from bot.helpdesk import owing
from bot.helpdesk.desk import Desk, Press, Toast
from bot.programme import second_person
from bot.programme.announcements import audience, copies, going, showing
from bot.programme.announcements.asked import STALE, seen
from bot.storage import announcements, staff
from bot.storage.outbox import Owed, owe

VIEWS = {
    "ann_subject": "subject",
    "ann_topics": "topics",
    "ann_communes": "communes",
    "ann_kinds": "kinds",
    "ann_occasions": "occasions",
    "ann_back": "",
}
PICKS = {
    "ann_topic": "topics",
    "ann_commune": "communes",
    "ann_kind": "kinds",
    "ann_occasion": "occasions",
}
CHOSEN = {f"ann_{subject}": subject for subject in SUBJECTS}


def turn(conn: Connection, desk: Desk, press: Press) -> Toast:
    """Turn the panel to another page."""
    found = seen(conn, desk, press, ("draft",), mine=True, revision=False)
    if isinstance(found, Toast):
        return found
    announcements.set_fields(conn, found.id, view=VIEWS[press.action])
    showing.show(conn, desk, found)
    return Toast("")


def pick(conn: Connection, desk: Desk, press: Press) -> Toast:
    """Put one thing into the audience, or take it out."""
    found = seen(conn, desk, press, ("draft",), mine=True, revision=False)
    if isinstance(found, Toast):
        return found
    what = PICKS[press.action]
    chosen = audience.toggled(conn, desk, found, what, press.rev or 0)
    if chosen is None:
        return STALE
    announcements.move(conn, found.id, was=("draft",), audience=chosen)
    showing.show(conn, desk, announcements.get(conn, found.id))
    return Toast("")


def choose_subject(conn: Connection, desk: Desk, press: Press) -> Toast:
    """Say what it is about: whoever wants none of that does not get it."""
    found = seen(conn, desk, press, ("draft",), mine=True, revision=False)
    if isinstance(found, Toast):
        return found
    about = CHOSEN[press.action]
    announcements.move(conn, found.id, was=("draft",), subject=about, view="")
    changed = announcements.get(conn, found.id)
    if about != found.subject:
        showing.change_previews(conn, desk, changed)
    showing.show(conn, desk, changed)
    return Toast("saved")


def test(conn: Connection, desk: Desk, press: Press) -> Toast:
    """Send it to the author alone, as everybody will get it."""
    found = seen(conn, desk, press, ("draft",), mine=True, revision=False)
    if isinstance(found, Toast):
        return found
    params = {"announcement": found.id}
    key = f"{copies.TEST}:{found.id}:{desk.cause}"
    owed = Owed(key, Kind.NOTICE, copies.SEND, found.desk_chat, params=params, role=copies.TEST)
    owe(conn, owed, desk.now)
    return Toast("sent")


def ask(conn: Connection, desk: Desk, press: Press) -> Toast:
    """Ask another coordinator for approval; who is alone waits, and may be stopped meanwhile."""
    found = seen(conn, desk, press, ("draft",), mine=True)
    if isinstance(found, Toast):
        return found
    if not audience.reached(conn, found).people:
        return Toast("nobody", alert=True)
    if second_person.others(conn, desk, found.author_id):
        values: dict[str, Any] = {"state": "asked", "publish_at": desk.now + SILENT_AFTER}
    else:
        values = _without(desk)
    announcements.move(conn, found.id, was=("draft",), view="", **values)
    asked = announcements.get(conn, found.id)
    going.note(conn, desk, press.presser_id, "asked", asked)
    if staff.where(conn, owing.GROUP) is not None:
        showing.show_preview(conn, desk, asked, owing.COORDINATION)
    showing.show(conn, desk, asked)
    return Toast("saved")


def _without(desk: Desk) -> dict[str, Any]:
    """Return that it goes without a second person, and when."""
    return {"state": "alone", "alone": True, "publish_at": desk.now + ALONE_AFTER}


def alone(conn: Connection, desk: Desk, press: Press) -> Toast:
    """Go on without the others, who said nothing for a day; it may be stopped meanwhile."""
    found = seen(conn, desk, press, ("asked",), mine=True)
    if isinstance(found, Toast):
        return found
    if not found.silent:
        return STALE
    announcements.move(conn, found.id, was=("asked",), rev=found.rev, **_without(desk))
    asked = announcements.get(conn, found.id)
    going.note(conn, desk, press.presser_id, "unanswered", asked)
    showing.show(conn, desk, asked)
    return Toast("saved")
