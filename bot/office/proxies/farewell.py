"""What was written down for somebody who wants to be forgotten: drafts, links, an older row."""

from __future__ import annotations

import secrets

from sqlalchemy import Connection

from bot.helpdesk.desk import Desk
from bot.office.proxies import entering, handing
from bot.storage import erasures, people, proxies, tickets
from bot.storage.rows import Person


def forget(conn: Connection, desk: Desk, person: Person) -> None:
    """Give up what is being written down for them, and let links to their cases lead nowhere.

    What may be of somebody else of that name goes on, as of somebody new.
    Who took a case over was known by another row before: that one is to be forgotten, too.
    """
    for found in proxies.drafts_for(conn, person.id):
        theirs = found.person_id == person.id
        ended = {"state": "dropped", **entering.EMPTY} if theirs else {"same_id": None}
        proxies.change_draft(conn, found, **ended)
    for ticket in tickets.of_person(conn, person.id):
        handing.revoke(conn, ticket.id)
    for ident in proxies.known_before(conn, person.id):
        before = people.by_id(conn, ident)
        if before.telegram_id is None and before.erased_at is None:
            receipt = f"RODO-{secrets.token_hex(4).upper()}"
            erasures.ask(conn, before.id, receipt, desk.now, desk.now)
