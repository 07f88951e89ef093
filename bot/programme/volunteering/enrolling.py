"""Teams on the list: put down, changed and withdrawn, never beyond what a place can take.

All of it in one transaction. Taking seats of the whole occasion comes first: it holds its row, so
two captains at once are counted one after the other, on either database.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection

from bot.helpdesk.desk import Desk
from bot.knowledge.programme import Event
from bot.programme import reminding
from bot.programme.volunteering import places
from bot.storage import occasions, registrations, teams
from bot.storage.occasions import Occasion
from bot.storage.rows import Person
from bot.storage.teams import Team

ANCHOR = "briefing"  # what reminders of a briefing are of


@dataclass(frozen=True, slots=True)
class Enrolment:
    """What a captain says of a team."""

    firm: str
    captain: str
    phone: str
    site: str
    shift: str
    names: Sequence[str]


def enrol(
    conn: Connection,
    desk: Desk,
    row: Occasion,
    event: Event,
    given: Enrolment,
    leader: Person | None,
    by: int,
) -> Team | None:
    """Put a team down with all its people; None, and nothing is changed, where there is no room.

    `leader` is the captain, where they use the bot themselves.
    """
    if not _take(conn, row, event, given.site, given.shift, len(given.names)):
        return None
    ident = teams.add(
        conn,
        occasion_id=row.id,
        name=f"{given.firm} ({given.captain})"[:200],
        site=given.site,
        shift=given.shift,
        firm=given.firm,
        captain=given.captain,
        phone=given.phone,
        person_id=leader.id if leader is not None else None,
        seats=len(given.names),
        created_at=desk.now,
    )
    team = teams.get(conn, ident)
    _put_down(conn, desk, team, given.names, by)
    _give_number(conn, team)
    remind(conn, desk, team, event)
    return team


def _take(
    conn: Connection, row: Occasion, event: Event, site: str, shift: str, wanted: int
) -> bool:
    """Take seats at a place; False changes nothing."""
    if not occasions.take_seat(conn, row.id, wanted):
        return False
    place = places.site_of(event, site)
    limit = place.shift(shift) if place is not None else None
    if limit is not None and teams.taken(conn, row.id, site, shift) + wanted <= limit.capacity:
        return True
    occasions.free_seat(conn, row.id, wanted)
    return False


def _put_down(conn: Connection, desk: Desk, team: Team, names: Sequence[str], by: int) -> None:
    for name in names:
        registrations.add(
            conn,
            occasion_id=team.occasion_id,
            team_id=team.id,
            state="seated",
            name=name,
            organisation=team.firm,
            channel="list",
            added_by=by,
            created_at=desk.now,
        )


def rename(
    conn: Connection, desk: Desk, team: Team, event: Event, names: Sequence[str], by: int
) -> bool:
    """Put another list in the place of a team's; False, and nothing is changed, without room."""
    row = occasions.get(conn, team.occasion_id)
    more = len(names) - (team.seats or 0)
    if more > 0 and not _take(conn, row, event, team.site, team.shift, more):
        return False
    if more < 0:
        occasions.free_seat(conn, row.id, -more)
    teams.set_fields(conn, team.id, seats=len(names))
    wanted = Counter(names)
    for one in teams.members(conn, team.id):
        if wanted[one.name]:
            wanted[one.name] -= 1
        else:
            _leave(conn, desk, one.id)
    _put_down(conn, desk, team, [name for name in names if _still(wanted, name)], by)
    _give_number(conn, team)
    return True


def _give_number(conn: Connection, team: Team) -> None:
    """Let one person of a team carry the captain's number: the captain, or who stands first."""
    people = teams.members(conn, team.id)
    if any(one.phone for one in people):
        return
    chosen = next((one for one in people if one.name == team.captain), people[0])
    registrations.set_fields(conn, chosen.id, phone=team.phone)


def _still(wanted: Counter[str], name: str) -> bool:
    """Tell whether a name is still to be put down, and count it."""
    wanted[name] -= 1
    return wanted[name] >= 0


def _leave(conn: Connection, desk: Desk, ident: int) -> None:
    left = {"state": "left", "left_at": desk.now, "left_why": "organiser"}
    registrations.move(conn, ident, was=("seated",), **left)


def withdraw(conn: Connection, desk: Desk, team: Team) -> bool:
    """Take a team off the list and give its seats back; False when it is off it already."""
    if not teams.withdraw(conn, team.id, desk.now):
        return False
    teams.part_with(conn, team.id, desk.now, "self")
    occasions.free_seat(conn, team.occasion_id, team.seats or 0)
    reminding.drop(conn, desk, subject(team))
    return True


def subject(team: Team) -> str:
    """Return the word by which reminders know a team."""
    return f"t:{team.id}"


def remind(conn: Connection, desk: Desk, team: Team, event: Event) -> None:
    """Let the reminder of the briefing wait for a captain who uses the bot."""
    site = places.site_of(event, team.site)
    if team.person_id is None or site is None or site.briefing is None:
        return
    reminding.plan(conn, desk, ANCHOR, subject(team), team.person_id, site.briefing)
