"""What is printed and sent for one occasion: its link, poster and lists."""

from __future__ import annotations

from sqlalchemy import Connection

from bot.helpdesk import owing
from bot.helpdesk.desk import Desk, Press, Toast
from bot.programme import documents
from bot.programme.organising import lists, poster, views
from bot.programme.organising.form_presses import SHOWN, STALE


def show(conn: Connection, desk: Desk, press: Press) -> Toast:
    """Show what there is for an occasion."""
    found = lists.chosen(conn, desk, press, "papers")
    if found is None:
        return STALE
    person, row = found
    values = {
        "occasion": views.line(row),
        "link_to": poster.link(desk, row),
        "teams": views.has_teams(row),
        "guests": views.has_guests(row),
    }
    owing.tell(conn, desk, person, "organise_papers", values)
    return SHOWN


def send_poster(conn: Connection, desk: Desk, press: Press) -> Toast:
    """Owe the poster ([Plakat])."""
    found = lists.chosen(conn, desk, press, "papers")
    if found is None:
        return STALE
    person, row = found
    documents.send(conn, desk, person.address, poster.NAME, {"occasion": row.id})
    return SHOWN
