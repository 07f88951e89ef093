"""Photos of good practices. A drawing (SVG) stays on the website: Telegram takes none."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Connection

from bot.domain.messages import MessageState
from bot.domain.outgoing import Command, File
from bot.helpdesk import page_views, uploads
from bot.helpdesk.desk import Desk, Press, Toast
from bot.knowledge.articles import Practice
from bot.storage.outbox import Later, OutboxRow, Skip
from bot.templates import Texts


def send(conn: Connection, desk: Desk, press: Press, practice: Practice) -> Toast:
    """Owe the presser the practice's photo."""
    return uploads.owe_file(conn, desk, press, practice, "photo", "practice_photo")


def prepare(
    conn: Connection, desk: Desk, texts: Texts, row: OutboxRow, chat_id: int
) -> Command | Skip | Later:
    """Return the command that sends the photo as it is now."""
    practice = desk.base.practices.get(row.params["page"])
    path = None if practice is None else picture_of(desk, practice)
    if practice is None or path is None or not path.is_file():
        return Skip("page_gone", MessageState.FAILED.value)
    new = File(path.name, "", path=str(path))
    file = uploads.known_or_new(conn, new, path.read_bytes())
    caption = texts.render("practice_photo", page_views.about_picture(practice)).html
    later = uploads.waits_for(conn, desk, row, file)
    return later or Command(row.operation, chat_id, html=caption, file=file)


def picture_of(desk: Desk, practice: Practice) -> Path | None:
    """Return where a practice's picture lies; None for a drawing, or without a directory."""
    if desk.directory is None or not page_views.has_photo(practice):
        return None
    _knowledge, *folders, _page = Path(practice.path).parts
    return desk.directory.joinpath(*folders, practice.picture)
