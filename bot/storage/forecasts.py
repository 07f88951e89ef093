"""What an erasure would do for one person: how much goes, and which documents stay until when."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from types import MappingProxyType
from typing import Any

from sqlalchemy import Connection, func, select

from bot.storage.data_map import MAP
from bot.storage.owned import TABLES, Somebody, rows_of

#: What people are told of, by the tables in which it stands.
TOLD: Mapping[str, str] = MappingProxyType(
    {
        "question": "questions",
        "post": "words",
        "practice": "practices",
        "registration": "seats",
        "deadline": "deadlines",
        "outbox": "messages",
    }
)


def counts(conn: Connection, whose: Somebody) -> dict[str, int]:
    """Return how much there is of what people know to be theirs."""
    return {
        word: int(
            conn.execute(
                select(func.count()).select_from(TABLES[name]).where(rows_of(name, whose))
            ).scalar_one()
        )
        for name, word in TOLD.items()
    }


def staying(conn: Connection, whose: Somebody, years: int) -> list[dict[str, Any]]:
    """Return the kinds of documents that stay: how many, and the last day of the longest."""
    found = []
    for name, rows in MAP.items():
        if rows.stays is None or not rows.stays.since:
            continue
        table = TABLES[name]
        since = table.c[rows.stays.since]
        which = rows_of(name, whose), rows.stays.when(table)
        count, last = conn.execute(select(func.count(), func.max(since)).where(*which)).one()
        if count:
            until = year_of(last) + years
            found.append({"kind": rows.stays.kind, "count": int(count), "until": until})
    return found


def year_of(value: Any) -> int:
    """Return the year of a moment or of a day."""
    if isinstance(value, datetime | date):
        return value.year
    return int(str(value)[:4])
