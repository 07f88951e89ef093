"""What the database holds for the knowledge, read for a command; the bot may be running."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

from sqlalchemy import Connection

from bot.commands.endings import ENDINGS, last_words
from bot.commands.refusing import FAILED, refuse
from bot.helpdesk import practice_views, proposal_decisions, upkeep
from bot.knowledge.amendments import Amendment
from bot.knowledge.practice_pages import Told
from bot.knowledge.reviews import Review
from bot.storage import revisions
from bot.storage.database import Database


class NoDatabase(Exception):
    """There is no database to read from; the text says what to do."""


@dataclass(frozen=True, slots=True)
class Stored:
    """What people wrote, confirmed and approved inside Telegram."""

    practices: list[Told]
    reviews: list[Review]
    amendments: list[Amendment]


def stored(url: str) -> Stored:
    """Read it all, or end with what is wrong; the database is not locked, made or changed."""
    try:
        return asyncio.run(_stored(url))
    except NoDatabase as missing:
        refuse(FAILED, missing)
    except tuple(ENDINGS) as ending:
        refuse(*last_words(ending))


async def _stored(url: str) -> Stored:
    database = await Database.open(url, alone=False, upgrade=False)
    try:
        if database.path is not None and not database.path.exists():
            raise NoDatabase("BOT_DATABASE: tej bazy jeszcze nie ma; powstanie, gdy ruszy bot.")
        return await database.read(_read)
    finally:
        await database.close()


def _read(conn: Connection) -> Stored:
    revisions.require_ours(conn)
    if revisions.revision_of(conn) != revisions.NEWEST:
        raise NoDatabase(
            "BOT_DATABASE: baza jest z innej wersji programu; uruchom raz bota z tej wersji."
        )
    return Stored(
        practice_views.accepted(conn), upkeep.in_force(conn), proposal_decisions.in_force(conn)
    )
