"""Looks around, a few times a minute: is Telegram there, the disk, the clock? And says so.

Only what was noticed since the start is kept here; what has to outlive it stands in rows.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from sqlalchemy import Connection

from bot.channels.telegram.context import Services
from bot.channels.telegram.polling import Poller
from bot.clock import CheckedClock
from bot.helpdesk import surroundings
from bot.helpdesk.desk import Desk

WORTH_TELLING = timedelta(minutes=5)  # shorter trouble passes before anybody reads of it
NOT_READY_AFTER = timedelta(minutes=1)
DATABASE_RECENT = 20.0  # seconds; what could not be written is tried again sooner
NOTED_EVERY = 60.0  # seconds
CLOCK_SURE = 60.0  # seconds; meanwhile somebody may just be setting the clock

Since = Callable[[], datetime | None]


class Surroundings:
    """What the bot depends on; without a `poller` Telegram comes to us."""

    def __init__(
        self, services: Services, clock: CheckedClock, poller: Poller | None, sending: Since
    ) -> None:
        self._services = services
        self._database = services.database
        self._clock = clock
        self._poller = poller
        self._sending = sending
        self._away_told = False
        self._full_since: datetime | None = None
        self._heard: float | None = None
        self._wrong_since: float | None = None
        self._clock_told: bool | None = None

    def not_ready(self) -> str | None:
        """Return what is not there now, or None."""
        if self._database.health.troubled_within(DATABASE_RECENT):
            return "database"
        since = self._away_since()
        away = since is not None and self._clock.now() - since >= NOT_READY_AFTER
        return "telegram" if away else None

    async def look(self) -> None:
        """Look at everything, and owe coordination what is worth telling."""
        await self._disk()
        await self._telegram()
        await self._silence()
        await self._time()

    def _away_since(self) -> datetime | None:
        known = [self._sending(), self._poller.failing_since if self._poller else None]
        return min((moment for moment in known if moment is not None), default=None)

    async def _write(self, work: Callable[[Connection, Desk], None]) -> None:
        desk = self._services.desk(f"a{int(self._clock.now().timestamp())}")
        await self._database.write(lambda conn: work(conn, desk))

    async def _disk(self) -> None:
        if not self._database.health.full:
            return
        since = self._full_since = self._full_since or self._clock.now()
        await self._write(lambda conn, desk: surroundings.disk_was_full(conn, desk, since))
        self._database.health.full, self._full_since = False, None

    async def _telegram(self) -> None:
        since = self._away_since()
        if since is None:
            self._away_told = False
        elif not self._away_told and self._clock.now() - since >= WORTH_TELLING:
            await self._write(lambda conn, desk: surroundings.telegram_away(conn, desk, since))
            self._away_told = True

    async def _silence(self) -> None:
        """Note that Telegram was heard; only real time is silence, not a clock that was moved."""
        reached = self._reached()
        if reached is None:
            return
        at, moment = reached
        silence = None if self._heard is None else timedelta(seconds=moment - self._heard)
        if silence is None or silence.total_seconds() >= NOTED_EVERY:
            await self._write(lambda conn, desk: surroundings.heard(conn, desk, at, silence))
            self._heard = moment

    def _reached(self) -> tuple[datetime, float] | None:
        if self._poller is None:
            return self._clock.now(), self._clock.monotonic()
        return self._poller.reached

    async def _time(self) -> None:
        ahead, now = self._clock.ahead, self._clock.monotonic()
        self._wrong_since = (self._wrong_since or now) if ahead else None
        settled = self._wrong_since is None or now - self._wrong_since >= CLOCK_SURE
        if settled and bool(ahead) != self._clock_told:
            await self._write(lambda conn, desk: surroundings.clock_wrong(conn, desk, ahead))
            self._clock_told = bool(ahead)
