"""Calendar files: one for each meeting, contest and kind of organisation, and one with everything.

What is not certain yet is marked as tentative, and says so.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, date, time, timedelta

from icalendar import Calendar, Event

from bot.knowledge.contests import Contest, Stage
from bot.knowledge.moments import LAST_MINUTE
from bot.knowledge.statutory import StatutoryDate
from bot.website import addresses
from bot.website.occasions import AUDIENCES, Meeting, audiences, meetings, midnight, statutory
from bot.website.site import Site


def calendars(site: Site) -> Iterator[tuple[str, bytes]]:
    """Yield the address and the content of every calendar file."""
    programme = site.base.organisation.programme
    every: list[Event] = []
    for meeting in meetings(site):
        events = [_of_meeting(site, meeting)]
        every += events
        yield addresses.calendar(meeting.sheet.id), _written(events, meeting.sheet.title)
    for contest in site.base.programme.contests.values():
        events = [_of_stage(site, contest, stage) for stage in contest.stages]
        every += events
        yield addresses.calendar(contest.id), _written(events, contest.title)
    for tag, word in audiences(site):
        days = [pair for pair in statutory(site).days(site) if tag in pair[1].audience]
        events = [_of_day(site, day, sheet) for day, sheet in days]
        yield addresses.calendar(f"terminy-{tag}"), _written(events, f"Terminy: {word}")
    if every:
        yield addresses.calendar(addresses.EVERYTHING), _written(every, programme)


def _written(events: Iterable[Event], name: str) -> bytes:
    calendar = Calendar()
    calendar.add("prodid", "-//dzialaj//site//PL")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", name)
    for event in events:
        calendar.add_component(event)
    return bytes(calendar.to_ical())


def _of_meeting(site: Site, meeting: Meeting) -> Event:
    sheet = meeting.sheet
    event = _event(site, sheet.id, sheet.title, sheet.unconfirmed)
    event.add("dtstart", sheet.starts.astimezone(UTC))
    event.add("dtend", sheet.ends.astimezone(UTC))
    event.add("location", meeting.place)
    _describe(event, site, meeting.address, sheet.summary, sheet.unconfirmed, sheet.note)
    return event


def _of_stage(site: Site, contest: Contest, stage: Stage) -> Event:
    """Return a stage: its last day or hour when it ends in one, else its days."""
    title = f"{stage.title} – {contest.title}"
    event = _event(site, f"{contest.id}-{stage.id}", title, contest.unconfirmed)
    if stage.ends.time() != LAST_MINUTE:
        event.add("dtstart", stage.ends.astimezone(UTC) - timedelta(hours=1))
        event.add("dtend", stage.ends.astimezone(UTC))
    else:
        first = stage.starts.date() if stage.starts.time() == time.min else stage.ends.date()
        _days(event, first, stage.ends.date())
    address = addresses.contest(contest.id)
    _describe(event, site, address, contest.summary, contest.unconfirmed, stage.note)
    return event


def _of_day(site: Site, day: date, sheet: StatutoryDate) -> Event:
    doubt = "potwierdza doradca" if sheet.needs_advisor(site.day) else None
    event = _event(site, f"{sheet.id}-{day.isoformat()}", sheet.title, doubt)
    _days(event, day, day)
    whom = "Kogo dotyczy: " + ", ".join(AUDIENCES[tag] for tag in sheet.audience)
    _describe(event, site, addresses.LAW, f"{whom}; {sheet.condition}.", doubt, sheet.note)
    return event


def _event(site: Site, ident: str, title: str, unconfirmed: str | None) -> Event:
    event = Event()
    event.add("uid", f"{ident}@{site.base.organisation.bot_username}")
    event.add("dtstamp", midnight(site.day).astimezone(UTC))
    event.add("summary", title + (" (do potwierdzenia)" if unconfirmed else ""))
    event.add("status", "TENTATIVE" if unconfirmed else "CONFIRMED")
    return event


def _days(event: Event, first: date, last: date) -> None:
    event.add("dtstart", first)
    event.add("dtend", last + timedelta(days=1))
    event.add("transp", "TRANSPARENT")


def _describe(event: Event, site: Site, page: str, *sentences: str | None) -> None:
    organisation = site.base.organisation
    ways = f"tel. {organisation.phone}, {organisation.email}"
    address = site.address(page)
    if address:
        event.add("url", address)
    event.add("description", "\n".join([*(one for one in sentences if one), ways]))
