"""How fast somebody writes or presses, told before any expensive work is done.

Counted in memory by the times of the messages themselves, so that a backlog after an outage is no
flood; after a restart the last minute is read from the inbox once.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from bot.channels.telegram.context import Context
from bot.domain.limits import AT_ONCE
from bot.helpdesk.desk import Incoming
from bot.storage import inbox
from bot.storage.inbox import InboxRow


async def writes_too_much(context: Context, said: Incoming) -> bool:
    """Tell whether this private message is above what one person's messages may be."""
    seen, chat = context.services.limits.messages, _chat(said)
    if not seen.knows(chat):
        await _remember(context, chat)
    return seen.too_many(chat, said.album or context.update_id, said.at)


def writes_by_the_handful(context: Context, said: Incoming) -> bool:
    """Tell whether messages come faster than answers to them can be read."""
    return context.services.limits.messages.passed(_chat(said), said.at, AT_ONCE)


def presses_too_much(context: Context, presser_id: int) -> bool:
    """Tell whether this press is above what one person may press."""
    return context.services.limits.presses.too_many(presser_id, context.update_id, context.now)


def edits_too_much(context: Context, said: Incoming) -> bool:
    """Tell whether this edit is above what one person may edit."""
    return context.services.limits.edits.too_many(said.sender_id, context.update_id, context.now)


def lists_too_much(context: Context, sender_id: int) -> bool:
    """Tell whether this command of the group is above what one person may ask for."""
    return context.services.limits.lists.too_many(sender_id, context.update_id, context.now)


def _chat(said: Incoming) -> str:
    return f"chat:{said.chat_id}"


async def _remember(context: Context, chat: str) -> None:
    """Read what somebody wrote before this process began."""
    seen = context.services.limits.messages
    count, ident = seen.limit.most + 1, context.update_id
    rows = await context.services.database.read(
        lambda conn: inbox.before(conn, chat, ident, count)
    )
    for row, message in _messages(rows):
        at = datetime.fromtimestamp(message["date"], UTC)
        seen.note(chat, message.get("media_group_id") or row.update_id, at)


def _messages(rows: list[InboxRow]) -> Iterator[tuple[InboxRow, dict[str, Any]]]:
    for row in rows:
        message = json.loads(row.raw).get("message") if row.raw else None
        if isinstance(message, dict) and isinstance(message.get("date"), int):
            yield row, message
