"""One fact of an initiative, written anew by a coordinator: amounts, agreement, days, people."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from types import MappingProxyType
from typing import Any

from sqlalchemy import Connection

from bot.domain.amounts import read_amount, written_amount
from bot.domain.names import clean_name
from bot.domain.tickets import DIALOGUE_ENDS_AFTER
from bot.helpdesk import owing, standing
from bot.helpdesk.desk import Desk, Incoming, Press, Toast
from bot.knowledge.decision import Decision
from bot.office.initiatives import cards, obligations
from bot.programme.contests.result_lines import read_day
from bot.storage import initiatives, people
from bot.storage.initiatives import Initiative
from bot.storage.rows import Person

DIALOG = "initiative"
MOST_PEOPLE = 100_000
AMOUNTS = ("awarded", "paid", "settled", "returned")
WORDS = {"title": 300, "agreement": 80, "scope": 2000, "seat": 300}
DAYS, PEOPLE = ("starts_on", "ends_on"), ("participants", "volunteers")
FIELDS = (*AMOUNTS, *WORDS, *DAYS, *PEOPLE)
ACTIONS = tuple(f"ini_{one}" for one in FIELDS)


def ask(conn: Connection, desk: Desk, press: Press) -> Toast:
    """Ask for another value of the field that a button names."""
    given = cards.stands(conn, desk, press)
    if given is None:
        return cards.refused(conn, desk, press)
    _ask(conn, desk, *given, press.action.removeprefix("ini_"))
    return Toast("")


def _ask(
    conn: Connection, desk: Desk, person: Person, found: Initiative, field: str, hint: str = ""
) -> None:
    data = {"initiative": found.id, "field": field}
    people.start_dialog(conn, person.id, DIALOG, data, desk.now, DIALOGUE_ENDS_AFTER)
    now = getattr(found, field)
    shown = written_amount(now) if field in AMOUNTS else "" if now is None else str(now)
    values = {"field": field, "grantee": found.grantee, "now": shown, "hint": hint,
              "most": WORDS.get(field, 0), "person": person.id}  # fmt: skip
    owing.tell(conn, desk, person, "initiative_ask", values)


def take(
    conn: Connection, desk: Desk, person: Person, incoming: Incoming, decision: Decision
) -> bool:
    """Take words as the value that was asked for; a question, or a file, is something else."""
    data = person.dialog_data or {}
    found = initiatives.find(conn, data.get("initiative", 0))
    coordinates = person.telegram_id in standing.coordinators(conn, desk)
    if found is None or not coordinates or incoming.media or decision.zone == "answer":
        return False
    field = str(data["field"])
    value = _READ[field](incoming.text.strip())
    wrong = "wrong" if value is None else _objection(conn, found, field, value)
    if wrong:
        _ask(conn, desk, person, found, field, wrong)
        return True
    people.end_dialog(conn, person.id)
    initiatives.set_fields(conn, found.id, desk.now, **{field: value})
    if field == "ends_on":
        obligations.keep(conn, desk, initiatives.get(conn, found.id), anew=True)
    cards.changed(conn, desk, person, found, field)
    owing.react(conn, desk, incoming.chat_id, incoming.message_id, "👌")
    return True


def _objection(conn: Connection, found: Initiative, field: str, value: Any) -> str:
    """Return what does not fit: a project that ends before it begins, or is there already."""
    now = {name: getattr(found, name) for name in (*DAYS, "title", "agreement")} | {field: value}
    if now["starts_on"] and now["ends_on"] and now["ends_on"] < now["starts_on"]:
        return "backwards"
    alike = (
        one.id != found.id
        and (one.grantee, one.title, one.agreement)
        == (found.grantee, now["title"], now["agreement"])
        for one in initiatives.all_of(conn, found.contest)
    )
    return "twice" if any(alike) else ""


def _day(text: str) -> str | None:
    day: date | None = read_day(text)
    return day.isoformat() if day is not None else None


def _number(text: str) -> int | None:
    plain = "".join(text.split())
    value = int(plain) if plain.isascii() and plain.isdecimal() and len(plain) < 7 else None
    return value if value is not None and value <= MOST_PEOPLE else None


def _words(most: int) -> Callable[[str], str | None]:
    return lambda text: clean_name(text, most) or None if len(text) <= most else None


_READ: Mapping[str, Callable[[str], Any]] = MappingProxyType(
    {
        **dict.fromkeys(AMOUNTS, read_amount),
        **{field: _words(most) for field, most in WORDS.items()},
        **dict.fromkeys(DAYS, _day),
        **dict.fromkeys(PEOPLE, _number),
    }
)
