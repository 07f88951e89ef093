"""What the reminder of a briefing shows of a team and its place, when it goes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection

from bot.helpdesk.desk import Desk
from bot.programme.volunteering import places, telling
from bot.storage import occasions, teams
from bot.storage.occurrences import Occurrence


def view(conn: Connection, desk: Desk, one: Occurrence) -> Mapping[str, Any] | None:
    """Return what there is to remind of; None when the team or the day is off."""
    team = teams.find(conn, int(one.subject.partition(":")[2]))
    if team is None or team.left_at is not None:
        return None
    row = occasions.get(conn, team.occasion_id)
    event = places.event_of(row)
    if event is None or row.state != "open":
        return None
    shown = telling.view(row, event, team)
    if shown["briefing"] is None:
        return None
    return {**shown, "need": places.need_of(conn, team.id)}
