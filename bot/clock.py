"""What time it is, and how to wait: injected everywhere, so that tests and the demo can move it.

Wall time is for people and for rows (aware UTC); `monotonic` is for pacing and time-outs only.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Coroutine
from datetime import UTC, datetime
from typing import Any, Protocol


class Clock(Protocol):
    """The three questions about time that the house asks."""

    def now(self) -> datetime:
        """Return the present moment, aware and in UTC."""

    def monotonic(self) -> float:
        """Return seconds that only ever grow; their origin means nothing."""

    async def wait_until(self, when: datetime) -> None:
        """Return at `when` or later; at once when it has passed."""


class SystemClock:
    """The clock of the machine."""

    def now(self) -> datetime:
        """Return the present moment, aware and in UTC."""
        return datetime.now(UTC)

    def monotonic(self) -> float:
        """Return seconds since an arbitrary start."""
        return time.monotonic()

    async def wait_until(self, when: datetime) -> None:
        """Sleep until `when`."""
        await asyncio.sleep(max(0.0, (when - self.now()).total_seconds()))


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
