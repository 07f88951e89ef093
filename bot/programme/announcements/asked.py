"""Whose press counts: the row is asked, and the revision that was seen."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import Connection

from bot.helpdesk import owing, standing
from bot.helpdesk.desk import Desk, Press, Toast
from bot.programme import panels
from bot.programme.announcements import showing
from bot.storage import announcements, receipts
from bot.storage.announcements import Announcement

STALE = Toast("stale")
MOVED_ON = Toast("moved_on")


def seen(
    conn: Connection,
    desk: Desk,
    press: Press,
    states: Collection[str],
    *,
    mine: bool = False,
    revision: bool = True,
    what: Collection[str] = ("message",),
) -> Announcement | Toast:
    """Return the announcement, if a coordinator presses in a state that offers it.

    `mine`: only its author may. `revision`: the press is about what was seen, and nothing newer.
    `what`: an announcement, or what mends one.
    """
    found = announcements.find(conn, press.ident)
    if press.presser_id not in standing.coordinators(conn, desk):
        return STALE if press.chat_id == press.presser_id else Toast("not_coordinator")
    if found is None or found.what not in what:
        return STALE
    if mine and found.author_id != press.presser_id:
        return STALE
    if found.state not in states or (revision and press.rev != found.rev):
        redraw(conn, desk, press, found)
        return MOVED_ON
    return found


def redraw(conn: Connection, desk: Desk, press: Press, found: Announcement) -> None:
    """Bring the pressed panel up to date."""
    private = press.chat_id == press.presser_id
    word = showing.PANEL if private else showing.CARD
    to = f"chat:{press.chat_id}" if private else owing.COORDINATION
    known = receipts.find(conn, press.chat_id, press.message_id)
    if known is not None:
        panels.redraw(conn, desk, to, f"{word}:{found.id}", known)
