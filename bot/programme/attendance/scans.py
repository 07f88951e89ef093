"""Scans of the signed list: sent in reply to the list that was printed, or after a button.

Whoever keeps lists may send one; only coordinators look at them.
"""

from __future__ import annotations

from sqlalchemy import Connection

from bot.helpdesk.desk import Desk, Incoming, Press, Toast
from bot.knowledge.decision import Decision
from bot.programme.attendance import authority, materials
from bot.programme.attendance.authority import STALE
from bot.storage import occasion_files, occasions, outbox, people, receipts
from bot.storage.occasions import Occasion
from bot.storage.rows import Person

LIST = "att_list"  # the document that is printed and signed


def take_reply(
    conn: Connection, desk: Desk, person: Person, incoming: Incoming, decision: Decision
) -> bool:
    """Keep a photo or a document that answers a list of ours; False when it does not."""
    if incoming.media not in materials.TAKEN["scan"] or incoming.reply_to is None:
        return False
    row = _list_of(conn, incoming.chat_id, incoming.reply_to)
    if row is None or not authority.is_staff(conn, desk, person.chat):
        return False
    materials.keep(conn, desk, person, row, incoming, "scan")
    return True


def _list_of(conn: Connection, chat_id: int, message_id: int) -> Occasion | None:
    """Return the meeting whose printed list a message of ours is."""
    known = receipts.find(conn, chat_id, message_id)
    sent = outbox.by_id(conn, known.outbox_id) if known and known.outbox_id is not None else None
    if sent is None or sent.params.get("document") != LIST:
        return None
    return occasions.find(conn, sent.params.get("about", {}).get("occasion", ""))


def show(conn: Connection, desk: Desk, press: Press) -> Toast:
    """Send the scans to a coordinator who asks for them."""
    at = authority.meeting(conn, desk, press, coordinator=True)
    person = people.by_telegram(conn, press.presser_id)
    if isinstance(at, Toast) or person is None:
        return at if isinstance(at, Toast) else STALE
    for one in occasion_files.of_occasion(conn, at.occasion.id, "scan"):
        materials.send(conn, desk, one.id, person, f":{desk.cause}")
    return Toast("sent")
