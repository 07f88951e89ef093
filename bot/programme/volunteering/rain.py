"""The plan for rain: one press tells all captains of a place, at any hour; then who knows of it.

Each team is told once. Whoever does not confirm, or has no Telegram, stands with a telephone in a
list of the coordinators' thread until somebody has called.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection

from bot.domain.messages import Kind
from bot.domain.page_numbers import page_of
from bot.helpdesk import members, owing, standing
from bot.helpdesk.desk import Desk, Press, Toast
from bot.knowledge.programme import Event
from bot.knowledge.sites import Site
from bot.programme import panels
from bot.programme.panels import Shown
from bot.programme.volunteering import places
from bot.storage import occasions, people, records, staff, teams
from bot.storage.occasions import Occasion
from bot.storage.rows import Person
from bot.storage.teams import Team

PANEL = "rain"
STALE = Toast("stale")
SHOWN = Toast("")


def _coordinator(conn: Connection, desk: Desk, press: Press) -> Person | None:
    if press.presser_id not in standing.coordinators(conn, desk):
        return None
    return people.by_telegram(conn, press.presser_id)


def _day(conn: Connection, desk: Desk, number: int) -> tuple[Occasion, Event] | None:
    row = occasions.by_number(conn, number)
    event = places.event_of(row) if row is not None else None
    if row is None or event is None or row.state != "open" or row.ends_at <= desk.now:
        return None
    return row, event


def _place(conn: Connection, desk: Desk, press: Press) -> tuple[Person, Occasion, Site] | None:
    """Return the presser, who coordinates, and the place that a button names."""
    person = _coordinator(conn, desk, press)
    day = _day(conn, desk, page_of(press.ident))
    site = places.by_number(*day, press.ident) if day is not None else None
    return None if person is None or day is None or site is None else (person, day[0], site)


def choose(conn: Connection, desk: Desk, press: Press) -> Toast:
    """Ask for which place the plan changes ([Pogoda: plan B])."""
    person, day = _coordinator(conn, desk, press), _day(conn, desk, press.ident)
    if person is None or day is None:
        return STALE
    row, event = day
    sites = [
        {"name": site.label, "number": places.site_number(row, site)}
        for site in event.sites
        if site.rain_plan
    ]
    owing.tell(conn, desk, person, "rain_choose", {"title": row.title, "sites": sites})
    return SHOWN


def ask(conn: Connection, desk: Desk, press: Press) -> Toast:
    """Show what will be told, and to how many, before it is."""
    found = _place(conn, desk, press)
    if found is None:
        return STALE
    person, row, site = found
    there = teams.of_occasion(conn, row.id, site.label)
    untold = [one for one in there if one.told_at is None]
    values = {
        "title": row.title,
        "place": site.label,
        "plan": site.rain_plan or "",
        "told": sum(one.person_id is not None for one in untold),
        "called": sum(one.person_id is None for one in untold),
        "before": len(there) - len(untold),
        "number": press.ident,
    }
    owing.tell(conn, desk, person, "rain_ask", values)
    return SHOWN


def go(conn: Connection, desk: Desk, press: Press) -> Toast:
    """Tell all captains of a place at once ([Powiadom teraz])."""
    found = _place(conn, desk, press)
    if found is None:
        return STALE
    person, row, site = found
    untold = [one for one in teams.of_occasion(conn, row.id, site.label) if one.told_at is None]
    for team in untold:
        teams.set_fields(conn, team.id, told_at=desk.now)
        _tell(conn, desk, row, site, team)
    who = f"advisor:{person.telegram_id}"
    records.note(conn, desk.now, who, "rain", occasion=row.id, teams=len(untold))
    values = {"place": site.label, "teams": len(untold)}
    owing.replace_text(conn, desk, press.chat_id, press.message_id, "rain_done", values)
    if untold and staff.where(conn, owing.GROUP) is not None:
        panels.show(conn, desk, owing.COORDINATION, f"{PANEL}:{press.ident}")
    return SHOWN


def _tell(conn: Connection, desk: Desk, row: Occasion, site: Site, team: Team) -> None:
    if team.person_id is None:
        return
    values = {
        **places.view(site),
        "title": row.title,
        "starts": row.starts_at.isoformat(),
        "shift": team.shift,
        "team": team.id,
    }
    person = people.by_id(conn, team.person_id)
    how: dict[str, Any] = {"kind": Kind.ANSWER, "key": f"rain_told:{team.id}"}
    owing.tell(conn, desk, person, "rain_told", values, **how)


def knows(conn: Connection, desk: Desk, press: Press) -> Toast:
    """Note that a captain knows ([Wiem])."""
    person, team = people.by_telegram(conn, press.presser_id), teams.find(conn, press.ident)
    if person is None or team is None or team.person_id != person.id or team.told_at is None:
        return STALE
    owing.strip_buttons(conn, desk, press.chat_id, press.message_id)
    _known(conn, desk, team)
    return Toast("thanks")


def called(conn: Connection, desk: Desk, press: Press) -> Toast:
    """Note that somebody has called a captain ([Zadzwoniłam])."""
    team = teams.find(conn, press.ident)
    if not members.may_act(conn, press.presser_id) or team is None or team.told_at is None:
        return STALE
    _known(conn, desk, team)
    return Toast("saved")


def _known(conn: Connection, desk: Desk, team: Team) -> None:
    if team.knows_at is None:
        teams.set_fields(conn, team.id, knows_at=desk.now)
    subject = subject_of(conn, team)
    if subject is not None and staff.where(conn, owing.GROUP) is not None:
        panels.show(conn, desk, owing.COORDINATION, subject)


def subject_of(conn: Connection, team: Team) -> str | None:
    """Return the word of the panel that may show a team's captain."""
    row = occasions.get(conn, team.occasion_id)
    event = places.event_of(row)
    site = places.site_of(event, team.site) if event is not None else None
    return f"{PANEL}:{places.site_number(row, site)}" if site is not None else None


def draw(conn: Connection, desk: Desk, number: str) -> Shown | None:
    """Return the list of whom somebody still has to call about the plan for rain."""
    row = occasions.by_number(conn, page_of(int(number)))
    event = places.event_of(row) if row is not None else None
    site = places.by_number(row, event, int(number)) if row is not None and event else None
    if row is None or site is None:
        return None
    told = [one for one in teams.of_occasion(conn, row.id, site.label) if one.told_at is not None]
    waiting = [
        {"team": one.id, "captain": one.captain, "firm": one.firm, "phone": one.phone or ""}
        for one in told
        if one.knows_at is None
    ]
    values = {"title": row.title, "place": site.label, "teams": len(told), "waiting": waiting}
    return Shown("rain_list", values)
