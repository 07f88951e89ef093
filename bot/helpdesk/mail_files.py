"""Files that came with e-mails, on their way to the advisors' group."""

from __future__ import annotations

from base64 import b64encode

from sqlalchemy import Connection

from bot.domain.outgoing import Command, File, Target
from bot.helpdesk.desk import Desk
from bot.storage import mail, posts, tickets
from bot.storage.outbox import OutboxRow, Skip
from bot.templates import Texts


def prepare(
    conn: Connection, desk: Desk, texts: Texts, row: OutboxRow, target: Target
) -> Command | Skip:
    """Return the command that shows advisors what was attached."""
    post = posts.by_id(conn, row.params["post"])
    ident = (post.file or {}).get("mail_file") if post is not None else None
    kept = mail.file(conn, ident) if ident is not None else None
    if kept is None or kept.content is None or not kept.content:
        return Skip("erased")
    data = b64encode(kept.content).decode()
    file = File(kept.name, f"mail{kept.id}", data=data)
    secret = row.ticket_id is not None and tickets.get(conn, row.ticket_id).confidential
    return Command("document", target.chat_id, target.thread_id, file=file, protect=secret)
