"""A message of ours as an e-mail: its words, what may be written back, and its files.

Any message that is sent can go; what makes sense only in a chat (an edit, a reaction) does not.
Under the first e-mail to somebody stands who answers here, and what happens to what they write.
"""

from __future__ import annotations

from html import escape
from typing import Any

from sqlalchemy import Connection

from bot.domain.callbacks import decode
from bot.domain.mail_words import ABOVE_THE_FOOT, flowed, one_line, page, plain, word
from bot.domain.mailing import mail_of, message_id, tagged
from bot.domain.outgoing import Command, File, Letter, Target
from bot.helpdesk import mail_targets
from bot.helpdesk.desk import Desk
from bot.storage import mail, mail_addresses, posts, records
from bot.storage.outbox import OutboxRow, Skip
from bot.templates import Texts

#: Buttons that are no words to write back: they turn a message over, or ask for the next one.
UNWRITABLE = frozenset(
    {
        *("append", "read", "call", "topics", "further", "back", "new", "merge", "cancel"),
        *("need_now", "need_week", "need_calm", "meeting_map", "case", "cases", "signup"),
    }
)
#: The fact that signs in our address arrive; until then only Message-IDs and numbers carry them.
SIGNS_ARRIVE = "mail_signs"
_LONGEST_SUBJECT = 150
_FOR_CHATS = ("edit", "edit_text", "edit_caption", "delete", "reaction", "venue")


def letter(
    conn: Connection, desk: Desk, texts: Texts, row: OutboxRow, to: Target, made: Command
) -> Command | Skip:
    """Return the e-mail that says what the message in a chat would have said."""
    if made.message_id is not None or made.operation in _FOR_CHATS:
        return Skip("not_by_mail")
    body, files = _body(made), _files(conn, row, made)
    if not (body or files):
        return Skip("not_by_mail")
    words = _words(made)
    whole = "\n\n".join(filter(None, (body, *_below(conn, desk, texts, row, to, made, words))))
    sent = _letter(conn, desk, row, to, _subject(row, made), whole, files, words)
    return Command("mail", to.chat_id, letter=sent)


def _body(made: Command) -> str:
    return (made.html if made.html is not None else escape(made.text or "", quote=False)).strip()


def _words(made: Command) -> dict[str, str]:
    """Return what may be written back: each word with the button it stands for."""
    return {
        word(button.text): button.action
        for row in made.keyboard or ()
        for button in row
        if button.action and word(button.text)
        if decode(button.action).action not in UNWRITABLE
    }


def _below(
    conn: Connection,
    desk: Desk,
    texts: Texts,
    row: OutboxRow,
    to: Target,
    made: Command,
    words: dict[str, str],
) -> list[str]:
    """Return what stands under the words of an e-mail, paragraph by paragraph."""
    links = [one for line in made.keyboard or () for one in line if one.url]
    addresses = "\n".join(
        f'<a href="{escape(one.url or "")}">{escape(one.text)}</a>' for one in links
    )
    organisation = desk.base.organisation
    signed = {
        "organisation": organisation.name,
        "phone": organisation.phone,
        "number": row.ticket_id,
    }
    said = texts.render("mail/foot", {"words": list(words)}).html
    signature = texts.render("mail/signature", signed).html
    return [addresses, said, f"{ABOVE_THE_FOOT}\n{signature}", _notice(conn, desk, texts, to)]


def _notice(conn: Connection, desk: Desk, texts: Texts, to: Target) -> str:
    person = mail_addresses.owner(conn, mail_of(to.chat_id) or 0)
    if person is None or person.notice_shown_at is not None:
        return ""
    return texts.render("mail/notice", _about_data(desk)).html


def _about_data(desk: Desk) -> dict[str, Any]:
    organisation = desk.base.organisation
    privacy = organisation.privacy
    return {
        "organisation": organisation.name,
        "administrator": organisation.administrator,
        "data_contact": organisation.data_contact,
        "purpose": privacy.purpose,
        "legal_basis": privacy.legal_basis,
        "retention": privacy.retention,
        "rights": privacy.rights,
    }


def _subject(row: OutboxRow, made: Command) -> str:
    """Return what stands above: as the template says, else the first words of the e-mail."""
    first = next((line for line in plain(_body(made)).splitlines() if line.strip()), "")
    said = one_line(made.name or first, _LONGEST_SUBJECT)
    return f"{said} [#{row.ticket_id}]" if row.ticket_id else said


def _letter(
    conn: Connection,
    desk: Desk,
    row: OutboxRow,
    to: Target,
    subject: str,
    body: str,
    files: tuple[File, ...],
    words: dict[str, str],
) -> Letter:
    secret, ours = mail_targets.secret(conn), desk.mail or ""
    signs = bool(records.get_fact(conn, SIGNS_ARRIVE))
    kind, ident = ("t", row.ticket_id) if row.ticket_id else ("o", row.id)
    answers = (
        mail.last_of_ticket(conn, row.ticket_id, mail_of(to.chat_id) or 0)
        if row.ticket_id
        else None
    )
    return Letter(
        ident=row.id,
        to=to.email or "",
        subject=subject,
        text=flowed(plain(body)),
        html=page(body),
        message_id=message_id(ours, secret, row.id, row.to),
        reply_to=tagged(ours, secret, kind, ident, row.to) if signs else ours,
        sender=tagged(ours, secret, "o", row.id, row.to) if signs else ours,
        automatic=row.role != "answer",
        answers=answers,
        files=files,
        words=words,
    )


def _files(conn: Connection, row: OutboxRow, made: Command) -> tuple[File, ...]:
    """Return what is attached: a file of ours, or what an advisor sent to the group."""
    if row.operation == "copy":
        post = posts.by_id(conn, row.params["post"])
        return _of_posts([post] if post else [])
    if row.operation == "album":
        parts = posts.of_album(conn, row.params["album"], row.params["from"])
        return _of_posts([part for part in parts if part.state != "undone"])
    return (made.file,) if made.file is not None else ()


def _of_posts(found: list[Any]) -> tuple[File, ...]:
    return tuple(
        File(_name(post, place), "", file_id=post.file["file_id"])
        for place, post in enumerate(found, 1)
        if post.file and post.file.get("file_id")
    )


def _name(post: Any, place: int) -> str:
    """Return what a file is called; Telegram's pictures and recordings have no name."""
    ending = {"photo": ".jpg", "voice": ".ogg", "video": ".mp4", "audio": ".mp3"}
    named: str | None = post.file.get("name")
    return named or f"zalacznik-{place}{ending.get(post.media or '', '')}"
