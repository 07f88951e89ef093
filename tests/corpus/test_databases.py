"""Databases that cannot be used: what the operator is told, and that nothing in them changes."""

from __future__ import annotations

import asyncio
import hashlib
import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import Connection, text

from bot.app import open_house
from bot.channels.telegram.arriving import AnotherBot
from bot.commands.endings import endings, last_words
from bot.commands.refusing import FAILED, WRONG_CONFIGURATION
from bot.settings import Settings
from bot.simulator.clock import MovableClock
from bot.simulator.people import Telegram
from bot.simulator.request import SimulatedRequest
from bot.storage import records
from bot.storage.database import Database
from tests.knowledge.sample import SAMPLE
from tests.stepped_clock import SteppedClock

PASSWORD = "hunter2"
OPENING = "BOT_DATABASE: nie da się otworzyć bazy:"
FOREIGN = (
    "BOT_DATABASE: to baza innego programu, nic w niej nie zmieniono. Podaj inną ścieżkę "
    "albo pustą bazę."
)


def told(url: str) -> str:
    """Open a database that cannot be used; return what the operator is told."""

    async def open_it() -> None:
        await (await Database.open(url)).close()

    with pytest.raises(tuple(endings())) as ending:
        asyncio.run(open_it())
    code, sentence = last_words(ending.value)
    assert code == WRONG_CONFIGURATION
    return sentence


def a_directory(path: Path) -> None:
    path.mkdir()


def words(path: Path) -> None:
    path.write_text("To nie jest baza, tylko notatki. " * 100, encoding="utf-8")


def cut_off(path: Path) -> None:
    path.write_bytes(b"SQLite format 3\0" + b"\0" * 3000)


UNUSABLE: dict[str, tuple[Callable[[Path], None], str]] = {
    "directory": (
        a_directory,
        "to katalog; podaj ścieżkę do pliku, np. sqlite:///data/bot.db",
    ),
    "notes": (words, "ten plik nie jest bazą SQLite; podaj inną ścieżkę albo plik z kopii"),
    "cut off": (cut_off, "ten plik nie jest bazą SQLite; podaj inną ścieżkę albo plik z kopii"),
}


@pytest.mark.parametrize(("make", "why"), UNUSABLE.values(), ids=UNUSABLE)
def test_what_is_no_database_is_called_so(
    tmp_path: Path, make: Callable[[Path], None], why: str
) -> None:
    make(tmp_path / "bot.db")
    assert told(f"sqlite:///{tmp_path}/bot.db") == f"{OPENING} {why}."


def test_path_that_ends_with_a_slash_is_a_directory(tmp_path: Path) -> None:
    assert told(f"sqlite:///{tmp_path}/").startswith(f"{OPENING} to katalog; podaj ścieżkę")


def test_file_in_the_middle_of_the_path_is_told(tmp_path: Path) -> None:
    (tmp_path / "data").write_bytes(b"")
    assert told(f"sqlite:///{tmp_path}/data/bot.db") == (
        f"{OPENING} część tej ścieżki jest plikiem, a nie katalogiem; podaj inną."
    )


def test_directory_that_cannot_be_made_is_told() -> None:
    assert told("sqlite:////proc/nowhere/bot.db") == (
        f"{OPENING} nie da się utworzyć katalogu na bazę; utwórz go albo podaj inną ścieżkę."
    )


@pytest.mark.skipif(
    not Path("/sys/kernel").is_dir(), reason="NOT there: /sys, where none may write"
)
def test_directory_where_nobody_may_write_is_told() -> None:
    assert told("sqlite:////sys/kernel/bot.db") == (
        f"{OPENING} programowi nie wolno tam pisać; daj mu prawo zapisu w katalogu bazy."
    )


def test_name_of_300_letters_is_too_long(tmp_path: Path) -> None:
    assert told(f"sqlite:///{tmp_path}/{'a' * 300}") == (
        f"{OPENING} nazwa pliku jest za długa; podaj krótszą."
    )


def of_another_program(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE notes (word TEXT)")
        connection.commit()


def with_a_table_named_as_ours(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE ticket (price REAL)")
        connection.commit()


def with_migrations_of_its_own(path: Path) -> None:
    of_another_program(path)
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE alembic_version (version_num VARCHAR(32) PRIMARY KEY)")
        connection.execute("INSERT INTO alembic_version VALUES ('a1b2c3')")
        connection.commit()


@pytest.mark.parametrize(
    "make", [of_another_program, with_a_table_named_as_ours, with_migrations_of_its_own]
)
def test_database_of_another_program_is_refused_and_left_as_it_was(
    tmp_path: Path, make: Callable[[Path], None]
) -> None:
    make(tmp_path / "bot.db")
    before = hashlib.sha256((tmp_path / "bot.db").read_bytes()).hexdigest()
    assert told(f"sqlite:///{tmp_path}/bot.db") == FOREIGN
    assert hashlib.sha256((tmp_path / "bot.db").read_bytes()).hexdigest() == before


async def test_empty_file_becomes_a_database(tmp_path: Path) -> None:
    (tmp_path / "bot.db").write_bytes(b"")
    database = await Database.open(f"sqlite:///{tmp_path}/bot.db")
    assert await database.read(lambda conn: records.get_fact(conn, "x")) is None
    await database.close()


def test_database_of_a_newer_program_is_told_from_a_foreign_one(
    sqlite_url: str, tmp_path: Path
) -> None:
    with closing(sqlite3.connect(tmp_path / "bot.db")) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
        connection.commit()
    assert told(sqlite_url) == "BOT_DATABASE: tę bazę zapisał nowszy program. Zaktualizuj bota."


def test_server_that_does_not_answer_is_no_mistake_in_the_settings() -> None:
    async def open_it() -> None:
        await Database.open(f"postgresql://jan:{PASSWORD}@127.0.0.1:1/bot")

    with pytest.raises(tuple(endings())) as ending:
        asyncio.run(open_it())
    assert last_words(ending.value) == (
        FAILED,
        "BOT_DATABASE: serwer bazy nie odpowiada: nikt tam nie słucha; sprawdź adres i czy "
        "serwer działa.",
    )


def test_options_that_the_driver_does_not_know_are_told() -> None:
    url = f"postgresql://jan:{PASSWORD}@127.0.0.1:1/bot?sslmode={PASSWORD}"
    assert told(url) == f"{OPENING} po znaku ? są nieznane parametry; usuń je."


def test_database_that_the_server_does_not_have_is_told(postgresql_server: str) -> None:
    assert told(f"{postgresql_server}/nie_ma") == (
        f"{OPENING} na serwerze nie ma takiej bazy albo użytkownika; trzeba je utworzyć."
    )


async def test_postgresql_of_another_program_is_refused(postgresql_server: str) -> None:
    keeper = await Database.open(f"{postgresql_server}/postgres", alone=False, upgrade=False)
    try:
        await keeper.write(lambda conn: conn.execute(text("CREATE TABLE notes (word TEXT)")))
        with pytest.raises(tuple(endings())) as ending:
            await Database.open(f"{postgresql_server}/postgres")
        assert last_words(ending.value) == (WRONG_CONFIGURATION, FOREIGN)
    finally:
        await keeper.write(lambda conn: conn.execute(text("DROP TABLE notes")))
        await keeper.close()


# The data of another bot


def settings(directory: Path, token: str) -> Settings:
    return Settings(
        token=token,
        api_url="http://127.0.0.1",
        database=f"sqlite:///{directory}/bot.db",
        knowledge=SAMPLE,
        listen="off",
        pacing="off",
    )


async def start_and_stop(directory: Path, telegram: Telegram, token: str) -> None:
    async with open_house(
        settings(directory, token),
        request=SimulatedRequest(telegram.world),
        clock=telegram.world.clock,
    ):
        pass


async def test_data_of_another_bot_is_refused_before_any_call(tmp_path: Path) -> None:
    first = Telegram(MovableClock(SteppedClock()))
    await start_and_stop(tmp_path, first, first.token)
    number, _, rest = first.token.partition(":")
    calls = len(first.requests())
    with pytest.raises(AnotherBot) as ending:
        await start_and_stop(tmp_path, first, f"{int(number) + 1}:{rest}")
    assert last_words(ending.value) == (
        WRONG_CONFIGURATION,
        f"BOT_TOKEN: ta baza należy do innego bota (numer {number}). Podaj token tamtego bota "
        "albo inną bazę w BOT_DATABASE.",
    )
    assert len(first.requests()) == calls


async def test_data_belongs_to_a_bot_only_once_telegram_knew_it(tmp_path: Path) -> None:
    database = await Database.open(f"sqlite:///{tmp_path}/bot.db")
    assert await database.read(_owner) is None
    await database.close()
    telegram = Telegram(MovableClock(SteppedClock()))
    await start_and_stop(tmp_path, telegram, telegram.token)
    database = await Database.open(f"sqlite:///{tmp_path}/bot.db")
    assert await database.read(_owner) == int(telegram.token.partition(":")[0])
    await database.close()


def _owner(conn: Connection) -> object:
    return records.get_fact(conn, "bot")


@pytest.mark.slow
def test_machine_without_time_zones_is_told_what_to_install(tmp_path: Path) -> None:
    (tmp_path / "tzdata").mkdir()
    (tmp_path / "tzdata/__init__.py").write_text("")
    around = {name: value for name, value in os.environ.items() if not name.startswith("BOT_")}
    done = subprocess.run(
        [sys.executable, "-m", "bot", "ask", "x"],
        env=around | {"PYTHONTZPATH": "", "PYTHONPATH": f"{tmp_path}:{SAMPLE.parent.parent}"},
        cwd=tmp_path,
        capture_output=True,
        timeout=60,
    )
    assert (done.returncode, done.stdout) == (WRONG_CONFIGURATION, b"")
    assert done.stderr.decode() == "Brakuje danych o strefach czasowych; zainstaluj tzdata.\n"
