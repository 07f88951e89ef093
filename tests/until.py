"""Waiting for something that other tasks bring about."""

from __future__ import annotations

import asyncio
from collections.abc import Callable


async def until(happened: Callable[[], object]) -> None:
    """Return as soon as `happened()` is true; fail after five seconds."""
    async with asyncio.timeout(5):
        while not happened():  # noqa: ASYNC110 - there is no event: the condition is the test's
            await asyncio.sleep(0)
