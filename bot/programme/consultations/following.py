"""What follows from a step of a consultation: reminders, the advisors' panel, words, files."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import Connection

from bot.domain.messages import Kind
from bot.helpdesk import opening, owing
from bot.helpdesk.desk import Desk
from bot.programme import documents, panels, reminding
from bot.programme.consultations import views
from bot.storage import people, tickets
from bot.storage.bookings import AHEAD, Booking
from bot.storage.outbox import Owed, owe
from bot.storage.rows import Person

ANCHOR = "booking"
PANEL = "booking"
FILE = "booking_file"
SOON = timedelta(days=1)


def subject(found: Booking) -> str:
    """Return what its reminders are about."""
    return f"bk:{found.id}"


def booked(conn: Connection, desk: Desk, made: Booking) -> None:
    """Tell everybody that something is booked, or asked for."""
    person = people.by_id(conn, made.person_id)
    show(conn, desk, made)
    tell(conn, desk, made, "asked" if made.state == "asked" else "booked")
    if made.state == "booked":
        _remind(conn, desk, made)
        _bring(conn, desk, person, made)


def accepted(conn: Connection, desk: Desk, made: Booking) -> None:
    """Tell somebody that the advisor will come."""
    show(conn, desk, made)
    tell(conn, desk, made, "accepted")
    _remind(conn, desk, made)
    send_file(conn, desk, people.by_id(conn, made.person_id), made)


def moved(conn: Connection, desk: Desk, old: Booking, made: Booking) -> None:
    """Tell everybody of another time; an advisor who was to come hears that it is off."""
    show(conn, desk, made)
    another = old.topic_thread != made.topic_thread or old.advisor_id != made.advisor_id
    if another or _is_soon(desk, old):
        _left(conn, desk, old, "moved")
    if made.ticket_id is not None:
        tickets.set_fields(conn, made.ticket_id, promised_at=made.starts_at)
    if made.state == "asked":
        reminding.drop(conn, desk, subject(made), made.person_id)
        tell(conn, desk, made, "asked")
        return
    tell(conn, desk, made, "moved")
    _remind(conn, desk, made)
    _bring(conn, desk, people.by_id(conn, made.person_id), made)


def cancelled(conn: Connection, desk: Desk, gone: Booking, was: str) -> None:
    """Tell everybody that a consultation is off."""
    person = people.by_id(conn, gone.person_id)
    reminding.drop(conn, desk, subject(gone), person.id)
    show(conn, desk, gone)
    if gone.closed_why == "person" and _is_soon(desk, gone):
        _left(conn, desk, gone, "off")
    tell(conn, desk, gone, "off" if gone.closed_why == "person" else "off_by_us")
    if was == "booked":  # its file was sent
        send_file(conn, desk, person, gone)
    _promise_anew(conn, desk, gone)


def _is_soon(desk: Desk, found: Booking) -> bool:
    """Tell whether an advisor may be on the way already: an edited panel would not be seen."""
    return found.starts_at - desk.now <= SOON


def _left(conn: Connection, desk: Desk, left: Booking, what: str) -> None:
    """Tell the advisor, in words of their own, that a time is free again."""
    values = {
        "what": what,
        "booking": views.line(conn, desk, left),
        "advisor": views.advisor(conn, left),
    }
    key = f"consult-left:{left.id}:{left.rev}"
    owing.send_to(conn, desk, left.topic_thread, "consult_left", values, key=key)


def _promise_anew(conn: Connection, desk: Desk, gone: Booking) -> None:
    """Promise another date for the question that was to be answered in the meeting."""
    ticket = tickets.find(conn, gone.ticket_id) if gone.ticket_id else None
    if ticket is None or ticket.state not in ("queued", "claimed") or ticket.answered_at:
        return
    renewed = opening.renew_promise(conn, desk, ticket)
    owing.refresh_card(conn, desk, renewed)
    owing.refresh_receipt(conn, desk, renewed)


def handed_over(conn: Connection, desk: Desk, made: Booking) -> None:
    """Tell everybody who stands in."""
    show(conn, desk, made)
    tell(conn, desk, made, "another_advisor")


def finished(conn: Connection, desk: Desk, over: Booking) -> None:
    """Bring the panel up to date; who did not come is asked kindly whether to meet again."""
    reminding.drop(conn, desk, subject(over), over.person_id)
    show(conn, desk, over)
    if over.state == "no_show":
        tell(conn, desk, over, "missed")


def tell(conn: Connection, desk: Desk, found: Booking, what: str) -> None:
    """Owe the person what became of the consultation."""
    person = people.by_id(conn, found.person_id)
    values = {"what": what, "booking": views.whole(conn, desk, found)}
    key = f"consult-{what}:{found.id}:{found.rev}"
    owing.tell(conn, desk, person, "consult_told", values, key=key)


def show(conn: Connection, desk: Desk, found: Booking) -> None:
    """Owe the advisors the panel as it is now, in the thread of its topic."""
    panels.show(conn, desk, found.topic_thread, f"{PANEL}:{found.id}")


def _remind(conn: Connection, desk: Desk, made: Booking) -> None:
    reminding.plan(conn, desk, ANCHOR, subject(made), made.person_id, made.starts_at)


def _bring(conn: Connection, desk: Desk, person: Person, made: Booking) -> None:
    send_file(conn, desk, person, made)
    if made.form == "office":
        _send_place(conn, desk, person, made)


def send_file(conn: Connection, desk: Desk, person: Person, found: Booking) -> None:
    """Owe the calendar file as the consultation is when it is made."""
    what = "new" if found.state in AHEAD and found.seq == 0 else "changed"
    values = {"what": "cancelled" if found.state == "cancelled" else what}
    key = f"{FILE}:{found.id}:{found.rev}"
    about = {"booking": found.id}
    documents.send(
        conn, desk, person.address, FILE, about, caption="consult_file", values=values, key=key
    )


def _send_place(conn: Connection, desk: Desk, person: Person, made: Booking) -> None:
    """Owe the office on the map, where its point is known."""
    point = desk.base.organisation.consultations.point
    if point is None or made.place != desk.base.organisation.office:
        return
    name = desk.base.organisation.name
    owe(
        conn,
        Owed(
            key=f"venue:booking:{made.id}:{made.seq}",
            kind=Kind.NOTICE,
            operation="venue",
            to=person.address,
            params={
                "name": name, "address": made.place, "latitude": point[0], "longitude": point[1],
            },
            role="notice",
            valid_until=made.ends_at,
        ),
        desk.now,
    )  # fmt: skip
