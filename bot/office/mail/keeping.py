"""What came with an e-mail: long words in portions, files kept for advisors, files refused."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection

from bot.domain.mail_words import one_line
from bot.domain.mailing import chat_of, message_of
from bot.domain.personal_numbers import mask
from bot.helpdesk import follow_ups, opening, owing
from bot.helpdesk.desk import Desk, Incoming
from bot.office.mail.letters import Attached, Read
from bot.storage import mail, tickets
from bot.storage.mail import MailRow
from bot.storage.rows import Person, Ticket

QUOTED = "cytowane.txt"
MOST_MB = 10
FILES_FROM = 50  # parts below are words


def keep(
    conn: Connection,
    desk: Desk,
    person: Person,
    ticket: Ticket,
    row: MailRow,
    read: Read,
    further: Sequence[str],
) -> None:
    """Put what else an e-mail holds into the ticket; an open card brings it at once."""
    mail.belongs(conn, row.id, ticket.id)
    for place, words in enumerate(further[: FILES_FROM - 1], 1):
        _post(conn, desk, person, ticket, row, place, words)
    files = list(read.files)
    if read.cut.strip() and not read.signs:  # what we wrote ourselves is known
        files.append(Attached(QUOTED, mask(read.cut).encode()))
    for place, file in enumerate(files):
        ident = mail.add_file(
            conn,
            incoming_id=row.id,
            ticket_id=ticket.id,
            name=one_line(mask(file.name), 200),
            size=len(file.content),
            content=file.content,
            made_at=desk.now,
        )
        quoted = file.name == QUOTED
        _post(conn, desk, person, ticket, row, FILES_FROM + place, "", file=ident, quiet=quoted)
    if files or further:
        owing.refresh_card(conn, desk, tickets.get(conn, ticket.id))


def _post(
    conn: Connection,
    desk: Desk,
    person: Person,
    ticket: Ticket,
    row: MailRow,
    part: int,
    words: str,
    *,
    file: int | None = None,
    quiet: bool = False,
) -> None:
    chat = chat_of(person.mail_id or 0)
    said = Incoming(
        chat,
        message_of(row.id, part),
        chat,
        person.name,
        words,
        row.came_at,
        media="document" if file is not None else None,
        file={"mail_file": file} if file is not None else None,
    )
    ident = opening.add_post(conn, ticket, said, side="leader")
    if not quiet:
        follow_ups.show_to_advisors(conn, desk, ticket, ident)


def refuse(conn: Connection, desk: Desk, person: Person, read: Read) -> None:
    """Say which files were not taken, and why."""
    if read.refused:
        files = [{"name": one.name, "why": one.why} for one in read.refused[:MOST_MB]]
        owing.tell(conn, desk, person, "mail/refused_files", {"files": files, "most": MOST_MB})
