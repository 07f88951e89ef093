"""Words that our e-mails offer for buttons, written back: each does what its button does.

Only a letter that answers one of ours counts, from the address that ours was sent to.
"""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import Connection

from bot.domain.callbacks import decode
from bot.domain.mail_words import same_word
from bot.domain.mailing import chat_of, holds
from bot.helpdesk import mail_targets, owing, preparing
from bot.helpdesk.desk import Desk, Press, Toast
from bot.office.mail.letters import Read
from bot.storage import mail, outbox, registrations
from bot.storage.rows import Person

#: Who writes a word instead of tapping means it, and is not asked once more.
SURE = {
    "seat_cannot": "seat_leave_yes",
    "seat_leave": "seat_leave_yes",
    "consult_cancel": "consult_cancel_yes",
}
Do = Callable[[Connection, Desk, Press], Toast]


def written_back(conn: Connection, desk: Desk, person: Person, read: Read, do: Do) -> bool:
    """Take one of the words that our e-mail offered for the button it stands for."""
    said = next((line for line in read.text.splitlines() if line.strip()), "")
    secret = mail_targets.secret(conn)
    for sign in read.signs:
        sent = mail.find_sent(conn, sign.ident) if sign.kind == "o" else None
        if sent is None or not holds(sign, secret, person.address):
            continue
        for label, action in sent.words.items():
            if same_word(said, label) and not read.files:
                _press(conn, desk, person, sign.ident, label, action, do)
                return True
    return False


def _press(
    conn: Connection, desk: Desk, person: Person, sent: int, label: str, action: str, do: Do
) -> None:
    chat, button = chat_of(person.mail_id or 0), decode(action)
    before = _to_be_written(conn, person)
    does, rev = SURE.get(button.action, button.action), button.rev
    if rev is None and does == "seat_leave_yes":  # as its question would show it
        found = registrations.find(conn, button.ident)
        rev = found.rev if found is not None else None
    given = Press(chat, sent, chat, person.name, does, button.ident, shown=True, rev=rev)
    toast = do(conn, desk, given)
    if not _to_be_written(conn, person) - before:
        values = {"word": label, "what": toast.what, "name": toast.name, "number": toast.number}
        if toast.what:
            owing.tell(conn, desk, person, "mail/pressed", values)


def _to_be_written(conn: Connection, person: Person) -> set[int]:
    """Return what will be written to somebody; a receipt that was sent is not written anew."""
    return {
        row.id
        for row in outbox.waiting_in(conn, person.address)
        if row.operation != "card" or preparing.is_written_anew(conn, row)
    }
