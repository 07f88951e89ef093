"""Files that people sent, fetched outside of any transaction.

Those that a dialogue waits for are read before the transaction that takes them: only when the
sender's dialogue says so, and only small ones; what a file holds is read in a thread by what the
dialogue brought for it.
"""

from __future__ import annotations

import asyncio
from dataclasses import replace

from telegram.error import BadRequest, TelegramError
from telegram.ext import ExtBot

from bot.channels.telegram.context import Context
from bot.helpdesk.desk import Incoming
from bot.parts.putting_together import FILES
from bot.programme import documents, sheets
from bot.storage import people


async def file_of(bot: ExtBot[None], file_id: str, most: int) -> bytes | None:
    """Return what is in a file at Telegram; None when it is larger, or is there no longer.

    Raises `documents.NotNow` while Telegram is away.
    """
    try:
        found = await bot.get_file(file_id)
        if (found.file_size or 0) > most:
            return None
        content = bytes(await found.download_as_bytearray())
    except BadRequest:
        return None
    except TelegramError as error:
        raise documents.NotNow from error
    return content if len(content) <= most else None


async def with_file(context: Context, incoming: Incoming, name: str, size: int) -> Incoming:
    """Return the message with what its file holds, if a dialogue of its sender waits for one."""
    if incoming.media != "document" or incoming.file is None:
        return incoming
    person = await context.services.database.read(
        lambda conn: people.by_telegram(conn, incoming.sender_id)
    )
    waits = person is not None and (
        person.dialog_until is None or person.dialog_until > context.now
    )
    read = FILES.get(person.dialog or "") if person is not None and waits else None
    if read is None:
        return incoming
    if size > sheets.MOST_BYTES:
        return replace(incoming, read=sheets.Unread("big"))
    try:
        found = await context.bot.get_file(incoming.file["file_id"])
        content = bytes(await found.download_as_bytearray())
    except BadRequest:  # Telegram has it no longer; while it is away, the update waits
        return replace(incoming, read=sheets.Unread("broken"))
    return replace(incoming, read=await asyncio.to_thread(read, name, content))


async def content_of(bot: ExtBot[None], file_id: str) -> bytes | None:
    """Return what Telegram keeps under a name; None when it has it no longer, or it is too big.

    Raises `documents.NotNow` while Telegram is away: what needs the file is made later.
    """
    try:
        return bytes(await (await bot.get_file(file_id)).download_as_bytearray())
    except BadRequest:
        return None
    except TelegramError as error:
        raise documents.NotNow from error
