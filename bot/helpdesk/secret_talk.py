"""What advisors write about a confidential ticket: in private by replying, and nowhere else.

Words that come otherwise are held back, and whoever wrote them is told so: a card of the group, or
another leader, would show them.
"""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import Connection

from bot.domain.messages import Kind
from bot.helpdesk import confidential, owing
from bot.helpdesk.confidential import ROLE
from bot.helpdesk.desk import Desk
from bot.storage import posts, receipts, tickets
from bot.storage.rows import Person, Post, Ticket

TALK = timedelta(hours=1)  # after this, plain words in private are an advisor's own question


def colleague_said(conn: Connection, desk: Desk, ticket: Ticket, post: Post) -> None:
    """Show the other advisor of a young person's ticket what was answered."""
    for to in confidential.circle(conn, ticket):
        if to == f"chat:{post.author_id}":
            continue
        if post.media:
            owing.pass_on(conn, desk, to, post, role="relay", attempt=":colleague")
            continue
        values = {"number": ticket.id, "advisor": post.author, "text": post.text}
        values["_protect"] = True
        owing.send_to(
            conn,
            desk,
            to,
            "secret_colleague",
            values,
            ticket=ticket.id,
            role="relay",
            key=f"colleague:{post.id}:{to}",
        )


def ticket_in_private(
    conn: Connection, person: Person, chat_id: int, message_id: int | None
) -> Ticket | None:
    """Return the ticket whose confided words an advisor replies to in private, held or not."""
    known = receipts.find(conn, chat_id, message_id) if message_id is not None else None
    own = posts.by_message(conn, chat_id, message_id) if message_id is not None else None
    number = known.ticket_id if known is not None else own.ticket_id if own is not None else None
    ticket = tickets.find(conn, number) if number else None
    return ticket if ticket is not None and ticket.person_id != person.id else None


def holds(ticket: Ticket, telegram_id: int) -> bool:
    """Tell whether somebody has a ticket that is confidential."""
    return ticket.confidential and telegram_id in confidential.advisors(ticket)


def talked_of(
    conn: Connection, desk: Desk, telegram_id: int, within: timedelta = TALK
) -> Ticket | None:
    """Return the confidential ticket that an advisor reads, or answers, in private just now."""
    for ticket in confidential.held_by(conn, telegram_id):
        shown = receipts.in_chat(conn, ticket.id, telegram_id) if ticket.confidential else []
        if any(desk.now - one.at <= within for one in shown if one.role in (ROLE, "relay")):
            return ticket
    return None


def not_a_reply(conn: Connection, desk: Desk, ticket: Ticket, chat_id: int, to: int) -> None:
    """Say in private that plain words went nowhere, and how to answer the leader."""
    values = {"number": ticket.id}
    owing.send_to(conn, desk, f"chat:{chat_id}", "secret_plain", values, reply_to=to, role="hint")


def not_yours(conn: Connection, desk: Desk, ticket: Ticket, chat_id: int, reply_to: int) -> None:
    """Say in private that words about a ticket went nowhere: it is ordinary, or others' now."""
    values = {"number": ticket.id, "secret": ticket.confidential}
    to = f"chat:{chat_id}"
    owing.send_to(conn, desk, to, "secret_not_yours", values, reply_to=reply_to, role="hint")


def not_here(conn: Connection, desk: Desk, ticket: Ticket, reply_to: int) -> None:
    """Say in the group that words about this ticket belong into the private chat."""
    owing.send_to(
        conn,
        desk,
        f"{owing.GROUP}/{ticket.topic}",
        "secret_hint",
        {"number": ticket.id},
        kind=Kind.NOTICE,
        reply_to=reply_to,
        role="hint",
    )
