"""Files that belong to an occasion: materials for those who came, scans of signed lists."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, select

from bot.storage.occasions import Occasion
from bot.storage.programme_tables import occasion, occasion_file, registration
from bot.storage.rows import add as insert
from bot.storage.rows import every, one


@dataclass(frozen=True, slots=True)
class OccasionFile:
    """One file: where it stands in a chat, and what Telegram calls it."""

    id: int
    occasion_id: str
    kind: str
    title: str
    chat_id: int
    message_id: int
    media: str
    file: dict[str, Any] | None
    added_by: int
    at: datetime


def add(conn: Connection, **values: Any) -> int:
    """Keep a file and return its number."""
    return insert(conn, occasion_file, **values)


def find(conn: Connection, ident: int) -> OccasionFile | None:
    """Return a file."""
    return one(conn, OccasionFile, select(occasion_file).where(occasion_file.c.id == ident))


def of_occasion(conn: Connection, occasion_id: str, kind: str) -> list[OccasionFile]:
    """Return the files of one kind, in the order in which they came."""
    query = select(occasion_file).where(
        occasion_file.c.occasion_id == occasion_id, occasion_file.c.kind == kind
    )
    return every(conn, OccasionFile, query.order_by(occasion_file.c.id))


def brought_to(
    conn: Connection, person_id: int, after: datetime, until: datetime
) -> list[Occasion]:
    """Return meetings with materials that somebody was at, ended in this time, newest first."""
    materials = select(occasion_file.c.id).where(
        occasion_file.c.occasion_id == occasion.c.id, occasion_file.c.kind == "material"
    )
    query = (
        select(occasion)
        .join(registration, registration.c.occasion_id == occasion.c.id)
        .where(
            registration.c.person_id == person_id,
            registration.c.state == "seated",
            registration.c.present_at.is_not(None),
            occasion.c.ends_at.between(after, until),
            materials.exists(),
        )
    )
    return every(conn, Occasion, query.order_by(occasion.c.ends_at.desc()))
