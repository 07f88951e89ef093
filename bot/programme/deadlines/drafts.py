"""What was read out of somebody's words, until they say that it is right.

A draft is a row, so that [Dobrze] counts whenever it is pressed, and once.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection

from bot.helpdesk import owing
from bot.helpdesk.desk import Desk, Press
from bot.programme.deadlines import owners, views
from bot.storage import deadlines, people
from bot.storage.deadlines import Deadline
from bot.storage.rows import Person


def offer(
    conn: Connection, desk: Desk, person: Person, owner: str, source: str, values: dict[str, Any]
) -> None:
    """Keep what was read as a draft and ask whether it is right."""
    people.end_dialog(conn, person.id)
    ident = deadlines.add(
        conn,
        owner=owner,
        source=source,
        state="draft",
        created_by=person.id,
        created_at=desk.now,
        **values,
    )
    known = deadlines.known(conn, owner, source, values["day"])
    assert known is not None  # stored just now, or some time before
    if ident is None and known.state not in ("draft", "dropped"):
        owing.tell(conn, desk, person, "deadline", views.card(conn, desk, known, person))
        return
    mine = {"created_by": person.id, "created_at": desk.now}  # who says it now confirms it
    deadlines.set_fields(conn, known.id, state="draft", **mine)
    view = views.card(conn, desk, deadlines.get(conn, known.id), person)
    owing.tell(conn, desk, person, "deadline_confirm", view)


def pressed(conn: Connection, press: Press) -> tuple[Person, Deadline] | None:
    """Return the presser and their own draft, in the revision that the button was made for."""
    found = owners.pressed_deadline(conn, press, "draft")
    if found is None or found[1].created_by != found[0].id or found[1].rev != press.rev:
        return None
    return found
