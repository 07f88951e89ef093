"""A database as years of work would leave it: so many closed tickets, made by SQL alone.

The texts are short and the same; what counts is how many rows stand in each table and index.
"""

from __future__ import annotations

import asyncio
import sqlite3
from contextlib import closing
from pathlib import Path

from bot.storage.database import Database

PEOPLE = 5_000
FIRST_PERSON = 10_000_000  # Telegram ids that nobody else on the stage has

_NUMBERS = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < :most)"
_THEN = "datetime('2026-01-05 09:00:00', (i % 300) || ' days')"
_FILLINGS = (
    f"""{_NUMBERS} INSERT INTO person (id, telegram_id, name, created_at)
    SELECT i, {FIRST_PERSON} + i, 'Osoba', '2026-01-05 09:00:00.000000' FROM n
    WHERE i <= {PEOPLE}""",
    f"""{_NUMBERS} INSERT INTO question
    (id, person_id, chat_id, message_id, text, state, zone, topic, ticket_id, asked_at)
    SELECT i, 1 + i % {PEOPLE}, {FIRST_PERSON} + 1 + i % {PEOPLE}, i, 'Czy to dobrze?', 'ticket',
    'advisor', 'legal', NULL, {_THEN} || '.000000' FROM n""",
    f"""{_NUMBERS} INSERT INTO ticket
    (id, person_id, address, topic, state, question_id, promised_at, promised_from, answered_at,
     closed_at, closed_by, opened_at)
    SELECT i, 1 + i % {PEOPLE}, 'chat:' || ({FIRST_PERSON} + 1 + i % {PEOPLE}), 'legal', 'closed',
    i, {_THEN} || '.000000', {_THEN} || '.000000', {_THEN} || '.000000', {_THEN} || '.000000',
    'leader', {_THEN} || '.000000' FROM n""",
    "UPDATE question SET ticket_id = id",
    f"""{_NUMBERS} INSERT INTO post
    (ticket_id, side, author_id, author, chat_id, message_id, text, state, at)
    SELECT i, 'leader', {FIRST_PERSON} + 1 + i % {PEOPLE}, 'Osoba',
    {FIRST_PERSON} + 1 + i % {PEOPLE}, i, 'Czy to dobrze?', 'shown', {_THEN} || '.000000'
    FROM n""",
    f"""{_NUMBERS} INSERT INTO outbox
    (id, "key", kind, operation, lane, priority, "to", params, ticket_id, role, state, attempts,
     created_at, sending_at, finished_at)
    SELECT i, 'receipt:' || i || ':u' || i, 'receipt', 'card',
    'chat:' || ({FIRST_PERSON} + 1 + i % {PEOPLE}), 1,
    'chat:' || ({FIRST_PERSON} + 1 + i % {PEOPLE}), '{{}}', i, 'receipt', 'sent', 1,
    {_THEN} || '.000000', {_THEN} || '.000000', {_THEN} || '.000000' FROM n""",
    f"""{_NUMBERS} INSERT INTO receipt (chat_id, message_id, role, ticket_id, outbox_id, at)
    SELECT {FIRST_PERSON} + 1 + i % {PEOPLE}, 10000000 + i, 'receipt', i, i, {_THEN} || '.000000'
    FROM n""",
)


async def _make(path: Path) -> None:
    await (await Database.open(f"sqlite:///{path}", alone=False)).close()


def fill(path: Path, tickets: int) -> None:
    """Make a database with so many closed tickets."""
    asyncio.run(_make(path))
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("PRAGMA synchronous=OFF")
        connection.execute("PRAGMA foreign_keys=OFF")
        connection.execute("BEGIN")
        for filling in _FILLINGS:
            most = max(tickets, PEOPLE) if "INTO person" in filling else tickets
            connection.execute(filling, {"most": most} if ":most" in filling else {})
        connection.execute("COMMIT")
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
