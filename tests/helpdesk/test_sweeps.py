"""What a sweep takes: it comes every half a minute, and may not hold up whoever writes."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, event, insert, select

from bot.helpdesk import sweeps
from bot.helpdesk.desk import Desk
from bot.storage import people, tickets
from bot.storage.database import Database
from bot.storage.tables import outbox, receipt, ticket
from tests.programme.desk import desk, sample

MONDAY = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
MANY = 3000


def opened(conn: Connection, count: int, at: datetime, **more: Any) -> None:
    """Open tickets a second after one another, each promised for Friday, with its card sent."""
    leader = people.meet(conn, 5, "Anna", MONDAY)
    first = tickets.count_by_state(conn).values()
    known = sum(first)
    rows = [
        {
            "id": known + number,
            "person_id": leader.id,
            "channel": "telegram",
            "address": "chat:5",
            "topic": "legal",
            "need": "calm",
            "state": "queued",
            "voice": False,
            "letter": False,
            "promised_at": datetime(2026, 11, 27, 15, tzinfo=UTC),
            "promised_from": at + timedelta(seconds=number),
            "promise_kept": True,
            "opened_at": at + timedelta(seconds=number),
            **more,
        }
        for number in range(1, count + 1)
    ]
    conn.execute(insert(ticket), rows)
    cards = [
        {"chat_id": -1, "message_id": row["id"], "role": "card", "ticket_id": row["id"], "at": at}
        for row in rows
    ]
    conn.execute(insert(receipt), cards)


def swept(conn: Connection, there: Desk) -> int:
    """Sweep and return how many statements that took."""
    asked: list[str] = []

    def note(_conn: Any, _cursor: Any, statement: str, *_: Any) -> None:
        asked.append(statement)

    event.listen(conn, "before_cursor_execute", note)
    sweeps.sweep(conn, there)
    event.remove(conn, "before_cursor_execute", note)
    return len(asked)


def owed(conn: Connection, role: str) -> list[int]:
    query = select(outbox.c.ticket_id).where(outbox.c.role == role).order_by(outbox.c.ticket_id)
    return list(conn.execute(query).scalars())


async def test_thousands_of_open_tickets_cost_a_sweep_nothing_until_they_are_due(
    sqlite: Database, tmp_path: Path
) -> None:
    there = desk(sample(tmp_path), MONDAY)

    def work(conn: Connection) -> tuple[int, int]:
        few = swept(conn, there)
        opened(conn, MANY, MONDAY - timedelta(hours=1))
        opened(conn, MANY, MONDAY, state="waiting", waiting_since=MONDAY, waiting_reminders=0)
        return few, swept(conn, replace(there, now=MONDAY + timedelta(hours=1)))

    few, many = await sqlite.write(work)
    assert many <= few + 20


@pytest.mark.parametrize(
    ("after", "nudged", "told"),
    [
        (timedelta(days=2), [], []),  # less than half of the working time
        (timedelta(days=2, hours=5), [1, 2, 3], []),
        (timedelta(days=4, hours=1), [], [1, 2, 3]),
    ],
)
async def test_of_many_those_are_told_that_have_waited_long_enough(
    sqlite: Database, tmp_path: Path, after: timedelta, nudged: list[int], told: list[int]
) -> None:
    there = replace(desk(sample(tmp_path), MONDAY), now=MONDAY + after)

    def work(conn: Connection) -> tuple[list[int], list[int], int]:
        opened(conn, 3, MONDAY - timedelta(hours=1))
        opened(conn, MANY, there.now - timedelta(hours=2))
        sweeps.sweep(conn, there)
        return owed(conn, "nudge"), owed(conn, "alarm"), swept(conn, there)

    was_nudged, was_told, again = await sqlite.write(work)
    assert (was_nudged, was_told) == (nudged, told)
    assert again < 100


@pytest.mark.parametrize(
    ("silent", "reminders", "now_reminded"),
    [(2, 0, 0), (3, 0, 1), (9, 1, 1), (10, 1, 2), (13, 2, 2), (14, 2, None), (11, 0, 2)],
)
async def test_silent_leaders_are_reminded_after_three_and_ten_days_and_closed_after_two_weeks(
    sqlite: Database, tmp_path: Path, silent: int, reminders: int, now_reminded: int | None
) -> None:
    there = replace(desk(sample(tmp_path), MONDAY), now=MONDAY + timedelta(days=silent))

    def work(conn: Connection) -> tuple[str, int]:
        opened(conn, 1, MONDAY, state="waiting", waiting_since=MONDAY, waiting_reminders=reminders)
        sweeps.sweep(conn, there)
        found = tickets.get(conn, 1)
        return found.state, found.waiting_reminders

    assert await sqlite.write(work) == (
        ("closed", 2) if now_reminded is None else ("waiting", now_reminded)
    )
