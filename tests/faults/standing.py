"""What must stand in the database after anything at all, asked of its rows alone.

`ledger` compares them with what people wrote and read; here nobody is asked. Each finding is one
sentence.
"""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

#: What each question finds must be nothing.
_NEVER = {
    "messages are still said to be on their way": (
        "SELECT count(*) FROM outbox WHERE state = 'sending'"
    ),
    "updates are still open": "SELECT count(*) FROM inbox WHERE state = 'new'",
    "messages that were sent have no receipt": (
        "SELECT count(*) FROM outbox o JOIN ticket t ON t.id = o.ticket_id"
        " JOIN person p ON p.id = t.person_id AND p.erased_at IS NULL"
        " WHERE o.state = 'sent' AND o.role = 'receipt'"
        " AND NOT EXISTS (SELECT 1 FROM receipt r WHERE r.outbox_id = o.id)"
    ),
    "open tickets have no receipt that was sent, or may have been": (
        "SELECT count(*) FROM ticket t WHERE t.state NOT IN ('closed', 'withdrawn')"
        " AND t.channel = 'telegram' AND NOT EXISTS (SELECT 1 FROM outbox o"
        "  WHERE o.ticket_id = t.id AND o.role = 'receipt' AND o.state IN ('sent', 'uncertain'))"
    ),
    "tickets have no words of their leader": (
        "SELECT count(*) FROM ticket t WHERE t.question_id IS NOT NULL"
        " AND NOT EXISTS (SELECT 1 FROM question q WHERE q.ticket_id = t.id)"
    ),
    "reminders were owed and have no message": (
        "SELECT count(*) FROM occurrence WHERE state = 'owed' AND outbox_id IS NULL"
    ),
    "reminders were owed twice": (
        "SELECT count(*) FROM (SELECT 1 FROM occurrence WHERE state = 'owed'"
        " GROUP BY kind, subject, person_id, moment HAVING count(*) > 1)"
    ),
    "meetings have more people than seats": (
        "SELECT count(*) FROM occasion o WHERE o.seats < (SELECT count(*) FROM registration r"
        " WHERE r.occasion_id = o.id AND r.state IN ('seated', 'offered'))"
    ),
    "meetings count their seats wrongly": (
        "SELECT count(*) FROM occasion o WHERE o.seats IS NOT NULL AND o.taken <>"
        " (SELECT coalesce(sum(1 + r.guests), 0) FROM registration r"
        "  WHERE r.occasion_id = o.id AND r.state IN ('seated', 'offered'))"
    ),
    "people got an announcement as two messages": (
        "SELECT count(*) FROM (SELECT 1 FROM announcement_copy WHERE outbox_id IS NOT NULL"
        " GROUP BY announcement_id, person_id HAVING count(*) > 1)"
    ),
}


def query(database: Path, question: str) -> list[tuple[Any, ...]]:
    """Ask a database that may be in use."""
    with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as connection:
        return connection.execute(question).fetchall()


def invariants(database: Path) -> Iterator[str]:
    """Yield what must never be, once nothing is left to be done."""
    for what, question in _NEVER.items():
        ((count,),) = query(database, question)
        if count:
            yield f"{count} {what}"


def contents(connection: sqlite3.Connection) -> str:
    """Return a digest of all rows of all tables, as this connection sees them."""
    names = "SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name"
    digest = hashlib.sha256()
    for (name,) in connection.execute(names).fetchall():
        digest.update(name.encode())
        for row in connection.execute(f'SELECT * FROM "{name}"'):
            digest.update(repr(row).encode())
    return digest.hexdigest()
