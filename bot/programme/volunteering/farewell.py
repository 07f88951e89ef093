"""Teams of a captain who wants to be forgotten: they stay on the list, without whom to call."""

from __future__ import annotations

from sqlalchemy import Connection

from bot.helpdesk import owing
from bot.helpdesk.desk import Desk
from bot.storage import occasions, registrations, teams
from bot.storage.registrations import Registration
from bot.storage.rows import Person
from bot.storage.teams import Team


def forget(conn: Connection, desk: Desk, person: Person) -> None:
    """Forget name and number of a captain among the team's people, too; coordination is told."""
    for team in teams.of_person(conn, person.id):
        for one in teams.members(conn, team.id):
            _forget(conn, team, one)
        row = occasions.get(conn, team.occasion_id)
        if row.starts_at > desk.now:
            values = {"firm": team.firm, "title": row.title, "starts": row.starts_at.isoformat()}
            key = f"captain_gone:{team.id}"
            owing.send_to(conn, desk, owing.COORDINATION, "captain_gone", values, key=key)


def _forget(conn: Connection, team: Team, one: Registration) -> None:
    if one.phone is not None and one.phone == team.phone:
        registrations.set_fields(conn, one.id, phone=None)
    if one.name == team.captain and one.present_at is None:
        registrations.set_fields(conn, one.id, name="")
