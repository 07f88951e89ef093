"""The fields of an occasion as a coordinator says them: what is asked, how an answer is read.

An answer becomes what the files would hold; one that cannot be read becomes the word of a hint.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import Any

from bot.domain.names import clean_name
from bot.domain.spoken_times import read_day, read_hours
from bot.domain.warsaw import local
from bot.helpdesk.desk import Desk
from bot.knowledge.programme_text import KINDS
from bot.knowledge.values import LONGEST_LINE

MOST_POINTS = 12
_BULLET = re.compile(r"^\s*(?:[-–•*]|[0-9]{1,2}[.)])\s*")
_NUMBER = re.compile(r"[0-9]{1,5}")
NOWHERE, ONLINE = "", "online"  # options of an event outside the communes


@dataclass(frozen=True, slots=True)
class Hint:
    """Why an answer is not taken: one of the words that `organise_ask` explains."""

    why: str


Reader = Callable[[str, datetime], dict[str, Any] | Hint]


@dataclass(frozen=True, slots=True)
class Asked:
    """One thing that is asked for, and what it fills; `read` takes words, options are tapped."""

    read: Reader | None
    fills: tuple[str, ...]
    optional: bool = False  # may be left out or emptied
    confirmed: bool = False  # what was understood is shown before it is taken


def _line(name: str) -> Reader:
    def read(text: str, now: datetime) -> dict[str, Any] | Hint:
        said = clean_name(text, LONGEST_LINE + 1)
        if not said:
            return Hint("empty")
        return Hint("long") if len(said) > LONGEST_LINE else {name: said}

    return read


def _count(name: str, least: int) -> Reader:
    def read(text: str, now: datetime) -> dict[str, Any] | Hint:
        found = _NUMBER.findall(text)
        if len(found) != 1 or not least <= int(found[0]) <= 10_000:
            return Hint("number")
        return {name: int(found[0])}

    return read


def _agenda(text: str, now: datetime) -> dict[str, Any] | Hint:
    points = [clean_name(_BULLET.sub("", line), LONGEST_LINE + 1) for line in text.split("\n")]
    said = [point for point in points if point]
    if not said:
        return Hint("empty")
    if len(said) > MOST_POINTS or any(len(point) > LONGEST_LINE for point in said):
        return Hint("agenda")
    return {"agenda": said}


def _when(text: str, now: datetime) -> dict[str, Any] | Hint:
    found = read_hours(text, now)
    if isinstance(found, str):
        return Hint(found)
    return {
        "starts": f"{found.day.isoformat()} {found.starts:%H:%M}",
        "ends": f"{found.day.isoformat()} {found.ends:%H:%M}",
    }


def _day(name: str) -> Reader:
    def read(text: str, now: datetime) -> dict[str, Any] | Hint:
        found = read_day(text, local(now).date())
        return Hint(found) if isinstance(found, str) else {name: found.isoformat()}

    return read


#: In the order in which they are shown. What a kind of occasion does not know is left out.
FIELDS: Mapping[str, Asked] = MappingProxyType(
    {
        "title": Asked(_line("title"), ("title",)),
        "topic": Asked(None, ("topic",)),
        "when": Asked(_when, ("starts", "ends"), confirmed=True),
        "municipality": Asked(None, ("municipality",)),
        "venue": Asked(_line("venue"), ("venue",)),
        "capacity": Asked(_count("capacity", 1), ("capacity",)),
        "waitlist": Asked(_count("waitlist", 0), ("waitlist",), optional=True),
        "trainer": Asked(_line("trainer"), ("trainer",)),
        "agenda": Asked(_agenda, ("agenda",)),
        "summary": Asked(_line("summary"), ("summary",), optional=True),
        "register_until": Asked(_day("register_until"), ("register_until",), confirmed=True),
        "cost": Asked(_line("cost"), ("cost",)),
        "accessibility": Asked(_line("accessibility"), ("accessibility",), optional=True),
        "note": Asked(_line("note"), ("note",), optional=True),
        "unconfirmed": Asked(_line("unconfirmed"), ("unconfirmed",), optional=True),
    }
)
#: What is asked of a new one, in this order; the rest has sensible values and can be put right.
NEW: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "workshop": (
            "title", "topic", "when", "municipality", "venue", "capacity", "waitlist",
            "trainer", "agenda", "summary",
        ),
        "event": (
            "title", "when", "municipality", "venue", "capacity", "waitlist", "agenda", "summary",
        ),
    }
)  # fmt: skip
#: What a copy of an occasion is asked for.
CLONED = ("title", "when")


def known_by(kind: str) -> list[str]:
    """Return the fields that a kind of occasion has."""
    known = KINDS[kind].model_fields
    return [name for name, one in FIELDS.items() if set(one.fills) <= known.keys()]


def options(desk: Desk, kind: str, field: str) -> list[tuple[str, str]]:
    """Return what may be tapped for a field: its value, and the words on the button."""
    if field == "topic":
        return [(one.id, f"{one.emoji} {one.name}") for one in desk.topics.values()]
    if field != "municipality":
        return []
    names = [(name, name) for name in desk.base.programme.municipalities]
    if kind == "workshop":
        return names
    return [*names, (NOWHERE, "Poza gminami"), (ONLINE, "Przez internet")]


def picked(kind: str, field: str, value: str) -> dict[str, Any]:
    """Return what a tapped option fills: where an event is, or that it is nowhere to go to."""
    if field != "municipality" or kind == "workshop":
        return {field: value}
    if value == ONLINE:
        return {"kind": "online", "municipality": None, "venue": None}
    return {"kind": "meeting", "municipality": value}
