"""A proposal in the group: its author's draft in a thread, and its card for whoever decides.

Both show the newest state: sent once, then edited in place.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

from sqlalchemy import Connection

from bot.domain.messages import Kind
from bot.domain.outgoing import Command, Target
from bot.helpdesk import owing, proposal_views
from bot.helpdesk.desk import Desk
from bot.helpdesk.redrawing import in_place
from bot.storage import proposals, receipts
from bot.storage.outbox import OutboxRow, Owed, Skip, owe, unfinished
from bot.storage.proposals import Proposal
from bot.storage.rows import Receipt
from bot.templates import Texts

OPERATION = "proposal"
DRAFT, CARD = "proposal", "proposal_card"  # roles, and the templates of the same names
A_MOMENT = timedelta(seconds=10)


def show_draft(
    conn: Connection,
    desk: Desk,
    found: Proposal,
    *,
    reply_to: int | None = None,
    menu: str | None = None,
) -> None:
    """Owe the thread in which a proposal is written its draft as it is now.

    `menu` stands in the place of its buttons: the "topics".
    """
    _owe(conn, desk, found, DRAFT, found.thread, reply_to=reply_to, menu=menu)


def show_card(conn: Connection, desk: Desk, found: Proposal) -> None:
    """Owe coordination the card of a proposal as it is now."""
    _owe(conn, desk, found, CARD, owing.COORDINATION)


def show_long_answer(conn: Connection, desk: Desk, found: Proposal) -> None:
    """Owe coordination the whole of an answer that its card only begins, to stand above it."""
    if found.kind != "wording" and len(found.answer) > proposal_views.LONG_ANSWER:
        words = {"question": proposal_views.called(desk, found), "answer": found.answer}
        key = f"proposal-text:{found.id}:{found.rev}"
        to = owing.COORDINATION
        owing.send_to(conn, desk, to, "proposal_text", words, role="notice", key=key)


def refresh(conn: Connection, desk: Desk, ident: int) -> None:
    """Owe the draft and, where there is one, the card as they are now."""
    found = proposals.get(conn, ident)
    show_draft(conn, desk, found)
    if receipts.of_content(conn, ident, CARD) is not None:
        show_card(conn, desk, found)


def redraw(conn: Connection, desk: Desk, known: Receipt) -> None:
    """Bring a message up to date that somebody sees in an older state.

    Not while an edit is coming or has just come: then the press was only quicker than the edit.
    """
    found = proposals.get(conn, known.content_id or 0)
    if not unfinished(conn, _word(found, known.role), desk.now - A_MOMENT):
        receipts.set_digest(conn, known.chat_id, known.message_id, None)
    show = show_draft if known.role == DRAFT else show_card
    show(conn, desk, found)


def bring(conn: Connection, desk: Desk) -> None:
    """Owe the cards that wait for a decision: those in a former chat can be pressed no more."""
    for found in proposals.in_state(conn, "offered"):
        if found.bench is not None:
            show_card(conn, desk, found)


def _word(found: Proposal, role: str) -> str:
    return f"{role}:{found.id}"


def _owe(
    conn: Connection,
    desk: Desk,
    found: Proposal,
    role: str,
    to: str,
    **shown: Any,
) -> None:
    owe(
        conn,
        Owed(
            key=f"{role}:{found.id}:{desk.cause}",
            kind=Kind.CARD,
            operation=OPERATION,
            to=to,
            params={"content": found.id, **shown},
            role=role,
            coalesce=None if shown.get("menu") else _word(found, role),
        ),
        desk.now,
    )


def command(
    conn: Connection, desk: Desk, texts: Texts, row: OutboxRow, target: Target
) -> Command | Skip:
    """Return the command that shows a proposal, rendered from the row at this moment."""
    found = proposals.find(conn, row.params["content"])
    role = row.role or DRAFT
    if found is None:
        return Skip("no_proposal")
    menu = {"menu": row.params.get("menu")}
    message = texts.render(role, proposal_views.view(desk, found) | menu)
    known = receipts.of_content(conn, found.id, role)
    made = Command(
        "card",
        target.chat_id,
        target.thread_id,
        html=message.html,
        keyboard=message.keyboard or None,
    )
    if known is None or known.chat_id != target.chat_id:
        return replace(made, reply_to=row.params.get("reply_to"))
    return in_place(made, known)
