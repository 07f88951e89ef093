"""From a draft's fields to an occasion, by the very checks of the files, and back.

Complaints come in words that a coordinator knows: names of fields are said as they are shown.
"""

from __future__ import annotations

import io
import re
from collections.abc import Container, Mapping
from datetime import date, datetime, timedelta
from types import MappingProxyType
from typing import Any

from ruamel.yaml import YAML
from sqlalchemy import Connection

from bot.domain.polish_words import fold
from bot.domain.warsaw import local
from bot.helpdesk.desk import Desk
from bot.knowledge.programme import Duty, Event, Workshop
from bot.knowledge.programme_text import parsed
from bot.knowledge.values import LONGEST_ID
from bot.knowledge.yaml_reading import read_yaml
from bot.programme.occasions import Meeting
from bot.programme.organising.drafts import Draft
from bot.storage import occasions
from bot.storage.occasions import Occasion

DAYS_TO_CLOSE = 2  # registration ends so many days before, if nothing else is said
NEW_ID = "nowe"  # stands for the id of a draft that has none yet
_NOT_IN_AN_ID = re.compile(r"[^a-z0-9]+")
#: What fields are called when something is wrong with them.
LABELS: Mapping[str, str] = MappingProxyType(
    {
        "title": "tytuł",
        "summary": "opis",
        "topic": "temat",
        "starts": "początek",
        "ends": "koniec",
        "municipality": "gmina",
        "venue": "miejsce",
        "capacity": "liczba miejsc",
        "waitlist": "lista rezerwowa",
        "register_until": "zapisy do",
        "trainer": "prowadzi",
        "cost": "koszt",
        "agenda": "program",
        "note": "uwaga",
        "unconfirmed": "do potwierdzenia",
        "accessibility": "dostępność",
    }
)


def sheet_or_complaints(desk: Desk, draft: Draft, ident: str) -> Meeting | list[str]:
    """Return the occasion that a draft makes, or everything that is wrong with it."""
    fields = completed(draft, desk.now)
    found = parsed(draft.kind, ident, _text(ident, fields))
    if isinstance(found, tuple):
        return [in_words(one.what) for one in found]
    assert isinstance(found, Workshop | Event | Duty)  # contests are made in files only
    place, known = fields.get("municipality"), desk.base.programme.municipalities
    return [f"gmina: nie ma na liście „{place}”"] if place and place not in known else found


def in_words(what: str) -> str:
    """Return a complaint with the fields called as people know them."""
    if what.startswith("kind: meeting wymaga"):
        return "miejsce: brakuje; dopisz je"
    words = re.compile(rf"\b({'|'.join(LABELS)})\b")
    return words.sub(lambda found: LABELS[found[1]], what)


def _text(ident: str, fields: Mapping[str, Any]) -> str:
    writer, text = YAML(), io.StringIO()
    writer.default_flow_style = False
    writer.allow_unicode = True
    writer.width = 10_000
    writer.dump({ident: dict(fields)}, text)
    return text.getvalue()


def completed(draft: Draft, now: datetime) -> dict[str, Any]:
    """Return a draft's fields with sensible values where nothing was said."""
    fields = {name: value for name, value in draft.fields.items() if value not in (None, "", [])}
    if "title" in fields:
        fields.setdefault("summary", fields["title"])
    if draft.kind == "event":
        return {"kind": "meeting", **fields}
    fields.setdefault("cost", "bezpłatnie")
    if "starts" in fields:
        fields.setdefault("register_until", _closes(fields["starts"], now))
    return fields


def _closes(starts: str, now: datetime) -> str:
    """Return until when people may sign up: two days before, or an hour where it is too late."""
    begins = datetime.fromisoformat(starts)
    day = begins.date() - timedelta(days=DAYS_TO_CLOSE)
    if day > local(now).date():
        return day.isoformat()
    return f"{begins - timedelta(hours=1):%Y-%m-%d %H:%M}"


def fields_of(row: Occasion) -> dict[str, Any]:
    """Return the fields of an occasion in force, as the files write them."""
    fields: dict[str, Any] = read_yaml(row.text, "programme").value[row.id]
    return dict(fields)


def moved(fields: dict[str, Any], to: Mapping[str, Any]) -> dict[str, Any]:
    """Return fields with another day and hours.

    What ends or happens so many days before keeps its distance: registration, the list for the
    insurer, briefings.
    """
    days = (_day(to["starts"]) - _day(fields["starts"])).days if "starts" in fields else 0
    found = {**fields, **to}
    if "register_until" in fields:
        found["register_until"] = _later(fields["register_until"], days)
    if "insurance" in fields:
        until = _later(fields["insurance"]["until"], days)
        found["insurance"] = {**fields["insurance"], "until": until}
    if "sites" in fields:
        found["sites"] = [_with_briefing(site, days) for site in fields["sites"]]
    return found


def _with_briefing(site: Mapping[str, Any], days: int) -> dict[str, Any]:
    if "briefing" not in site:
        return dict(site)
    return {**site, "briefing": _later(site["briefing"], days)}


def _later(written: str, days: int) -> str:
    moment = datetime.fromisoformat(written) + timedelta(days=days)
    return f"{moment:%Y-%m-%d %H:%M}" if " " in written else moment.date().isoformat()


def _day(written: str) -> date:
    return datetime.fromisoformat(written).date()


def id_for(conn: Connection, desk: Desk, title: str, besides: Container[str] = ()) -> str:
    """Return an id made from a title that nothing else has; it stands in links for good."""
    plain = _NOT_IN_AN_ID.sub("-", fold(title)).strip("-") or "spotkanie"
    start = plain[: LONGEST_ID - 5].rstrip("-")
    number = 1
    while (ident := start if number == 1 else f"{start}-{number}") in besides or taken(
        conn, desk, ident
    ):
        number += 1
    return ident


def taken(conn: Connection, desk: Desk, ident: str) -> bool:
    """Tell whether something of the programme has this id."""
    files = desk.base.programme
    named = (files.workshops, files.contests, files.events, files.duties, files.calendar)
    return occasions.find(conn, ident) is not None or any(ident in one for one in named)
