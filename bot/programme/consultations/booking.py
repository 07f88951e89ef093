"""A consultation from the first tap to its end: held, booked or asked for, moved, given back.

Each step is one conditional change of one row; what follows from it (reminders, the advisors'
panel, words to the person) is owed in the same transaction by `following`.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection

from bot.domain.duties import Slot, cells_of
from bot.helpdesk.desk import Desk
from bot.programme.consultations import following, openings
from bot.storage import bookings, organisations, records, slot_wishes
from bot.storage.bookings import AHEAD, Booking

HOLD = timedelta(minutes=5)


def hold(
    conn: Connection,
    desk: Desk,
    person_id: int,
    topic: str,
    form: str,
    slot: Slot,
    *,
    until: datetime | None = None,
    **values: Any,
) -> Booking | None:
    """Hold a slot for somebody instead of what was held for them; None when it is taken."""
    let_go(conn, desk, person_id, "refused")
    return _put_down(
        conn, desk, person_id, topic, form, slot, state="held",
        held_until=until or desk.now + HOLD, **values,
    )  # fmt: skip


def book_for(
    conn: Connection, desk: Desk, person_id: int, topic: str, form: str, slot: Slot, **values: Any
) -> Booking | None:
    """Book a slot at once, as an advisor does for somebody on the phone; None when it is taken.

    Another advisor's visit is only asked for.
    """
    others = form == "visit" and slot.advisor_id != values["entered_by"]
    state = "asked" if others else "booked"
    made = _put_down(
        conn, desk, person_id, topic, form, slot, state=state, booked_at=desk.now, **values
    )
    if made is not None:
        _note(conn, desk, f"advisor:{made.entered_by}", state, made)
        following.booked(conn, desk, made)
    return made


def _put_down(
    conn: Connection, desk: Desk, person_id: int, topic: str, form: str, slot: Slot, **values: Any
) -> Booking | None:
    where = slot.where or (desk.base.organisation.office if form == "office" else "")
    ident = bookings.put_down(
        conn,
        cells_of(slot.starts, slot.ends, form, openings.travel(desk)),
        person_id=person_id,
        advisor_id=slot.advisor_id,
        topic=topic,
        form=form,
        starts_at=slot.starts,
        ends_at=slot.ends,
        created_at=desk.now,
        organisation_id=_organisation(conn, person_id),
        **{"place": where, **values},
    )
    return None if ident is None else bookings.get(conn, ident)


def _organisation(conn: Connection, person_id: int) -> int | None:
    """Return the organisation that somebody acts for, if it is one."""
    found = organisations.of_person(conn, person_id)
    return found[0].id if len(found) == 1 else None


def let_go(conn: Connection, desk: Desk, person_id: int, why: str) -> None:
    """Give back the slot that is held for somebody, if one is."""
    held = bookings.held_by(conn, person_id)
    if held is not None:
        end_hold(conn, desk, held, why)


def end_hold(conn: Connection, desk: Desk, held: Booking, why: str) -> bool:
    """Give a held slot back; False when it is held no longer."""
    ended = {"state": "cancelled", "held_until": None, "closed_at": desk.now, "closed_why": why}
    if not bookings.move(conn, held.id, was=("held",), **ended):
        return False
    bookings.free(conn, held.id)
    return True


def confirm(conn: Connection, desk: Desk, held: Booking, **values: Any) -> Booking | None:
    """Book what is held, or ask for a visit; None when it is held no longer."""
    if held.held_until is None or held.held_until <= desk.now:
        return None
    if held.moves_id is not None:
        return _move(conn, desk, held, bookings.get(conn, held.moves_id), values)
    state = "asked" if held.form == "visit" else "booked"
    booked = {"state": state, "held_until": None, "booked_at": desk.now, **values}
    if not bookings.move(conn, held.id, was=("held",), **booked):
        return None
    made = bookings.get(conn, held.id)
    slot_wishes.end(conn, made.person_id, made.topic, made.form, "served", desk.now)
    _note(conn, desk, f"person:{made.person_id}", state, made)
    following.booked(conn, desk, made)
    return made


def _move(
    conn: Connection, desk: Desk, held: Booking, old: Booking, values: dict[str, Any]
) -> Booking | None:
    """Let a booking take the slot that was held for it, and keep its number and calendar file."""
    state = "asked" if old.form == "visit" else "booked"
    moved = {
        "state": state, "starts_at": held.starts_at, "ends_at": held.ends_at,
        "advisor_id": held.advisor_id, "place": values.get("place") or held.place or old.place,
        "phone": values.get("phone") or old.phone, "seq": old.seq + 1, "coming": None,
        "booked_at": desk.now,
    }  # fmt: skip
    if old.starts_at <= desk.now or not bookings.move(conn, old.id, was=AHEAD, **moved):
        end_hold(conn, desk, held, "refused")
        return None
    bookings.pass_cells(conn, held.id, old.id)
    ended = {"held_until": None, "closed_at": desk.now, "closed_why": "moved"}
    bookings.move(conn, held.id, was=("held",), state="cancelled", **ended)
    made = bookings.get(conn, old.id)
    slot_wishes.end(conn, made.person_id, made.topic, made.form, "served", desk.now)
    _note(conn, desk, f"person:{made.person_id}", "moved", made)
    following.moved(conn, desk, old, made)
    return made


def accept(conn: Connection, desk: Desk, asked: Booking, by: int) -> bool:
    """Let the advisor confirm a visit; False when there is nothing to confirm any more."""
    if not bookings.move(conn, asked.id, was=("asked",), state="booked", seq=asked.seq + 1):
        return False
    made = bookings.get(conn, asked.id)
    _note(conn, desk, f"advisor:{by}", "accepted", made)
    following.accepted(conn, desk, made)
    return True


def cancel(conn: Connection, desk: Desk, found: Booking, why: str, by: str) -> bool:
    """Call a consultation off; the slot is free at once. False when it was over before."""
    ended = {"closed_at": desk.now, "closed_why": why, "seq": found.seq + 1}
    if not bookings.move(conn, found.id, was=AHEAD, state="cancelled", **ended):
        return False
    bookings.free(conn, found.id)
    gone = bookings.get(conn, found.id)
    _note(conn, desk, by, "cancelled", gone)
    following.cancelled(conn, desk, gone, was=found.state)
    return True


def finish(
    conn: Connection, desk: Desk, found: Booking, by: int, met: tuple[datetime, datetime] | None
) -> bool:
    """Note that people met, from when until when, or (None) that nobody came."""
    over: dict[str, Any] = {"state": "no_show", "closed_at": desk.now, "closed_why": "over"}
    if met is not None:
        over |= {"state": "done", "met_from": met[0], "met_until": met[1]}
    if not bookings.move(conn, found.id, was=("booked", "no_show", "done"), **_cleared(over)):
        return False
    _note(conn, desk, f"advisor:{by}", over["state"], found)
    following.finished(conn, desk, bookings.get(conn, found.id))
    return True


def _cleared(over: dict[str, Any]) -> dict[str, Any]:
    """Return what a row becomes: who did not come has no hours, whatever was said before."""
    return {"met_from": None, "met_until": None, **over}


def hand_over(conn: Connection, desk: Desk, found: Booking, to: int) -> bool:
    """Let another advisor meet the person; False when that one is taken then, or it is over."""
    if found.state not in AHEAD or not bookings.give_to(conn, found.id, to):
        return False
    made = bookings.get(conn, found.id)
    _note(conn, desk, f"advisor:{found.advisor_id}", "handed_over", made)
    following.handed_over(conn, desk, made)
    return True


def _note(conn: Connection, desk: Desk, who: str, what: str, about: Booking) -> None:
    action = f"consultation_{what}"
    records.note(conn, desk.now, who, action, about.ticket_id, booking=about.id)
