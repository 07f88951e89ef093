"""How a command reads a database: beside a running bot, and never making or changing it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import TypeVar

from sqlalchemy import Connection

from bot.commands.endings import endings, last_words
from bot.commands.refusing import FAILED, refuse
from bot.storage import revisions
from bot.storage.database import Database

T = TypeVar("T")


class NoDatabase(Exception):
    """There is no database to read from; the text says what to do."""


def read_database(url: str, work: Callable[[Connection], T]) -> T:
    """Return what `work` reads from a database of this version, or end with what is wrong."""
    try:
        return asyncio.run(_read(url, work))
    except NoDatabase as missing:
        refuse(FAILED, missing)
    except tuple(endings()) as ending:
        refuse(*last_words(ending))


async def _read(url: str, work: Callable[[Connection], T]) -> T:
    database = await Database.open(url, alone=False, upgrade=False)
    try:
        if database.path is not None and not database.path.exists():
            raise NoDatabase("BOT_DATABASE: tej bazy jeszcze nie ma; powstanie, gdy ruszy bot.")
        return await database.read(lambda conn: _of_this_version(conn, work))
    finally:
        await database.close()


def _of_this_version(conn: Connection, work: Callable[[Connection], T]) -> T:
    revisions.require_ours(conn)
    if revisions.revision_of(conn) != revisions.NEWEST:
        raise NoDatabase(
            "BOT_DATABASE: baza jest z innej wersji programu; uruchom raz bota z tej wersji."
        )
    return work(conn)
