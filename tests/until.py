"""Waiting for something that other tasks bring about."""

from __future__ import annotations

import asyncio
from collections.abc import Callable


async def until(happened: Callable[[], object], within: float = 5) -> None:
    """Return as soon as `happened()` is true; fail after so many seconds."""
    async with asyncio.timeout(within):
        while not happened():  # noqa: ASYNC110 - there is no event: the condition is the test's
            await asyncio.sleep(0)
