"""/konsultacja in the group: an advisor books for somebody who has called.

The panel asks for name and number (in reply to it), then how and when; what it knows so far stands
in a fact of its own. Only the advisor who began it may go on.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection

from bot.domain.contact_details import phone_in
from bot.domain.duties import FORMS, Slot
from bot.domain.names import clean_name, proper_name
from bot.helpdesk import owing
from bot.helpdesk.desk import Desk, Incoming, Press, Toast, topic_view
from bot.programme import panels
from bot.programme.consultations import booking, following, openings, views
from bot.programme.consultations.weekly import hint
from bot.programme.panels import Shown
from bot.storage import bookings, people, receipts, records, staff
from bot.storage.bookings import Booking
from bot.storage.rows import Person

STALE, SHOWN, MOVED_ON = Toast("stale"), Toast(""), Toast("moved_on")
PANEL = "caller"
FORM = "call_form_"
TOPIC = "call_topic_"
SLOTS = 8
LONGEST_ADDRESS = 200
FORGOTTEN_AFTER = timedelta(days=1)

Draft = dict[str, Any]


def command(conn: Connection, desk: Desk, said: Incoming, to: str) -> None:
    """Answer /konsultacja in the group: ask who it is for."""
    number = said.message_id
    topic = to.partition("/")[2]
    known: Draft = {"by": said.sender_id, "to": to, "rev": 0, "at": desk.now.isoformat()}
    if topic in desk.topics:
        known["topic"] = topic
    _keep(conn, number, known)
    panels.show(conn, desk, to, f"{PANEL}:{number}", anew=True)


def _fact(number: int) -> str:
    return f"{PANEL}:{number}"


def _keep(conn: Connection, number: int, draft: Draft) -> None:
    records.set_fact(conn, _fact(number), {**draft, "rev": draft["rev"] + 1})


def step_of(draft: Draft) -> str:
    """Return what is to be said next."""
    if "done" in draft:
        return "done"
    for step in ("name", "topic", "form"):
        if step not in draft:
            return step
    return "address" if draft["form"] == "visit" and "address" not in draft else "slot"


def draw(conn: Connection, desk: Desk, rest: str) -> Shown | None:
    """Return the panel as it is now."""
    draft = records.get_fact(conn, _fact(int(rest)))
    if draft is None:
        return None
    begun_by = staff.find(conn, draft["by"])
    done = bookings.find(conn, draft["done"]) if draft.get("done") else None
    return Shown(
        "caller_booking",
        {
            "step": step_of(draft),
            "number": int(rest),
            "rev": draft["rev"],
            "by": begun_by.name if begun_by is not None else "",
            "name": draft.get("name", ""),
            "phone": draft.get("phone", ""),
            "topics": [topic_view(one) for one in desk.topics.values()],
            "topic": topic_view(desk.topic(draft["topic"])) if "topic" in draft else None,
            "form": draft.get("form"),
            "forms": list(FORMS),
            "slots": draft.get("shown", []),
            "taken": draft.get("taken", False),
            "booking": views.line(conn, desk, done) if done is not None else None,
        },
    )


def _own(conn: Connection, desk: Desk, press: Press) -> tuple[int, Draft] | Toast:
    """Return the number and the draft of the panel that is pressed, if it is the presser's."""
    stands = receipts.find(conn, press.chat_id, press.message_id)
    word, _, rest = (stands.subject or "" if stands is not None else "").partition(":")
    draft = records.get_fact(conn, _fact(int(rest))) if word == PANEL else None
    if draft is None or stands is None:
        return STALE
    if draft["by"] != press.presser_id:
        return Toast("not_yours")
    if press.rev != draft["rev"]:
        panels.redraw(conn, desk, draft["to"], _fact(int(rest)), stands)
        return MOVED_ON
    return int(rest), draft


def _go_on(conn: Connection, desk: Desk, number: int, draft: Draft) -> None:
    """Keep what is known, with the slots when it is their turn, and show it."""
    if step_of(draft) == "slot":
        free = openings.free(conn, desk, draft["topic"], draft["form"], soon=True)
        draft["slots"] = [[one.advisor_id, one.starts.isoformat()] for one in free[:SLOTS]]
        draft["shown"] = [views.slot(one) for one in free[:SLOTS]]
    _keep(conn, number, draft)
    panels.show(conn, desk, draft["to"], f"{PANEL}:{number}")


def pick(conn: Connection, desk: Desk, press: Press) -> Toast:
    """Take the topic or the form."""
    own = _own(conn, desk, press)
    if isinstance(own, Toast):
        return own
    number, draft = own
    step = "topic" if press.action.startswith(TOPIC) else "form"
    chosen = press.action.removeprefix(TOPIC).removeprefix(FORM)
    if step_of(draft) != step or (step == "topic" and chosen not in desk.topics):
        return STALE
    _go_on(conn, desk, number, {**draft, step: chosen})
    return SHOWN


def pick_slot(conn: Connection, desk: Desk, press: Press) -> Toast:
    """Book the slot; when somebody was quicker, show what is left."""
    own = _own(conn, desk, press)
    if isinstance(own, Toast):
        return own
    number, draft = own
    if step_of(draft) != "slot" or press.ident >= len(draft["slots"]):
        return STALE
    advisor_id, starts = draft["slots"][press.ident]
    moment = datetime.fromisoformat(starts)
    slot = openings.still_there(conn, desk, draft["topic"], draft["form"], advisor_id, moment)
    made = _book(conn, desk, draft, slot) if slot is not None else None
    if made is None:
        _go_on(conn, desk, number, {**draft, "taken": True})
        return MOVED_ON
    receipts.now_about(conn, _fact(number), f"{following.PANEL}:{made.id}")
    _go_on(conn, desk, number, {**draft, "done": made.id})
    return Toast("saved")


def _book(conn: Connection, desk: Desk, draft: Draft, slot: Slot) -> Booking | None:
    person = people.without_telegram(conn, desk.now, draft["name"], draft["phone"])
    more = {"place": draft["address"]} if "address" in draft else {}
    return booking.book_for(
        conn, desk, person.id, draft["topic"], draft["form"], slot,
        phone=person.phone, entered_by=draft["by"], **more,
    )  # fmt: skip


def back(conn: Connection, desk: Desk, press: Press) -> Toast:
    """Choose the form once more ([Inna forma]), or give it up ([Porzuć])."""
    own = _own(conn, desk, press)
    if isinstance(own, Toast):
        return own
    number, draft = own
    if "done" in draft:
        return STALE
    if press.action == "caller_drop":
        records.forget_fact(conn, _fact(number))
        owing.delete_message(conn, desk, press.chat_id, press.message_id)
        return SHOWN
    left = {name: one for name, one in draft.items() if name not in ("form", "address", "taken")}
    _go_on(conn, desk, number, left)
    return SHOWN


def replied(conn: Connection, desk: Desk, said: Incoming, rest: str) -> None:
    """Take name and number, or the address of a visit, written in reply to the panel."""
    draft = records.get_fact(conn, _fact(int(rest)))
    if draft is None or draft["by"] != said.sender_id:
        return
    step = step_of(draft)
    if step == "name":
        _take_person(conn, desk, said, int(rest), draft)
    elif step == "address" and (address := clean_name(said.text, LONGEST_ADDRESS)):
        _go_on(conn, desk, int(rest), {**draft, "address": address})


def _take_person(conn: Connection, desk: Desk, said: Incoming, number: int, draft: Draft) -> None:
    phone = phone_in(said.text)
    letters = "".join(one if one.isalpha() or one in " -'." else " " for one in said.text)
    words = [one for one in letters.split() if one.lower().strip(".") not in ("tel", "telefon")]
    name = proper_name(clean_name(" ".join(words)))
    if phone is None or len(name) < 2:
        hint(conn, desk, said, draft["to"], "person")
        return
    _go_on(conn, desk, number, {**draft, "name": name, "phone": phone})


def forget(conn: Connection, desk: Desk) -> None:
    """Forget what was written down for a booking a day ago, whether it came to one or not."""
    for name, draft in records.facts_named(conn, f"{PANEL}:").items():
        if datetime.fromisoformat(draft["at"]) + FORGOTTEN_AFTER <= desk.now:
            _forget(conn, desk, name)


def forget_person(conn: Connection, desk: Desk, person: Person) -> None:
    """Forget at once what was written down for somebody who wants to be forgotten."""
    for name, draft in records.facts_named(conn, f"{PANEL}:").items():
        made = bookings.find(conn, draft["done"]) if draft.get("done") else None
        booked = made is not None and made.person_id == person.id
        if booked or (person.phone is not None and draft.get("phone") == person.phone):
            _forget(conn, desk, name)


def _forget(conn: Connection, desk: Desk, name: str) -> None:
    """Forget it with the panel that shows name and number: a booking has one of its own."""
    records.forget_fact(conn, name)
    for known in receipts.about(conn, name, "panel"):
        owing.delete_message(conn, desk, known.chat_id, known.message_id)
        receipts.retire(conn, known.chat_id, known.message_id)
