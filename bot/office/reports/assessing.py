"""Five statements that leaders rate for themselves, at the beginning of the programme and its end.

Wholly optional, offered once each time and never while somebody waits for an answer. Who rated is
known, so that nobody does it twice; how they rated is not told of anybody.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from sqlalchemy import Connection

from bot.domain.quiet_hours import is_quiet
from bot.helpdesk import notices, owing
from bot.helpdesk.desk import Desk, Press, Toast
from bot.office.reports.menu import SHOWN, STALE
from bot.storage import people, self_assessments
from bot.storage.rows import Person

CONTACTS = 3  # questions after which it is offered,
SETTLED = timedelta(days=7)  # to who has been here so long
AT_ONCE = 10  # people asked in one sweep
END = timedelta(days=45)  # before the project's last day, the second one is offered
_LETTERS = "abcde"
MARKS = {f"assess_{letter}": at for at, letter in enumerate(_LETTERS, 1)}


def part(desk: Desk) -> str:
    """Return which one it is time for: at the beginning, or at the end of the project."""
    last = desk.base.organisation.indicators.project_until
    return "end" if last is not None and desk.today > last - END else "begin"


def _statements(desk: Desk) -> tuple[str, ...]:
    asked = desk.base.organisation.self_assessment
    return asked.statements if asked is not None else ()


def command(conn: Connection, desk: Desk, person: Person) -> None:
    """Answer /samoocena: say what it is, or that it is done."""
    if not _statements(desk) or person.under_18:
        notices.unknown(conn, desk, person)
        return
    self_assessments.offer(conn, person.id, part(desk), None)
    known = self_assessments.find(conn, person.id, part(desk))
    done = known is not None and known.state == "done"
    values = {"person": person.id, "part": part(desk), "offered": False, "done": done}
    owing.tell(conn, desk, person, "assess_offer", values)


def forget(conn: Connection, desk: Desk, person: Person) -> None:
    """Ask somebody nothing more who wants to be forgotten; ratings were never theirs."""
    self_assessments.end(conn, person.id)


def offer(conn: Connection, desk: Desk) -> None:
    """Offer it to those who have been here a while, a few at a time, in daytime."""
    if not _statements(desk) or is_quiet(desk.now) or not desk.hours.is_open(desk.now):
        return
    now = part(desk)
    found = (
        self_assessments.to_offer_begin(conn, CONTACTS, desk.now - SETTLED, AT_ONCE)
        if now == "begin"
        else self_assessments.to_offer_end(conn, AT_ONCE)
    )
    for ident in found:
        if self_assessments.offer(conn, ident, now, desk.now):
            values = {"person": ident, "part": now, "offered": True, "done": False}
            key = f"assess:{now}:{ident}"
            owing.tell(conn, desk, people.by_id(conn, ident), "assess_offer", values, key=key)


def _mine(conn: Connection, press: Press) -> Person | None:
    """Return the presser, if the button is their own."""
    person = people.by_telegram(conn, press.presser_id)
    return person if person is not None and person.id == press.ident else None


def begin(conn: Connection, desk: Desk, press: Press) -> Toast:
    """Ask the first question, or the one that somebody stopped at."""
    person = _mine(conn, press)
    known = self_assessments.find(conn, person.id, part(desk)) if person is not None else None
    if person is None or known is None or known.state == "done":
        return STALE
    self_assessments.set_state(conn, person.id, known.part, "begun")
    _ask(conn, desk, press, person, known.part, known.answered)
    return SHOWN


def decline(conn: Connection, desk: Desk, press: Press) -> Toast:
    """Leave it; nobody is asked a second time."""
    person = _mine(conn, press)
    known = self_assessments.find(conn, person.id, part(desk)) if person is not None else None
    if person is None or known is None or known.state not in ("offered", "begun"):
        return STALE
    self_assessments.set_state(conn, person.id, known.part, "declined")
    owing.replace_text(conn, desk, press.chat_id, press.message_id, "assess_done", {"done": False})
    return SHOWN


def rate(conn: Connection, desk: Desk, press: Press) -> Toast:
    """Keep a mark; a button under a question that was answered changes nothing."""
    person, now = _mine(conn, press), part(desk)
    number = press.rev
    if person is None or number is None or not 0 <= number < len(_statements(desk)):
        return STALE
    if not self_assessments.rate(conn, person.id, now, number, MARKS[press.action]):
        return STALE
    _ask(conn, desk, press, person, now, number + 1)
    return SHOWN


def _ask(
    conn: Connection, desk: Desk, press: Press, person: Person, now: str, number: int
) -> None:
    statements = _statements(desk)
    if number >= len(statements):
        self_assessments.set_state(conn, person.id, now, "done")
        values: dict[str, Any] = {"done": True}
        owing.replace_text(conn, desk, press.chat_id, press.message_id, "assess_done", values)
        return
    values = {
        "person": person.id,
        "number": number,
        "total": len(statements),
        "statement": statements[number],
        "letters": _LETTERS,
    }
    owing.replace_text(conn, desk, press.chat_id, press.message_id, "assess_question", values)
