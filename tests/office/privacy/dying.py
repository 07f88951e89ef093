"""A process that erases, and dies as by a power cut in the middle of a step: see `test_work`.

python -m tests.office.privacy.dying sqlite:///bot.db 7
"""

from __future__ import annotations

import asyncio
import os
import sys
from datetime import datetime
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

from bot.office.privacy.work import ErasureWork
from bot.storage import erasing
from bot.storage.database import Database
from tests.office.privacy.planting import NOW
from tests.programme.desk import desk, sample

KILLED = 9


async def erase(url: str, steps: int) -> None:
    """Erase until so many steps are done; the last of them is not committed."""
    do, left = erasing.do, steps

    def dying(conn: Any, whose: Any, step: str, now: datetime) -> None:
        nonlocal left
        do(conn, whose, step, now)
        left -= 1
        if left == 0:
            os._exit(KILLED)

    erasing.do = dying
    database = await Database.open(url)
    there = desk(sample(Path(mkdtemp(dir=Path(url.removeprefix("sqlite:///")).parent))), NOW)
    await ErasureWork(database, there.because).do()
    await database.close()


if __name__ == "__main__":
    asyncio.run(erase(sys.argv[1], int(sys.argv[2])))
