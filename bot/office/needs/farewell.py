"""Needs and teams of somebody who wants to be forgotten: the other side is free again."""

from __future__ import annotations

from sqlalchemy import Connection

from bot.helpdesk.desk import Desk
from bot.office.needs import matching
from bot.storage import forms, needs, teams
from bot.storage.rows import Person


def forget(conn: Connection, desk: Desk, person: Person) -> None:
    """End what was agreed with them, which nobody could keep now; the other side is told.

    What the other side is told says nothing of them any more, neither name nor number.
    """
    for match in needs.met_for(conn, person.id):
        theirs = forms.get(conn, match.form_id).person_id == person.id
        if not theirs:
            teams.set_fields(conn, match.team_id, captain="", phone=None)
        matching.end(conn, desk, match, "need_left" if theirs else "captain")
