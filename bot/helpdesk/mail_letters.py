"""A message of ours as an e-mail: its words, what may be written back, and its files.

Any message that is sent can go; what makes sense only in a chat (an edit, a reaction) does not.
Under the first e-mail to somebody stands who answers here, and what happens to what they write.
"""

from __future__ import annotations

import re
from html import escape
from typing import Any

from sqlalchemy import Connection

from bot.domain.callbacks import decode
from bot.domain.mail_words import ABOVE_THE_FOOT, flowed, one_line, page, plain, shown_word
from bot.domain.mailing import mail_of, message_id, tagged
from bot.domain.outgoing import Command, File, Letter, Target
from bot.helpdesk import mail_targets
from bot.helpdesk.desk import Desk
from bot.storage import mail, mail_addresses, posts, records
from bot.storage.outbox import OutboxRow, Skip
from bot.templates import Texts

#: Buttons that are words to write back: those that are done with one letter, or with its answer.
#: Whatever turns a message over, asks step by step or holds something for minutes is not.
WRITABLE = frozenset(
    {
        *("helped", "other", "human", "none", "pick_a", "pick_b", "pick_c", "gap_show"),
        *("withdraw", "restore", "reopen", "solved", "rate_bad", "rate_fair", "rate_good"),
        *("numbers_show", "numbers_hide", "numbers_remove"),
        *("advice_helped", "advice_not", "advice_wrong", "prv_keep"),
        *("seat_coming", "seat_cannot", "seat_knows", "seat_take", "seat_refuse"),
        *("seat_leave", "seat_leave_yes", "seat_stay", "meeting_file"),
        *("absent_a", "absent_b", "absent_c", "absent_d"),
        *("consult_coming", "consult_cancel", "consult_cancel_yes", "consult_stay"),
        *("dl_done", "dl_undo", "dl_tomorrow", "contest_quiet", "team_knows"),
    }
)
#: Buttons that begin something which only a chat can go on with: their messages are not written.
ONLY_IN_CHATS = frozenset({"opinion_go", "before_go", "after_go", "assess_begin"})
_NUMBERED = re.compile(r"(\d{1,2})\. ")
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
    if not (body or files) or _only_in_chats(made):
        return Skip("not_by_mail")
    words = _words(made)
    whole = "\n\n".join(filter(None, (body, *_below(conn, desk, texts, row, to, made, words))))
    sent = _letter(conn, desk, row, to, _subject(row, made), whole, files, words)
    return Command("mail", to.chat_id, letter=sent)


def _body(made: Command) -> str:
    return (made.html if made.html is not None else escape(made.text or "", quote=False)).strip()


def _actions(made: Command) -> list[tuple[str, str, str]]:
    """Return the buttons that do something: the words on it, its whole action, and its name."""
    return [
        (one.text, one.action, decode(one.action).action)
        for line in made.keyboard or ()
        for one in line
        if one.action
    ]


def _only_in_chats(made: Command) -> bool:
    return any(name in ONLY_IN_CHATS for _text, _action, name in _actions(made))


def _words(made: Command) -> dict[str, str]:
    """Return what may be written back: each word with the button it stands for."""
    return {
        _written(text): action
        for text, action, name in _actions(made)
        if name in WRITABLE and _written(text)
    }


def _written(label: str) -> str:
    """Return what is written back for a button: of a numbered one the number is enough."""
    numbered = _NUMBERED.match(label)
    return numbered[1] if numbered else shown_word(label)


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
