"""When an update cannot be read or its handler fails three times: its words still reach a human.

Works on the raw update, because nothing better was to be had of it, and takes nothing for granted.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import structlog
from sqlalchemy import Connection

from bot.domain.messages import Kind
from bot.domain.names import name_or_nobody
from bot.domain.written import clean
from bot.helpdesk import edits, notices, opening, owing, reach
from bot.helpdesk.desk import Desk, Incoming
from bot.helpdesk.talk import ASKING
from bot.storage import staff
from bot.storage.rows import attempt
from bot.storage.trouble import UNAVAILABLE

log = structlog.get_logger(__name__)

LONGEST = 4096  # Telegram's longest text


def to_human(conn: Connection, desk: Desk, raw: str) -> None:
    """Open a ticket from a raw update that a person sent in private; raise an alarm.

    A command asks nothing of a human: whoever wrote one is told where help is. An edit or words in
    the advisors' group become no ticket either: their author is told that nothing came of them.
    """
    if staff.where(conn, owing.GROUP) is not None:
        _alarm(conn, desk)
    try:
        with attempt(conn):  # whatever stands in the update, the alarm is owed
            _take_care(conn, desk, raw)
    except UNAVAILABLE:
        raise
    except Exception as error:
        log.error("fallback_failed", error=type(error).__name__)


def _alarm(conn: Connection, desk: Desk) -> None:
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


def _take_care(conn: Connection, desk: Desk, raw: str) -> None:
    incoming = _read(raw, desk)
    if incoming is None:
        _tell_author(conn, desk, raw)
    elif not edits.is_known(conn, incoming):
        person = reach.meet(conn, desk, incoming.sender_id, incoming.name)
        if incoming.text.startswith("/"):
            notices.help_text(conn, desk, person)
        else:
            question = opening.save_question(conn, person, incoming)
            opening.open_ticket(conn, desk, person, question)


def _tell_author(conn: Connection, desk: Desk, raw: str) -> None:
    """Tell who edited, or wrote in the group for the bot, that nothing came of it."""
    update = _loaded(raw)
    message = _part(update, "message") or _part(update, "edited_message")
    chat, message_id = _part(message, "chat"), _number(message, "message_id")
    chat_id = _number(chat, "id")
    if chat_id is None or message_id is None or _part(message, "from").get("is_bot"):
        return
    private, group = chat.get("type") == "private", staff.where(conn, owing.GROUP)
    for_bot = _part(message, "reply_to_message") or _words(message.get("text")).startswith("/")
    if not private and (group is None or group.chat_id != chat_id or not for_bot):
        return
    params = {
        "what": "edit" if private else "group",
        "_thread": _number(message, "message_thread_id"),
    }
    owing.send_to(conn, desk, f"chat:{chat_id}", "went_wrong", params, reply_to=message_id)


def _loaded(raw: str) -> Any:
    try:
        return json.loads(raw)
    except (ValueError, RecursionError):
        return None


def _read(raw: str, desk: Desk) -> Incoming | None:
    message = _part(_loaded(raw), "message")
    chat, sender = _part(message, "chat"), _part(message, "from")
    if chat.get("type") != "private" or sender.get("is_bot"):
        return None
    chat_id, message_id = _number(chat, "id"), _number(message, "message_id")
    if chat_id is None or message_id is None:
        return None
    person = {**chat, **sender}  # a private chat has the person's number and name
    name = f"{_words(person.get('first_name'))} {_words(person.get('last_name'))}"
    return Incoming(
        chat_id=chat_id,
        message_id=message_id,
        sender_id=chat_id,
        name=name_or_nobody(name),
        text=_words(message.get("text")) or _words(message.get("caption")),
        at=_written(message.get("date"), desk.now),
        media=next((kind for kind in sorted(ASKING) if message.get(kind)), None),
    )


def _part(owner: Any, name: str) -> Mapping[str, Any]:
    part = owner.get(name) if isinstance(owner, Mapping) else None
    return part if isinstance(part, Mapping) else {}


def _number(owner: Mapping[str, Any], name: str) -> int | None:
    number = owner.get(name)
    usable = isinstance(number, int) and not isinstance(number, bool) and abs(number) < 2**63
    return number if usable else None


def _words(value: Any) -> str:
    """Return a text that can be stored; what is no text holds no words."""
    return clean(value[:LONGEST]) if isinstance(value, str) else ""


def _written(date: Any, now: datetime) -> datetime:
    """Return when it was written, as far as that can be read: what comes after it counts on it."""
    if isinstance(date, bool) or not isinstance(date, int) or not 0 < date < now.timestamp():
        return now
    return datetime.fromtimestamp(date, UTC)
