"""Lines of the standard input, awaited.

A line that nobody types never keeps the program from ending.
"""

from __future__ import annotations

import asyncio
import os
import threading
from collections.abc import AsyncIterator

_AT_ONCE = 1 << 16


async def typed_lines(descriptor: int) -> AsyncIterator[str]:
    """Yield lines as UTF-8 until the input ends; bytes that are not UTF-8 become marks."""
    chunks: asyncio.Queue[bytes] = asyncio.Queue()
    loop = asyncio.get_running_loop()
    # A daemon: a thread of the loop's own pool would be waited for at Ctrl+C, until Enter.
    threading.Thread(target=_read, args=(descriptor, loop, chunks), daemon=True).start()
    rest = b""
    while chunk := await chunks.get():
        *whole, rest = (rest + chunk).split(b"\n")
        for line in whole:
            yield line.decode("utf-8", "replace")
    if rest:
        yield rest.decode("utf-8", "replace")


def _read(descriptor: int, loop: asyncio.AbstractEventLoop, chunks: asyncio.Queue[bytes]) -> None:
    chunk = b"-"
    while chunk:
        try:
            chunk = os.read(descriptor, _AT_ONCE)
        except OSError:  # the terminal has gone
            chunk = b""
        try:
            loop.call_soon_threadsafe(chunks.put_nowait, chunk)
        except RuntimeError:  # the loop has ended
            return
