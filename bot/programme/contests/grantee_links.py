"""Grantees nobody acts for in the bot yet: a coordinator gets a link for each, to send it on.

The link lets one person act for the organisation, as an invitation by one of its own would. Once
somebody does, further people are invited by them.
"""

from __future__ import annotations

from sqlalchemy import Connection

from bot.helpdesk import owing, standing
from bot.helpdesk.desk import Desk, Press, Toast
from bot.programme.contests import granting
from bot.programme.contests.cards import STALE
from bot.programme.deadlines import inviting
from bot.storage import grantees, organisations, people, receipts

LISTED = 40  # more than fit would only be scrolled past; who has joined makes room


def offer(conn: Connection, desk: Desk, press: Press) -> Toast:
    """Owe a coordinator the grantees of approved results that nobody acts for, each a button."""
    known = receipts.find(conn, press.chat_id, press.message_id)
    brought = grantees.find(conn, press.ident)
    person = people.by_telegram(conn, press.presser_id)
    if person is None or press.presser_id not in standing.coordinators(conn, desk):
        return STALE
    if known is None or brought is None or known.subject != f"brought:{brought.id}":
        return STALE
    if brought.state != "done":
        return STALE
    found = granting.nobodys(conn, brought.lines)
    items = [{"number": one.id, "name": one.name} for one in found[:LISTED]]
    values = {"items": items, "more": len(found) - len(items)}
    owing.tell(conn, desk, person, "results_people", values)
    return Toast("")


def link(conn: Connection, desk: Desk, press: Press) -> Toast:
    """Owe a coordinator the link of one organisation, while nobody acts for it."""
    person = people.by_telegram(conn, press.presser_id)
    known = organisations.find(conn, press.ident)
    if person is None or press.presser_id not in standing.coordinators(conn, desk):
        return STALE
    if known is None or grantees.members(conn, known.id):
        return STALE
    inviting.owe_link(conn, desk, person, known)
    return Toast("")
