"""A clock that can be moved forward, for tests and for the demo's "forward" button.

Running what became due after a move is left to the application.
"""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta

from bot.clock import Clock
from bot.simulator.bell import Bell


class MovableClock:
    """Another clock's time plus an offset that only grows; `monotonic` is never moved."""

    def __init__(self, base: Clock) -> None:
        self._base = base
        self._moved = Bell()
        self.offset = timedelta(0)

    def now(self) -> datetime:
        """Return the base's moment, moved by all advances."""
        return self._base.now() + self.offset

    def monotonic(self) -> float:
        """Return the base's monotonic seconds, which no advance touches."""
        return self._base.monotonic()

    def advance(self, step: timedelta) -> None:
        """Move forward by `step` and wake all who wait for a moment now passed."""
        if step < timedelta(0):
            raise ValueError("time goes forward only")
        self.offset += step
        self._moved.ring()

    async def wait_until(self, when: datetime) -> None:
        """Return at `when` of the moved time; an advance may bring that at once."""
        while (left := (when - self.now()).total_seconds()) > 0:
            await self._moved.beyond(self._moved.count, within=left)
            await asyncio.sleep(0)
