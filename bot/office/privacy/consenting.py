"""Consents: which ones somebody gave, when and how, and taking one back as easily as giving it."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection

from bot.domain.announcements import SUBJECTS
from bot.helpdesk import owing, practice_views
from bot.helpdesk.desk import Desk, Press, Toast
from bot.office.privacy.wishes import STALE, own
from bot.storage import consents, people, practices, records
from bot.storage.rows import Person


def show(conn: Connection, desk: Desk, press: Press) -> Toast:
    """Owe the list of what somebody agreed to, each with a button that takes it back."""
    person = own(conn, press)
    if person is None:
        return STALE
    owing.tell(conn, desk, person, "privacy_consents", view(conn, person))
    return Toast("")


def view(conn: Connection, person: Person) -> dict[str, Any]:
    """Return what is in force: consents by subject, and practices that may be published."""
    given = [
        {"id": one.id, "subject": one.subject, "at": one.at.isoformat(), "method": one.method}
        for one in consents.in_force(conn, person.id)
        if one.subject not in SUBJECTS  # without that one all of these are nothing
    ]
    told = [
        {"id": one.id, "title": practice_views.shown(conn, one, "title")}
        for one in practices.of_person(conn, person.id, "sent", "accepted")
    ]
    return {"person": person.id, "given": given, "practices": told}


def withdraw(conn: Connection, desk: Desk, press: Press) -> Toast:
    """Take one consent back; the list is shown without it."""
    person = people.by_telegram(conn, press.presser_id)
    if person is None:
        return STALE
    mine = {one.id: one for one in consents.in_force(conn, person.id)}
    found = mine.get(press.ident)
    if found is None:
        return STALE
    consents.note(conn, person.id, found.subject, False, "privacy", desk.now, found.version)
    records.note(conn, desk.now, f"person:{person.id}", "consent", given=False, consent=found.id)
    values = view(conn, people.by_id(conn, person.id))
    owing.replace_text(conn, desk, press.chat_id, press.message_id, "privacy_consents", values)
    return Toast("saved")
