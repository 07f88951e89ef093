"""What may happen to a living bot, besides its end: each is one function, and tells if it was so.

Each lasts some seconds and is over when it returns; only a wrong clock may stay wrong.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import sqlite3
import subprocess
import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import closing, contextmanager
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from tests.faults.process import BotProcess

if TYPE_CHECKING:
    from tests.faults.chaos import Chaos

ERRORS = [timedelta(hours=1), timedelta(hours=-1), timedelta(days=1), timedelta(days=-1)]


@contextmanager
def small_disk(place: Path, megabytes: int) -> Iterator[None]:
    """Make a directory a file system of its own, if one may."""
    place.mkdir()
    order = ["mount", "-t", "tmpfs", "-o", f"size={megabytes}m", "none", str(place)]
    mounted = subprocess.run(order, capture_output=True).returncode == 0
    try:
        yield
    finally:
        if mounted:
            subprocess.run(["umount", "-l", str(place)], check=True)


async def nothing(chaos: Chaos, bot: BotProcess, seconds: float) -> bool:
    """Nothing more than bad weather."""
    return True


async def freeze(chaos: Chaos, bot: BotProcess, seconds: float) -> bool:
    """The machine stands still."""
    os.kill(bot.pid, signal.SIGSTOP)
    await asyncio.sleep(seconds)
    os.kill(bot.pid, signal.SIGCONT)
    return True


async def disk(chaos: Chaos, bot: BotProcess, seconds: float) -> bool:
    """No room is left; only on a small disk of its own."""
    if not chaos.own_disk:
        return False
    ballast = chaos.directory / "ballast"
    for size in (65536, 1):
        with ballast.open("ab", buffering=0) as file, contextlib.suppress(OSError):
            while True:
                file.write(bytes(size))
    await asyncio.sleep(seconds)
    ballast.unlink()
    return True


async def lock(chaos: Chaos, bot: BotProcess, seconds: float) -> bool:
    """Somebody else holds the database for writing."""
    await asyncio.to_thread(_hold, chaos.database, seconds)
    return True


def _hold(database: Path, seconds: float) -> None:
    with closing(sqlite3.connect(database, isolation_level=None)) as connection:
        connection.execute("PRAGMA busy_timeout=20000")
        connection.execute("BEGIN IMMEDIATE")
        time.sleep(seconds)
        connection.execute("ROLLBACK")


async def clock(chaos: Chaos, bot: BotProcess, seconds: float) -> bool:
    """The machine's clock jumps, and sometimes stays so for lives."""
    chaos.set_wrong(chaos.dice.choice(ERRORS))
    await asyncio.sleep(seconds)
    if chaos.dice.random() < 0.5:
        chaos.set_wrong(timedelta(0))
    return True


async def flood(chaos: Chaos, bot: BotProcess, seconds: float) -> bool:
    """One person writes far too much."""
    for number in range(chaos.plan.flood):
        chaos.weekend.flooder.send(f"Halo, pilne! {number}")
    return True


Trouble = Callable[["Chaos", BotProcess, float], Awaitable[bool]]
TROUBLES: dict[str, Trouble] = {
    "freeze": freeze,
    "disk": disk,
    "lock": lock,
    "clock": clock,
    "flood": flood,
    "none": nothing,
}
