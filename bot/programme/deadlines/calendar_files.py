"""Deadlines as a calendar: a file on demand, and a feed that calendars fetch by themselves.

The address of the feed holds a random secret of which only the hash is kept; [Wyłącz kanał]
forgets it. Without `bot_address` in organisation.yaml nobody could reach the feed, and there is
only the file.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection

from bot.domain.warsaw import WARSAW
from bot.helpdesk import owing
from bot.helpdesk.desk import Desk, Press, Toast
from bot.programme import documents
from bot.programme.deadlines import owners, rules
from bot.programme.documents import Made
from bot.storage import deadlines, people, records
from bot.storage.deadlines import Deadline
from bot.storage.rows import Person

if TYPE_CHECKING:
    from icalendar import Event

DOCUMENT = "deadlines"
PATH = "/kalendarz/"
_FEED = "feed:"
_LASTS = timedelta(days=5 * 366)
_HOUR = timedelta(hours=1)

STALE, SHOWN = Toast("stale"), Toast("")


@dataclass(frozen=True, slots=True)
class Listed:
    """What goes into a calendar, as plain values."""

    name: str
    domain: str
    now: datetime
    rows: tuple[Deadline, ...]


def of_person(conn: Connection, desk: Desk, person: Person) -> Listed:
    """Return the open deadlines of all whose deadlines a person keeps."""
    keys = [one.key for one in owners.of_person(conn, person)]
    rows = tuple(deadlines.of_owners(conn, keys))
    organisation = desk.base.organisation
    return Listed(organisation.programme, organisation.bot_username, desk.now, rows)


def written(listed: Listed) -> bytes:
    """Return the calendar as a file."""
    import icalendar  # big, and not always needed

    calendar = icalendar.Calendar()
    calendar.add("prodid", "-//dzialaj//deadlines//PL")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", listed.name)
    for row in listed.rows:
        calendar.add_component(_event(listed, row))
    return bytes(calendar.to_ical())


def _event(listed: Listed, row: Deadline) -> Event:
    """Return a deadline as a whole day, or as the hour before it is over."""
    import icalendar  # big, and not always needed

    event = icalendar.Event()
    event.add("uid", f"deadline-{row.id}@{listed.domain}")
    event.add("dtstamp", listed.now.astimezone(UTC).replace(microsecond=0))
    event.add("sequence", row.rev)
    event.add("summary", row.title)
    event.add("status", "CONFIRMED" if row.sure else "TENTATIVE")
    if row.hour:
        ends = rules.moment_of(row.day, row.hour)
        event.add("dtstart", (ends - _HOUR).astimezone(WARSAW))
        event.add("dtend", ends.astimezone(WARSAW))
    else:
        day = date.fromisoformat(row.day)
        event.add("dtstart", day)
        event.add("dtend", day + timedelta(days=1))
    event.add("transp", "TRANSPARENT")
    words = [part for part in (row.basis, row.note) if part]
    if words:
        event.add("description", "\n".join(words))
    return event


# -- the file


def _collect(conn: Connection, desk: Desk, about: Mapping[str, Any]) -> Listed:
    return of_person(conn, desk, people.by_id(conn, about["person"]))


def _make(listed: Listed) -> Made:
    return Made("terminy.ics", written(listed))


FILE = documents.Document(_collect, _make)


def send(conn: Connection, desk: Desk, press: Press) -> Toast:
    """Owe the presser the file, with the offer of a feed where it can be reached."""
    person = people.by_telegram(conn, press.presser_id)
    if person is None or person.id != press.ident:
        return STALE
    values = {"person": person.id, "feed": desk.base.organisation.bot_address is not None}
    documents.send(
        conn,
        desk,
        person.address,
        DOCUMENT,
        {"person": person.id},
        caption="deadline_calendar",
        values=values,
    )
    return SHOWN


# -- the feed


def open_feed(conn: Connection, desk: Desk, press: Press) -> Toast:
    """Owe the presser an address that nobody can guess; an earlier one counts no longer."""
    person = people.by_telegram(conn, press.presser_id)
    address = desk.base.organisation.bot_address
    if person is None or person.id != press.ident or address is None:
        return STALE
    records.revoke_tokens(conn, f"{_FEED}{person.id}")
    secret = records.make_token(conn, f"{_FEED}{person.id}", desk.now, _LASTS)
    host = address.partition("://")[2]
    address = f"webcal://{host}{PATH}{secret}.ics"
    values = {"address": address, "person": person.id, owing.ONCE: True}
    owing.tell(conn, desk, person, "deadline_feed", values)
    return SHOWN


def close_feed(conn: Connection, desk: Desk, press: Press) -> Toast:
    """Let the address of the presser's feed count no longer."""
    person = people.by_telegram(conn, press.presser_id)
    if person is None or person.id != press.ident:
        return STALE
    records.revoke_tokens(conn, f"{_FEED}{person.id}")
    values = {"address": None, "person": person.id}
    owing.replace_text(conn, desk, press.chat_id, press.message_id, "deadline_feed", values)
    return Toast("saved")


def feed(conn: Connection, desk: Desk, secret: str) -> bytes | None:
    """Return what stands at a feed's address; None when it is nobody's."""
    purpose = records.purpose_of(conn, secret, desk.now) or ""
    if not purpose.startswith(_FEED):
        return None
    person = people.find(conn, int(purpose.removeprefix(_FEED)))
    if person is None or person.erased_at is not None:
        return None
    return written(of_person(conn, desk, person))
