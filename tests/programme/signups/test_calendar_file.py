"""The calendar file, read back by others: `dateutil` for zones and moments, RFC 5545 for the rest.

What `icalendar` wrote is not asked of `icalendar`.
"""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from dateutil import parser, tz

from bot.domain.warsaw import WARSAW
from bot.programme.signups.calendar_file import Facts, make

FACTS = Facts(
    ident="ksiegi",
    host="sample_test_bot",
    title="Księgi, czyli „bez strachu”; część 1",
    summary="Ćwiczymy opis faktury, a potem jeszcze raz, powoli i z kawą, żeby każdy zdążył.",
    starts=datetime(2027, 3, 13, 9, 30, tzinfo=WARSAW),
    ends=datetime(2027, 3, 13, 15, 0, tzinfo=WARSAW),
    place="Łąck, szkoła",
    point=(52.4712, 19.6389),
    notes=("tel. +48 24 000 00 00",),
    seq=3,
    cancelled=False,
    tentative=False,
    now=datetime(2027, 2, 1, 12, 0, tzinfo=UTC),
)


def read(content: bytes) -> dict[str, str]:
    """Return the properties of the event by RFC 5545: unfolded, without what stands in others."""
    text = content.decode("utf-8").replace("\r\n ", "")
    assert all(len(line.encode()) <= 75 for line in content.decode().split("\r\n"))
    event = text.split("BEGIN:VEVENT\r\n")[1].split("END:VEVENT")[0].split("BEGIN:VALARM")[0]
    pairs = (line.partition(":") for line in event.split("\r\n") if line)
    return {name: value for name, _, value in pairs}


def zone_of(content: bytes) -> Any:
    """Return the zone as the file itself defines it."""
    zones = tz.tzical(io.StringIO(content.decode("utf-8")))
    assert zones.keys() == ["Europe/Warsaw"]
    return zones.get("Europe/Warsaw")


def moment(content: bytes, name: str) -> datetime:
    found = read(content)[f"{name};TZID=Europe/Warsaw"]
    return parser.parse(found).replace(tzinfo=zone_of(content))


@pytest.mark.parametrize("days", [0, 14, 15, 16, 100, 230, 231, 232, 300])
def test_times_are_the_same_by_the_zone_in_the_file(days: int) -> None:
    """Both clock changes lie among these days."""
    starts = datetime(2027, 3, 13, 9, 30, tzinfo=WARSAW) + timedelta(days=days)
    facts = replace(FACTS, starts=starts, ends=starts + timedelta(hours=5))
    content = make(facts).content
    assert moment(content, "DTSTART").astimezone(UTC) == facts.starts.astimezone(UTC)
    assert moment(content, "DTEND").astimezone(UTC) == facts.ends.astimezone(UTC)


def test_a_change_keeps_the_uid_and_raises_the_sequence() -> None:
    first, second = read(make(FACTS).content), read(make(replace(FACTS, seq=4)).content)
    assert first["UID"] == second["UID"] == "ksiegi@sample_test_bot"
    assert (first["SEQUENCE"], second["SEQUENCE"]) == ("3", "4")
    assert first["STATUS"] == "CONFIRMED"
    assert first["SUMMARY"] == "Księgi\\, czyli „bez strachu”\\; część 1"
    assert first["GEO"] == "52.4712;19.6389"


def test_what_is_called_off_says_so() -> None:
    made = make(replace(FACTS, cancelled=True, seq=5))
    assert b"METHOD:CANCEL" in made.content
    assert read(made.content)["STATUS"] == "CANCELLED"
    assert b"VALARM" not in made.content
    assert made.name == "ksiegi.ics"


def test_what_is_not_certain_is_tentative() -> None:
    assert read(make(replace(FACTS, tentative=True)).content)["STATUS"] == "TENTATIVE"
