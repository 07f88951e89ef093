"""The advisors' panel of a consultation, its buttons, and words that are written in reply to it.

Only the advisor who is to meet the person may press them, or a coordinator.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection

from bot.domain.names import clean_name
from bot.domain.spoken_duties import read_clock
from bot.domain.warsaw import local, utc
from bot.helpdesk import owing, standing
from bot.helpdesk.desk import Desk, Incoming, Press, Toast
from bot.programme import panels
from bot.programme.consultations import booking, following, views
from bot.programme.panels import Shown
from bot.storage import bookings, people, receipts, records
from bot.storage.bookings import AHEAD, Booking

STALE, MOVED_ON = Toast("stale"), Toast("moved_on")
#: Beyond this the hours of a meeting are a slip of the finger.
LONGEST = timedelta(hours=6)
LONGEST_WORDS = 1500


def draw(conn: Connection, desk: Desk, rest: str) -> Shown | None:
    """Return the panel of a consultation as it is now."""
    found = bookings.find(conn, int(rest))
    if found is None or found.state == "held":
        return None
    return Shown("consult_panel", {"booking": views.for_advisors(conn, desk, found)})


def _own(conn: Connection, desk: Desk, press: Press) -> Booking | Toast:
    """Return the consultation, if this is its panel and the presser is the one to decide."""
    found = bookings.find(conn, press.ident)
    stands = receipts.find(conn, press.chat_id, press.message_id)
    subject = f"{following.PANEL}:{press.ident}"
    if found is None or stands is None or stands.subject != subject:
        return STALE
    if not _decides(conn, desk, found, press.presser_id):
        return Toast("not_yours")
    if press.rev != found.rev:
        panels.redraw(conn, desk, found.topic_thread, subject, stands)
        return MOVED_ON
    return found


def _decides(conn: Connection, desk: Desk, found: Booking, who: int) -> bool:
    return who == found.advisor_id or who in standing.coordinators(conn, desk)


def accept(conn: Connection, desk: Desk, press: Press) -> Toast:
    """Confirm a visit ([Potwierdzam])."""
    found = _own(conn, desk, press)
    if isinstance(found, Toast):
        return found
    if found.starts_at <= desk.now or not booking.accept(conn, desk, found, press.presser_id):
        return STALE
    return Toast("saved")


def cannot(conn: Connection, desk: Desk, press: Press) -> Toast:
    """Call a consultation off ([Nie mogę]); the person is offered other times."""
    found = _own(conn, desk, press)
    if isinstance(found, Toast):
        return found
    by = f"advisor:{press.presser_id}"
    if found.starts_at <= desk.now or not booking.cancel(conn, desk, found, "advisor", by):
        return STALE
    return Toast("saved")


def met(conn: Connection, desk: Desk, press: Press) -> Toast:
    """Note that people met, as it was planned ([Odbyła się])."""
    found = _own(conn, desk, press)
    if isinstance(found, Toast):
        return found
    span = (found.starts_at, found.ends_at)
    return _finish(conn, desk, press, found, span)


def nobody_came(conn: Connection, desk: Desk, press: Press) -> Toast:
    """Note that nobody came ([Nikt nie przyszedł])."""
    found = _own(conn, desk, press)
    return found if isinstance(found, Toast) else _finish(conn, desk, press, found, None)


def _finish(
    conn: Connection,
    desk: Desk,
    press: Press,
    found: Booking,
    span: tuple[datetime, datetime] | None,
) -> Toast:
    if found.starts_at > desk.now:
        return STALE
    done = booking.finish(conn, desk, found, press.presser_id, span)
    return Toast("saved") if done else STALE


# Words in reply


def replied(conn: Connection, desk: Desk, said: Incoming, rest: str) -> None:
    """Take the hours of a meeting that is over, or pass words on to who is to come."""
    found = bookings.find(conn, int(rest))
    if found is None or not _decides(conn, desk, found, said.sender_id):
        return
    if found.state in ("booked", "done", "no_show") and found.starts_at <= desk.now:
        _take_hours(conn, desk, said, found)
    elif found.state in AHEAD:
        _pass_on(conn, desk, said, found)


def _take_hours(conn: Connection, desk: Desk, said: Incoming, found: Booking) -> None:
    clock = read_clock(said.text)
    day = local(found.starts_at).date()
    span = (utc(day, clock[0]), utc(day, clock[1])) if clock is not None else None
    if span is None or span[1] > desk.now or span[1] - span[0] > LONGEST:
        hint = {"what": "hours", "booking": views.line(conn, desk, found)}
        _hint(conn, desk, said, found, hint)
        return
    booking.finish(conn, desk, found, said.sender_id, span)


def _pass_on(conn: Connection, desk: Desk, said: Incoming, found: Booking) -> None:
    person = people.by_id(conn, found.person_id)
    words = clean_name(said.text, LONGEST_WORDS)
    if said.media or not words or person.address.startswith("paper:"):
        what = "only_text" if person.telegram_id is not None else "no_telegram"
        _hint(conn, desk, said, found, {"what": what, "booking": views.line(conn, desk, found)})
        return
    values = {"words": words, "booking": views.line(conn, desk, found)}
    owing.tell(conn, desk, person, "consult_words", values)
    records.note(
        conn, desk.now, f"advisor:{said.sender_id}", "consultation_words", booking=found.id
    )
    owing.react(conn, desk, said.chat_id, said.message_id, "👌")


def _hint(
    conn: Connection, desk: Desk, said: Incoming, found: Booking, values: Mapping[str, Any]
) -> None:
    owing.send_to(
        conn, desk, found.topic_thread, "consult_hint", values,
        reply_to=said.message_id, role="hint",
    )  # fmt: skip
