"""When an update cannot be read or its handler fails three times: its words still reach a human.

Works on the raw update, because nothing better was to be had of it, and takes nothing for granted.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

import structlog
from sqlalchemy import Connection

from bot.domain.messages import Kind
from bot.helpdesk import opening, owing
from bot.helpdesk.desk import Desk, Incoming
from bot.storage import inbox, people, questions, staff
from bot.storage.trouble import UNAVAILABLE

log = structlog.get_logger(__name__)

#: What may carry a question, in the order in which it is looked for.
MEDIA = ("photo", "voice", "video", "video_note", "audio", "animation", "document")


def to_human(conn: Connection, desk: Desk, raw: str) -> None:
    """Open a ticket from a raw update that a person sent in private; raise an alarm.

    A command, an edit or words in the advisors' group become no ticket: their author is told.
    """
    alarm(conn, desk)
    try:
        with conn.begin_nested():  # whatever stands in the update, the alarm is owed
            _take_care(conn, desk, raw)
    except UNAVAILABLE:
        raise
    except Exception as error:
        log.error("fallback_failed", error=type(error).__name__)


def store(conn: Connection, desk: Desk, updates: Sequence[Mapping[str, Any]]) -> None:
    """Keep updates; raise an alarm when one of them was put aside, for nobody can read it."""
    before = inbox.in_quarantine(conn)
    inbox.store(conn, updates, desk.now)
    if inbox.in_quarantine(conn) > before:
        alarm(conn, desk)


def alarm(conn: Connection, desk: Desk) -> None:
    """Tell coordination, once an hour at most, that something was put aside."""
    if staff.where(conn, owing.GROUP) is None:
        return
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
    update = _update(raw)
    incoming = _incoming(update.get("message"), desk)
    if incoming is None:
        _tell_author(conn, desk, update)
    elif not questions.by_message(conn, incoming.chat_id, incoming.message_id):
        person = people.meet(conn, incoming.sender_id, incoming.name, desk.now)
        question = opening.save_question(conn, person, incoming)
        opening.open_ticket(conn, desk, person, question)


def _update(raw: str) -> dict[str, Any]:
    try:
        update: Any = json.loads(raw)
    except (ValueError, RecursionError):
        return {}
    return update if isinstance(update, dict) else {}


def _tell_author(conn: Connection, desk: Desk, update: dict[str, Any]) -> None:
    """Tell whoever gets no ticket that nothing came of what they sent."""
    what = "edit" if "edited_message" in update else "command"
    message: Any = update.get("edited_message") or update.get("message")
    if not _from_person(message):
        return
    chat_id, answers = message["chat"]["id"], isinstance(message.get("reply_to_message"), dict)
    if message["chat"].get("type") != "private":
        group = staff.where(conn, owing.GROUP)
        commands = str(message.get("text") or "").startswith("/")
        if group is None or group.chat_id != chat_id or not (answers or commands):
            return
        what = "group"
    params = {"what": what, "_thread": message.get("message_thread_id")}
    owing.send_to(
        conn, desk, f"chat:{chat_id}", "went_wrong", params, reply_to=message["message_id"]
    )


def _from_person(message: Any) -> bool:
    """Tell whether this is a message that somebody wrote somewhere, by its bare shape."""
    if not isinstance(message, dict):
        return False
    chat, sender = message.get("chat"), message.get("from")
    if not isinstance(chat, dict) or not isinstance(sender, dict) or sender.get("is_bot"):
        return False
    numbers = (chat.get("id"), message.get("message_id"), sender.get("id"))
    return all(isinstance(number, int) for number in numbers)


def _incoming(message: Any, desk: Desk) -> Incoming | None:
    """Return a leader's words or media, if it is those."""
    if not _from_person(message) or message["chat"].get("type") != "private":
        return None
    text = message.get("text") or message.get("caption") or ""
    media = next((kind for kind in MEDIA if message.get(kind)), None)
    if not isinstance(text, str) or text.startswith("/") or not (text or media):
        return None
    album = message.get("media_group_id")
    return Incoming(
        chat_id=message["chat"]["id"],
        message_id=message["message_id"],
        sender_id=message["from"]["id"],
        name=str(message["from"].get("first_name") or "?")[:200],
        text=text.encode("utf-8", "replace").decode("utf-8"),
        at=desk.now,
        media=media,
        album=album if isinstance(album, str) else None,
    )
