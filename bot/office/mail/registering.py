"""People who were put on a list with an e-mail address: from then on they hear of it by e-mail.

Reminders and changes go the same way as everybody's. Without e-mail here nothing changes: then
somebody calls them, as before.
"""

from __future__ import annotations

from sqlalchemy import Connection

from bot.helpdesk.desk import Desk
from bot.programme.signups import booking
from bot.storage import mail_addresses, occasions, records, registrations, seats
from bot.storage.registrations import Registration

PORTION = 50


def know(conn: Connection, desk: Desk) -> None:
    """Let people with an address be known by it, a portion at a time."""
    if desk.mail is None:
        return
    for found in seats.only_by_mail(conn, desk.now, PORTION):
        _know(conn, desk, found)


def _know(conn: Connection, desk: Desk, found: Registration) -> None:
    person = mail_addresses.meet(conn, found.email or "", found.name, desk.now)
    if registrations.of_person(conn, found.occasion_id, person.id) is not None:
        return  # one address for two people: the second is called, as before
    registrations.set_fields(conn, found.id, person_id=person.id)
    records.note(conn, desk.now, "bot", "known_by_mail", registration=found.id, person=person.id)
    row = occasions.get(conn, found.occasion_id)
    booking.remind(conn, desk, registrations.get(conn, found.id), row)
