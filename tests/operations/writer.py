"""A process that writes without a pause and keeps a log of what each of its commits left.

    python -m tests.operations.writer DATABASE LOG

A line of the log is a number and the fingerprint of what stood in the tables at that commit.
"""

from __future__ import annotations

import asyncio
import hashlib
import random
import sys
from pathlib import Path

from sqlalchemy import Connection, delete, func, insert, select, update

from bot.storage import people, records
from bot.storage.database import Database
from bot.storage.fingerprints import Prints, of_table
from bot.storage.tables import inbox, person
from tests.storage.any_rows import NOW

TABLES, PEOPLE, KEPT = ("fact", "inbox", "person"), 60, 150
_dice = random.Random(5)


def digest(prints: Prints) -> str:
    """Return the fingerprint of the tables that are written, in a word."""
    told = repr([(name, tuple(prints[name])) for name in TABLES])
    return hashlib.sha256(told.encode()).hexdigest()


def begin(conn: Connection) -> None:
    """Meet the people, unless they are there."""
    for number in range(1, PEOPLE + 1):
        people.meet(conn, number, "", NOW)


def step(conn: Connection, number: int) -> str:
    """Write into each table, and return the fingerprint of all of it."""
    records.set_fact(conn, "number", number)
    conn.execute(insert(inbox).values(update_id=number, seq=number, raw="x" * 2000, chat="chat:1",
                                      received_at=NOW))  # fmt: skip
    conn.execute(delete(inbox).where(inbox.c.update_id <= number - KEPT))
    some = _dice.sample(range(1, PEOPLE + 1), 8)
    conn.execute(update(person).where(person.c.telegram_id.in_(some)).values(name=f"n{number}"))
    return digest({name: of_table(conn, name) for name in TABLES})


async def write(url: str, log: Path) -> None:
    """Write until the process is ended."""
    database = await Database.open(url)
    await database.write(begin)
    last = select(func.coalesce(func.max(inbox.c.update_id), 0))
    number = await database.read(lambda conn: conn.execute(last).scalar_one())
    with log.open("a") as file:
        while True:
            number += 1
            told = await database.write(lambda conn, number=number: step(conn, number))
            file.write(f"{number} {told}\n")
            file.flush()
            await asyncio.sleep(0.002)


if __name__ == "__main__":
    asyncio.run(write(sys.argv[1], Path(sys.argv[2])))
