"""What a captain writes or sends while the form waits for it."""

from __future__ import annotations

import re
from typing import Any

from sqlalchemy import Connection

from bot.domain.name_lists import names_in_lines, names_in_table, unfit
from bot.domain.names import clean_name
from bot.domain.written import is_blank
from bot.helpdesk.desk import Desk, Incoming
from bot.knowledge.decision import Decision
from bot.programme.sheets import cells_of
from bot.programme.volunteering import form, places
from bot.storage.rows import Person

LONGEST = 100  # characters of a name
_BETWEEN = re.compile(r"[\s().-]+")
_PHONE = re.compile(r"\+?[0-9]{9,15}")


def read_file(name: str, content: bytes) -> list[str] | None:
    """Return the names of a firm's table; nothing else of it is kept."""
    cells = cells_of(content)
    return None if cells is None else names_in_table(cells)


def take(
    conn: Connection, desk: Desk, person: Person, incoming: Incoming, decision: Decision
) -> bool:
    """Take words, a telephone or a table as the answer; False when it plainly is none."""
    data = form.current(desk, person)
    if data is None:
        return False
    step = form.step_of(data)
    if step == "names" and incoming.media == "document":
        read = incoming.read
        _names(conn, desk, person, data, read if isinstance(read, list) else None)
        return True
    if step == "phone" and incoming.phone:
        _phone(conn, desk, person, data, incoming.phone)
        return True
    if incoming.media or is_blank(incoming.text) or _asks(incoming, decision, step):
        return False
    if step == "names":
        _names(conn, desk, person, data, names_in_lines(incoming.text))
    elif step == "phone":
        _phone(conn, desk, person, data, incoming.text)
    elif step in ("firm", "captain"):
        _name(conn, desk, person, data, step, incoming.text)
    else:  # to be tapped
        form.ask(conn, desk, person, data, "tap")
    return True


def _asks(incoming: Incoming, decision: Decision, step: str) -> bool:
    """Tell whether words are plainly a question; a list of names is none."""
    lines = step == "names" and "\n" in incoming.text
    return not lines and (decision.zone == "answer" or len(incoming.text) > LONGEST)


def _name(
    conn: Connection, desk: Desk, person: Person, data: dict[str, Any], step: str, text: str
) -> None:
    said = clean_name(text, LONGEST)
    whole = bool(said) and (step == "firm" or " " in said)
    form.ask(conn, desk, person, {**data, step: said} if whole else data, "" if whole else "name")


def _phone(conn: Connection, desk: Desk, person: Person, data: dict[str, Any], text: str) -> None:
    found = _PHONE.fullmatch(_BETWEEN.sub("", text))
    said = {**data, "phone": found.group()} if found else data
    form.ask(conn, desk, person, said, "" if found else "phone")


def _names(
    conn: Connection, desk: Desk, person: Person, data: dict[str, Any], names: list[str] | None
) -> None:
    found = form.place_of(conn, data)
    most = places.largest_team(found[1]) if found is not None else 0
    if names is None:
        form.ask(conn, desk, person, data, "unreadable")
    elif not names:
        form.ask(conn, desk, person, data, "nobody")
    elif wrong := unfit(names):
        form.ask(conn, desk, person, data, "unfit", about=", ".join(wrong[:5]))
    elif len(names) > most:
        form.ask(conn, desk, person, data, "many", about=str(len(names)))
    else:
        form.ask(conn, desk, person, {**data, "names": names})
