"""Guests of a gala: whoever has a seat is asked once whether somebody comes along.

Seats for guests are taken by the same rule as all others. The list of guests is printed.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from types import MappingProxyType
from typing import Any

from sqlalchemy import Connection

from bot.domain.quiet_hours import is_quiet
from bot.domain.surnames import by_surname
from bot.domain.warsaw import local
from bot.helpdesk import owing, standing
from bot.helpdesk.desk import Desk, Press, Toast
from bot.knowledge.programme import Event
from bot.programme import documents
from bot.programme.documents import Document, Made
from bot.programme.occasions import meeting_of, seats_of
from bot.programme.signups import offering
from bot.storage import occasions, people, records, registrations
from bot.storage.occasions import Occasion, number_of_occasion
from bot.storage.registrations import Registration
from bot.templates.polish import day, hour
from bot.templates.printed import printed

LIST = "guest_list"
A_MOMENT = timedelta(minutes=10)  # who has just signed up is awake
HOW_MANY: Mapping[str, int] = MappingProxyType({"guest_none": 0, "guest_one": 1, "guest_two": 2})
STALE = Toast("stale")


def most_of(row: Occasion) -> int:
    """Return how many people each may bring along."""
    sheet = meeting_of(row) if row.kind == "event" else None
    return sheet.guests if isinstance(sheet, Event) else 0


def ask(conn: Connection, desk: Desk) -> None:
    """Ask everybody who has a seat, once, who comes along; at night only who has just come."""
    for row in occasions.open_between(conn, ("event",), desk.now):
        most = most_of(row)
        if most:
            _ask_all(conn, desk, row, most)


def _ask_all(conn: Connection, desk: Desk, row: Occasion, most: int) -> None:
    fact = f"guests:{number_of_occasion(row.id)}"
    asked = set(records.get_fact(conn, fact) or ())
    fresh = [
        one
        for one in registrations.of_occasion(conn, row.id, ("seated",))
        if one.person_id is not None and one.id not in asked and _is_awake(desk, one)
    ]
    for one in fresh:
        _ask(conn, desk, row, one, most)
    if fresh:
        records.set_fact(conn, fact, sorted(asked.union(one.id for one in fresh)))


def _is_awake(desk: Desk, one: Registration) -> bool:
    return not is_quiet(desk.now) or desk.now - one.created_at < A_MOMENT


def _ask(conn: Connection, desk: Desk, row: Occasion, one: Registration, most: int) -> None:
    assert one.person_id is not None
    values = {"title": row.title, "most": most, "registration": one.id}
    person = people.by_id(conn, one.person_id)
    owing.tell(conn, desk, person, "guest_ask", values, key=f"guest_ask:{one.id}")


def settle(conn: Connection, desk: Desk, press: Press) -> Toast:
    """Take how many come along ([Tylko ja], [1 osoba], [2 osoby]), while there are seats."""
    person = people.by_telegram(conn, press.presser_id)
    one = registrations.find(conn, press.ident)
    if person is None or one is None or one.person_id != person.id or one.state != "seated":
        return STALE
    row, wanted = occasions.get(conn, one.occasion_id), HOW_MANY[press.action]
    if row.state != "open" or row.starts_at <= desk.now or wanted > most_of(row):
        return STALE
    what = "set" if _set(conn, desk, row, one, wanted) else "full"
    values = {
        "what": what,
        "title": row.title,
        "guests": wanted if what == "set" else one.guests,
        "most": most_of(row),
        "registration": one.id,
    }
    owing.replace_text(conn, desk, press.chat_id, press.message_id, "guest_set", values)
    return Toast("")


def _set(conn: Connection, desk: Desk, row: Occasion, one: Registration, wanted: int) -> bool:
    """Take or give back seats; False changes nothing. Free ones go first to those who wait."""
    more = wanted - one.guests
    waits = registrations.of_occasion(conn, row.id, ("waiting",))
    if more > 0 and (waits or not occasions.take_seat(conn, row.id, more)):
        return False
    registrations.move(conn, one.id, was=("seated",), guests=wanted)
    if more < 0:
        occasions.free_seat(conn, row.id, -more)
        occasions.resize(conn, row.id, seats_of(meeting_of(row)))
        offering.fill(conn, desk, row.id)
    return True


# The printed list


def send(conn: Connection, desk: Desk, press: Press) -> Toast:
    """Owe a coordinator the list of guests."""
    row = occasions.by_number(conn, press.ident)
    person = people.by_telegram(conn, press.presser_id)
    allowed = press.presser_id in standing.coordinators(conn, desk)
    if not allowed or person is None or row is None or not most_of(row):
        return STALE
    documents.send(conn, desk, person.address, LIST, {"occasion": row.id})
    return Toast("")


def collect(conn: Connection, desk: Desk, about: Mapping[str, Any]) -> dict[str, Any] | None:
    """Read who comes, in the order of surnames."""
    row = occasions.find(conn, about["occasion"])
    if row is None:
        return None
    listed = registrations.of_occasion(conn, row.id, ("seated",))
    starts = local(row.starts_at)
    return {
        "id": row.id,
        "programme": desk.base.organisation.programme,
        "title": row.title,
        "day": f"{day(starts.date())} {starts.year}",
        "hours": f"{hour(row.starts_at)}–{hour(row.ends_at)}",
        "place": row.place,
        "agenda": list(getattr(meeting_of(row), "agenda", ())),
        "total": sum(one.seats for one in listed),
        "guests": [
            {"name": one.name, "organisation": one.organisation, "guests": one.guests}
            for one in sorted(listed, key=lambda one: by_surname(one.name))
        ],
    }


def make(given: Mapping[str, Any]) -> Made:
    """Return the list of guests as a PDF."""
    return Made(f"goscie-{given['id']}.pdf", printed("guests", given))


GUEST_LIST = Document(collect, make)
