"""What recipients press: "useful", "no more of this", and "I do want it".

A refusal holds at once, for announcements on their way too, and is kept with how and when.
"""

from __future__ import annotations

from sqlalchemy import Connection

from bot.domain.messages import Kind
from bot.helpdesk import notices
from bot.helpdesk.desk import Desk, Press, Toast
from bot.programme.announcements import copies
from bot.programme.announcements.asked import STALE
from bot.storage import announcement_copies, announcements, consents, people, receipts, records
from bot.storage.announcements import Announcement
from bot.storage.outbox import Owed, owe
from bot.storage.rows import Person


def useful(conn: Connection, desk: Desk, press: Press) -> Toast:
    """Count a kind word."""
    got = _got(conn, press)
    if isinstance(got, Toast):
        return got
    found, person = got
    announcement_copies.pressed(conn, found.id, person.id, desk.now)
    return Toast("thanks")


def refuse(conn: Connection, desk: Desk, press: Press) -> Toast:
    """Send no more of this subject."""
    return _want(conn, desk, press, wanted=False)


def want(conn: Connection, desk: Desk, press: Press) -> Toast:
    """Send this subject again."""
    return _want(conn, desk, press, wanted=True)


def _want(conn: Connection, desk: Desk, press: Press, *, wanted: bool) -> Toast:
    got = _got(conn, press)
    if isinstance(got, Toast):
        return got
    found, person = got
    announcement_copies.pressed(conn, found.id, person.id, desk.now)
    muted = found.about in consents.muted_of(conn, person.id)
    if muted == wanted:
        method, version = f"button:{found.id}", notices.privacy_version(desk)
        consents.note(conn, person.id, found.about, wanted, method, desk.now, version)
        records.note(
            conn, desk.now, f"person:{person.id}", "consent", given=wanted, subject=found.about
        )
        at = None if wanted else desk.now
        announcement_copies.opted_out(conn, found.id, person.id, at)
    _change_keys(conn, desk, press, found, person)
    return Toast("unmuted" if wanted else "muted", name=found.about)


def _got(conn: Connection, press: Press) -> tuple[Announcement, Person] | Toast:
    """Return what the presser got, and who that is; a preview is nobody's."""
    known = receipts.find(conn, press.chat_id, press.message_id)
    if known is not None and known.role in (copies.PREVIEW, copies.TEST):
        return Toast("preview_only")
    found = announcements.find(conn, press.ident)
    person = people.by_telegram(conn, press.presser_id)
    if found is None or person is None or press.chat_id != press.presser_id:
        return STALE
    return (found, person) if announcement_copies.has(conn, found.id, person.id) else STALE


def _change_keys(
    conn: Connection, desk: Desk, press: Press, found: Announcement, person: Person
) -> None:
    """Owe the message the buttons that fit now."""
    params = {
        "announcement": found.id,
        "person": person.id,
        "_message": press.message_id,
    }
    owed = Owed(
        key=f"{copies.KEYS}:{press.chat_id}:{press.message_id}:{desk.cause}",
        kind=Kind.EDIT,
        operation=copies.KEYS,
        to=f"chat:{press.chat_id}",
        params=params,
    )
    owe(conn, owed, desk.now)
