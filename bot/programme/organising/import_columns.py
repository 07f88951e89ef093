"""The columns of the table by which occasions are imported: headings, and how a cell is read."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime, time
from types import MappingProxyType
from typing import Any

from bot.domain.polish_words import fold
from bot.domain.spoken_times import read_day
from bot.domain.tables_read import Row, heading_of, rows_under
from bot.domain.warsaw import local
from bot.helpdesk.desk import Desk
from bot.programme.sheets import cells_of

#: Headings by field, in their order.
HEADINGS: Mapping[str, str] = MappingProxyType(
    {
        "id": "Id",
        "kind": "Rodzaj",
        "title": "Tytuł",
        "summary": "O czym",
        "topic": "Temat",
        "day": "Dzień",
        "from": "Od",
        "to": "Do",
        "municipality": "Gmina",
        "venue": "Miejsce",
        "capacity": "Liczba miejsc",
        "waitlist": "Lista rezerwowa",
        "register_until": "Zapisy do",
        "trainer": "Prowadzi",
        "cost": "Koszt",
        "agenda": "Program",
        "note": "Uwaga",
    }
)
KINDS: Mapping[str, str] = MappingProxyType({"warsztat": "workshop", "wydarzenie": "event"})
MOST = 200  # rows; the table that is handed out has as many
_NAMES = {heading_of(heading): name for name, heading in HEADINGS.items()}
_CLOCK = re.compile(r"([0-9]{1,2})(?:[:.]([0-9]{2}))?(?::00)?")
_POINTS = re.compile(r"[\n|]")


class WrongCell(ValueError):
    """A cell says what cannot be; its words say what to do."""


def read_file(name: str, content: bytes) -> dict[str, Any]:
    """Return the rows of a file, or what is wrong with it as a whole."""
    cells = cells_of(content)
    if cells is None:
        return {"wrong": "unreadable", "lacking": []}
    found: list[Row] | list[str] = rows_under(cells, _NAMES)
    if any(isinstance(one, str) for one in found):
        lacking = [HEADINGS[_NAMES[str(one)]] for one in found]
        return {"wrong": "headings", "lacking": lacking}
    if len(found) > MOST:
        return {"wrong": "many", "lacking": []}
    return {"rows": found} if found else {"wrong": "empty", "lacking": []}


def fields_from(desk: Desk, cells: Mapping[str, str]) -> tuple[str, dict[str, Any]]:
    """Return the kind and the fields that a row gives; WrongCell when a cell cannot be read."""
    kind = KINDS.get(fold(cells["kind"]), "")
    if not kind:
        raise WrongCell(f"Rodzaj: wpisz {' albo '.join(KINDS)}")
    fields: dict[str, Any] = {
        name: cells[name]
        for name in ("title", "summary", "municipality", "venue", "trainer", "cost", "note")
        if cells[name]
    }
    fields |= {name: _number(name, cells) for name in ("capacity", "waitlist") if cells[name]}
    fields |= _when(desk, cells) | _closing(desk, cells) | _topic(desk, kind, cells)
    if cells["agenda"]:
        fields["agenda"] = [one.strip() for one in _POINTS.split(cells["agenda"]) if one.strip()]
    if kind == "event":
        fields = {name: said for name, said in fields.items() if name not in ("trainer", "cost")}
        fields["kind"] = "meeting" if cells["municipality"] or cells["venue"] else "online"
    return kind, fields


def _number(name: str, cells: Mapping[str, str]) -> int:
    if not cells[name].isdecimal():
        raise WrongCell(f"{HEADINGS[name]}: wpisz samą liczbę")
    return int(cells[name])


def _day(desk: Desk, name: str, said: str) -> str:
    found = read_day(said, local(desk.now).date())
    if found == "past":
        raise WrongCell(f"{HEADINGS[name]}: ten dzień już minął")
    if isinstance(found, str):
        raise WrongCell(f"{HEADINGS[name]}: wpisz dzień, na przykład 2027-03-13")
    return found.isoformat()


def _hour(name: str, said: str) -> str:
    found = _CLOCK.fullmatch(said)
    try:
        return f"{time(int(found[1]), int(found[2] or 0)):%H:%M}" if found else _no_hour(name)
    except ValueError:
        return _no_hour(name)


def _no_hour(name: str) -> str:
    raise WrongCell(f"{HEADINGS[name]}: wpisz godzinę, na przykład 9:30")


def _when(desk: Desk, cells: Mapping[str, str]) -> dict[str, str]:
    lacking = [HEADINGS[name] for name in ("day", "from", "to") if not cells[name]]
    if lacking:
        raise WrongCell(f"puste: {', '.join(lacking)}")
    day = _day(desk, "day", cells["day"])
    starts = f"{day} {_hour('from', cells['from'])}"
    return {"starts": starts, "ends": f"{day} {_hour('to', cells['to'])}"}


def _closing(desk: Desk, cells: Mapping[str, str]) -> dict[str, str]:
    said = cells["register_until"]
    if not said:
        return {}
    try:
        hour = datetime.fromisoformat(said).time() if " " in said else None
    except ValueError:
        hour = None
    day = _day(desk, "register_until", said)
    return {"register_until": f"{day} {hour:%H:%M}" if hour else day}


def _topic(desk: Desk, kind: str, cells: Mapping[str, str]) -> dict[str, str]:
    said = fold(cells["topic"])
    if kind == "event" or not said:
        return {}
    found = [
        one for one in desk.topics.values() if one.id == said or fold(one.name).startswith(said)
    ]
    if len(found) == 1:
        return {"topic": found[0].id}
    names = ", ".join(one.name for one in desk.topics.values())
    raise WrongCell(f"Temat: wybierz z: {names}")
