"""What stands in the place of a file that was taken away: a plain picture, or a small text.

Telegram lets a bot put another file into its own old message; a recording of a voice it does not.
"""

from __future__ import annotations

import struct
import zlib
from base64 import b64encode
from collections.abc import Mapping

from sqlalchemy import Connection

from bot.domain.messages import Kind
from bot.domain.outgoing import Command, File, Target
from bot.helpdesk import owing, secret_traces
from bot.helpdesk.desk import Desk
from bot.storage import receipts, staff
from bot.storage.outbox import OutboxRow, Owed, owe
from bot.storage.rows import Ticket
from bot.templates import Texts

OPERATION = "replace_media"
#: By what a message holds, what may be put in its place.
INSTEAD: Mapping[str, str] = {
    "photo": "photo",
    "video": "photo",
    "document": "document",
    "audio": "document",
    "animation": "document",
}
_WIDE, _HIGH, _COLOUR = 320, 200, b"\xe9\xc4\x6a"


def put_instead(
    conn: Connection, desk: Desk, chat_id: int, message_id: int, media: str, number: int | None
) -> None:
    """Owe the exchange of a file for one that says nothing."""
    owe(
        conn,
        Owed(
            key=f"{OPERATION}:{chat_id}:{message_id}",
            kind=Kind.EDIT,
            operation=OPERATION,
            to=f"chat:{chat_id}",
            params={"_message": message_id, "as": INSTEAD[media], "number": number},
        ),
        desk.now,
    )


def confided(conn: Connection, desk: Desk, ticket: Ticket) -> None:
    """Exchange the files that stand in the group of a ticket that is confidential from now on."""
    group = staff.where(conn, owing.GROUP)
    for copy in receipts.of_ticket(conn, ticket.id, secret_traces.FORMER):
        media = secret_traces.media_of(conn, copy)
        if group is None or copy.chat_id != group.chat_id:
            continue
        if media is not None and media in INSTEAD:
            put_instead(conn, desk, copy.chat_id, copy.message_id, media, ticket.id)
        else:  # a recording: an administrator may delete it at any time
            owing.delete_message(conn, desk, copy.chat_id, copy.message_id)


def prepare(texts: Texts, row: OutboxRow, target: Target) -> Command:
    """Return the command that exchanges a file."""
    said = texts.render("privacy_overwritten", {"number": row.params["number"]})
    kind = row.params["as"]
    content = picture() if kind == "photo" else said.html.encode()
    name = "usunieto.png" if kind == "photo" else "usunieto.txt"
    file = File(name, "", data=b64encode(content).decode())
    message = row.params["_message"]
    return Command(
        OPERATION, target.chat_id, html=said.html, message_id=message, name=kind, file=file
    )


def picture() -> bytes:
    """Return a picture of one colour, as PNG."""
    line = b"\x00" + _COLOUR * _WIDE
    head = struct.pack(">IIBBBBB", _WIDE, _HIGH, 8, 2, 0, 0, 0)
    parts = ((b"IHDR", head), (b"IDAT", zlib.compress(line * _HIGH, 9)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(kind, data) for kind, data in parts)


def _chunk(kind: bytes, data: bytes) -> bytes:
    mark = struct.pack(">I", zlib.crc32(kind + data))
    return struct.pack(">I", len(data)) + kind + data + mark
