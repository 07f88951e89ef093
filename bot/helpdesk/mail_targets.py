"""E-mail addresses as places to write to: where they are, whether they answer, how much is enough.

Nobody is written to more than five times a day because of what they wrote: two machines that
answer each other come to rest, and the coordinators hear of it.
"""

from __future__ import annotations

import re
import secrets
from datetime import timedelta

from sqlalchemy import Connection

from bot.domain.mailing import chat_of, mail_of
from bot.domain.messages import Kind, MessageState
from bot.domain.outgoing import Command, Target
from bot.helpdesk import confidential, owing
from bot.helpdesk.desk import Desk
from bot.storage import mail, mail_addresses, people, records, staff, tickets
from bot.storage.outbox import OutboxRow, Outcome, Skip

REFUSED, RETURNED, LATE = "mail_refused", "mail_returned", "mail_late"
REJECTED = "mail_rejected"  # one e-mail, not its address
TRIED_FOR = timedelta(days=3)
REFUSES_FOR = timedelta(days=1)
A_DAY = timedelta(days=1)
ENOUGH = 5  # automatic e-mails a day
SECRET = "mail_secret"  # noqa: S105  the name of a fact
CAUSE = "m"  # of what follows from an e-mail: "m12"
_BECAUSE_OF_MAIL = re.compile(rf":{CAUSE}([0-9]{{1,15}})$")


def secret(conn: Connection) -> str:
    """Return what signs are made with; made at the first use, and never again."""
    kept: str | None = records.get_fact(conn, SECRET)
    if kept is None:
        kept = secrets.token_hex(32)
        records.set_fact(conn, SECRET, kept)
    return kept


def target(conn: Connection, desk: Desk, row: OutboxRow) -> Target | Skip:
    """Find the address that "mail:5" means now; nothing goes where it would only come back."""
    ident = int(row.to.removeprefix("mail:"))
    known = mail_addresses.find(conn, ident)
    if desk.mail is None:
        return Skip("no_mail")
    if known is None or known.email is None:
        return Skip("erased")
    kept = MessageState.FAILED.value if row.role == "answer" else MessageState.CANCELLED.value
    if known.refused_at is not None and desk.now - known.refused_at < REFUSES_FOR:
        return Skip(REFUSED, kept)
    if desk.now - row.created_at > TRIED_FOR:
        return Skip(LATE, kept)
    if _enough(conn, desk, row, ident):
        unsaid = row.kind == Kind.AUTOMATIC.value  # then a human takes over
        return Skip(
            "mail_limit", (MessageState.EXPIRED if unsaid else MessageState.CANCELLED).value
        )
    return Target(chat_of(ident), email=known.email)


def is_automatic(conn: Connection, row: OutboxRow) -> bool:
    """Tell whether nobody wrote this: it follows from an e-mail that came from there."""
    because = _BECAUSE_OF_MAIL.search(row.key)
    came = mail.find(conn, int(because[1])) if because is not None else None
    return came is not None and row.to == f"mail:{came.mail_id}"


def _enough(conn: Connection, desk: Desk, row: OutboxRow, ident: int) -> bool:
    """Tell whether somebody has had enough answers of ours today; the coordinators hear of it."""
    if not is_automatic(conn, row) or mail.automatic_since(conn, ident, desk.now - A_DAY) < ENOUGH:
        return False
    if staff.where(conn, owing.GROUP) is not None:
        owing.send_to(
            conn,
            desk,
            owing.COORDINATION,
            "mail_loop",
            {"count": ENOUGH, "number": row.ticket_id},
            kind=Kind.ALARM,
            role="alarm",
            key=f"mail_loop:{ident}:{desk.today}",
        )
    return True


def record(conn: Connection, desk: Desk, row: OutboxRow, outcome: Outcome, made: Command) -> None:
    """Remember an e-mail that went out, or that its address takes none."""
    letter, ident = made.letter, mail_of(made.chat_id)
    if letter is None or ident is None:
        return
    if outcome.state == MessageState.SENT.value:
        words, automatic = dict(letter.words), int(is_automatic(conn, row))
        mail.sent(
            conn, outbox_id=row.id, mail_id=ident, automatic=automatic, words=words, at=desk.now
        )
        _notice_shown(conn, desk, ident)
    elif outcome.reason == REFUSED:
        mail_addresses.set_fields(conn, ident, refused_at=desk.now)
        records.note(conn, desk.now, "mail", "refused", row.ticket_id, outbox=row.id)
        if row.role != "answer":  # of those the advisor hears anyway
            tell_returned(conn, desk, row)
    elif outcome.reason == REJECTED and row.role != "answer":
        tell_returned(conn, desk, row, rejected=True)


def tell_returned(conn: Connection, desk: Desk, row: OutboxRow, *, rejected: bool = False) -> None:
    """Tell the advisors of a ticket, once, that its address takes no e-mail, or not this one."""
    ticket = tickets.find(conn, row.ticket_id) if row.ticket_id else None
    if ticket is None or staff.where(conn, owing.GROUP) is None:
        return
    circle = confidential.circle(conn, ticket)
    values = {
        "number": ticket.id,
        "phone": people.by_id(conn, ticket.person_id).phone if circle else None,
        "hidden": not circle,
        "rejected": rejected,
    }
    for to in circle or [f"{owing.GROUP}/{ticket.topic}"]:
        owing.send_to(
            conn,
            desk,
            to,
            "mail_returned",
            values,
            kind=Kind.ALARM,
            ticket=ticket.id,
            role="alarm",
            key=f"mail_returned:{ticket.id}:{to}",
        )


def _notice_shown(conn: Connection, desk: Desk, ident: int) -> None:
    person = mail_addresses.owner(conn, ident)
    if person is not None and person.notice_shown_at is None:
        people.set_fields(conn, person.id, notice_shown_at=desk.now)
