"""Files that are made: lists, certificates, calendar files, spreadsheets.

A file is owed like any message. Making one may take a second, so it happens between transactions,
in a thread: what goes into it is read first, as plain values. The message waits until it is there.
Which documents there are stands in `putting_together`.
"""

from __future__ import annotations

import asyncio
from base64 import b64encode
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import structlog
from sqlalchemy import Connection

from bot.domain.messages import Kind, MessageState
from bot.domain.outgoing import Command, File
from bot.helpdesk.desk import Desk
from bot.storage import made_files
from bot.storage.database import Database
from bot.storage.outbox import Later, OutboxRow, Owed, Skip, fail_pending, owe
from bot.storage.trouble import UNAVAILABLE
from bot.templates import Texts

log = structlog.get_logger(__name__)
OPERATION = "made"
LOOK_AGAIN = timedelta(seconds=1)


@dataclass(frozen=True, slots=True)
class Made:
    """A finished file."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Document:
    """One kind of file: what is read for it in a transaction, and how it is made outside of one.

    `collect` returns None when there is nothing to make any more. `files` names what Telegram
    keeps that goes into it: then `make` is given that, too, as `WithFiles`.
    """

    collect: Callable[[Connection, Desk, Mapping[str, Any]], Any | None]
    make: Callable[[Any], Made]
    files: Callable[[Any], Sequence[str]] | None = None


@dataclass(frozen=True, slots=True)
class WithFiles:
    """What was read for a file, and the content of what people had sent, as far as it was had."""

    given: Any
    files: Mapping[str, bytes]


class NotNow(Exception):
    """What Telegram keeps cannot be had at the moment: the file is made later."""


#: Returns the content of a file by what Telegram calls it; None when it cannot be had.
Fetch = Callable[[str], Awaitable[bytes | None]]
MOST_FETCHED = 12_000_000  # bytes of all files that go into one: what is more is left out


async def nothing_kept(_file_id: str) -> bytes | None:
    """Have no file: where there is no Telegram."""
    return None


def send(
    conn: Connection,
    desk: Desk,
    to: str,
    what: str,
    params: Mapping[str, Any],
    *,
    caption: str | None = None,
    values: Mapping[str, Any] | None = None,
    key: str | None = None,
    ticket: int | None = None,
    picture: bool = False,
) -> None:
    """Owe a chat a file; `caption` is a message of ours that stands under it.

    `ticket` is whose words stand in it. `picture`: it is shown in the chat, not offered as a file.
    """
    subject = ":".join(str(one) for one in params.values())
    owe(
        conn,
        Owed(
            key=key or f"{what}:{subject}:{to}:{desk.cause}",
            kind=Kind.MEDIA,
            operation=OPERATION,
            to=to,
            template=caption,
            params={
                "document": what,
                "about": dict(params),
                "values": dict(values or {}),
                "picture": picture,
            },
            ticket=ticket,
            role="file",
        ),
        desk.now,
    )


def prepare(
    conn: Connection,
    desk: Desk,
    texts: Texts,
    row: OutboxRow,
    chat_id: int,
    thread_id: int | None,
) -> Command | Skip | Later:
    """Return the command that sends the file, once it is made."""
    made = made_files.content_of(conn, row.id)
    if made is None:
        return Later(desk.now + LOOK_AGAIN)
    name, content = made
    message = texts.render(row.template, row.params["values"]) if row.template else None
    return Command(
        "photo" if row.params.get("picture") else "document",
        chat_id,
        thread_id,
        html=message.html if message else None,
        keyboard=(message.keyboard or None) if message else None,
        file=File(name, "", data=b64encode(content).decode()),
    )


class DocumentWork:
    """Makes the files that messages wait for."""

    def __init__(
        self,
        database: Database,
        desk: Callable[[str], Desk],
        documents: Mapping[str, Document],
        fetch: Fetch = nothing_kept,
    ) -> None:
        self._database, self._desk, self._documents = database, desk, documents
        self._fetch = fetch

    async def do(self) -> int:
        """Make what is wanted now, and return how many files that was.

        What cannot be made ends as failed, and is logged.
        """
        rows = await self._database.read(lambda conn: made_files.wanted(conn, OPERATION))
        for row in rows:
            await self._make(row)
        over = await self._database.read(made_files.any_over)
        if rows or over:
            await self._database.write(made_files.forget)
        return len(rows)

    async def _make(self, row: OutboxRow) -> None:
        desk, document = self._desk(f"o{row.id}"), self._documents[row.params["document"]]
        try:
            given = await self._database.read(
                lambda conn: document.collect(conn, desk, row.params["about"])
            )
            if given is not None and document.files is not None:
                given = WithFiles(given, await self._fetched(document.files(given)))
            made = None if given is None else await asyncio.to_thread(document.make, given)
        except UNAVAILABLE:
            raise
        except NotNow:
            return
        except Exception as error:  # whatever is wrong with one file, the others are made
            why = f"not_made: {type(error).__name__}"
            log.error("document_failed", document=row.params["document"], error=why)
            await self._database.write(
                lambda conn: fail_pending(conn, row.id, why, MessageState.FAILED, desk.now)
            )
            return
        if made is None:
            await self._database.write(
                lambda conn: fail_pending(conn, row.id, "gone", MessageState.CANCELLED, desk.now)
            )
            return
        await self._database.write(
            lambda conn: made_files.keep(conn, row.id, made.name, made.content, desk.now)
        )

    async def _fetched(self, wanted: Sequence[str]) -> dict[str, bytes]:
        """Return what can be had of these files, until there is no more room."""
        found: dict[str, bytes] = {}
        room = MOST_FETCHED
        for file_id in wanted:
            content = await self._fetch(file_id)
            if content is not None and len(content) <= room:
                found[file_id] = content
                room -= len(content)
        return found
