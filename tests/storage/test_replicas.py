"""Several copies of the program over one server: one leads, a chat has one at a time."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime

import pytest
import pytest_asyncio
from sqlalchemy import Connection, text
from sqlalchemy.engine import make_url

from bot.storage import inbox, records, replicas
from bot.storage.database import Database
from bot.storage.replica import LostLead
from bot.storage.replicas import OneOfMany
from bot.storage.single import AnotherCopyRuns
from tests import postgresql
from tests.until import until

NOW = datetime(2027, 3, 1, 9, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def hurried(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let hearts beat faster: these tests wait for them."""
    monkeypatch.setattr(replicas, "BEAT", 0.05)


@pytest_asyncio.fixture
async def server(
    postgresql_databases: postgresql.Databases,
) -> AsyncIterator[str]:
    address = await postgresql_databases.take()
    yield address
    postgresql_databases.leave(address)


@pytest_asyncio.fixture
async def first(server: str) -> AsyncIterator[Database]:
    database = await Database.open(server)
    yield database
    await database.close()


@pytest_asyncio.fixture
async def second(first: Database, server: str) -> AsyncIterator[Database]:
    database = await Database.open(server)
    yield database
    await database.close()


def update(number: int, chat: int) -> dict:
    message = {"message_id": number, "date": 0, "chat": {"id": chat, "type": "private"}}
    return {"update_id": number, "message": message}


async def asked(database: Database, *updates: dict) -> None:
    await database.write(lambda conn: inbox.store(conn, updates, NOW))


async def claimed(database: Database, most: int = 8) -> list[int]:
    rows, _ = await database.replica.claim((), NOW, most)
    return sorted(row.update_id for row in rows)


async def cut(database: Database) -> None:
    """End the session of a copy, as when its network fails."""
    many = database.replica
    assert isinstance(many, OneOfMany)
    pid = (await many._session.ask("SELECT pg_backend_pid() AS pid"))[0]["pid"]

    def end(conn: Connection) -> None:
        conn.execute(text("SELECT pg_terminate_backend(:pid)"), {"pid": pid})

    await database.write(end)


async def test_the_first_copy_leads_until_it_ends(first: Database, second: Database) -> None:
    assert first.replica.leading.is_set()
    assert not second.replica.leading.is_set()

    await first.close()

    await until(second.replica.leading.is_set, within=30)
    await second.write(second.replica.require_lead)


async def test_a_former_leader_stores_nothing_more(first: Database, second: Database) -> None:
    def late(conn: Connection) -> None:
        first.replica.require_lead(conn)
        records.set_fact(conn, "late", True)

    # As one that was stopped, and still thinks that it leads.
    await first.write(lambda conn: records.set_fact(conn, "leader", {"name": "2", "reign": 2}))
    with pytest.raises(LostLead):
        await first.write(late)
    assert not first.replica.leading.is_set()
    assert await second.read(lambda conn: records.get_fact(conn, "late")) is None


async def test_a_copy_whose_session_is_cut_leads_again_if_nobody_did(first: Database) -> None:
    reign = first.replica.reign
    many = first.replica
    assert isinstance(many, OneOfMany)
    await cut(first)
    await until(lambda: many._session.generation == 2 and many.leading.is_set(), within=30)
    await first.write(first.replica.require_lead)
    assert first.replica.reign == reign


async def test_a_copy_that_has_stopped_without_ending_is_ended_by_others(
    first: Database, second: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    many = first.replica
    assert isinstance(many, OneOfMany)
    assert many._beating is not None
    monkeypatch.setattr(replicas, "STOPPED_AFTER", 0.5)
    many._beating.cancel()  # it still holds its connection, and says nothing

    await until(second.replica.leading.is_set, within=30)

    assert not many.sure()
    assert second.replica.reign == many.reign + 1
    with pytest.raises(LostLead):
        await first.write(many.require_lead)


async def test_only_who_leads_is_sure(first: Database, second: Database) -> None:
    assert first.replica.sure()
    assert not second.replica.sure()


async def test_who_has_not_heard_from_the_server_doubts(
    first: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(replicas, "DOUBTS_AFTER", 0.0)
    assert not first.replica.sure()


async def test_a_chat_is_dealt_with_by_one_copy(first: Database, second: Database) -> None:
    await asked(first, update(1, 7), update(2, 7), update(3, 8))

    assert await claimed(first) == [1, 3]
    assert await claimed(second) == []

    await first.write(lambda conn: inbox.done(conn, 1, NOW))
    assert await claimed(second) == []  # the turn is still the first one's
    await first.replica.release("chat:7")
    assert await claimed(second) == [2]


async def test_copies_share_the_chats(first: Database, second: Database) -> None:
    await asked(first, *(update(number, 100 + number) for number in range(1, 21)))
    mine, yours = await asyncio.gather(claimed(first, 32), claimed(second, 32))
    assert not set(mine) & set(yours)
    assert (len(mine), len(yours)) == (replicas.SHARE, replicas.SHARE)


async def test_the_turns_of_a_copy_that_ends_are_free(first: Database, second: Database) -> None:
    await asked(first, update(1, 7))
    assert await claimed(first) == [1]
    await first.close()
    assert await claimed(second) == [1]


async def test_an_update_done_by_another_copy_is_not_dealt_with_again(
    first: Database, second: Database
) -> None:
    await asked(first, update(1, 7), update(2, 7))
    assert await claimed(first) == [1]
    await first.write(lambda conn: inbox.done(conn, 1, NOW))
    await first.replica.release("chat:7")
    assert await claimed(second) == [2]


async def test_what_one_copy_stores_wakes_the_others(first: Database, second: Database) -> None:
    second.wake.inbox.clear()
    await asked(first, update(1, 7))
    await until(second.wake.inbox.is_set, within=30)
    assert not second.wake.outbox.is_set()


async def test_writers_of_all_copies_take_turns(first: Database, second: Database) -> None:
    def count_up(conn: Connection) -> int:
        number = (records.get_fact(conn, "number") or 0) + 1
        records.set_fact(conn, "number", number)
        return number

    writers = [first, second] * 20
    numbers = await asyncio.gather(*(one.write(count_up) for one in writers))
    assert sorted(numbers) == list(range(1, 41))


async def test_a_lost_connection_is_replaced_before_anything_is_done(first: Database) -> None:
    await first.write(lambda conn: records.set_fact(conn, "kept", 1))
    await first.read(lambda conn: records.get_fact(conn, "kept"))
    name = make_url_name(first)

    await postgresql.execute(
        name,
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
        "WHERE pid <> pg_backend_pid() AND datname = current_database()",
    )

    assert await first.read(lambda conn: records.get_fact(conn, "kept")) == 1
    await first.write(lambda conn: records.set_fact(conn, "kept", 2))


def make_url_name(database: Database) -> str:
    many = database.replica
    assert isinstance(many, OneOfMany)
    return str(make_url(many._session._dsn).render_as_string(hide_password=False))


async def test_who_is_alone_keeps_others_out(server: str) -> None:
    alone = await Database.open(server, by_itself=True)
    with pytest.raises(AnotherCopyRuns):
        await Database.open(server, by_itself=True)
    await alone.close()


async def test_copies_that_begin_at_once_make_the_tables_once(
    postgresql_server: str,
) -> None:
    address = f"{postgresql_server}/postgres"
    await postgresql.execute(address, "DROP DATABASE IF EXISTS fresh WITH (FORCE)")
    await postgresql.execute(address, "CREATE DATABASE fresh")
    opened = await asyncio.gather(*(Database.open(f"{postgresql_server}/fresh") for _ in range(4)))
    try:
        assert sum(one.replica.leading.is_set() for one in opened) == 1
    finally:
        for one in opened:
            await one.close()
        await postgresql.execute(address, "DROP DATABASE fresh WITH (FORCE)")
