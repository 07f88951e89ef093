"""A clock that stands still until a test moves it; its monotonic time moves along."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta

BEGINNING = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)


class SteppedClock:
    """Stands at `BEGINNING`."""

    def __init__(self) -> None:
        self._passed = timedelta(0)

    def now(self) -> datetime:
        return BEGINNING + self._passed

    def monotonic(self) -> float:
        return 1000.0 + self._passed.total_seconds()

    def advance(self, **span: float) -> None:
        self._passed += timedelta(**span)

    async def wait_until(self, when: datetime) -> None:
        while self.now() < when:  # noqa: ASYNC110 - as simple as a test's clock can be
            await asyncio.sleep(0.001)
