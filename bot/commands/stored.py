"""What the database holds for the knowledge, read for a command; the bot may be running."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection

from bot.commands.reading import read_database
from bot.helpdesk import practice_views, proposal_decisions, upkeep
from bot.knowledge.amendments import Amendment
from bot.knowledge.occasions_over import TABLES, InChat
from bot.knowledge.practice_pages import Told
from bot.knowledge.reviews import Review
from bot.storage import occasions


@dataclass(frozen=True, slots=True)
class Stored:
    """What people wrote, confirmed and approved inside Telegram."""

    practices: list[Told]
    reviews: list[Review]
    amendments: list[Amendment]
    occasions: list[InChat]


def stored(url: str) -> Stored:
    """Read it all, or end with what is wrong; the database is not locked, made or changed."""
    return read_database(url, _read)


def _read(conn: Connection) -> Stored:
    return Stored(
        practice_views.accepted(conn),
        upkeep.in_force(conn),
        proposal_decisions.in_force(conn),
        [
            InChat(row.kind, row.id, row.text, over=row.state != "open")
            for row in occasions.every_one(conn, tuple(TABLES))
            if row.origin == "chat"
        ],
    )
