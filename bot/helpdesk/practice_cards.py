"""A practice as the coordinators see it: its card, its photos, and all of its words on their way.

The card shows the newest state: sent once for each version, then edited in its place. Photos go
only with the consent of those in them. Deciding is the work of `practice_decisions`.
"""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import Connection

from bot.domain.messages import Kind
from bot.domain.outgoing import Command, Target
from bot.helpdesk import owing, practice_views
from bot.helpdesk.desk import Desk
from bot.helpdesk.redrawing import in_place
from bot.storage import practices, receipts
from bot.storage.outbox import OutboxRow, Owed, Skip, owe, unfinished
from bot.storage.practices import Practice
from bot.storage.rows import Receipt
from bot.templates import Message, Texts

CARD, TEXT, PHOTOS = "practice_card", "practice_text", "practice_photos"
OPERATIONS = (CARD, TEXT, PHOTOS)
A_MOMENT = timedelta(seconds=10)


def submit(conn: Connection, desk: Desk, ident: int) -> None:
    """Owe coordination a practice: long words and photos first, the card with buttons last.

    In a phone the newest message is the nearest.
    """
    found = practices.get(conn, ident)
    story = practice_views.shown(conn, found, "story")
    if len(story) > practice_views.SHOWN:
        for number, _piece in enumerate(practice_views.pieces(story)):
            _owe(conn, desk, found, TEXT, Kind.CARD, number)
    if found.people_agree:
        show_photos(conn, desk, found)
    refresh(conn, desk, ident)


def show_photos(conn: Connection, desk: Desk, found: Practice) -> None:
    """Owe coordination the photos, if there are any."""
    if practices.photo_count(conn, found.id):
        _owe(conn, desk, found, PHOTOS, Kind.MEDIA)


def refresh(conn: Connection, desk: Desk, ident: int) -> None:
    """Owe coordination the card as it is now."""
    found = practices.get(conn, ident)
    _owe(conn, desk, found, CARD, Kind.CARD)


def redraw(conn: Connection, desk: Desk, known: Receipt) -> None:
    """Bring a card up to date that somebody sees in an older state, even if we believe it is not.

    Not while an edit is coming or has just come: then the press was only quicker than the edit.
    """
    ident = known.practice_id or 0
    if not unfinished(conn, f"{CARD}:{ident}", desk.now - A_MOMENT):
        receipts.set_digest(conn, known.chat_id, known.message_id, None)
    refresh(conn, desk, ident)


def bring(conn: Connection, desk: Desk) -> None:
    """Owe the cards that wait for a decision: those in a former chat can be pressed no more."""
    for found in practices.in_state(conn, "sent"):
        submit(conn, desk, found.id)


def _owe(
    conn: Connection, desk: Desk, found: Practice, operation: str, kind: Kind, number: int = 0
) -> None:
    owe(
        conn,
        Owed(
            key=f"{operation}:{found.id}:{number}:{desk.cause}",
            kind=kind,
            operation=operation,
            to=owing.COORDINATION,
            params={"practice": found.id, "number": number},
            role="practice" if operation == CARD else "practice_part",
            coalesce=f"{operation}:{found.id}" if operation == CARD else None,
        ),
        desk.now,
    )


# On the way: rendered from the rows at the moment of sending


def command(
    conn: Connection, desk: Desk, texts: Texts, row: OutboxRow, target: Target
) -> Command | Skip:
    """Return the command that carries a practice, or a part of it, to coordination."""
    chat_id, thread_id = target.chat_id, target.thread_id
    found = practices.find(conn, row.params["practice"])
    if found is None or (row.operation != CARD and found.state != "sent" and not found.slug):
        return Skip("not_waiting")
    if row.operation == PHOTOS:
        return _photos(conn, found, chat_id, thread_id)
    if row.operation == TEXT:
        return _piece(conn, texts, found, row.params["number"], chat_id, thread_id)
    return _card(conn, texts, found, chat_id, thread_id)


def _photos(
    conn: Connection, found: Practice, chat_id: int, thread_id: int | None
) -> Command | Skip:
    photos = [one for one in practices.parts(conn, found.id) if one.field == "photo"]
    if not photos or not found.people_agree:
        return Skip("no_photos")
    return Command(
        "album" if len(photos) > 1 else "copy",
        chat_id,
        thread_id,
        from_chat_id=photos[0].chat_id,
        message_ids=tuple(one.message_id for one in photos),
    )


def _piece(
    conn: Connection,
    texts: Texts,
    found: Practice,
    number: int,
    chat_id: int,
    thread_id: int | None,
) -> Command | Skip:
    cut = practice_views.pieces(practice_views.shown(conn, found, "story"))
    if number >= len(cut):
        return Skip("no_words")
    view = {
        "title": practice_views.shown(conn, found, "title"),
        "number": number + 1,
        "count": len(cut),
        "text": cut[number],
    }
    return _said("send", texts.render("practice_text", view), chat_id, thread_id)


def _card(
    conn: Connection, texts: Texts, found: Practice, chat_id: int, thread_id: int | None
) -> Command | Skip:
    known = receipts.card_of_practice(conn, found.id)
    made = _said(
        "card", texts.render("practice_card", practice_views.card(conn, found)), chat_id, thread_id
    )
    older = known is not None and found.sent_at is not None and known.at < found.sent_at
    if known is None or known.chat_id != chat_id or (older and found.state == "sent"):
        return made
    return in_place(made, known)


def _said(operation: str, message: Message, chat_id: int, thread_id: int | None) -> Command:
    return Command(
        operation,
        chat_id,
        thread_id,
        html=message.html,
        keyboard=message.keyboard or None,
    )
