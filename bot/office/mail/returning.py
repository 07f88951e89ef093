"""An e-mail of ours that came back: the card says so, and nothing more goes to that address.

A report is believed only with the sign of what we sent; anybody can write one.
"""

from __future__ import annotations

from sqlalchemy import Connection

from bot.domain.mailing import Sign, holds
from bot.helpdesk import delivering, mail_targets
from bot.helpdesk.desk import Desk
from bot.storage import mail, mail_addresses, outbox, records


def came_back(conn: Connection, desk: Desk, sign: Sign) -> None:
    """Note that something did not arrive after all, once."""
    row = outbox.by_id(conn, sign.ident) if sign.kind == "o" else None
    if row is None or not row.to.startswith("mail:"):
        return
    if not holds(sign, mail_targets.secret(conn), row.to):
        return
    if not mail.returned(conn, row.id, desk.now):
        return
    ident = int(row.to.removeprefix("mail:"))
    mail_addresses.set_fields(conn, ident, refused_at=desk.now)
    records.note(conn, desk.now, "mail", "returned", row.ticket_id, outbox=row.id)
    delivering.came_back(conn, desk, row)
