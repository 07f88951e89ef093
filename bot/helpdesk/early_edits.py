"""Edits that come before the messages they change: kept for ten minutes, then questions.

Telegram brings updates to a webhook side by side, so an edit may overtake its message. Whoever
edits a message that we answered without keeping it (thanks, a greeting) into a question is not
left without an answer either.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy import Connection

from bot.helpdesk.desk import Desk, Incoming
from bot.storage import records

KEPT = timedelta(minutes=10)
_EDIT = "edit:"


def _name(incoming: Incoming) -> str:
    return f"{_EDIT}{incoming.chat_id}:{incoming.message_id}"


def keep(
    conn: Connection, desk: Desk, incoming: Incoming, *, asks: bool, topic: str | None = None
) -> None:
    """Keep the newest words of a message that is not known yet; `asks` makes them a question."""
    edited_at = incoming.edited_at or desk.now
    known = records.get_fact(conn, _name(incoming))
    if known is not None and datetime.fromisoformat(known["edited_at"]) > edited_at:
        return
    value = {
        "text": incoming.text,
        "entities": incoming.entities,
        "media": incoming.media,
        "edited_at": edited_at.isoformat(),
        "kept_at": known["kept_at"] if known else desk.now.isoformat(),
        "sender": incoming.sender_id,
        "name": incoming.name,
        "asks": asks,
        "topic": topic,
    }
    records.set_fact(conn, _name(incoming), value)


def take(conn: Connection, incoming: Incoming) -> Incoming | None:
    """Return, once, how a message that has just come was edited before it came."""
    known = records.get_fact(conn, _name(incoming))
    if known is None:
        return None
    records.forget_fact(conn, _name(incoming))
    return replace(
        incoming,
        text=known["text"],
        entities=known["entities"],
        edited_at=datetime.fromisoformat(known["edited_at"]),
    )


def overdue(conn: Connection, now: datetime) -> Iterator[tuple[Incoming, str | None]]:
    """Give, once, the questions whose messages never came, each with its topic."""
    for name, known in sorted(records.facts_named(conn, _EDIT).items()):
        if now - datetime.fromisoformat(known["kept_at"]) < KEPT:
            continue
        records.forget_fact(conn, name)
        if known["asks"]:
            chat_id, message_id = name.removeprefix(_EDIT).split(":")
            yield (
                Incoming(
                    chat_id=int(chat_id),
                    message_id=int(message_id),
                    sender_id=known["sender"],
                    name=known["name"],
                    text=known["text"],
                    at=datetime.fromisoformat(known["edited_at"]),
                    entities=known["entities"],
                    media=known["media"],
                ),
                known["topic"],
            )
