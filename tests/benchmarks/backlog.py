"""What waits after an outage: so many updates that nobody has dealt with, of many chats.

They are questions that the knowledge answers at once. Either they stand in the inbox when the
program starts, or Telegram offers them; somebody who asks only then is not to wait for them all.
"""

from __future__ import annotations

import asyncio
import json
import sqlite3
import time
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from bot.storage.database import Database
from tests.benchmarks.stage import Question, questions, stage

Where = Literal["inbox", "telegram"]
CHATS = 20_000
FIRST_CHAT, NEWCOMER = 20_000_000, 19_999_999
STORED_WITHIN = 600.0  # seconds, for all that Telegram offers
_OPEN = "SELECT count(*) FROM inbox WHERE state = 'new'"
_ALL = "SELECT count(*) FROM inbox WHERE state IN ('new', 'done')"

_FILL = """
WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < :waiting)
INSERT INTO inbox (update_id, seq, chat, raw, state, received_at)
SELECT i, i, 'chat:' || (:first + i % :chats),
 replace(replace(:raw, '"NUMBER"', i), '"CHAT"', :first + i % :chats), 'new', :now FROM n
"""


@dataclass(frozen=True, slots=True)
class Seen:
    """What came of it."""

    waited: int  # updates
    peak: float  # MB
    first: float  # seconds until somebody who asked only then was answered
    kept: int  # updates that are open or done, the newcomer's left out
    worked: float  # of them a second, dealt with
    stored: float  # seconds until all were in the inbox


def _raw(text: str) -> str:
    person = {"id": "CHAT", "is_bot": False, "first_name": "Osoba"}
    message = {
        "message_id": "NUMBER",
        "date": int(time.time()),
        "chat": {"id": "CHAT", "type": "private", "first_name": "Osoba"},
        "from": person,
        "text": text,
    }
    return json.dumps({"update_id": "NUMBER", "message": message}, ensure_ascii=False)


async def fill_inbox(path: Path, waiting: int) -> None:
    """Make a database in whose inbox so many questions wait."""
    await (await Database.open(f"sqlite:///{path}", alone=False)).close()
    now = time.strftime("%Y-%m-%d %H:%M:%S.000000", time.gmtime())
    values = {"waiting": waiting, "first": FIRST_CHAT, "chats": CHATS, "now": now}
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute(_FILL, values | {"raw": _raw(questions()[0])})


def _count(path: Path, question: str) -> int:
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as connection:
        return int(connection.execute(question).fetchone()[0])


async def backlog(directory: Path, waiting: int, where: Where, working: float = 5.0) -> Seen:
    """Start the program where so much waits; let somebody ask when all of it is stored.

    For some seconds it goes on working after that.
    """
    path, text = directory / "bot.db", questions()[0]
    if where == "inbox":
        await fill_inbox(path, waiting)
    begun = time.monotonic()
    async with stage("ours", directory) as running:
        if where == "telegram":
            crowd = (FIRST_CHAT + n % CHATS for n in range(waiting))
            await running.put([Question(one, text, awaited=False) for one in crowd])
            async with asyncio.timeout(STORED_WITHIN):
                while _count(path, _ALL) < waiting:  # noqa: ASYNC110 - another process's
                    await asyncio.sleep(0.2)
        stored = time.monotonic() - begun
        answers = await running.ask([Question(NEWCOMER, text)])
        ((first,),) = answers.waits.values()
        before, since = _count(path, _OPEN), time.monotonic()
        await asyncio.sleep(working)
        worked = (before - _count(path, _OPEN)) / (time.monotonic() - since)
        peak = running.peak
    return Seen(waiting, peak, first, _count(path, _ALL) - 1, worked, stored)
