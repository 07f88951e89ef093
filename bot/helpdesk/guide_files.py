"""Whole guides as files to read and to print.

A changed guide, or a yearly value that has aged, makes another file.
"""

from __future__ import annotations

from sqlalchemy import Connection

from bot.domain.messages import MessageState
from bot.domain.outgoing import Command, File
from bot.helpdesk import page_views, uploads
from bot.helpdesk.desk import Desk, Press, Toast
from bot.knowledge.articles import Guide
from bot.knowledge.page_html import to_page_html
from bot.storage.outbox import Later, OutboxRow, Skip
from bot.templates import Texts


def send(conn: Connection, desk: Desk, press: Press, guide: Guide) -> Toast:
    """Owe the presser the guide's file."""
    return uploads.owe_file(conn, desk, press, guide, "document", "guide_file")


def prepare(
    conn: Connection, desk: Desk, texts: Texts, row: OutboxRow, chat_id: int
) -> Command | Skip | Later:
    """Return the command that sends the file as it is now."""
    guide = desk.base.guides.get(row.params["page"])
    if guide is None:
        return Skip("page_gone", MessageState.FAILED.value)
    content = printed(desk, texts, guide)
    file = uploads.known_or_new(
        conn, File(f"{guide.id}.html", "", content=content), content.encode()
    )
    caption = texts.render("guide_file", {"title": guide.title}).html
    later = uploads.waits_for(conn, desk, row, file)
    return later or Command(row.operation, chat_id, html=caption, file=file)


def printed(desk: Desk, texts: Texts, guide: Guide) -> str:
    """Return the whole guide as it is today: one page of HTML that needs nothing else."""
    organisation = desk.base.organisation
    return texts.page(
        "guide",
        {
            **page_views.about_guide(desk, guide),
            "body": to_page_html(desk.base.said(guide.text, desk.today)),
            "programme": organisation.programme,
            "phone": organisation.phone,
            "email": organisation.email,
        },
    )
