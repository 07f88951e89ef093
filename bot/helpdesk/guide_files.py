"""Whole guides as files to read and print: uploaded once, then sent again by their file_id.

What Telegram calls an uploaded file is remembered by the file's content and by the bot, for whom
alone it is valid. A changed guide, or a yearly value that has aged, makes another file.
"""

from __future__ import annotations

from datetime import timedelta
from hashlib import sha256

from sqlalchemy import Connection

from bot.domain.messages import Kind, MessageState
from bot.domain.outgoing import Command, File
from bot.helpdesk import owing, page_views, reach
from bot.helpdesk.desk import Desk, Press, Toast
from bot.knowledge.articles import Guide
from bot.knowledge.page_html import to_page_html
from bot.storage import people, records
from bot.storage.outbox import Later, OutboxRow, Outcome, Owed, Skip, owe
from bot.storage.sending import in_flight
from bot.templates import Texts

OPERATION = "document"
A_MOMENT = timedelta(seconds=1)  # to look whether somebody else's upload has landed


def send(conn: Connection, desk: Desk, press: Press, guide: Guide) -> Toast:
    """Owe the presser the file; a second press while it waits owes no second one."""
    person = people.by_telegram(conn, press.presser_id)
    if person is None:
        return Toast("stale")
    owe(
        conn,
        Owed(
            key=f"file:{person.id}:{guide.id}:{desk.cause}",
            kind=Kind.MEDIA,
            operation=OPERATION,
            to=person.address,
            template="guide_file",
            params={"guide": guide.id, "title": guide.title},
            role="file",
            coalesce=f"file:{person.id}:{guide.id}",
        ),
        desk.now,
    )
    return Toast("sending_file")


def prepare(
    conn: Connection, desk: Desk, texts: Texts, row: OutboxRow, chat_id: int
) -> Command | Skip | Later:
    """Return the command that sends the file: by what Telegram calls it, else with its content."""
    guide = desk.base.guides.get(row.params["guide"])
    if guide is None:
        return Skip("page_gone", MessageState.FAILED.value)
    content = printed(desk, texts, guide)
    bot_id = records.get_fact(conn, "bot")
    mark = sha256(f"{bot_id}:{content}".encode()).hexdigest()[:32]
    known: str | None = records.get_fact(conn, _name(mark))
    if known is None and _on_its_way(conn, row):
        return Later(desk.now + A_MOMENT)
    file = File(f"{guide.id}.html", mark, None if known else content, known)
    caption = texts.render("guide_file", {"title": guide.title}).html
    return Command(OPERATION, chat_id, html=caption, file=file)


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


def _on_its_way(conn: Connection, row: OutboxRow) -> bool:
    """Tell whether the same file is being uploaded for somebody else."""
    return any(
        other.operation == OPERATION and other.params["guide"] == row.params["guide"]
        for other in in_flight(conn)
        if other.id != row.id
    )


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
            {"title": row.params["title"], "uncertain": outcome.state == "uncertain"},
            key=f"file_failed:{row.id}",
        )
    return None


def _name(mark: str) -> str:
    return f"file:{mark}"
