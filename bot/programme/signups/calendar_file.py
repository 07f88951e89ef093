"""A meeting as a calendar file: one UID for ever, a higher SEQUENCE with each change.

Times stand as Warsaw's clocks show them, with the rules of their zone in the file, so that every
calendar agrees about the hour. The site's own calendar files carry the same UID.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection

from bot.domain.reminders import ZONE
from bot.domain.warsaw import local
from bot.helpdesk.desk import Desk, Press, Toast
from bot.programme import documents
from bot.programme.documents import Document, Made
from bot.programme.occasions import meeting_of
from bot.programme.signups.lists import KINDS, SHOWN, STALE
from bot.storage import occasions, people
from bot.storage.occasions import Occasion
from bot.storage.rows import Person

if TYPE_CHECKING:
    from icalendar import Alarm, Event, Timezone

NAME = "meeting_file"
#: The rules of the zone are given for the years around a meeting.
_RULES_FOR = timedelta(days=400)


@dataclass(frozen=True, slots=True)
class Facts:
    """What goes into the file."""

    ident: str
    host: str
    title: str
    summary: str
    starts: datetime
    ends: datetime
    place: str
    point: tuple[float, float] | None
    notes: tuple[str, ...]
    seq: int
    cancelled: bool
    tentative: bool
    now: datetime


def ask(conn: Connection, desk: Desk, press: Press) -> Toast:
    """Send the file ([Dodaj do kalendarza])."""
    person = people.by_telegram(conn, press.presser_id)
    row = occasions.by_number(conn, press.ident)
    if person is None or row is None or row.kind not in KINDS:
        return STALE
    send(conn, desk, person, row, "new", key=f"{NAME}:{row.id}:{person.id}:{desk.cause}")
    return SHOWN


def send(conn: Connection, desk: Desk, person: Person, row: Occasion, what: str, key: str) -> None:
    """Owe a person the file as the meeting is when it is made; `what`: "new" or "changed"."""
    about = {"occasion": row.id}
    values = {"what": "cancelled" if row.state == "cancelled" else what}
    documents.send(
        conn, desk, person.address, NAME, about, caption="seat_file", values=values, key=key
    )


def collect(conn: Connection, desk: Desk, about: Mapping[str, Any]) -> Facts | None:
    """Return what the file is to say; None when the meeting is gone."""
    row = occasions.find(conn, about["occasion"])
    if row is None or row.state == "gone":
        return None
    sheet, organisation = meeting_of(row), desk.base.organisation
    return Facts(
        ident=row.id,
        host=organisation.bot_username,
        title=row.title,
        summary=sheet.summary,
        starts=row.starts_at,
        ends=row.ends_at,
        place=row.place,
        point=sheet.point,
        notes=(f"tel. {organisation.phone}", organisation.email),
        seq=row.seq,
        cancelled=row.state == "cancelled",
        tentative=sheet.unconfirmed is not None,
        now=desk.now,
    )


def make(facts: Facts) -> Made:
    """Write the file."""
    import icalendar  # big, and not always needed

    calendar = icalendar.Calendar()
    calendar.add("prodid", "-//dzialaj//bot//PL")
    calendar.add("version", "2.0")
    calendar.add("method", "CANCEL" if facts.cancelled else "PUBLISH")
    calendar.add_component(_zone(facts.starts))
    calendar.add_component(_event(facts))
    return Made(f"{facts.ident}.ics", bytes(calendar.to_ical()))


def _zone(starts: datetime) -> Timezone:
    first, last = (starts - _RULES_FOR).date(), (starts + _RULES_FOR).date()
    import icalendar  # big, and not always needed

    return icalendar.Timezone.from_tzid(ZONE, first_date=first, last_date=last)


def _event(facts: Facts) -> Event:
    import icalendar  # big, and not always needed

    event = icalendar.Event()
    event.add("uid", f"{facts.ident}@{facts.host}")
    event.add("dtstamp", facts.now.astimezone(UTC))
    event.add("sequence", facts.seq)
    event.add("summary", facts.title)
    event.add("dtstart", local(facts.starts))
    event.add("dtend", local(facts.ends))
    event.add("status", _status(facts))
    event.add("description", "\n".join((facts.summary, *facts.notes)))
    if facts.place:
        event.add("location", facts.place)
    if facts.point is not None:
        event.add("geo", facts.point)
    if not facts.cancelled:
        event.add_component(_alarm(facts))
    return event


def _status(facts: Facts) -> str:
    if facts.cancelled:
        return "CANCELLED"
    return "TENTATIVE" if facts.tentative else "CONFIRMED"


def _alarm(facts: Facts) -> Alarm:
    import icalendar  # big, and not always needed

    alarm = icalendar.Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", facts.title)
    alarm.add("trigger", timedelta(hours=-2))
    return alarm


FILE = Document(collect, make)
