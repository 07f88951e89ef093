"""The program, watched from inside: how late its event loop is, and where its time goes.

    WATCHED=lag.json python -m tests.benchmarks.watched     # and PROFILE=file for cProfile

Whatever blocks the loop makes it late for a watch that wants to be woken every 10 ms.
"""

from __future__ import annotations

import asyncio
import cProfile
import json
import os
import time
from pathlib import Path

EVERY = 0.01  # seconds


class Watch:
    """Notes by how many seconds each waking came too late."""

    def __init__(self) -> None:
        self.late: list[float] = []

    async def run(self) -> None:
        """Watch for ever."""
        while True:
            due = time.monotonic() + EVERY
            await asyncio.sleep(EVERY)
            self.late.append(time.monotonic() - due)


def main() -> None:
    """Run the program and write what was seen when it ends."""
    from bot import app, cli

    watch, start = Watch(), app.House.start

    def started(house: app.House) -> None:
        start(house)
        house.watching = asyncio.create_task(watch.run())

    app.House.start = started
    profile = os.environ.pop("PROFILE", "")
    told, profiler = Path(os.environ.pop("WATCHED")), cProfile.Profile()
    try:
        profiler.runcall(cli.main, ["run"]) if profile else cli.main(["run"])
    finally:
        told.write_text(json.dumps(watch.late), encoding="ascii")
        if profile:
            profiler.dump_stats(profile)


if __name__ == "__main__":
    main()
