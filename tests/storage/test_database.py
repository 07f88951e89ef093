"""The promises of the database: whole transactions, one writer, one copy of the program."""

from __future__ import annotations

import asyncio
import sqlite3
import threading
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest
from alembic import command
from asyncpg import InternalClientError
from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError, IntegrityError

from bot.storage import (
    inbox,
    migrate,
    people,
    records,
    revisions,
    rows,
    tables,
    tickets,
    trouble,
    turns,
)
from bot.storage.advice_cards import AdviceCard
from bot.storage.advice_tables import advice_card
from bot.storage.database import CannotOpen, CannotReach, Database
from bot.storage.inbox import InboxRow
from bot.storage.outbox import OutboxRow
from bot.storage.practices import Part, Practice
from bot.storage.proposals import Proposal
from bot.storage.reviews import Review
from bot.storage.single import AnotherCopyRuns
from bot.storage.sqlite import SqliteConnection


def _count_up(conn: Connection) -> int:
    number = (records.get_fact(conn, "number") or 0) + 1
    records.set_fact(conn, "number", number)
    return number


def _count(conn: Connection) -> int:
    return conn.execute(text("SELECT count(*) FROM fact")).scalar_one()


async def test_what_is_written_is_read(database: Database) -> None:
    await database.write(lambda conn: records.set_fact(conn, "name", {"ł": 1}))
    assert await database.read(lambda conn: records.get_fact(conn, "name")) == {"ł": 1}


async def test_a_failed_transaction_leaves_nothing(database: Database) -> None:
    def fail(conn: Connection) -> None:
        _count_up(conn)
        raise ValueError("half way")

    with pytest.raises(ValueError, match="half way"):
        await database.write(fail)
    assert await database.read(lambda conn: records.get_fact(conn, "number")) is None


async def test_writers_take_turns(database: Database) -> None:
    numbers = await asyncio.gather(*(database.write(_count_up) for _ in range(20)))
    assert sorted(numbers) == list(range(1, 21))


async def test_slow_transactions_keep_their_order_and_fail_alone(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(turns, "BEGUN_WITHIN", 0.0)  # each is as one that took its time
    begun: list[int] = []

    def begin(number: int) -> int:
        begun.append(number)
        if number == 4:
            raise ValueError("half way")
        return number

    outcomes = await asyncio.gather(
        *(database.write(lambda _, n=n: begin(n)) for n in range(9)), return_exceptions=True
    )
    assert begun == list(range(9))
    assert [n for n in outcomes if n in range(9)] == [0, 1, 2, 3, 5, 6, 7, 8]
    assert isinstance(outcomes[4], ValueError)


async def test_an_urgent_transaction_is_next(database: Database) -> None:
    begun: list[str] = []
    waiting = [
        asyncio.create_task(database.write(lambda _, n=n: begun.append(n), urgent=n == "urgent"))
        for n in ("first", "second", "third", "urgent")
    ]
    await asyncio.gather(*waiting)
    assert begun.index("urgent") < begun.index("third")
    assert sorted(begun) == ["first", "second", "third", "urgent"]


async def test_a_cancelled_writer_does_not_cut_its_transaction(database: Database) -> None:
    for moments in range(8):
        writer = asyncio.create_task(database.write(_count_up))
        for _ in range(moments):
            await asyncio.sleep(0)
        writer.cancel()
        with pytest.raises(asyncio.CancelledError):
            await writer
    # One that was cancelled before it began never was; every other one is whole.
    last = await database.write(_count_up)
    assert last in (8, 9)


def test_a_reader_cancelled_while_it_opens_leaves_no_thread(
    sqlite_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    connect, errors, before = SqliteConnection._connect, [], set(threading.enumerate())

    def slowly(connection: SqliteConnection) -> sqlite3.Connection:
        time.sleep(0.05)
        return connect(connection)

    async def cancel_a_reader() -> None:
        database = await Database.open(sqlite_url, upgrade=False)
        reading = asyncio.create_task(database.read(_count))
        await asyncio.sleep(0.01)
        reading.cancel()
        with pytest.raises(asyncio.CancelledError):
            await reading
        await database.close()

    monkeypatch.setattr(SqliteConnection, "_connect", slowly)
    monkeypatch.setattr(threading, "excepthook", errors.append)
    asyncio.run(cancel_a_reader())
    left = set(threading.enumerate()) - before
    for thread in left:
        thread.join(5)
    assert (errors, [thread for thread in left if thread.is_alive()]) == ([], [])


async def test_readers_cannot_write(database: Database) -> None:
    with pytest.raises(DBAPIError):
        await database.read(_count_up)


async def test_a_write_wakes_only_those_whom_it_concerns(database: Database) -> None:
    await database.write(_count_up)
    assert not database.wake.inbox.is_set()

    now = datetime(2026, 11, 24, tzinfo=UTC)
    await database.write(lambda conn: inbox.store(conn, [{"update_id": 1}], now))

    assert database.wake.inbox.is_set()
    assert not database.wake.outbox.is_set()


async def test_a_second_copy_over_a_file_is_refused(sqlite: Database, sqlite_url: str) -> None:
    with pytest.raises(AnotherCopyRuns):
        await Database.open(sqlite_url)


async def test_nobody_gets_it_alone_while_a_copy_runs(database: Database, url: str) -> None:
    with pytest.raises(AnotherCopyRuns):
        await Database.open(url, by_itself=True)


async def test_a_copy_may_start_when_the_first_has_closed(url: str) -> None:
    await (await Database.open(url)).close()
    await (await Database.open(url)).close()


async def test_somebody_who_only_reads_needs_no_lock(database: Database, url: str) -> None:
    reader = await Database.open(url, alone=False, upgrade=False)
    assert await reader.read(lambda conn: records.get_fact(conn, "x")) is None
    await reader.close()


async def test_the_tables_of_the_migrations_are_those_of_the_program(database: Database) -> None:
    await database.write(migrate.check)


def test_a_fresh_database_is_marked_with_the_newest_migration() -> None:
    assert migrate.newest_revision() == revisions.NEWEST


async def test_walking_through_all_migrations_gives_the_same_tables(tmp_path: Path) -> None:
    walked = await Database.open(f"sqlite:///{tmp_path}/walked.db", upgrade=False)
    await walked.write(migrate.upgrade)
    await walked.write(migrate.check)
    assert await walked.read(revisions.revision_of) == revisions.NEWEST
    await walked.close()


async def test_sqlite_is_set_up_to_survive_a_power_cut(sqlite: Database) -> None:
    def pragmas(conn: Connection) -> dict[str, object]:
        names = ("journal_mode", "synchronous", "foreign_keys", "secure_delete")
        return {name: conn.execute(text(f"PRAGMA {name}")).scalar() for name in names}

    assert await sqlite.write(pragmas) == {
        "journal_mode": "wal",
        "synchronous": 2,
        "foreign_keys": 1,
        "secure_delete": 1,
    }


async def test_a_database_is_for_its_owner_only(tmp_path: Path) -> None:
    await (await Database.open(f"sqlite:///{tmp_path}/new/bot.db")).close()
    assert oct((tmp_path / "new").stat().st_mode)[-3:] == "700"
    assert oct((tmp_path / "new/bot.db").stat().st_mode)[-3:] == "600"


async def test_a_database_may_stand_under_any_name(tmp_path: Path) -> None:
    database = await Database.open(f"sqlite:///{tmp_path}/zażółć gęślą #1 100%/bot.db")
    await database.write(_count_up)
    assert await database.read(lambda conn: records.get_fact(conn, "number")) == 1
    await database.close()


@pytest.mark.parametrize(
    ("url", "ending"),
    [
        ("sqlite:////proc/nowhere/bot.db", CannotOpen),
        ("postgresql://bot:secret@127.0.0.1:1/bot", CannotReach),
    ],
)
async def test_a_database_that_cannot_be_opened_says_why(
    url: str, ending: type[Exception]
) -> None:
    with pytest.raises(ending) as refused:
        await Database.open(url)
    assert refused.type is ending
    assert str(refused.value)
    assert "secret" not in str(refused.value)


async def test_a_database_of_a_newer_program_is_refused(sqlite_url: str, tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / "bot.db") as connection:
        connection.execute("UPDATE alembic_version SET version_num = 'future'")
    connection.close()
    with pytest.raises(revisions.DatabaseTooNew):
        await Database.open(sqlite_url)


async def test_an_older_database_is_copied_before_it_is_changed(tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / "bot.db") as connection:
        connection.execute("CREATE TABLE kept (word TEXT)")
        connection.execute("INSERT INTO kept VALUES ('stare')")
    connection.close()
    copy = migrate.keep_copy(tmp_path / "bot.db", "0000")
    with sqlite3.connect(copy) as connection:
        assert connection.execute("SELECT word FROM kept").fetchall() == [("stare",)]
    connection.close()


@pytest.mark.parametrize(
    ("kind", "table"),
    [
        (rows.Person, tables.person),
        (rows.Question, tables.question),
        (rows.Ticket, tables.ticket),
        (rows.Post, tables.post),
        (rows.Advisor, tables.advisor),
        (rows.Receipt, tables.receipt),
        (rows.Place, tables.place),
        (AdviceCard, advice_card),
        (Practice, tables.practice),
        (Part, tables.practice_part),
        (Review, tables.review),
        (Proposal, tables.content_revision),
        (InboxRow, tables.inbox),
        (OutboxRow, tables.outbox),
    ],
)
def test_rows_have_the_columns_of_their_tables(kind: type, table: tables.Table) -> None:
    assert rows.columns(kind) == tuple(column.name for column in table.columns)


async def test_an_upgrade_keeps_people_and_what_points_at_them(tmp_path: Path) -> None:
    """Where a table is put in another's place, no row and no reference is lost."""
    url = f"sqlite:///{tmp_path}/older.db"
    older = await Database.open(url, upgrade=False)
    await older.write(lambda conn: command.upgrade(migrate.config(conn), "0007"))
    await older.write(_one_ticket)
    await older.close()
    newer = await Database.open(url)
    ticket = await newer.read(lambda conn: tickets.get(conn, 1))
    person = await newer.read(lambda conn: people.by_id(conn, ticket.person_id))
    assert (person.telegram_id, person.name, person.address) == (7, "Zofia", "chat:7")
    with pytest.raises(IntegrityError):
        await newer.write(lambda conn: conn.execute(text("DELETE FROM person")))
    await newer.close()


def _one_ticket(conn: Connection) -> None:
    conn.execute(
        text(
            "INSERT INTO person (telegram_id, name, created_at) VALUES (7, 'Zofia', '2027-01-01')"
        )
    )
    conn.execute(
        text(
            "INSERT INTO ticket (person_id, address, topic, opened_at)"
            " VALUES (1, 'chat:7', 'legal', '2027-01-01')"
        )
    )


def test_a_driver_cut_off_in_the_middle_is_a_server_that_is_away() -> None:
    assert trouble.passes(InternalClientError("cannot switch to state 12"))
    assert not trouble.passes(ValueError("a mistake in the work"))
