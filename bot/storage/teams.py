"""Teams of an occasion with places: who leads them, where and when they work, how many come."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, func, select

from bot.storage.programme_tables import registration, team
from bot.storage.registrations import Registration
from bot.storage.rows import add as insert
from bot.storage.rows import change, every, one

_BY_ID = select(team).where(team.c.id == bindparam("ident"))


@dataclass(frozen=True, slots=True)
class Team:
    """One team; `person_id` is its captain, `seats` how many people it brings."""

    id: int
    occasion_id: str
    name: str
    site: str
    shift: str
    firm: str
    captain: str
    phone: str | None
    person_id: int | None
    seats: int | None
    created_at: datetime
    left_at: datetime | None
    told_at: datetime | None
    knows_at: datetime | None


def add(conn: Connection, **values: Any) -> int:
    """Store a new team and return its number."""
    return insert(conn, team, **values)


def find(conn: Connection, ident: int) -> Team | None:
    """Return a team, withdrawn ones too."""
    return one(conn, Team, _BY_ID, ident=ident)


def get(conn: Connection, ident: int) -> Team:
    """Return a team that is known to exist."""
    found = find(conn, ident)
    assert found is not None
    return found


def of_occasion(conn: Connection, occasion_id: str, site: str | None = None) -> list[Team]:
    """Return the teams that come, of one place or of all, in the order of place and shift."""
    query = select(team).where(team.c.occasion_id == occasion_id, team.c.left_at.is_(None))
    if site is not None:
        query = query.where(team.c.site == site)
    return every(conn, Team, query.order_by(team.c.site, team.c.shift, team.c.id))


def of_person(conn: Connection, person_id: int, occasion_id: str | None = None) -> list[Team]:
    """Return the teams somebody leads, of one occasion or of all, the newest first."""
    query = select(team).where(team.c.person_id == person_id, team.c.left_at.is_(None))
    if occasion_id is not None:
        query = query.where(team.c.occasion_id == occasion_id)
    return every(conn, Team, query.order_by(team.c.id.desc()))


def taken(conn: Connection, occasion_id: str, site: str, shift: str) -> int:
    """Return how many people the teams of one shift at one place bring."""
    query = select(func.coalesce(func.sum(team.c.seats), 0)).where(
        team.c.occasion_id == occasion_id,
        team.c.site == site,
        team.c.shift == shift,
        team.c.left_at.is_(None),
    )
    return int(conn.execute(query).scalar_one())


def set_fields(conn: Connection, ident: int, **values: Any) -> None:
    """Store facts about a team."""
    change(conn, team, team.c.id == ident, **values)


def withdraw(conn: Connection, ident: int, at: datetime) -> bool:
    """Mark a team as withdrawn; False when it was before."""
    return change(conn, team, team.c.id == ident, team.c.left_at.is_(None), left_at=at) == 1


def members(conn: Connection, ident: int) -> list[Registration]:
    """Return the people of a team, in the order in which they were named."""
    query = select(registration).where(
        registration.c.team_id == ident, registration.c.state == "seated"
    )
    return every(conn, Registration, query.order_by(registration.c.id))


def part_with(conn: Connection, ident: int, at: datetime, why: str) -> None:
    """Take all people of a team off the list; seats are given back by whoever calls this."""
    change(
        conn,
        registration,
        registration.c.team_id == ident,
        registration.c.state == "seated",
        state="left",
        left_at=at,
        left_why=why,
    )
