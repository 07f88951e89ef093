"""Waiting for a change without asking again and again.

A bell counts its rings; whoever waits names the count already seen, so no ring is ever missed.
"""

from __future__ import annotations

import asyncio


class Bell:
    """A counter that wakes its listeners; to be used within one event loop."""

    def __init__(self) -> None:
        self.count = 0
        self._waiting: set[asyncio.Future[None]] = set()

    def ring(self) -> None:
        """Count one more change and wake everybody who waits."""
        self.count += 1
        waiting, self._waiting = self._waiting, set()
        for future in waiting:
            if not future.done():
                future.set_result(None)

    async def beyond(self, seen: int, within: float | None = None) -> int:
        """Return the count once it is greater than `seen`, or as it stands after `within` s."""
        if self.count > seen:
            return self.count
        future = asyncio.get_running_loop().create_future()
        self._waiting.add(future)
        try:
            await asyncio.wait_for(future, within)
        except TimeoutError:
            pass
        finally:
            self._waiting.discard(future)
        return self.count
