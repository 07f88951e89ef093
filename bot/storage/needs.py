"""Which team meets which need: proposed by one side, answered by the other."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, select

from bot.storage.forms import Form
from bot.storage.grant_tables import need_match, office_form
from bot.storage.programme_tables import team
from bot.storage.rows import add as insert
from bot.storage.rows import change, every, one

LIVE = ("proposed", "agreed")


@dataclass(frozen=True, slots=True)
class Match:
    """That a team may meet a need."""

    id: int
    form_id: int
    team_id: int
    side: str
    state: str
    proposed_by: int
    ended_by: str | None
    rev: int
    created_at: datetime
    changed_at: datetime


_BY_ID = select(need_match).where(need_match.c.id == bindparam("ident"))


def propose(
    conn: Connection, form_id: int, team_id: int, side: str, by: int, now: datetime
) -> int | None:
    """Store that a team may meet a need; None while either of them is spoken for."""
    if of_need(conn, form_id) is not None or of_team(conn, team_id) is not None:
        return None
    return insert(
        conn,
        need_match,
        form_id=form_id,
        team_id=team_id,
        side=side,
        proposed_by=by,
        created_at=now,
        changed_at=now,
    )


def find(conn: Connection, ident: int) -> Match | None:
    """Return a match, whatever its state."""
    return one(conn, Match, _BY_ID, ident=ident)


def of_need(conn: Connection, form_id: int) -> Match | None:
    """Return the match of a need that is proposed or agreed."""
    query = select(need_match).where(need_match.c.form_id == form_id, need_match.c.state.in_(LIVE))
    return one(conn, Match, query)


def of_team(conn: Connection, team_id: int) -> Match | None:
    """Return the match of a team that is proposed or agreed."""
    query = select(need_match).where(need_match.c.team_id == team_id, need_match.c.state.in_(LIVE))
    return one(conn, Match, query)


def met_for(conn: Connection, person_id: int) -> list[Match]:
    """Return the matches in force of somebody's needs, and of their teams."""
    theirs = select(office_form.c.id).where(office_form.c.person_id == person_id)
    mine = select(team.c.id).where(team.c.person_id == person_id)
    either = need_match.c.form_id.in_(theirs) | need_match.c.team_id.in_(mine)
    query = select(need_match).where(need_match.c.state.in_(LIVE), either)
    return every(conn, Match, query.order_by(need_match.c.id))


def live(conn: Connection) -> list[Match]:
    """Return all matches that are proposed or agreed."""
    query = select(need_match).where(need_match.c.state.in_(LIVE))
    return every(conn, Match, query.order_by(need_match.c.id))


def move(conn: Connection, ident: int, *, was: Collection[str], **values: Any) -> bool:
    """Change a match only while it is in one of these states; tell whether it was."""
    here = need_match.c.state.in_(list(was))
    rev = need_match.c.rev + 1
    return change(conn, need_match, need_match.c.id == ident, here, rev=rev, **values) == 1


def met_by(conn: Connection, team_id: int) -> Form | None:
    """Return the need that a team has agreed to meet."""
    query = (
        select(office_form)
        .join(need_match, need_match.c.form_id == office_form.c.id)
        .where(need_match.c.team_id == team_id, need_match.c.state == "agreed")
    )
    return one(conn, Form, query)
