"""Messages whose buttons no longer fit: each is brought up to date by the press that shows it.

Only the message itself tells what it is (its receipt), never what the button carries: that may be
forged. A message that still has the button shows an old state, so it is drawn again even if we
believe that it is current; where the button has gone, only the presser's app is late.
"""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import Connection

from bot.domain.tickets import DELETE_WITHIN
from bot.helpdesk import gap_writing, owing, practice_cards, proposal_cards, views, weekly_gaps
from bot.helpdesk.desk import Desk, Press, topic_view
from bot.helpdesk.owners import own_ticket
from bot.storage import receipts, tickets
from bot.storage.outbox import unfinished
from bot.storage.rows import Receipt, Ticket

A_MOMENT = timedelta(seconds=10)
#: Toasts that tell the presser that the button does not do what it says any more.
OUT_OF_DATE = frozenset({"stale", "too_late", "taken", "renewed"})
#: Questions to advisors that are of no use once they are out of date.
_PASSING = ("menu", "ask", "hint")
_PROPOSALS = (proposal_cards.DRAFT, proposal_cards.CARD)
#: Buttons of a leader's list and of what it shows of one ticket.
_LISTED = ("case", "append", "solved", "reopen")


def refresh(conn: Connection, desk: Desk, press: Press) -> None:
    """Bring the pressed message up to date, if it is not."""
    if not press.shown:
        return
    known = receipts.find(conn, press.chat_id, press.message_id)
    ticket = tickets.find(conn, known.ticket_id) if known and known.ticket_id else None
    if known is not None and known.practice_id is not None and known.role == "practice":
        practice_cards.redraw(conn, desk, known)
    elif known is not None and known.content_id is not None and known.role in _PROPOSALS:
        proposal_cards.redraw(conn, desk, known)
    elif known is not None and known.role == weekly_gaps.ROLE:
        gap_writing.redraw(conn, desk, known, press.ident)
    elif known is None or ticket is None:
        _without_ticket(conn, desk, press)
    elif known.role == "card":
        _card(conn, desk, known, ticket)
    elif known.role == "digest":
        owing.refresh_digest(conn, desk, ticket)
    elif known.role == "receipt":
        _draw_again(conn, desk, known, f"receipt:{ticket.id}")
        owing.refresh_receipt(conn, desk, ticket)
    elif known.role in _PASSING and desk.now - known.at < DELETE_WITHIN:
        owing.delete_message(conn, desk, press.chat_id, press.message_id)
    else:
        _strip(conn, desk, press)


def _strip(conn: Connection, desk: Desk, press: Press) -> None:
    """Take the buttons away, unless that is coming or has just come."""
    word = owing.stripping(press.chat_id, press.message_id)
    if not unfinished(conn, word, desk.now - A_MOMENT):
        owing.strip_buttons(conn, desk, press.chat_id, press.message_id)


def _card(conn: Connection, desk: Desk, known: Receipt, ticket: Ticket) -> None:
    latest = receipts.latest(conn, ticket.id, "card")
    if latest is not None and latest.message_id != known.message_id:
        moved = {"number": ticket.id, "topic": topic_view(desk.topic(ticket.topic))}
        owing.replace_text(conn, desk, known.chat_id, known.message_id, "card_moved", moved)
        return
    _draw_again(conn, desk, known, f"card:{ticket.id}")
    owing.refresh_card(conn, desk, ticket)


def _draw_again(conn: Connection, desk: Desk, known: Receipt, word: str) -> None:
    """Let the next edit be made even if nothing seems to have changed.

    Not while one is coming or has just come: then the press was only quicker than the edit.
    """
    if not unfinished(conn, word, desk.now - A_MOMENT):
        receipts.set_digest(conn, known.chat_id, known.message_id, None)


def _without_ticket(conn: Connection, desk: Desk, press: Press) -> None:
    """A list of the leader's shows the ticket as it is; anything else loses its buttons."""
    own = own_ticket(conn, press) if press.action in _LISTED else None
    if own is not None and press.chat_id == press.presser_id:
        view = views.case(conn, desk, own[1])
        owing.replace_text(conn, desk, press.chat_id, press.message_id, "case", view)
    else:
        _strip(conn, desk, press)
