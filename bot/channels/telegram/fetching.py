"""Files that a dialogue waits for: fetched and read before anything is committed.

Only where the sender's dialogue has a reader, and only small ones; what cannot be had or read
comes as None, and the dialogue says so.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import PurePosixPath
from typing import Any

from sqlalchemy import Connection
from telegram.error import BadRequest

from bot.channels.telegram.context import Context
from bot.helpdesk.desk import Incoming
from bot.storage import people

LARGEST = 5_000_000  # bytes

#: From a file's name and content to what stands in it; None when it is not what was asked for.
Read = Callable[[str, bytes], Any]


async def with_file(context: Context, incoming: Incoming, readers: Mapping[str, Read]) -> Incoming:
    """Return a message with what its file says, if its sender's dialogue waits for one."""
    if incoming.media != "document" or incoming.file is None:
        return incoming
    dialog = await context.services.database.read(lambda conn: _dialog(conn, incoming))
    read = readers.get(dialog or "")
    if read is None:
        return incoming
    fetched = await _fetch(context, incoming.file["file_id"])
    if fetched is None:
        return incoming
    return replace(incoming, read=await asyncio.to_thread(read, *fetched))


def _dialog(conn: Connection, incoming: Incoming) -> str | None:
    person = people.by_telegram(conn, incoming.sender_id)
    return person.dialog if person is not None else None


async def _fetch(context: Context, file_id: str) -> tuple[str, bytes] | None:
    try:
        file = await context.bot.get_file(file_id)
    except BadRequest:  # too big for the Bot API, or gone
        return None
    if file.file_size is None or file.file_size > LARGEST:
        return None
    content = bytes(await file.download_as_bytearray())
    return PurePosixPath(file.file_path or "").name, content
