"""Deadlines in people's own words: written, shown with the day's name, confirmed.

Here they are read; `drafts` shows and confirms what was understood.
"""

from __future__ import annotations

import re
from typing import Any

from sqlalchemy import Connection

from bot.domain.asking import asks
from bot.domain.coming_days import read_coming
from bot.domain.tickets import DIALOGUE_ENDS_AFTER
from bot.helpdesk import owing
from bot.helpdesk.desk import Desk, Incoming, Press, Toast
from bot.knowledge.decision import Decision
from bot.programme.deadlines import drafts, owners, rules
from bot.programme.deadlines.owners import Owner
from bot.storage import people
from bot.storage.rows import Person

DIALOG = "deadline_own"
LONG = 200  # characters: a longer text is a story or a question
_LONGEST_TITLE = 200
#: "dodaj: raport do gminy 30 czerwca", also without any dialogue before it.
_GAP, _SPACE = r"\s{0,20}", r"\s{1,20}"
_ADD = re.compile(
    rf"{_GAP}dodaj(?:{_SPACE}termin)?{_GAP}:{_GAP}|{_GAP}dodaj{_SPACE}termin{_SPACE}",
    re.IGNORECASE,
)

STALE, SHOWN = Toast("stale"), Toast("")


def begin(conn: Connection, desk: Desk, press: Press) -> Toast:
    """Ask what is due, and when; a second press within the dialogue asks nothing twice."""
    found = owners.pressed(conn, press)
    if found is None:
        return STALE
    person, owner = found
    if not _is_asked(desk, person, owner):
        ask(conn, desk, person, owner.key, "all")
    return SHOWN


def _is_asked(desk: Desk, person: Person, owner: Owner) -> bool:
    running = person.dialog_until is not None and desk.now < person.dialog_until
    return running and (person.dialog, person.dialog_data) == (DIALOG, _data(owner.key))


def _data(owner: str, title: str = "", day: str = "") -> dict[str, str]:
    return {"owner": owner, "title": title, "day": day}


def ask(
    conn: Connection,
    desk: Desk,
    person: Person,
    owner: str,
    what: str,
    title: str = "",
    day: str = "",
) -> None:
    """Expect what is missing: all of it, the day, the day once more, or what is due."""
    data = _data(owner, title, day)
    people.start_dialog(conn, person.id, DIALOG, data, desk.now, DIALOGUE_ENDS_AFTER)
    values = {"what": what, "title": title, "day": day or None, "person": person.id}
    owing.tell(conn, desk, person, "deadline_ask", values)


def take(
    conn: Connection, desk: Desk, person: Person, incoming: Incoming, decision: Decision
) -> bool:
    """Read what is due and when; False for what is plainly a question."""
    data = person.dialog_data or {}
    if incoming.media or len(incoming.text) > LONG or not _still_theirs(conn, person, data):
        return False
    found = read_coming(_ADD.sub("", incoming.text, count=1), desk.today)
    begun = bool(data["title"] or data["day"] or found.day)
    if decision.zone == "answer" and (asks(incoming.text) or not begun):
        return False
    day = found.day.isoformat() if found.day else data["day"]
    title = data["title"] or found.rest[:_LONGEST_TITLE]
    if title and day:
        drafts.offer(conn, desk, person, data["owner"], *_own(desk, title, day))
    elif title:
        ask(conn, desk, person, data["owner"], "again" if data["title"] else "day", title)
    else:
        ask(conn, desk, person, data["owner"], "title" if day else "all", "", day)
    return True


def _still_theirs(conn: Connection, person: Person, data: dict[str, Any]) -> bool:
    """Tell whether the dialogue is about somebody whose deadlines the person keeps."""
    return owners.keeps(conn, str(data.get("owner", ":0")), person.id)


def wished(
    conn: Connection, desk: Desk, person: Person, incoming: Incoming, decision: Decision
) -> bool:
    """Take "dodaj: raport do gminy 30 czerwca" for what it says, whatever was going on."""
    if incoming.media or len(incoming.text) > LONG or not _ADD.match(incoming.text):
        return False
    owner = owners.of_person(conn, person)[0].key
    people.start_dialog(conn, person.id, DIALOG, _data(owner), desk.now, DIALOGUE_ENDS_AFTER)
    return take(conn, desk, people.by_id(conn, person.id), incoming, decision)


def _own(desk: Desk, title: str, day: str) -> tuple[str, dict[str, Any]]:
    values = {
        "title": title,
        "day": day,
        "sure": True,
        "days_before": list(rules.OWN_DAYS),
    }
    return f"{rules.OWN}:{desk.cause}", values
