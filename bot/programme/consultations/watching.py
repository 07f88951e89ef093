"""What the clock brings to consultations: no answer to a wish for a visit, an advisor who is gone.

And panels that change by themselves: when a meeting begins, what came of it can be said.
"""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import Connection

from bot.domain.messages import Kind
from bot.helpdesk import owing
from bot.helpdesk.desk import Desk
from bot.programme.consultations import booking, following, views
from bot.storage import bookings, records, slot_wishes

BEGUN = timedelta(days=1)  # so long ago something may have begun that is looked at now
TOO_LATE = timedelta(hours=2)  # before a visit
UNANSWERED = timedelta(days=1)
FAR = timedelta(days=120)
KEPT = timedelta(days=30)  # numbers and addresses, as on the lists of meetings


def ask_how_it_was(conn: Connection, desk: Desk) -> None:
    """Bring panels up to date when a meeting begins."""
    for found in bookings.ahead_between(conn, desk.now - BEGUN, desk.now):
        if found.state == "booked":
            following.show(conn, desk.because(f"begun{found.id}"), found)


def look_after_visits(conn: Connection, desk: Desk) -> None:
    """Ask once more for an answer to a wish for a visit; call off what has none in time."""
    for found in bookings.ahead_between(conn, desk.now - BEGUN, desk.now + FAR):
        if found.state != "asked" or found.booked_at is None:
            continue
        if found.starts_at <= desk.now + TOO_LATE:
            booking.cancel(conn, desk.because(f"late{found.id}"), found, "over", "bot")
        elif found.booked_at + UNANSWERED <= desk.now and desk.hours.is_open(desk.now):
            _alarm(conn, desk, "unconfirmed", found.id, found.topic_thread)


def tell_of_orphans(conn: Connection, desk: Desk) -> None:
    """Tell coordination of consultations whose advisor is not in the group any more, once."""
    for found in bookings.without_advisor(conn, desk.now):
        _alarm(conn, desk, "orphan", found.id, owing.COORDINATION)


def forget(conn: Connection, desk: Desk) -> None:
    """Empty numbers and addresses 30 days after a meeting; what took place stays."""
    bookings.drop_unbooked(conn, desk.now - BEGUN)
    slot_wishes.drop_over(conn, desk.now - KEPT)
    count = bookings.forget_contacts(conn, desk.now - KEPT)
    if count:
        records.note(conn, desk.now, "bot", "consultation_contacts_forgotten", count=count)


def _alarm(conn: Connection, desk: Desk, what: str, ident: int, to: str) -> None:
    found = bookings.get(conn, ident)
    values = {
        "what": what,
        "starts": found.starts_at.isoformat(),
        "ends": found.ends_at.isoformat(),
        "advisor": views.advisor(conn, found),
    }
    key = f"consult-{what}:{found.id}:{found.advisor_id}:{found.seq}"
    owing.send_to(conn, desk, to, "consult_alarm", values, kind=Kind.ALARM, role="alarm", key=key)
