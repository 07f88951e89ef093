"""A copy of the program among others that use the same database: who leads, whose turn is it.

A SQLite file has one copy, which leads for ever. Beside a server there may be several: each takes
chats to deal with, and one of them leads, that is, sends, fetches and does what the clock brings.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Collection
from datetime import datetime
from typing import Any, Protocol

from sqlalchemy import Connection

from bot.storage import claiming
from bot.storage.inbox import InboxRow

Read = Callable[[Callable[[Connection], Any]], Awaitable[Any]]
#: Updates to deal with, each the first of its chat, and when another will be due.
Claimed = tuple[list[InboxRow], datetime | None]


class LostLead(Exception):
    """Another copy leads now: nothing of what this one was about to store holds any more."""


class Replica(Protocol):
    """What a copy of the program knows of the others."""

    #: Set while this copy leads.
    leading: asyncio.Event

    @property
    def reign(self) -> int:
        """Return a number that is another one whenever somebody else has led in between."""

    def sure(self) -> bool:
        """Tell whether this copy leads beyond doubt: for what happens outside of transactions."""

    def require_lead(self, conn: Connection) -> None:
        """Raise LostLead unless this copy leads as this transaction sees it."""

    async def claim(self, busy: Collection[str], now: datetime, most: int) -> Claimed:
        """Take the turn of some chats that are not `busy`; nobody else has it until `release`."""

    async def release(self, chat: str) -> None:
        """Give the turn of a chat back."""


class OnlyOne:
    """The only copy there is."""

    reign = 0

    def __init__(self, read: Read) -> None:
        self._read = read
        self.leading = asyncio.Event()
        self.leading.set()

    def sure(self) -> bool:
        """Tell that it leads."""
        return True

    def require_lead(self, conn: Connection) -> None:
        """Let every transaction pass."""

    async def claim(self, busy: Collection[str], now: datetime, most: int) -> Claimed:
        """Return what is next: the one worker remembers which chats it is busy with."""
        claimed: Claimed = await self._read(
            lambda conn: (claiming.claim(conn, busy, now, most), claiming.next_moment(conn, now))
        )
        return claimed

    async def release(self, chat: str) -> None:
        """Do nothing: nobody else waits for it."""
