"""Whose row a button belongs to: a leader may press only what is their own.

And on which message: what stands under a post to advisors counts only there.
"""

from __future__ import annotations

from sqlalchemy import Connection

from bot.helpdesk.desk import Press
from bot.storage import organisations, outbox, people, questions, receipts, tickets
from bot.storage.rows import Person, Question, Ticket


def own_ticket(
    conn: Connection, press: Press, *, only_open: bool = False
) -> tuple[Person, Ticket] | None:
    """Return the presser and the ticket pressed for, if it is theirs (and open, if asked)."""
    ticket = tickets.find(conn, press.ident)
    person = people.by_telegram(conn, press.presser_id)
    if ticket is None or person is None or not is_theirs(conn, ticket, person.id):
        return None
    return None if only_open and ticket.state not in tickets.OPEN else (person, ticket)


def is_theirs(conn: Connection, ticket: Ticket, person_id: int) -> bool:
    """Tell whether a ticket is somebody's own now.

    A shared one is the organisation's: who has left it does not have it any more, unless nobody
    else is there.
    """
    if ticket.person_id != person_id:
        return False
    known = ticket.organisation_id
    if not ticket.shared or ticket.confidential or known is None:
        return True
    if organisations.membership_of(conn, known, person_id) is not None:
        return True
    return not organisations.members(conn, known)


def own_question(conn: Connection, press: Press) -> tuple[Person, Question] | None:
    """Return the presser and the question pressed for, if it is theirs."""
    question = questions.by_id(conn, press.ident)
    person = people.by_telegram(conn, press.presser_id)
    if question is None or person is None or question.person_id != person.id:
        return None
    return person, question


def is_on(conn: Connection, press: Press, key: str) -> bool:
    """Tell whether the pressed message is the one that was owed under such a key."""
    known = receipts.find(conn, press.chat_id, press.message_id)
    owed = outbox.by_id(conn, known.outbox_id) if known and known.outbox_id else None
    return owed is not None and owed.key.startswith(key)
