"""Several copies of the program over one PostgreSQL server, none of which knows the others.

Everything they agree on are locks of the server, which end with the connection of whoever held
them. A copy that holds the turn of a chat deals with that chat alone. The one that holds the lock
of the lead is written down with a growing number, its reign: what a former leader still wants to
store is refused, because its number is no longer there. A copy that has stopped without ending
keeps its connection, and would keep its locks: the others end it for it.
"""

from __future__ import annotations

import asyncio
import contextlib
import secrets
import time
from collections.abc import Awaitable, Callable, Collection
from datetime import datetime
from typing import Any

import structlog
from sqlalchemy import Connection
from sqlalchemy.engine import URL

from bot.storage import claiming, records
from bot.storage.replica import Claimed, LostLead, Read
from bot.storage.session import AWAY, NAME, Session, SessionLost
from bot.storage.single import AnotherCopyRuns
from bot.storage.trouble import TROUBLE, ServerAway

log = structlog.get_logger(__name__)

#: Any numbers will do, as long as they stay the same; the server keeps them per database.
RUNNING, LEADING, CHATS = 7_262_142, 7_262_143, 7_262
LEADER = "leader"
BEAT, CLOSES_WITHIN = 1.0, 2.0  # seconds
#: Without a beat for so long a copy is thought to have stopped; much sooner it doubts itself.
STOPPED_AFTER, DOUBTS_AFTER = 15.0, 8.0
WAITS_FOR_TABLES = 20.0  # seconds in which another copy may be changing the tables
SHARE = 8  # chats taken at once: others want some, too
AMONG = 6  # candidates looked at for each of them: others hold some

_PLACE = {
    True: "SELECT pg_try_advisory_lock($1) AS got",
    False: "SELECT pg_try_advisory_lock_shared($1) AS got",
}
_HOLD = (
    "SELECT chat FROM unnest($1::text[]) AS wanted(chat)"
    " WHERE pg_try_advisory_lock($2, hashtext(chat)) LIMIT $3"
)
_FREE = "SELECT pg_advisory_unlock($1, hashtext($2))"
_END_STOPPED = (
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
    " WHERE datname = current_database() AND application_name = $1 AND pid <> pg_backend_pid()"
    " AND state = 'idle' AND state_change < clock_timestamp() - make_interval(secs => $2)"
)

Newest = Callable[[], Awaitable[bool]]
Write = Callable[[Callable[[Connection], Any]], Awaitable[Any]]


class OneOfMany:
    """One copy; `heard` is told what others have written, and by whom."""

    def __init__(self, url: URL, read: Read, write: Write, heard: Callable[[str], None]) -> None:
        self.name = secrets.token_hex(8)
        self.leading = asyncio.Event()
        self.reign = 0
        self._read, self._write = read, write
        self._session = Session(url, heard, self._fell)
        self._fallen = asyncio.Event()
        self._closing = False
        self._confirmed = 0.0
        self._held: dict[str, int] = {}  # by chat, in which connection
        self._alone = self._stays_alone = False
        self._joined_in = 0  # the connection that holds our place among the copies
        self._leads_in = 0  # the connection that holds the lead
        self._beating: asyncio.Task[None] | None = None

    # Coming and going

    async def arrive(self, newest: Newest, by_itself: bool) -> None:
        """Take a place among the copies; raise AnotherCopyRuns when it cannot be had.

        That is the only place for who wants to be `by_itself`, or has to change the tables first.
        """
        if not self._session.open:
            await self._connect()
        until = time.monotonic() + (0.0 if by_itself else WAITS_FOR_TABLES)
        while not await self._place(by_itself or not await newest()):
            if time.monotonic() >= until:
                raise AnotherCopyRuns("postgresql")
            await asyncio.sleep(0.2)
        self._stays_alone = by_itself

    async def _place(self, alone: bool) -> bool:
        got = bool((await self._session.ask(_PLACE[alone], RUNNING))[0]["got"])
        if got:
            self._joined_in, self._alone = self._session.generation, alone
        return got

    async def begin(self) -> None:
        """Begin to beat, and to lead if nobody does; let others in that had to wait for tables."""
        if self._alone and not self._stays_alone:
            await self._session.ask("SELECT pg_advisory_unlock($1)", RUNNING)
            await self._place(alone=False)
        await self._beat()
        self._beating = asyncio.create_task(self._beat_for_ever())

    async def close(self) -> None:
        """Let others have everything."""
        self._closing = True
        self._fallen.set()
        if self._beating is not None:  # a beat is better ended than broken off
            await asyncio.wait({self._beating}, timeout=CLOSES_WITHIN)
            self._beating.cancel()
            await asyncio.gather(self._beating, return_exceptions=True)
        self.leading.clear()
        await self._session.close()

    # Beating

    def _fell(self) -> None:
        self.leading.clear()
        self._fallen.set()

    async def _connect(self) -> None:
        try:
            await self._session.connect()
        except AWAY as error:
            raise ServerAway(type(error).__name__) from error

    async def _beat_for_ever(self) -> None:
        while not self._closing:
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(BEAT):
                    await self._fallen.wait()
            if self._closing:
                return
            self._fallen.clear()
            try:
                await self._beat()
            except TROUBLE as error:
                log.warning("session_lost", error=type(error).__name__)
                await asyncio.sleep(BEAT / 4)

    async def _beat(self) -> None:
        """Show that we are alive, lead if nobody does, and end who is not alive."""
        asked = time.monotonic()
        if not self._session.open:
            await self._connect()
        session = self._session
        if self._joined_in != session.generation and not await self._place(self._stays_alone):
            return  # somebody is at work on the tables
        await session.ask(_END_STOPPED, NAME, STOPPED_AFTER)
        await self._lead()
        if self._session.open:
            self._confirmed = asked

    async def _lead(self) -> None:
        generation = self._session.generation
        if self._leads_in != generation:
            rows = await self._session.ask(_PLACE[True], LEADING)
            if not rows[0]["got"]:
                return
            self._leads_in = generation
        if not self.leading.is_set():
            self.reign = await self._write(self._take_over)
            if self._leads_in == self._session.generation and self._session.open:
                self._confirmed = time.monotonic()
                self.leading.set()
                log.info("leads", count=self.reign)

    def _take_over(self, conn: Connection) -> int:
        """Write down who leads; the number grows when it is somebody else than before."""
        known = records.get_fact(conn, LEADER) or {"name": "", "reign": 0}
        if known["name"] != self.name:
            known = {"name": self.name, "reign": known["reign"] + 1}
            records.set_fact(conn, LEADER, known)
        return int(known["reign"])

    # Leading

    def sure(self) -> bool:
        """Tell whether this copy leads, and has heard from the server lately."""
        return self.leading.is_set() and time.monotonic() - self._confirmed < DOUBTS_AFTER

    def require_lead(self, conn: Connection) -> None:
        """Raise LostLead unless the server has us written down as leading."""
        known = records.get_fact(conn, LEADER)
        if not self.leading.is_set() or known != {"name": self.name, "reign": self.reign}:
            self.leading.clear()
            raise LostLead

    # The turns of chats

    async def claim(self, busy: Collection[str], now: datetime, most: int) -> Claimed:
        """Take the turn of chats whose first update may be dealt with now.

        Who had a turn before may have dealt with that update, so it is read again in our turn.
        """
        most = min(most, SHARE)
        seen, due = await self._read(
            lambda conn: (
                claiming.claim(conn, busy, now, most * AMONG),
                claiming.next_moment(conn, now),
            )
        )
        chats = await self._hold([row.chat for row in seen], most) if seen else []
        rows = []
        if chats:
            rows = await self._read(lambda conn: claiming.first_of(conn, chats, now))
        for chat in set(chats) - {row.chat for row in rows}:
            await self.release(chat)
        return rows, due

    async def _hold(self, chats: list[str], most: int) -> list[str]:
        generation = self._session.generation
        held = [row["chat"] for row in await self._session.ask(_HOLD, chats, CHATS, most)]
        self._held |= dict.fromkeys(held, generation)
        return held

    async def release(self, chat: str) -> None:
        """Give the turn of a chat back; it is free anyway when the connection has ended."""
        if self._held.pop(chat, 0) == self._session.generation:
            try:
                await self._session.ask(_FREE, CHATS, chat)
            except SessionLost:
                log.warning("session_lost", error="release")
