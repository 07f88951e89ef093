"""A crowd as a process of its own, to be killed: `python -m tests.faults.crowded DATABASE FILES`.

Says a line for each act that is committed, and "calm" at the end. `UNGUARDED=1` switches the
guards off. The same crowd goes on in the next life.
"""

from __future__ import annotations

import asyncio
import os
import sys
from pathlib import Path

from bot.storage.database import Database
from tests.programme.desk import desk
from tests.programme.signups.crowd import NOW, Crowd, unguarded, without_check

PEOPLE, SEATS, LEAVING = 500, 50, 100


async def _noted() -> None:
    sys.stdout.write("done\n")
    sys.stdout.flush()


async def main(url: str, files: Path) -> None:
    """Gather and rush."""
    database = await Database.open(url)
    crowd = crowd_of(database, files)
    if os.environ.get("UNGUARDED"):
        await database.write(without_check)
        unguarded(setattr)
    await crowd.gather()
    sys.stdout.write("ready\n")
    await crowd.rush(_noted)
    sys.stdout.write("calm\n")
    await database.close()


def crowd_of(database: Database, files: Path) -> Crowd:
    """Return the crowd of these tests."""
    there = desk(files, NOW)
    return Crowd(database, there, people=PEOPLE, seats=SEATS, leaving=LEAVING, seed=7)


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], Path(sys.argv[2])))
