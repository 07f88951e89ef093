"""Needs and teams of somebody who wants to be forgotten: the other side is free again."""

from __future__ import annotations

from sqlalchemy import Connection

from bot.helpdesk.desk import Desk
from bot.office.needs import matching
from bot.storage import forms, needs
from bot.storage.rows import Person


def forget(conn: Connection, desk: Desk, person: Person) -> None:
    """End what was agreed with them, which nobody could keep now; the other side is told."""
    for match in needs.met_for(conn, person.id):
        theirs = forms.get(conn, match.form_id).person_id == person.id
        matching.end(conn, desk, match, "need_left" if theirs else "captain")
