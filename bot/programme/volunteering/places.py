"""The days of work together, their places and shifts, and how much room there is."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Connection

from bot.domain.page_numbers import part_number
from bot.helpdesk.desk import Desk
from bot.knowledge.programme import Event
from bot.knowledge.sites import Site
from bot.programme.occasions import meeting_of
from bot.storage import needs, occasions, teams
from bot.storage.occasions import Occasion, number_of_occasion

MOST_IN_A_TEAM = 30  # where the event names no size


def event_of(row: Occasion) -> Event | None:
    """Return what an occasion says, if teams work there."""
    sheet = meeting_of(row) if row.kind == "event" else None
    if not isinstance(sheet, Event) or not any(site.shifts for site in sheet.sites):
        return None
    return sheet


def days(conn: Connection, desk: Desk) -> Iterator[tuple[Occasion, Event]]:
    """Yield the days of work that are still to come, the soonest first."""
    for row in occasions.open_between(conn, ("event",), desk.now):
        event = event_of(row)
        if event is not None:
            yield row, event


def takes_teams(row: Occasion, event: Event, desk: Desk) -> bool:
    """Tell whether teams may still sign up: until registration ends, or the insurer needs them."""
    closes = [row.starts_at]
    if event.register_until is not None:
        closes.append(event.register_until)
    if event.insurance is not None:
        closes.append(event.insurance.until)
    return row.state == "open" and desk.now < min(closes)


def largest_team(event: Event) -> int:
    """Return how many people a team may bring."""
    return event.team_size or MOST_IN_A_TEAM


def site_of(event: Event, label: str) -> Site | None:
    """Return the place of that name."""
    return next((site for site in event.sites if site.label == label), None)


def left_on(conn: Connection, row: Occasion, site: Site, shift: str) -> int:
    """Return how many more people can work at a place in a shift."""
    found = site.shift(shift)
    if found is None:
        return 0
    left = found.capacity - teams.taken(conn, row.id, site.label, shift)
    return max(left if row.free is None else min(left, row.free), 0)


def site_number(row: Occasion, site: Site) -> int:
    """Return the number by which buttons name a place of an occasion."""
    return part_number(number_of_occasion(row.id), site.label)


def by_number(row: Occasion, event: Event, number: int) -> Site | None:
    """Return the place that a button names."""
    return next((site for site in event.sites if site_number(row, site) == number), None)


def view(site: Site) -> dict[str, Any]:
    """Return what captains are told of a place."""
    return {
        "site": site.label,
        "municipality": site.municipality,
        "work": site.work,
        "host": site.host or "",
        "contact": site.contact or "",
        "phone": site.phone or "",
        "equipment": list(site.equipment),
        "rain_plan": site.rain_plan or "",
        "briefing": site.briefing.isoformat() if site.briefing is not None else None,
        "briefing_place": site.briefing_place or "",
    }


def need_of(conn: Connection, team_id: int) -> dict[str, str] | None:
    """Return what a team has agreed to do for somebody who asked for help, and whom it finds."""
    met = needs.met_by(conn, team_id)
    if met is None:
        return None
    names = ("what", "commune", "spot", "when", "people", "tools", "contact")
    return {name: str(met.said.get(name, "")) for name in names}
