"""/lista: choose a meeting, see its counts, open its pages of people, look somebody up."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy import Connection

from bot.domain.tickets import DIALOGUE_ENDS_AFTER
from bot.helpdesk import notices, owing
from bot.helpdesk.desk import Desk, Incoming, Press, Toast
from bot.knowledge.decision import Decision
from bot.programme.attendance import authority, boards, roll
from bot.programme.attendance.authority import SHOWN, STALE
from bot.storage import occasions, people
from bot.storage.occasions import Occasion
from bot.storage.rows import Person

FIND = "att_find"
BACK = timedelta(days=30)  # so long after the end a meeting is still offered
MOST = 12
MOST_FOUND = 8
LONGEST = 60  # characters of a name that is looked up


def command(conn: Connection, desk: Desk, person: Person) -> None:
    """Offer the meetings in the private chat, to those who may see their lists."""
    if not authority.is_staff(conn, desk, person.chat):
        notices.unknown(conn, desk, person)
        return
    owing.tell(conn, desk, person, "attendance_choice", _choice(conn, desk))


def in_group(conn: Connection, desk: Desk, incoming: Incoming, to: str) -> None:
    """Offer the meetings in the thread where somebody asks."""
    values = _choice(conn, desk)
    owing.send_to(conn, desk, to, "attendance_choice", values, reply_to=incoming.message_id)


def _choice(conn: Connection, desk: Desk) -> dict[str, Any]:
    found = [
        one
        for one in occasions.every_one(conn, authority.MEETINGS)
        if one.state == "open" and one.ends_at > desk.now - BACK
    ]
    return {"meetings": [_item(one) for one in _nearest(found, desk)]}


def _nearest(found: Sequence[Occasion], desk: Desk) -> Sequence[Occasion]:
    """Return the meetings nearest to now, in their order."""
    nearest = sorted(found, key=lambda one: abs(one.starts_at - desk.now))[:MOST]
    return sorted(nearest, key=lambda one: (one.starts_at, one.id))


def _item(row: Occasion) -> dict[str, Any]:
    return {**boards.occasion_view(row), "taken": row.taken}


def _is_private(press: Press) -> bool:
    return press.chat_id == press.presser_id


def show(conn: Connection, desk: Desk, press: Press) -> Toast:
    """Show the counts of a meeting."""
    at = authority.meeting(conn, desk, press)
    if isinstance(at, Toast):
        return at
    word = "att" if _is_private(press) else "attg"
    boards.open_below(conn, desk, press, f"{word}:{at.occasion.id}")
    return SHOWN


def page(conn: Connection, desk: Desk, press: Press) -> Toast:
    """Show a page of people."""
    at = authority.meeting(conn, desk, press)
    if isinstance(at, Toast):
        return at
    number = press.rev or 0
    if number >= roll.of(conn, at.occasion.id).pages:
        boards.again(conn, desk, press)
        return SHOWN
    authority.saw(conn, desk, press, at)
    boards.open_below(conn, desk, press, f"attp:{at.occasion.id}.{number}")
    return SHOWN


def after(conn: Connection, desk: Desk, press: Press) -> Toast:
    """Show what belongs to a meeting besides its list."""
    at = authority.meeting(conn, desk, press, coordinator=True)
    if isinstance(at, Toast):
        return at
    boards.open_below(conn, desk, press, f"attx:{at.occasion.id}")
    return SHOWN


def somebody(conn: Connection, desk: Desk, press: Press) -> Toast:
    """Show one person of a list."""
    at = authority.person(conn, desk, press)
    if isinstance(at, Toast):
        return at
    boards.open_below(conn, desk, press, f"attr:{at.one.id}")
    return SHOWN


def ask_name(conn: Connection, desk: Desk, press: Press) -> Toast:
    """Ask whom to look up."""
    at = authority.meeting(conn, desk, press)
    person = people.by_telegram(conn, press.presser_id)
    if isinstance(at, Toast) or person is None:
        return at if isinstance(at, Toast) else STALE
    data = {"occasion": at.occasion.id}
    people.start_dialog(conn, person.id, FIND, data, desk.now, DIALOGUE_ENDS_AFTER)
    values = {"what": "ask", "person": person.id, "people": [], "more": False}
    owing.tell(conn, desk, person, "attendance_found", values)
    return SHOWN


def take_name(
    conn: Connection, desk: Desk, person: Person, incoming: Incoming, decision: Decision
) -> bool:
    """Look somebody up; each further name is looked up too, until something else is done."""
    data = person.dialog_data or {}
    plain = not incoming.media and len(incoming.text) <= LONGEST and decision.zone != "answer"
    if not plain or not authority.is_staff(conn, desk, person.chat):
        return False
    people.start_dialog(conn, person.id, FIND, data, desk.now, DIALOGUE_ENDS_AFTER)
    found = roll.matching(roll.of(conn, data["occasion"]), incoming.text)
    values = {
        "what": "found" if found else "nobody",
        "person": person.id,
        "people": [roll.view(one) for one in found[:MOST_FOUND]],
        "more": len(found) > MOST_FOUND,
    }
    owing.tell(conn, desk, person, "attendance_found", values)
    return True
