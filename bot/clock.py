"""What time it is, and how to wait: injected everywhere, so that tests and the demo can move it.

Wall time is for people and for rows (aware UTC); `monotonic` is for pacing and time-outs only. A
machine's clock may be wrong, or jump; `CheckedClock` holds it against what others say.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Coroutine
from datetime import UTC, datetime, timedelta
from typing import Any, Protocol


class Clock(Protocol):
    """The three questions about time that the house asks."""

    def now(self) -> datetime:
        """Return the present moment, aware and in UTC."""

    def monotonic(self) -> float:
        """Return seconds that only ever grow; their origin means nothing."""

    async def wait_until(self, when: datetime) -> None:
        """Return at `when` or later; at once when it has passed."""


#: Seconds since the machine started; where the system can, those of its sleep too.
_SINCE_START = getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC)


class SystemClock:
    """The clock of the machine."""

    def now(self) -> datetime:
        """Return the present moment, aware and in UTC."""
        return datetime.now(UTC)

    def monotonic(self) -> float:
        """Return seconds since an arbitrary start."""
        return time.clock_gettime(_SINCE_START)

    async def wait_until(self, when: datetime) -> None:
        """Sleep until `when`."""
        await asyncio.sleep(max(0.0, (when - self.now()).total_seconds()))


class CheckedClock:
    """A clock that is corrected while it is far from what somebody reliable says.

    What was `heard` last grows old by monotonic time, so a jump is noticed the moment it happens,
    long before the next word. Nothing heard, nothing corrected: the demo's clock is moved on
    purpose.
    """

    TOLERATED = timedelta(minutes=2)

    def __init__(self, base: Clock) -> None:
        self._base = base
        self._heard: tuple[datetime, float] | None = None

    def heard(self, moment: datetime) -> None:
        """Remember that it is this moment now, says somebody reliable."""
        self._heard = (moment, self._base.monotonic())

    @property
    def ahead(self) -> timedelta:
        """By how much the clock is wrong: zero while it is right enough, or nobody knows."""
        if self._heard is None:
            return timedelta(0)
        said, at = self._heard
        ahead = self._base.now() - said - timedelta(seconds=self._base.monotonic() - at)
        return ahead if abs(ahead) > self.TOLERATED else timedelta(0)

    def now(self) -> datetime:
        """Return the present moment, as well as it is known."""
        return self._base.now() - self.ahead

    def monotonic(self) -> float:
        """Return seconds that only ever grow."""
        return self._base.monotonic()

    async def wait_until(self, when: datetime) -> None:
        """Return at `when` of the time told by `now`."""
        await self._base.wait_until(when + self.ahead)


class Pulse:
    """When somebody who should never stand still was last seen moving."""

    def __init__(self) -> None:
        self._last: float | None = None

    def beat(self) -> None:
        """Be seen."""
        self._last = time.monotonic()

    @property
    def silent_for(self) -> float:
        """Return for how many seconds nobody was seen; 0 before the first time."""
        return 0.0 if self._last is None else time.monotonic() - self._last


async def woken_or_at(wake: asyncio.Event, clock: Clock, when: datetime) -> None:
    """Return when `wake` is set, at once if it is, and at `when` at the latest."""
    if not wake.is_set():
        await first_of(wake.wait(), clock.wait_until(when))


async def first_of(*waits: Coroutine[Any, Any, Any]) -> None:
    """Return when the first of these ends, and stop waiting for the others."""
    tasks = [asyncio.ensure_future(wait) for wait in waits]
    try:
        await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
