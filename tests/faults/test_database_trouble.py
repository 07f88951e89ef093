"""The database locked, the disk full, the log of the database torn: what was committed stays."""

from __future__ import annotations

import asyncio
import random
import shutil
import sqlite3
import subprocess
from collections.abc import AsyncIterator, Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import pytest
import pytest_asyncio
from sqlalchemy import Connection

from bot.clock import SystemClock
from bot.domain.working_hours import WorkingHours
from bot.helpdesk import opening
from bot.helpdesk.desk import Desk, Incoming
from bot.knowledge.loading import load
from bot.simulator.people import Telegram
from bot.storage import people, records
from bot.storage.database import Database
from tests.dialogues.scene import COVERED, UNCOVERED
from tests.faults.http_telegram import HttpTelegram, serve
from tests.faults.process import SAMPLE, free_port, running_bot
from tests.faults.sizes import figure, sized

pytestmark = pytest.mark.slow

NOTHING_SHOWN = ("nie udało", "błąd", "Przepraszamy")
LINES_A_SECOND = 20
RESUMES_WITHIN = 10.0
LOCKS = sized(2, 50)


@pytest_asyncio.fixture
async def server() -> AsyncIterator[HttpTelegram]:
    async with serve(Telegram(SystemClock())) as serving:
        yield serving


def _now() -> float:
    return asyncio.get_running_loop().time()


def _query(database: Path, question: str) -> list[tuple]:
    with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as connection:
        return connection.execute(question).fetchall()


# Locked


async def _hold(database: Path, seconds: float) -> None:
    """Hold the lock for writing, as a backup or somebody's shell would."""
    with closing(sqlite3.connect(database, isolation_level=None)) as connection:
        connection.execute("PRAGMA busy_timeout=20000")
        connection.execute("BEGIN IMMEDIATE")
        await asyncio.sleep(seconds)
        connection.execute("ROLLBACK")


async def test_a_database_locked_for_ten_seconds_again_and_again_costs_only_time(
    server: HttpTelegram, tmp_path: Path
) -> None:
    leaders = [server.telegram.user(first_name=f"Lider{number}") for number in range(6)]
    for leader in leaders:
        leader.user.started = True
    async with running_bot(tmp_path, server.address, server.telegram.token) as bot:
        await bot.ready()
        for _ in range(LOCKS // 2):
            holding = asyncio.create_task(_hold(tmp_path / "bot.db", 10))
            await asyncio.sleep(0.2)
            for leader in leaders[:3]:
                leader.send(COVERED)
            await holding
            for leader in leaders[3:]:
                leader.send(COVERED)
            await _hold(tmp_path / "bot.db", 6)
            for leader in leaders:
                await leader.expect("siedmiu założycieli", timeout=60)
        assert await bot.terminate() == 0, bot.end_of_log

    states = _query(tmp_path / "bot.db", "SELECT DISTINCT state, attempts FROM inbox")
    assert states == [("done", 0)]
    asked = 6 * (LOCKS // 2)
    assert _query(tmp_path / "bot.db", "SELECT count(*) FROM question") == [(asked,)]
    shown = [m.text for leader in leaders for m in leader.messages if m.from_bot]
    assert not [text for text in shown if any(words in text for words in NOTHING_SHOWN)]
    figure(f"locked {LOCKS} times for 6 or 10 s: {asked} questions answered, none told of it")


# Full


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of three megabytes of its own; without the right to mount, none."""
    place = tmp_path / "disk"
    place.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=3m", "none", str(place)], capture_output=True
    )
    if mounted.returncode != 0:
        pytest.skip("the right to mount a small disk is NOT there: run as root")
    yield place
    subprocess.run(["umount", "-l", str(place)], check=True)


def _fill(disk: Path) -> Path:
    """Leave no room at all."""
    ballast = disk / "ballast"
    with ballast.open("wb", buffering=0) as file:
        for size in (65536, 4096, 512, 1):
            try:
                while True:
                    file.write(b"x" * size)
            except OSError:
                continue
    return ballast


async def _answers_within(person, words: str) -> float:
    begun = _now()
    await person.expect(words, timeout=60)
    return _now() - begun


async def _readiness(address: str) -> tuple[int, str | None]:
    async with httpx.AsyncClient() as client:
        answer = await client.get(f"{address}/readyz")
        return answer.status_code, answer.json().get("reason")


async def test_a_full_disk_stops_the_bot_cleanly_and_room_lets_it_go_on(
    server: HttpTelegram, small_disk: Path
) -> None:
    telegram, disk = server.telegram, small_disk
    zofia, anna = telegram.user(900, first_name="Zofia"), telegram.user(first_name="Anna")
    anna.user.started = True
    group = telegram.group("Doradcy", forum=True)
    group.add_bot(admin=True, can_manage_topics=True)
    group.add(zofia)
    async with running_bot(disk, server.address, telegram.token, listen="127.0.0.1:0") as bot:
        await bot.ready()
        address = await bot.web_address()
        zofia.send("/polacz", chat=group)
        await group.expect("Grupa połączona", timeout=60)
        anna.send(COVERED)
        await anna.expect("siedmiu założycieli", timeout=60)
        ballast = _fill(disk)
        refused = 0  # looks in a row at which updates were not taken
        while refused < 4:
            anna.send(UNCOVERED)
            await asyncio.sleep(0.5 if refused else 3.1)  # more than 20 a minute are a flood
            refused = refused + 1 if server.backlog else 0
        waiting = server.backlog
        lines, begun = len(bot.log), _now()
        await asyncio.sleep(15)
        written = (len(bot.log) - lines) / (_now() - begun)
        assert await _readiness(address) == (503, "database")
        assert bot.running
        assert server.backlog >= waiting > 0
        committed = _query(disk / "bot.db", "SELECT count(*) FROM inbox")[0][0]

        ballast.unlink()
        seconds = await _answers_within(anna, "Sprawa #1")
        await group.expect("brakowało miejsca", timeout=60)
        assert await bot.terminate() == 0, bot.end_of_log

    figures = f"{written:.1f} lines a second while full, answered {seconds:.1f} s after it"
    figure(figures)
    assert written <= LINES_A_SECOND
    assert seconds <= RESUMES_WITHIN
    assert server.backlog == 0
    assert _query(disk / "bot.db", "PRAGMA integrity_check") == [("ok",)]
    assert _query(disk / "bot.db", "SELECT count(*) FROM inbox")[0][0] > committed
    assert _query(disk / "bot.db", "SELECT DISTINCT state FROM inbox") == [("done",)]
    told = [m for m in group.messages() if "brakowało miejsca" in m.text]
    assert len(told) == 1


async def test_a_webhook_is_told_to_come_again_while_the_disk_is_full(
    server: HttpTelegram, small_disk: Path
) -> None:
    port, anna = free_port(), server.telegram.user(first_name="Anna")
    anna.user.started = True
    webhook = {
        "mode": "webhook",
        "listen": f"127.0.0.1:{port}",
        "webhook_url": f"http://127.0.0.1:{port}/telegram",
        "webhook_secret": "a-long-secret",
    }
    async with running_bot(small_disk, server.address, server.telegram.token, **webhook) as bot:
        await bot.ready()
        ballast = _fill(small_disk)
        while not [status for _, status in server.deliveries if status == 503]:
            anna.send(COVERED)
            await asyncio.sleep(0.2)
        ballast.unlink()
        await anna.expect("siedmiu założycieli", timeout=60)
        assert bot.running

    assert {status for _, status in server.deliveries} == {200, 503}


# Torn


TICKETS, TEARS = 40, sized(60, 1000)
A_MORNING = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)


def _open_one(conn: Connection, desk: Desk, number: int) -> None:
    """What one question of a leader becomes: person, question, ticket, receipt, card, audit."""
    desk = replace(desk, now=desk.now + number * timedelta(minutes=1))  # no rush: a card for each
    person = people.meet(conn, number, f"Lider{number}", desk.now)
    said = Incoming(number, number, number, person.name, "Proszę sprawdzić.", desk.now)
    question = opening.save_question(conn, person, said, topic="legal")
    opening.open_ticket(conn, desk.because(f"u{number}"), person, question)
    records.set_fact(conn, "last", number)


@pytest_asyncio.fixture
async def log_of_tickets(tmp_path: Path) -> Path:
    """A copy of a database that was in use: its tickets still stand in its log."""
    base = load(SAMPLE)
    hours = WorkingHours(base.organisation.office_hours.by_weekday, frozenset())
    desk = Desk(base, hours, A_MORNING, "x")
    database = await Database.open(f"sqlite:///{tmp_path / 'bot.db'}")
    keep_all = "PRAGMA wal_autocheckpoint=0"  # or the log is emptied into the file on the way
    await database.write(lambda conn: conn.exec_driver_sql(keep_all).close())
    for number in range(1, TICKETS + 1):
        await database.write(lambda conn, number=number: _open_one(conn, desk, number))
    copy = tmp_path / "copy"
    copy.mkdir()
    for suffix in ("", "-wal"):
        shutil.copy(tmp_path / f"bot.db{suffix}", copy / f"bot.db{suffix}")
    await database.close()
    return copy


def _tear(log: bytes, dice: random.Random) -> bytes:
    """Cut the log off, fill the rest with rubbish, or turn a bit over."""
    at = dice.randrange(len(log))
    how = dice.choice(("cut", "rubbish", "zeros", "bit"))
    if how == "cut":
        return log[:at]
    if how == "bit":
        return log[:at] + bytes([log[at] ^ (1 << dice.randrange(8))]) + log[at + 1 :]
    rest = len(log) - at
    return log[:at] + (dice.randbytes(rest) if how == "rubbish" else bytes(rest))


_WHOLE = """
SELECT (SELECT count(*) FROM ticket), (SELECT coalesce(max(id), 0) FROM ticket),
 (SELECT count(*) FROM question), (SELECT count(*) FROM person), (SELECT count(*) FROM post),
 (SELECT count(*) FROM audit WHERE action = 'open'),
 (SELECT count(DISTINCT ticket_id) FROM outbox WHERE role = 'receipt'),
 (SELECT count(DISTINCT ticket_id) FROM outbox WHERE role = 'card'),
 coalesce((SELECT cast(value AS integer) FROM fact WHERE name = 'last'), 0)
"""


def test_a_torn_log_leaves_a_beginning_of_what_was_committed_and_no_half_of_a_ticket(
    log_of_tickets: Path, tmp_path: Path
) -> None:
    dice, kept = random.Random(7), set()
    log = (log_of_tickets / "bot.db-wal").read_bytes()
    torn = tmp_path / "torn"
    for _ in range(TEARS):
        shutil.rmtree(torn, ignore_errors=True)
        torn.mkdir()
        shutil.copy(log_of_tickets / "bot.db", torn / "bot.db")
        (torn / "bot.db-wal").write_bytes(_tear(log, dice))
        with closing(sqlite3.connect(torn / "bot.db")) as connection:
            if not connection.execute("SELECT 1 FROM sqlite_schema").fetchone():
                kept.add(0)  # torn before the tables were made
                continue
            assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
            counted = connection.execute(_WHOLE).fetchone()
        assert len(set(counted)) == 1, counted
        kept.add(counted[0])

    figure(f"{TEARS} torn logs: {len(kept)} different beginnings of {TICKETS} tickets, 0 halves")
    assert len(kept) > TICKETS / 2
