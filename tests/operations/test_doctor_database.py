"""The doctor's look at the database: whole or not, of which version, what waits in its rows."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Connection, insert, text

from bot.domain.messages import Kind
from bot.operations.doctor import database as room
from bot.operations.doctor.findings import Finding
from bot.settings import Settings
from bot.storage import inbox, outbox, sending
from bot.storage.database import Database
from bot.storage.outbox import Outcome, Owed
from bot.storage.tables import place

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)


async def lines(url: str) -> dict[str, Finding]:
    """Return what is said, by name; what is not fine says what to do."""
    seen = await room.look(Settings(database=url), NOW)
    assert all(one.state == "fine" or one.todo for one in seen.findings)
    return {one.name: one for one in seen.findings}


async def change(url: str, work: Callable[[Connection], object]) -> None:
    database = await Database.open(url)
    await database.write(work)
    await database.close()


def file_of(url: str) -> Path:
    return Path(url.removeprefix("sqlite:///"))


async def test_a_fresh_database_is_fine(url: str) -> None:
    found = await lines(url)

    assert {one.state for one in found.values()} == {"fine"}
    assert (room.WHOLE in found) == url.startswith("sqlite")


async def test_it_looks_beside_a_running_bot(url: str) -> None:
    running = await Database.open(url)
    try:
        assert {one.state for one in (await lines(url)).values()} == {"fine"}
    finally:
        await running.close()


async def test_looking_changes_nothing(sqlite_url: str) -> None:
    before = file_of(sqlite_url).read_bytes()
    await lines(sqlite_url)

    assert file_of(sqlite_url).read_bytes() == before


async def test_a_file_that_is_not_there_is_not_made(tmp_path: Path) -> None:
    found = await lines(f"sqlite:///{tmp_path / 'no.db'}")

    assert found[room.DATABASE].state == "warning"
    assert not (tmp_path / "no.db").exists()


async def test_a_file_that_is_no_database_is_broken(tmp_path: Path) -> None:
    (tmp_path / "bot.db").write_text("To nie jest baza. " * 100)
    found = await lines(f"sqlite:///{tmp_path / 'bot.db'}")

    assert found[room.DATABASE].state == "broken"
    assert "restore" in found[room.DATABASE].todo


async def test_a_page_that_was_overwritten_is_found(sqlite_url: str) -> None:
    await change(sqlite_url, lambda conn: inbox.store(conn, [_update(n) for n in range(400)], NOW))
    content = bytearray(file_of(sqlite_url).read_bytes())
    page = content.rindex(b"pytanie 399") // 4096 * 4096
    content[page : page + 64] = b"\xff" * 64
    file_of(sqlite_url).write_bytes(content)
    found = await lines(sqlite_url)

    assert "broken" in {one.state for one in found.values()}
    assert any("uszkodzony" in one.said for one in found.values())


async def test_rows_that_belong_to_nobody_are_found(sqlite_url: str) -> None:
    with sqlite3.connect(file_of(sqlite_url)) as raw:
        raw.execute(
            "INSERT INTO question (person_id, chat_id, message_id, text, state, asked_at)"
            " VALUES (99, 1, 1, 'x', 'done', '2026-11-24 09:00:00.000000')"
        )
    raw.close()
    whole = (await lines(sqlite_url))[room.WHOLE]

    assert (whole.state, "question" in whole.said) == ("broken", True)


@pytest.mark.parametrize(
    ("mark", "state"), [("0007", "warning"), ("9999", "broken"), (None, "broken")]
)
async def test_tables_of_another_version_are_told(url: str, mark: str | None, state: str) -> None:
    wanted = {"mark": mark or "0001"}
    await change(url, lambda conn: conn.execute(_MARK, wanted))
    if mark is None:
        await change_raw(url, "DELETE FROM alembic_version")
    found = await lines(url)
    await change_raw(url, "DELETE FROM alembic_version")
    await change_raw(url, f"INSERT INTO alembic_version VALUES ('{room.revisions.NEWEST}')")

    assert found[room.TABLES].state == state
    assert room.INBOX not in found


_MARK = text("UPDATE alembic_version SET version_num = :mark")


async def change_raw(url: str, statement: str) -> None:
    database = await Database.open(url, upgrade=False)
    await database.write(lambda conn: conn.exec_driver_sql(statement))
    await database.close()


async def test_an_empty_database_waits_for_the_bot(tmp_path: Path) -> None:
    sqlite3.connect(tmp_path / "bot.db").close()

    assert (await lines(f"sqlite:///{tmp_path / 'bot.db'}"))[room.TABLES].state == "warning"


async def test_a_server_that_is_away_is_broken_without_its_password() -> None:
    found = await lines("postgresql://bot:tajnehaslo@127.0.0.1:9/bot")

    assert found[room.DATABASE].state == "broken"
    assert "tajnehaslo" not in repr(found)


def _update(number: int) -> dict[str, object]:
    message = {"message_id": number, "chat": {"id": 7}, "text": f"pytanie {number}" + "x" * 90}
    return {"update_id": number, "message": message}


@pytest.mark.parametrize(("age", "state"), [(10, "fine"), (100, "warning")])
async def test_what_waits_long_to_be_dealt_with_is_told(url: str, age: int, state: str) -> None:
    came = NOW - timedelta(seconds=age)
    await change(url, lambda conn: inbox.store(conn, [_update(1)], came))

    assert (await lines(url))[room.INBOX].state == state


async def test_what_could_not_be_dealt_with_is_told(url: str) -> None:
    def work(conn: Connection) -> None:
        inbox.store(conn, [_update(1)], NOW)
        inbox.failed(conn, 1, "ValueError", NOW, for_good=True)

    await change(url, work)

    assert (await lines(url))[room.QUARANTINE].state == "warning"


def owe(conn: Connection, since: datetime, **more: object) -> int:
    what = Owed("k1", Kind.ANSWER, "send", "chat:7", "help", role="answer", **more)
    ident = outbox.owe(conn, what, since)
    assert ident is not None
    return ident


@pytest.mark.parametrize(("minutes", "state"), [(1, "fine"), (20, "warning")])
async def test_what_waits_long_to_be_sent_is_told(url: str, minutes: int, state: str) -> None:
    await change(url, lambda conn: owe(conn, NOW - timedelta(minutes=minutes)))

    assert (await lines(url))[room.OUTBOX].state == state


async def test_what_is_meant_for_later_is_not_late(url: str) -> None:
    later = NOW + timedelta(hours=1)
    await change(url, lambda conn: owe(conn, NOW - timedelta(hours=9), not_before=later))

    assert (await lines(url))[room.OUTBOX].state == "fine"


async def test_an_answer_that_may_not_have_come_is_told(url: str) -> None:
    def work(conn: Connection) -> None:
        ident = owe(conn, NOW)
        sending.finish(conn, ident, Outcome("uncertain"), NOW)

    await change(url, work)

    assert (await lines(url))[room.DOUBTFUL].state == "warning"


async def test_the_group_is_known_from_the_rows_before_the_settings(url: str) -> None:
    given = Settings(database=url, advisors_chat=-100)
    assert (await room.look(given, NOW)).group_id == -100
    await change(
        url,
        lambda conn: conn.execute(insert(place).values(alias="group", chat_id=-5, forum=False)),
    )

    assert (await room.look(given, NOW)).group_id == -5
