"""The figures of service, counted in rows: what they say, and that they stay cheap."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, event

from bot.clock import CheckedClock
from bot.domain.messages import Kind
from bot.observability import ACKNOWLEDGED, REGISTRY
from bot.operations.gauges import Acknowledgements, Gauges
from bot.storage import inbox, outbox, people, posts, questions, sending, service, staff, tickets
from bot.storage.database import Database
from bot.storage.outbox import Outcome, Owed
from tests.stepped_clock import SteppedClock

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def ticket(conn: Connection, promised: datetime, **more: Any) -> int:
    anna = people.meet(conn, 101, "Anna", NOW)
    values = {"opened_at": promised - 5 * DAY, "promised_from": promised - 5 * DAY, **more}
    opened = tickets.open_new(
        conn, person_id=anna.id, address="chat:101", topic="legal", promised_at=promised, **values
    )
    return opened.id


def answer(conn: Connection, number: int, at: datetime, **more: Any) -> None:
    said = {"side": "advisor", "author": "Ewa", "chat_id": -1, "text": "x", "at": at, **more}
    posts.save(conn, ticket_id=number, message_id=number * 100 + at.minute, **said)


async def counted(database: Database, work: Callable[[Connection], object]) -> dict[str, int]:
    await database.write(work)
    return dict((await database.read(lambda conn: service.promised(conn, NOW))).outcomes)


async def test_promises_are_kept_late_or_open(database: Database) -> None:
    due = NOW - DAY

    def work(conn: Connection) -> None:
        staff.know(conn, 5, "Ewa")
        answer(conn, ticket(conn, due), due - HOUR)
        answer(conn, ticket(conn, due), due)
        answer(conn, ticket(conn, due), due + HOUR)
        ticket(conn, due)
        ticket(conn, due, state="closed", closed_by="advisor", closed_at=due - HOUR)

    assert await counted(database, work) == {"kept": 3, "late": 1, "open": 1}


@pytest.mark.parametrize(
    "case",
    [
        {"promised": NOW + HOUR},
        {"promised": NOW - 29 * DAY},
        {"promised": NOW - DAY, "state": "withdrawn"},
        {
            "promised": NOW - DAY,
            "state": "closed",
            "closed_by": "leader",
            "closed_at": NOW - 2 * DAY,
        },
    ],
)
async def test_what_is_not_due_or_was_left_in_time_counts_nowhere(
    database: Database, case: dict[str, Any]
) -> None:
    values = dict(case)
    promised = values.pop("promised")

    assert set(
        (await counted(database, lambda conn: ticket(conn, promised, **values))).values()
    ) == {0}


async def test_a_renewed_promise_is_kept_only_by_what_came_after_it(database: Database) -> None:
    due, renewed = NOW - DAY, NOW - 3 * DAY

    def work(conn: Connection) -> None:
        staff.know(conn, 5, "Ewa")
        number = ticket(conn, due, opened_at=NOW - 9 * DAY, promised_from=renewed)
        answer(conn, number, renewed - HOUR)

    assert await counted(database, work) == {"kept": 0, "late": 0, "open": 1}


async def test_a_note_among_advisors_is_no_answer(database: Database) -> None:
    def work(conn: Connection) -> None:
        answer(conn, ticket(conn, NOW - DAY), NOW - 2 * DAY, side="note")

    assert (await counted(database, work))["open"] == 1


def ask(conn: Connection, message: int, at: datetime, **more: Any) -> int:
    anna = people.meet(conn, 101, "Anna", NOW)
    values = {"text": "x", "state": "answered", "zone": "answer", **more}
    place = {"person_id": anna.id, "chat_id": 101, "message_id": message}
    return questions.save(conn, asked_at=at, **place, **values).id


async def test_questions_come_to_an_outcome_each(database: Database) -> None:
    def work(conn: Connection) -> None:
        staff.know(conn, 5, "Ewa")
        ask(conn, 1, NOW - 40 * DAY, entry="a")
        ask(conn, 2, NOW - DAY, entry="a")
        ask(conn, 3, NOW - DAY, state="suggested", zone="suggest")
        ask(conn, 4, NOW - DAY, state="kind")
        taken = ticket(conn, NOW - DAY, answered_at=NOW - 2 * DAY)
        late, waits = ticket(conn, NOW - HOUR), ticket(conn, NOW + HOUR)
        left = ticket(conn, NOW, state="closed", closed_by="leader", closed_at=NOW)
        for message, number in enumerate((taken, late, waits, left), 5):
            ask(conn, message, NOW - DAY, state="ticket", ticket_id=number)

    await database.write(work)
    first = await database.read(lambda conn: service.first_question(conn, NOW - 28 * DAY))
    found = await database.read(lambda conn: service.questions(conn, first, NOW))

    assert first == 2
    one_each = ("by_itself", "by_person", "waiting", "unanswered", "open", "given_up")
    assert found == dict.fromkeys(one_each, 1)


def owe(conn: Connection, key: str, kind: Kind, at: datetime, **more: Any) -> int:
    made = outbox.owe(conn, Owed(key, kind, "send", "chat:101", "help", **more), at)
    assert made is not None
    return made


async def test_the_oldest_of_each_priority_is_what_may_go(database: Database) -> None:
    def work(conn: Connection) -> None:
        owe(conn, "a", Kind.ANSWER, NOW - HOUR)
        owe(conn, "b", Kind.BROADCAST, NOW - 2 * HOUR, not_before=NOW - HOUR / 2)
        owe(conn, "c", Kind.REMINDER, NOW - 9 * HOUR, not_before=NOW + HOUR)

    await database.write(work)

    assert await database.read(lambda conn: service.oldest_due(conn, NOW)) == {
        1: 3600.0, 2: 0.0, 3: 0.0, 4: 1800.0,
    }  # fmt: skip


def measured() -> tuple[float, float]:
    """Return how many acknowledgements were measured, and their seconds together."""
    return (
        REGISTRY.get_sample_value("dzialaj_acknowledgement_seconds_count") or 0.0,
        ACKNOWLEDGED._sum.get(),
    )


async def test_the_first_message_to_whoever_wrote_is_what_they_waited_for(
    sqlite: Database,
) -> None:
    update = {"update_id": 5, "message": {"chat": {"id": 101}, "text": "x"}}
    kept, before = Acknowledgements(), measured()

    def work(conn: Connection) -> None:
        inbox.store(conn, [update], NOW)
        first = owe(conn, "receipt:1:u5", Kind.RECEIPT, NOW)
        others = [
            owe(conn, "help:chat:101:0:u5", Kind.NOTICE, NOW),  # the second of the same update
            owe(conn, "help:chat:101:0:u6", Kind.NOTICE, NOW),  # of an update nobody knows
            owe(conn, "help:chat:101:0:s5", Kind.NOTICE, NOW),  # of a sweep
            owe(conn, "new-card:1:u5", Kind.CARD, NOW),
        ]
        for ident in (first, *others):
            row = outbox.by_id(conn, ident)
            assert row is not None
            kept.note(conn, row, Outcome("uncertain"), NOW)
            kept.note(conn, row, Outcome("sent"), NOW + timedelta(seconds=2))

    await sqlite.write(work)
    count, seconds = measured()

    assert (count - before[0], round(seconds - before[1], 3)) == (1.0, 2.0)


async def test_all_gauges_are_set(database: Database, clock: SteppedClock, tmp_path: Path) -> None:
    (tmp_path / "dzialaj-2026-11-24-020000.age").touch()
    gauges = Gauges(CheckedClock(clock), tmp_path)

    def work(conn: Connection) -> None:
        ident = owe(conn, "a", Kind.ANSWER, clock.now(), role="answer")
        sending.finish(conn, ident, Outcome("uncertain"), clock.now())

    await database.write(work)
    await database.read(gauges.refresh)

    for name, value in {
        "dzialaj_answers_uncertain": 1.0,
        "dzialaj_clock_ahead_seconds": 0.0,
        "dzialaj_membership_age_seconds": 0.0,
        "dzialaj_telegram_silence_seconds": 0.0,
        "dzialaj_backup_proven_timestamp_seconds": datetime(
            2026, 11, 24, 2, tzinfo=UTC
        ).timestamp(),
    }.items():
        assert REGISTRY.get_sample_value(name) == value
    assert REGISTRY.get_sample_value("dzialaj_outbox", {"state": "uncertain"}) == 1.0


async def test_what_is_counted_at_every_scrape_goes_by_an_index(
    sqlite: Database, clock: SteppedClock, tmp_path: Path
) -> None:
    """No table that grows for years is read from end to end."""
    gauges, asked = Gauges(CheckedClock(clock), tmp_path), []

    def explained(conn: Connection) -> list[str]:
        def note(_conn: Any, _cursor: Any, statement: str, given: Any, *_: Any) -> None:
            asked.append((statement, given))

        event.listen(conn, "before_cursor_execute", note)
        gauges.refresh(conn)
        event.remove(conn, "before_cursor_execute", note)
        driver: Any = conn.connection.driver_connection
        return [
            row[3]
            for statement, given in asked
            if statement.startswith("SELECT")
            for row in driver.execute(f"EXPLAIN QUERY PLAN {statement}", given)
        ]

    plan = await sqlite.read(explained)
    scans = [step for step in plan if step.startswith("SCAN") and "INDEX" not in step]

    assert len(asked) > 12
    assert scans == []
