"""Personal numbers between leaders and advisors: hidden at first, shown or removed by a wish.

PESEL numbers and bank accounts are found by their checksums (`bot.domain.personal_numbers`).
Nobody in the group sees one before its owner says so; who would rather not have written it has it
taken out of what we keep, too.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection

from bot.domain.personal_numbers import contains_account, contains_pesel, mask
from bot.helpdesk import owing
from bot.helpdesk.desk import Desk, Press, Toast
from bot.helpdesk.owners import own_ticket
from bot.helpdesk.secret_traces import FORMER
from bot.helpdesk.secret_words import ROLE
from bot.storage import posts, questions, receipts, records, tickets
from bot.storage.rows import Post, Ticket


def masked(ticket: Ticket, text: str) -> str:
    """Return a leader's words as advisors may see them: numbers hidden, unless they wish it."""
    return text if ticket.numbers_shown else mask(text)


def kind_of(text: str) -> str | None:
    """Return what sort of personal number stands in a text: pesel, account, or None."""
    if contains_pesel(text):
        return "pesel"
    return "account" if contains_account(text) else None


def found_in(conn: Connection, ticket: Ticket) -> str | None:
    """Return what sort of number the leader's words in a ticket hold, or None."""
    return kind_of("\n".join(post.text for post in _said(conn, ticket)))


def _said(conn: Connection, ticket: Ticket) -> list[Post]:
    return [
        post
        for post in posts.of_ticket(conn, ticket.id)
        if post.side == "leader" and post.state != "withdrawn"
    ]


def show(conn: Connection, desk: Desk, press: Press) -> Toast:
    """Let advisors see the numbers in this ticket, or hide them again."""
    return _changed(conn, desk, press, numbers_shown=press.action == "numbers_show")


def remove(conn: Connection, desk: Desk, press: Press) -> Toast:
    """Take the numbers out of what we keep of this ticket: dots stay in their place."""
    found = own_ticket(conn, press)
    if found is None:
        return Toast("stale")
    for post in _said(conn, found[1]):
        if kind_of(post.text) is not None:
            posts.set_fields(conn, post.id, text=mask(post.text))
            asked = questions.by_message(conn, post.chat_id, post.message_id)
            if asked is not None:
                questions.set_fields(conn, asked.id, text=mask(asked.text))
    return _changed(conn, desk, press, numbers_shown=False)


def _changed(conn: Connection, desk: Desk, press: Press, **values: Any) -> Toast:
    found = own_ticket(conn, press)
    if found is None:
        return Toast("stale")
    person, ticket = found
    tickets.set_fields(conn, ticket.id, **values)
    records.note(conn, desk.now, f"person:{person.id}", press.action, ticket.id)
    ticket = tickets.get(conn, ticket.id)
    owing.refresh_card(conn, desk, ticket)
    owing.refresh_receipt(conn, desk, ticket)
    for post in _said(conn, ticket):
        redraw(conn, desk, post)
    redraw_opened(conn, desk, ticket)
    return Toast("saved")


def redraw_opened(conn: Connection, desk: Desk, ticket: Ticket) -> None:
    """Bring up to date what those who read a confidential ticket were shown at first."""
    for known in receipts.of_ticket(conn, ticket.id, ROLE):
        values = {"_secret": ticket.id}
        owing.replace_text(conn, desk, known.chat_id, known.message_id, "secret_opened", values)


def redraw(conn: Connection, desk: Desk, post: Post, *, edited: bool = False) -> None:
    """Bring what was relayed of a post up to date, where it can be: in words."""
    for copy in () if post.media else receipts.of_post(conn, post.id):
        if copy.role in (
            "gone",
            FORMER,
        ):  # taken away, for the ticket is confidential, or somebody else's
            continue
        values = {"_post": post.id, "edited": edited}
        owing.replace_text(conn, desk, copy.chat_id, copy.message_id, "leader_says", values)
