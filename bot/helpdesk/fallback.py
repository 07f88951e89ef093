"""When an update cannot be read or its handler fails three times: its words still reach a human.

Works on the raw update, because nothing better was to be had of it, and takes nothing for granted.
"""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection

from bot.domain.messages import Kind
from bot.helpdesk import opening, owing
from bot.helpdesk.desk import Desk, Incoming
from bot.storage import people, questions, staff


def to_human(conn: Connection, desk: Desk, raw: str) -> None:
    """Open a ticket from a raw update that a person sent in private; raise an alarm."""
    incoming = _read(raw, desk)
    if incoming is not None and not questions.by_message(
        conn, incoming.chat_id, incoming.message_id
    ):
        person = people.meet(conn, incoming.sender_id, incoming.name, desk.now)
        question = opening.save_question(conn, person, incoming)
        opening.open_ticket(conn, desk, person, question)
    if staff.where(conn, owing.GROUP) is not None:
        hour = desk.now.strftime("%Y%m%d%H")
        owing.send_to(
            conn,
            desk,
            owing.COORDINATION,
            "alarm",
            {"what": "quarantine"},
            kind=Kind.ALARM,
            role="alarm",
            key=f"alarm:quarantine:{hour}",
        )


def _read(raw: str, desk: Desk) -> Incoming | None:
    try:
        update: Any = json.loads(raw)
    except (ValueError, RecursionError):
        return None
    message = update.get("message") if isinstance(update, dict) else None
    if not isinstance(message, dict):
        return None
    chat, sender = message.get("chat"), message.get("from")
    if not isinstance(chat, dict) or not isinstance(sender, dict):
        return None
    if chat.get("type") != "private" or sender.get("is_bot"):
        return None
    numbers = (chat.get("id"), message.get("message_id"), sender.get("id"))
    if not all(isinstance(number, int) for number in numbers):
        return None
    text = message.get("text") or message.get("caption") or ""
    if not isinstance(text, str) or text.startswith("/"):
        return None
    return Incoming(
        chat_id=chat["id"],
        message_id=message["message_id"],
        sender_id=sender["id"],
        name=str(sender.get("first_name") or "?")[:200],
        text=text.encode("utf-8", "replace").decode("utf-8"),
        at=_written(message.get("date"), desk.now),
    )


def _written(date: Any, now: datetime) -> datetime:
    """Return when it was written, as far as that can be read: what comes after it counts on it."""
    if isinstance(date, bool) or not isinstance(date, int) or not 0 < date < now.timestamp():
        return now
    return datetime.fromtimestamp(date, UTC)
