"""Panels: cards of the programme, sent once for each chat and then edited in their place.

A panel is named by its subject ("announcement:5"); what it shows is looked up when it is sent, so
several changes in a row make one edit. Which panels there are stands in `putting_together`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection

from bot.domain.messages import Kind
from bot.domain.outgoing import Command
from bot.helpdesk.desk import Desk
from bot.helpdesk.redrawing import in_place
from bot.storage import receipts
from bot.storage.outbox import OutboxRow, Owed, Skip, owe, unfinished
from bot.storage.rows import Receipt
from bot.templates import Texts

OPERATION = "panel"
A_MOMENT = timedelta(seconds=10)


@dataclass(frozen=True, slots=True)
class Shown:
    """What a panel shows: a message and its values."""

    template: str
    values: Mapping[str, Any]


#: From what stands after the colon of a subject, to what is shown; None when it is gone.
Draw = Callable[[Connection, Desk, str], Shown | None]


def show(
    conn: Connection,
    desk: Desk,
    to: str,
    subject: str,
    *,
    anew: bool = False,
    not_before: datetime | None = None,
) -> None:
    """Owe a chat the panel of a subject as it is now; `anew` sends another one below."""
    owe(
        conn,
        Owed(
            key=f"{OPERATION}:{subject}:{to}:{desk.cause}",
            kind=Kind.CARD,
            operation=OPERATION,
            to=to,
            params={"subject": subject, "anew": anew},
            role="panel",
            coalesce=None if anew else f"{OPERATION}:{subject}:{to}",
            not_before=not_before,
        ),
        desk.now,
    )


def redraw(conn: Connection, desk: Desk, to: str, subject: str, known: Receipt) -> None:
    """Bring a panel up to date that somebody sees in an older state, even if we believe it is not.

    Not while an edit is coming or has just come: then the press was only quicker than the edit.
    """
    if not unfinished(conn, f"{OPERATION}:{subject}:{to}", desk.now - A_MOMENT):
        receipts.set_digest(conn, known.chat_id, known.message_id, None)
    show(conn, desk, to, subject)


def prepare(
    conn: Connection,
    desk: Desk,
    texts: Texts,
    row: OutboxRow,
    chat_id: int,
    thread_id: int | None,
    draws: Mapping[str, Draw],
) -> Command | Skip:
    """Return the command that sends the panel, or edits the one that stands there."""
    kind, _, rest = row.params["subject"].partition(":")
    shown = draws[kind](conn, desk, rest)
    if shown is None:
        return Skip("gone")
    message = texts.render(shown.template, dict(shown.values))
    made = Command(
        OPERATION, chat_id, thread_id, html=message.html, keyboard=message.keyboard or None
    )
    known = receipts.of_subject(conn, row.params["subject"], chat_id)
    if known is None or row.params["anew"]:
        return made
    return in_place(made, known)
