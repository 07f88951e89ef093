"""Files of ours at Telegram: uploaded once, then sent to whoever wants them by their file_id.

What Telegram calls a file is remembered by its content and by the bot, for whom alone it is valid.
What files hold and who may have them is said by `guide_files` and `practice_photos`.
"""

from __future__ import annotations

from datetime import timedelta
from hashlib import sha256

from sqlalchemy import Connection

from bot.domain.messages import Kind
from bot.domain.outgoing import Command, File
from bot.helpdesk import owing, reach, shelves
from bot.helpdesk.desk import Desk, Press, Toast
from bot.storage import people, records
from bot.storage.outbox import Later, OutboxRow, Outcome, Owed, owe
from bot.storage.sending import in_flight

OPERATIONS = ("document", "photo")
A_MOMENT = timedelta(seconds=1)  # to look whether somebody else's upload has landed


def owe_file(
    conn: Connection, desk: Desk, press: Press, page: shelves.Page, operation: str, template: str
) -> Toast:
    """Owe the presser a page's file; a second press while it waits owes no second one."""
    person = people.by_telegram(conn, press.presser_id)
    if person is None:
        return Toast("stale")
    word = f"{operation}:{person.id}:{shelves.number(page)}"
    owe(
        conn,
        Owed(
            key=f"{word}:{desk.cause}",
            kind=Kind.MEDIA,
            operation=operation,
            to=person.address,
            template=template,
            params={"page": page.id, "title": shelves.title(page)},
            role="file",
            coalesce=word,
        ),
        desk.now,
    )
    return Toast("sent")


def known_or_new(conn: Connection, new: File, content: bytes) -> File:
    """Return the file as Telegram knows it, or the new one, marked by its content."""
    bot_id = records.get_fact(conn, "bot")
    mark = sha256(f"{bot_id}:".encode() + content).hexdigest()[:32]
    known: str | None = records.get_fact(conn, _name(mark))
    if known is not None:
        return File(new.name, mark, file_id=known)
    return File(new.name, mark, content=new.content, path=new.path)


def waits_for(conn: Connection, desk: Desk, row: OutboxRow, file: File) -> Later | None:
    """Return when to look again while the same file is being uploaded for somebody else."""
    if file.file_id is not None:
        return None
    subject = (row.operation, row.params["page"])
    others = (one for one in in_flight(conn) if one.id != row.id and one.operation in OPERATIONS)
    busy = any((one.operation, one.params["page"]) == subject for one in others)
    return Later(desk.now + A_MOMENT) if busy else None


def record(
    conn: Connection, desk: Desk, row: OutboxRow, outcome: Outcome, command: Command | None
) -> Later | None:
    """Remember what Telegram calls the file; a name that it no longer knows is forgotten.

    Who waits for a file that did not come, or may not have, is told so.
    """
    file = command.file if command is not None else None
    if outcome.state == "sent" and file is not None and outcome.file_id is not None:
        records.set_fact(conn, _name(file.mark), outcome.file_id)
    elif outcome.reason == "wrong_file" and file is not None and file.file_id is not None:
        records.forget_fact(conn, _name(file.mark))
        return Later(desk.now)
    elif outcome.state in ("failed", "uncertain") and outcome.reason not in reach.REASONS:
        owing.send_to(
            conn,
            desk,
            row.to,
            "file_failed",
            {
                "what": row.operation,
                "title": row.params["title"],
                "uncertain": outcome.state == "uncertain",
            },
            key=f"file_failed:{row.id}",
        )
    return None


def _name(mark: str) -> str:
    return f"file:{mark}"
