"""/karta in the group: for advice by telephone or at a training, or for a ticket: /karta 142."""

from __future__ import annotations

from sqlalchemy import Connection

from bot.helpdesk import owing, threads
from bot.helpdesk.desk import Desk, Incoming
from bot.office.register import cards, closing
from bot.office.register.cards import Given
from bot.storage import tickets


def in_group(conn: Connection, desk: Desk, said: Incoming, to: str) -> None:
    """Begin a card in the thread where somebody asks for it."""
    words = said.text.split()[1:]
    number = words[0].lstrip("#") if words else ""
    if not words:
        topic = threads.topic_of(conn, said.chat_id, said.thread_id)
        chosen = desk.topic(topic or "").id
        given = Given(advisor_id=said.sender_id, to=to, topic=chosen, form="phone", asks="who")
        cards.draft(conn, desk, given)
        return
    ticket = tickets.find(conn, int(number)) if number.isdecimal() and len(number) < 10 else None
    if ticket is None or ticket.state == "withdrawn":
        _say(conn, desk, said, to, "no_ticket")
        return
    toast = closing.begin(conn, desk, ticket, said.sender_id, to)
    if toast.what:
        _say(conn, desk, said, to, "self")


def _say(conn: Connection, desk: Desk, said: Incoming, to: str, what: str) -> None:
    values = {"what": what}
    owing.send_to(conn, desk, to, "advice_how", values, reply_to=said.message_id, role="hint")
