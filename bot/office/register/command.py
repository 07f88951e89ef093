"""/karta in the group: for advice by telephone or at a training, or for a ticket: /karta 142."""

from __future__ import annotations

from sqlalchemy import Connection

from bot.helpdesk import owing, threads
from bot.helpdesk.desk import Desk, Incoming
from bot.office.register import cards, closing, correcting
from bot.office.register.cards import Given
from bot.storage import advice_cards, tickets


def in_group(conn: Connection, desk: Desk, said: Incoming, to: str) -> None:
    """Begin a card in the thread where somebody asks for it, or show one ("/karta 7/2027")."""
    words = said.text.split()[1:]
    if not words:
        _begin(conn, desk, said, to)
    elif "/" in words[0]:
        _show(conn, desk, said, to, words[0])
    else:
        _of_ticket(conn, desk, said, to, words[0].lstrip("#"))


def _begin(conn: Connection, desk: Desk, said: Incoming, to: str) -> None:
    topic = threads.topic_of(conn, said.chat_id, said.thread_id)
    chosen = desk.topic(topic or "").id
    given = Given(advisor_id=said.sender_id, to=to, topic=chosen, form="phone", asks="who")
    cards.draft(conn, desk, given)


def _show(conn: Connection, desk: Desk, said: Incoming, to: str, sign: str) -> None:
    """Bring a card below, to print, correct or cancel it."""
    number, year = map(_number, (sign.partition("/")[0], sign.partition("/")[2]))
    card = advice_cards.numbered(conn, year, number)
    if card is None or not correcting.may(conn, desk, card, said.sender_id):
        _say(conn, desk, said, to, "no_card")
        return
    advice_cards.set_fields(conn, card.id, desk={**card.desk, "to": to})
    cards.show(conn, desk, advice_cards.get(conn, card.id), anew=True)


def _of_ticket(conn: Connection, desk: Desk, said: Incoming, to: str, number: str) -> None:
    ticket = tickets.find(conn, _number(number))
    if ticket is None or ticket.state == "withdrawn":
        _say(conn, desk, said, to, "no_ticket")
        return
    toast = closing.begin(conn, desk, ticket, said.sender_id, to)
    if toast.what:
        _say(conn, desk, said, to, "self")


def _number(words: str) -> int:
    """Return a number as people write it; 0, which nothing has, for anything else."""
    return int(words) if words.isdecimal() and len(words) < 10 else 0


def _say(conn: Connection, desk: Desk, said: Incoming, to: str, what: str) -> None:
    values = {"what": what}
    owing.send_to(conn, desk, to, "advice_how", values, reply_to=said.message_id, role="hint")
