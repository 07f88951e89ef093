"""[Dobrze] and [Popraw] under what was read: kept from now on, or asked for once more."""

from __future__ import annotations

from sqlalchemy import Connection

from bot.helpdesk import owing
from bot.helpdesk.desk import Desk, Press, Toast
from bot.programme.deadlines import drafts, events, following, own_words, rules, views
from bot.storage import deadlines

STALE, SHOWN = Toast("stale"), Toast("")


def confirm(conn: Connection, desk: Desk, press: Press) -> Toast:
    """Put a draft on the list."""
    found = drafts.pressed(conn, press)
    if found is None:
        return STALE
    person, row = found
    deadlines.move(conn, row.id, ("draft",), state="open")
    events.instead_of_the_last_day(conn, desk, row)
    row = deadlines.get(conn, row.id)
    following.remind(conn, desk, row)
    view = views.card(conn, desk, row, person)
    owing.replace_text(conn, desk, press.chat_id, press.message_id, "deadline", view)
    return Toast("saved")


def correct(conn: Connection, desk: Desk, press: Press) -> Toast:
    """Drop a draft and ask again."""
    found = drafts.pressed(conn, press)
    if found is None:
        return STALE
    person, row = found
    deadlines.move(conn, row.id, ("draft",), state="dropped")
    owing.strip_buttons(conn, desk, press.chat_id, press.message_id)
    if row.source.startswith(f"{rules.EVENT}:"):
        events.ask(conn, desk, person, row.owner, rules.rule_of(row.source))
    else:
        own_words.ask(conn, desk, person, row.owner, "all")
    return SHOWN
