"""Slots that become free, offered to those who wait: one after another, each held for a while.

What becomes free is whatever was not when they looked: a consultation called off, a new duty.
Nothing is offered, and no offer ends, in quiet hours.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection

from bot.domain.duties import Slot, cell_of
from bot.domain.quiet_hours import is_quiet, next_allowed
from bot.helpdesk import owing
from bot.helpdesk.desk import Desk, Press, Toast
from bot.programme.consultations import booking, form, openings, views
from bot.storage import bookings, people, slot_wishes
from bot.storage.bookings import Booking
from bot.storage.rows import Person
from bot.storage.slot_wishes import Wish

STALE, SHOWN = Toast("stale"), Toast("")
#: An offer waits at most so long, and at most for a quarter of the time that is left.
LONGEST, SHARE = timedelta(hours=3), 4
SHORTEST = timedelta(minutes=15)
MORNING = timedelta(hours=1)  # after the night that an offer would have ended in


def offer_all(conn: Connection, desk: Desk) -> None:
    """Offer what has become free, in daytime; what was offered in vain goes to the next."""
    if is_quiet(desk.now):
        return
    wishes = slot_wishes.waiting(conn, desk.now)
    known: dict[tuple[str, str], list[Slot]] = {}
    for wish in wishes:
        about = wish.topic, wish.form
        if about not in known:
            known[about] = openings.free(conn, desk, *about)
        slot = next((one for one in known[about] if _is_news(wish, one)), None)
        if slot is not None and _offer(conn, desk, wish, slot):
            known.clear()  # others see what is left


def _is_news(wish: Wish, slot: Slot) -> bool:
    return cell_of(slot.starts) not in wish.seen and slot.starts <= wish.until


def _offer(conn: Connection, desk: Desk, wish: Wish, slot: Slot) -> bool:
    person = people.by_id(conn, wish.person_id)
    if bookings.held_by(conn, person.id) is not None or not person.reachable:
        return False
    if _has_enough(conn, desk, person, wish.topic, wish.form):
        return False
    until = _until(desk.now, slot.starts)
    held = booking.hold(
        conn, desk, person.id, wish.topic, wish.form, slot, until=until, offered=True
    )
    if held is None:
        return False
    seen = [*wish.seen, cell_of(slot.starts)]  # it is offered once
    slot_wishes.set_seen(conn, wish.id, seen)
    values = {"booking": views.line(conn, desk, held), "until": until.isoformat()}
    owing.tell(conn, desk, person, "consult_offer", values, key=f"consult-offer:{held.id}")
    return True


def _has_enough(conn: Connection, desk: Desk, person: Person, topic: str, kind: str) -> bool:
    """Tell whether somebody has all that one may have, and nothing that would be moved."""
    ahead = bookings.ahead_of_person(conn, person.id, desk.now)
    same = [one for one in ahead if (one.topic, one.form) == (topic, kind)]
    return len(ahead) >= form.MOST and not same


def _until(now: datetime, starts: datetime) -> datetime:
    left = (starts - now) / SHARE
    ends = now + min(LONGEST, max(SHORTEST, left))
    if not is_quiet(ends):
        return ends
    return max(ends, min(next_allowed(ends) + MORNING, starts - SHORTEST))


def _own(conn: Connection, desk: Desk, press: Press) -> tuple[Person, Booking] | None:
    person = people.by_telegram(conn, press.presser_id)
    held = bookings.find(conn, press.ident)
    if person is None or held is None or held.person_id != person.id or not held.offered:
        return None
    return (person, held) if held.state == "held" and press.rev == held.rev else None


def take(conn: Connection, desk: Desk, press: Press) -> Toast:
    """Go on to the last tap with what was offered ([Biorę])."""
    own = _own(conn, desk, press)
    if own is None:
        return STALE
    person, held = own
    owing.strip_buttons(conn, desk, press.chat_id, press.message_id)
    if _has_enough(conn, desk, person, held.topic, held.form):
        booking.end_hold(conn, desk, held, "refused")
        form.show_list(conn, desk, person, bookings.ahead_of_person(conn, person.id, desk.now))
        return SHOWN
    moves = _instead_of(conn, desk, person, held)
    until = desk.now + booking.HOLD
    bookings.move(conn, held.id, was=("held",), offered=False, held_until=until, **moves)
    known: dict[str, Any] = (
        {"phone": person.phone} if held.form == "phone" and person.phone else {}
    )
    if moves:
        known |= {"moves": moves["moves_id"]}
    data = {"rev": 0, "form": held.form, "topic": held.topic, "booking": held.id, **known}
    form.ask(conn, desk, person, data)
    return SHOWN


def _instead_of(conn: Connection, desk: Desk, person: Person, held: Booking) -> dict[str, int]:
    """Return what the offered slot takes the place of: what is booked of the same kind."""
    ahead = bookings.ahead_of_person(conn, person.id, desk.now)
    same = [one.id for one in ahead if (one.topic, one.form) == (held.topic, held.form)]
    return {"moves_id": same[0]} if same else {}


def refuse(conn: Connection, desk: Desk, press: Press) -> Toast:
    """Let the next one have it ([Nie teraz]); the wish goes on."""
    own = _own(conn, desk, press)
    if own is None:
        return STALE
    booking.end_hold(conn, desk, own[1], "refused")
    values = {"what": "refused", "person": own[0].id}
    owing.replace_text(conn, desk, press.chat_id, press.message_id, "consult_note", values)
    return SHOWN


def tell_in_vain(conn: Connection, desk: Desk) -> None:
    """Give back what was offered and not taken, and say so, in daytime."""
    if is_quiet(desk.now):
        return
    for held in bookings.holds_over(conn, desk.now):
        if held.offered and booking.end_hold(conn, desk, held, "hold_over"):
            person = people.by_id(conn, held.person_id)
            values = {"what": "offer_over", "person": person.id}
            owing.tell(conn, desk, person, "consult_note", values, key=f"offer-over:{held.id}")
