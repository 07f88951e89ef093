"""Fetching updates from Telegram: stored first, confirmed by the next call, never dropped.

Nothing is parsed here. Starting needs no stored offset: Telegram offers what was not confirmed,
and the inbox knows what it has.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from typing import Any

import structlog
from telegram.error import (
    BadRequest,
    Conflict,
    EndPointNotFound,
    InvalidToken,
    RetryAfter,
    TelegramError,
)
from telegram.ext import ExtBot

from bot.channels.telegram.carrier import Unreadable
from bot.channels.telegram.confirming import next_offset, numbers_of
from bot.channels.telegram.connection import LONG_POLL
from bot.channels.telegram.refusals import result_of
from bot.clock import Clock
from bot.domain.pacing import back_off

log = structlog.get_logger(__name__)

ALLOWED_UPDATES = (
    "message",
    "edited_message",
    "callback_query",
    "my_chat_member",
    "chat_member",
    "message_reaction",
)
#: Spelt so that the library passes it on: it warns about names that it has methods for, but its
#: own method would parse the updates, and one that it cannot parse would stop them all.
GET_UPDATES = "get_Updates"
CONFLICTS = 3
CONFLICTS_WITHIN = 30.0  # seconds
LONGEST_UNTIL_STORED = 5.0  # seconds between two looks whether the database is back

AT_ONCE = 100

Store = Callable[[list[Any]], Awaitable[None]]


class TokenRefused(Exception):
    """Telegram does not know the token (any more)."""


class SomebodyElsePolls(Exception):
    """Another program fetches this bot's updates."""


class Poller:
    """Long polling of one bot; `store` returns when the updates are committed.

    It fetches only while `leading` is set, if that is given: Telegram hears one at a time.
    """

    def __init__(
        self,
        bot: ExtBot[None],
        store: Store,
        clock: Clock,
        leading: asyncio.Event | None = None,
    ) -> None:
        self._bot = bot
        self._store = store
        self._clock = clock
        self._leading = leading
        self._offset: int | None = None
        self._unnumbered = False
        self._failures = 0
        #: When Telegram was heard last, by the wall and in monotonic seconds.
        self.reached: tuple[datetime, float] | None = None
        self.failing_since: datetime | None = None
        self._conflicts: deque[float] = deque(maxlen=CONFLICTS)
        self._turn = asyncio.Lock()
        self._patient: asyncio.Task[int] | None = None
        self._hurried = 0

    async def run(self) -> None:
        """Fetch until cancelled; raise TokenRefused or SomebodyElsePolls when that is over."""
        while True:
            if self._leading is not None:
                await self._leading.wait()
            try:
                await self._wait_for_updates()
            except (InvalidToken, EndPointNotFound):
                raise TokenRefused from None  # its text holds the token
            except Conflict as error:
                self._note_conflict(error)
                await self._wait(1.0)
            except TelegramError as error:
                self.failing_since = self.failing_since or self._clock.now()
                if isinstance(error, BadRequest):
                    self._offset = None  # the one part of the call that changes
                await self._wait(self._after(error))
            except Exception as error:  # they could not be stored, so they come again
                await self._wait(min(self._after(error), LONGEST_UNTIL_STORED))
            else:
                self._failures = 0
                if self._unnumbered:
                    await self._wait(1.0)

    async def _wait_for_updates(self) -> None:
        async with self._turn:
            if self._hurried:  # somebody waits for this turn, and not for 25 seconds
                return
            self._patient = asyncio.ensure_future(self._fetch(LONG_POLL))
            try:
                await asyncio.wait({self._patient})
            finally:
                self._patient.cancel()
        if not self._patient.cancelled():
            self._patient.result()

    async def fetch_now(self) -> int:
        """Fetch what is there without waiting for more, breaking off the long wait of `run`.

        What that would have brought was not confirmed, so it comes now. Returns how many came.
        """
        self._hurried += 1
        try:
            if self._patient is not None:
                self._patient.cancel()
            async with self._turn:
                return await self._fetch(0)
        finally:
            self._hurried -= 1

    async def _fetch(self, timeout: float) -> int:  # noqa: ASYNC109 - Telegram waits, not we
        """Fetch once, store, and only then move on; return how many with a number came."""
        try:
            updates = await self._get(timeout, AT_ONCE)
        except Unreadable:
            updates = await self._get_first()
        self.failing_since = None
        if updates:
            await self._store(updates)
        self.reached = (self._clock.now(), self._clock.monotonic())
        numbers = numbers_of(updates)
        self._offset = next_offset(numbers, len(updates), self._offset)
        self._unnumbered = bool(updates) and not numbers
        return len(numbers)

    async def _get(self, timeout: float, limit: int) -> list[Any]:  # noqa: ASYNC109
        updates = await self._bot.do_api_request(
            GET_UPDATES,
            {
                "offset": self._offset,
                "timeout": int(timeout),
                "limit": limit,
                "allowed_updates": list(ALLOWED_UPDATES),
            },
            read_timeout=timeout + 10,
        )
        if not isinstance(updates, list):
            raise TelegramError("no list of updates")
        return updates

    async def _get_first(self) -> list[Any]:
        """Fetch one update, because something among many cannot be read.

        The one that cannot is handed on as the text it came in, so that it goes to quarantine and
        the others come after it.
        """
        try:
            return await self._get(0, 1)
        except Unreadable as error:
            log.error("update_unreadable")
            return [error.text]

    def _note_conflict(self, error: Conflict) -> None:
        now = self._clock.monotonic()
        self._conflicts.append(now)
        log.warning("polling_conflict", count=len(self._conflicts))
        if len(self._conflicts) == CONFLICTS and now - self._conflicts[0] <= CONFLICTS_WITHIN:
            raise SomebodyElsePolls from error

    def _after(self, error: Exception) -> float:
        """Return how long to wait after an error."""
        self._failures += 1
        log.warning("polling_failed", error=type(error).__name__, count=self._failures)
        if isinstance(error, RetryAfter):
            return result_of(error).retry_after or 1.0
        return back_off(self._failures)

    async def _wait(self, seconds: float) -> None:
        await self._clock.wait_until(self._clock.now() + timedelta(seconds=seconds))


async def connect(bot: ExtBot[None], clock: Clock) -> None:
    """Make the bot known to itself, however long Telegram is away; raise TokenRefused."""
    failures = 0
    while True:
        try:
            await bot.initialize()
            return
        except (InvalidToken, EndPointNotFound):
            raise TokenRefused from None  # its text holds the token
        except TelegramError as error:
            failures += 1
            log.warning("telegram_away", error=type(error).__name__, count=failures)
            wait = result_of(error).retry_after or back_off(failures)
            await clock.wait_until(clock.now() + timedelta(seconds=wait))


async def begin_polling(bot: ExtBot[None], clock: Clock) -> None:
    """Take a webhook away when there is one, keeping what waits, and say so."""
    info = await _insist(bot.get_webhook_info, clock)
    if info.url:
        log.warning("webhook_removed")
        await _insist(lambda: bot.delete_webhook(drop_pending_updates=False), clock)


async def begin_webhook(bot: ExtBot[None], clock: Clock, url: str, secret: str) -> None:
    """Tell Telegram where to bring updates, keeping what waits."""
    await _insist(
        lambda: bot.set_webhook(
            url,
            secret_token=secret,
            allowed_updates=list(ALLOWED_UPDATES),
            max_connections=20,
            drop_pending_updates=False,
        ),
        clock,
    )


async def _insist(call: Callable[[], Awaitable[Any]], clock: Clock) -> Any:
    failures = 0
    while True:
        try:
            return await call()
        except (InvalidToken, EndPointNotFound):
            raise TokenRefused from None  # its text holds the token
        except TelegramError as error:
            result = result_of(error)
            if result.status == "refused":
                raise
            failures += 1
            log.warning("telegram_away", error=type(error).__name__, count=failures)
            wait = result.retry_after or back_off(failures)
            await clock.wait_until(clock.now() + timedelta(seconds=wait))
