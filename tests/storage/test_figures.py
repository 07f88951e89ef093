"""When a ticket got its first answer: not by a note, not before a trainee's words were sent."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Connection

from bot.domain.periods import of_month
from bot.storage import figures, people, tickets
from bot.storage.database import Database
from bot.storage.draft_tables import draft
from bot.storage.rows import add
from bot.storage.tables import post

NOW = datetime(2027, 2, 3, 9, tzinfo=UTC)
HOUR = timedelta(hours=1)


async def test_the_first_answer_is_the_first_that_reached_the_leader(database: Database) -> None:
    def fill(conn: Connection) -> None:
        anna = people.meet(conn, 101, "Anna", NOW)

        def opened(**values: Any) -> int:
            given = {"person_id": anna.id, "address": "chat:101", "topic": "legal", **values}
            return tickets.open_new(conn, **{"opened_at": NOW, **given}).id

        def said(ticket: int, hours: int, side: str = "advisor", state: str = "owed") -> int:
            at, number = NOW + hours * HOUR, 100 * ticket + hours
            where = {"chat_id": -1, "message_id": number, "author": "Ewa"}
            return add(conn, post, ticket_id=ticket, side=side, state=state, at=at, **where)

        plain, silent, trainee = opened(), opened(), opened()
        said(plain, 1, side="note", state="shown")
        said(plain, 2, state="undone")
        said(plain, 3)
        said(plain, 5)
        said(silent, 4, state="asking")
        first = {"author_id": 7, "author": "Jan", "created_at": NOW}
        sent = {"state": "sent", "decided_at": NOW + 6 * HOUR}
        add(conn, draft, ticket_id=trainee, post_id=said(trainee, 2), **first, **sent)
        said(trainee, 8)
        opened(state="withdrawn")
        opened(opened_at=NOW - timedelta(days=9))

    await database.write(fill)
    found = await database.read(lambda conn: figures.cases(conn, of_month("2027-02")))
    waits = [one.first_answer and (one.first_answer - NOW) // HOUR for one in found]
    assert waits == [3, None, 6]
