"""Offers to people who cannot be written to: a member of the group calls, and presses for them."""

from __future__ import annotations

from sqlalchemy import Connection

from bot.helpdesk import owing
from bot.helpdesk.desk import Desk, Press, Toast
from bot.programme.signups import booking, offering, views
from bot.programme.signups.lists import SHOWN, STALE
from bot.storage import occasions, registrations
from bot.storage.occasions import Occasion
from bot.storage.registrations import Registration


def _offered(conn: Connection, desk: Desk, press: Press) -> tuple[Registration, Occasion] | None:
    found = registrations.find(conn, press.ident)
    if found is None or found.state != "offered" or found.rev != press.rev:
        return None
    row = occasions.get(conn, found.occasion_id)
    return (found, row) if row.state == "open" and row.starts_at > desk.now else None


def settle(conn: Connection, desk: Desk, press: Press) -> Toast:
    """Note what somebody said on the telephone: [Bierze miejsce] or [Rezygnuje]."""
    offer = _offered(conn, desk, press)
    if offer is None:
        return STALE
    found, row = offer
    takes = press.action == "seat_take_for"
    if takes:
        offering.take(conn, desk, found, row)
    else:
        booking.leave(conn, desk, found, "organiser")
        offering.fill(conn, desk, row.id)
    values = {"meeting": views.line(row), "name": found.name, "takes": takes, "who": press.name}
    owing.replace_text(conn, desk, press.chat_id, press.message_id, "seat_offer_settled", values)
    return SHOWN
