"""An announcement on its way: recipients fixed when it starts, messages owed in portions.

A portion is what goes within about half a minute at Telegram's pace: no transaction is long, and
what is not yet owed needs no word to be held. Every message is asked about once more when it goes
(`copies`), so a pause holds what has not gone within seconds.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection

from bot.domain.messages import Kind
from bot.domain.quiet_hours import is_quiet, next_allowed
from bot.helpdesk.desk import Desk
from bot.programme.announcements import audience, copies, showing
from bot.storage import announcement_copies, announcements, receipts, records
from bot.storage.announcements import Announcement
from bot.storage.outbox import Owed, cancel_pending, owe

STOCK = 500  # messages that wait at most; a sweep comes every 15 s, in which 375 go
TOLD_EVERY = timedelta(seconds=15)
FOR_LONG = timedelta(days=30)


def note(conn: Connection, desk: Desk, who: int, what: str, found: Announcement) -> None:
    """Write a step of an announcement into the audit trail."""
    facts = {"announcement": found.id, "rev": found.rev}
    records.note(conn, desk.now, f"advisor:{who}", f"announcement_{what}", **facts)


def go(conn: Connection, desk: Desk, found: Announcement) -> None:
    """Let an approved announcement go now, or on its date; never into the night."""
    moment = next_allowed(max(found.send_at or desk.now, desk.now))
    if moment > desk.now:
        announcements.move(
            conn, found.id, was=announcements.OPEN, state="ready", send_at=moment, publish_at=None
        )
    else:
        start(conn, desk, found, announcements.OPEN)


def start(conn: Connection, desk: Desk, found: Announcement, was: tuple[str, ...]) -> bool:
    """Fix the recipients and owe the first portion; False when somebody else has started it."""
    values: dict[str, Any] = {"started_at": desk.now, "publish_at": None, "shown_at": desk.now}
    if not announcements.move(conn, found.id, was=was, state="sending", **values):
        return False
    announcement_copies.freeze(conn, found.id, audience.reached(conn, found).people)
    records.note(conn, desk.now, "bot", "announcement_started", announcement=found.id)
    owe_portion(conn, desk, announcements.get(conn, found.id))
    return True


def owe_portion(conn: Connection, desk: Desk, found: Announcement) -> bool:
    """Owe the next messages as long as few wait; tell whether any recipient is left."""
    room = STOCK - announcement_copies.waiting(conn, found.id)
    portion = announcement_copies.not_owed(conn, found.id, max(room, 0))
    for person, telegram_id in portion:
        row = _owe(conn, desk, found, person, f"chat:{telegram_id}")
        announcement_copies.owed(conn, found.id, person, row)
    return room <= 0 or bool(portion)


def _owe(conn: Connection, desk: Desk, found: Announcement, person: int, to: str) -> int | None:
    """Owe one recipient the message, its correction, or its removal; nothing if it is gone."""
    if found.what == "message":
        kind, operation, role = Kind.BROADCAST, copies.SEND, copies.TO_ALL
        params: dict[str, Any] = {"announcement": found.id, "person": person}
    else:
        kind, role = Kind.AMENDMENT, "amendment"
        operation = copies.EDIT if found.what == "fix" else "delete"
        params = {"announcement": found.id, "person": person}
        params["_message"] = _delivered(conn, found.corrects or 0, person)
    owed = Owed(
        key=f"{operation}:{found.id}:{person}",
        kind=kind,
        operation=operation,
        to=to,
        params=params,
        role=role,
    )
    row = owe(conn, owed, desk.now)
    if row is not None and params.get("_message", 0) is None:
        cancel_pending(conn, row, "gone", desk.now)
    return row


def _delivered(conn: Connection, ident: int, person: int) -> int | None:
    """Return the message that a recipient got; None when it is gone since."""
    row = announcement_copies.outbox_of(conn, ident, person)
    found = receipts.of_outbox(conn, row or 0)
    return found[0].message_id if found else None


# What the clock brings


def step(conn: Connection, desk: Desk) -> None:
    """Start what is due, owe the next portions, finish what is over, and tell how far it is."""
    for found in announcements.in_state(conn, "asked"):
        overdue = found.publish_at is not None and found.publish_at <= desk.now
        if overdue and not is_quiet(desk.now):
            _unanswered(conn, desk, found)
    for found in announcements.in_state(conn, "alone"):
        if found.publish_at is not None and found.publish_at <= desk.now:
            note(conn, desk, found.author_id, "alone", found)
            go(conn, desk, found)
            _show(conn, desk, found.id)
    for found in announcements.in_state(conn, "ready"):
        due = found.send_at is None or found.send_at <= desk.now
        if due and not is_quiet(desk.now) and start(conn, desk, found, ("ready",)):
            _show(conn, desk, found.id)
    for found in announcements.in_state(conn, "sending"):
        _further(conn, desk, found)


def _unanswered(conn: Connection, desk: Desk, found: Announcement) -> None:
    """Remind the other coordinators once; from now on its author need not wait for them."""
    announcements.set_fields(conn, found.id, publish_at=None)
    note(conn, desk, found.author_id, "waited", found)
    showing.remind(conn, desk, found)


def _further(conn: Connection, desk: Desk, found: Announcement) -> None:
    left = owe_portion(conn, desk, found) or announcement_copies.waiting(conn, found.id) > 0
    if not left:
        announcements.move(conn, found.id, was=("sending",), state="done", finished_at=desk.now)
    if not left or _is_old(found.shown_at, desk.now):
        _show(conn, desk, found.id)


def _is_old(shown_at: datetime | None, now: datetime) -> bool:
    return shown_at is None or now - shown_at >= TOLD_EVERY


def _show(conn: Connection, desk: Desk, ident: int) -> None:
    announcements.set_fields(conn, ident, shown_at=desk.now)
    found = announcements.get(conn, ident)
    showing.show(conn, desk, found)
    if found.corrects is not None:
        showing.show(conn, desk, announcements.get(conn, found.corrects))


# What coordinators do on the way


def pause(conn: Connection, desk: Desk, found: Announcement) -> bool:
    """Hold what has not gone; what is on its way ends by itself."""
    if not announcements.move(conn, found.id, was=("sending",), state="paused"):
        return False
    announcement_copies.put_off(conn, found.id, desk.now + FOR_LONG)
    return True


def resume(conn: Connection, desk: Desk, found: Announcement) -> bool:
    """Let it go on."""
    if not announcements.move(conn, found.id, was=("paused",), state="sending"):
        return False
    announcement_copies.put_off(conn, found.id, None)
    return True


def stop(conn: Connection, desk: Desk, found: Announcement, state: str = "stopped") -> bool:
    """End it for all who have not got it."""
    was = (*announcements.UNDER_WAY, *(("stopped", "done") if state == "recalled" else ()))
    if not announcements.move(conn, found.id, was=was, state=state, finished_at=desk.now):
        return False
    announcement_copies.cancel(conn, found.id, "stopped", desk.now)
    return True
