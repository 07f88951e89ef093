"""A copy takes the place of what is there whole or not at all, and without whoever was erased."""

from __future__ import annotations

import asyncio
import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Awaitable, Callable
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from sqlalchemy import Connection, insert, text

from bot.office.privacy.ledger import KEY, NAME, Ledger
from bot.office.privacy.work import ErasureWork
from bot.operations import archive, backups, sealing
from bot.storage import apart, erasures, migrate, people, revisions, snapshots
from bot.storage.database import Database
from bot.storage.fingerprints import Prints, fingerprint
from bot.storage.tables import fact
from tests.commands.running import ROOT, SAMPLE, run
from tests.office.privacy.planting import BEFORE, NOW, ROWS, plant
from tests.office.privacy.test_work import words_on_disk
from tests.operations.dying import KILLED
from tests.programme.desk import desk, sample
from tests.storage.test_copying import fill

PLANTED = tuple(row for row in ROWS if row[0] != "receipt")


async def _with(url: str, work: Callable[[Connection], Any]) -> Any:
    database = await Database.open(url)
    try:
        return await database.write(work)
    finally:
        await database.close()


def within(url: str, work: Callable[[Connection], Any]) -> Any:
    return asyncio.run(_with(url, work))


def prints(url: str) -> Prints:
    async def look() -> Prints:
        async with apart.reading(url) as conn:
            return await apart.within(fingerprint, conn)

    return asyncio.run(look())


def url_of(house: Path) -> str:
    return f"sqlite:///{house / 'bot.db'}"


def copy_of(house: Path, key: tuple[str, str], **more: str) -> Path:
    made = run("backup", BOT_BACKUP_RECIPIENT=key[0], BOT_DATABASE=url_of(house), **more)
    assert made.exit_code == 0, made.stderr
    copy = backups.last_proof(house / "backups")
    assert copy is not None
    return copy.path


def restored(file: Path, key_file: Path, *words: str, **more: str):
    return run("restore", str(file), "--key", str(key_file), *words, **more)


def changed(house: Path) -> None:
    within(url_of(house), lambda conn: conn.execute(insert(fact).values(name="new", value=1)))


def test_it_comes_back_and_what_was_there_stays_beside(
    house: Path, key: tuple[str, str], key_file: Path
) -> None:
    was = prints(url_of(house))
    file = copy_of(house, key)
    changed(house)
    now = prints(url_of(house))

    done = restored(file, key_file, "--yes", BOT_DATABASE=url_of(house))

    assert done.exit_code == 0, done.stderr
    assert prints(url_of(house)) == was != now
    [aside] = house.glob("bot.db.replaced-*")
    assert prints(f"sqlite:///{aside}") == now and str(aside) in done.stdout
    assert {one.stat().st_mode & 0o777 for one in (aside, house / "bot.db")} == {0o600}
    assert not (house / ".restoring").exists()


async def _older(url: str) -> None:
    """Make a database as the program had it before its last migration, with one person."""
    database = await Database.open(url, upgrade=False)
    await database.write(lambda conn: command.upgrade(migrate.config(conn), "0007"))
    zofia = "INSERT INTO person (telegram_id, name, created_at) VALUES (7, 'Zofia', '2027-01-01')"
    await database.write(lambda conn: conn.execute(text(zofia)))
    await database.close()


def test_a_copy_of_an_older_program_comes_back_as_it_was_for_the_next_start_to_bring_up(
    tmp_path: Path, key: tuple[str, str], key_file: Path
) -> None:
    house = tmp_path / "older"
    house.mkdir(mode=0o700)
    asyncio.run(_older(url_of(house)))
    file = copy_of(house, key)
    (house / "bot.db").unlink()

    done = restored(file, key_file, "--yes", BOT_DATABASE=url_of(house))

    assert done.exit_code == 0, done.stderr
    with closing(sqlite3.connect(house / "bot.db")) as file_as_it_stands:
        assert file_as_it_stands.execute("SELECT version_num FROM alembic_version").fetchall() == [
            ("0007",)
        ]
    person, revision = within(  # the program's next start
        url_of(house), lambda conn: (people.by_id(conn, 1), revisions.revision_of(conn))
    )
    assert (person.telegram_id, person.name, person.address) == (7, "Zofia", "chat:7")
    assert revision == revisions.NEWEST


def test_it_asks_first_and_a_check_changes_nothing(
    house: Path, key: tuple[str, str], key_file: Path
) -> None:
    file = copy_of(house, key)
    changed(house)
    now = prints(url_of(house))
    no = run("restore", str(file), "--key", str(key_file), fed="n\n", BOT_DATABASE=url_of(house))
    checked = restored(file, key_file, "--check", BOT_DATABASE=url_of(house))
    assert (no.exit_code, checked.exit_code) == (1, 0)
    assert "Kopia jest dobra" in checked.stdout and prints(url_of(house)) == now
    assert list(house.glob("bot.db.replaced-*")) == []


def _cut(content: bytes) -> bytes:
    return content[: len(content) * 2 // 3]


def _flipped(content: bytes) -> bytes:
    at = len(content) // 2
    return content[:at] + bytes([content[at] ^ 1]) + content[at + 1 :]


@pytest.mark.parametrize(
    ("harm", "told"),
    [
        (_cut, "ucięty albo uszkodzony"),
        (lambda content: content[:-1], "ucięty albo uszkodzony"),
        (_flipped, "ucięty albo uszkodzony"),
        (lambda content: b"SQLite format 3" + content, "nie jest kopia zapasowa tego programu"),
        (lambda _: b"", "nie jest kopia zapasowa tego programu"),
    ],
)
def test_a_file_that_is_not_as_it_was_made_is_refused(
    harm: Callable[[bytes], bytes], told: str, house: Path, key: tuple[str, str], key_file: Path
) -> None:
    file = copy_of(house, key)
    file.write_bytes(harm(file.read_bytes()))
    now = prints(url_of(house))

    refused = restored(file, key_file, "--yes", BOT_DATABASE=url_of(house))

    assert (refused.exit_code, told in refused.stderr) == (1, True), refused.stderr
    assert prints(url_of(house)) == now and not list(house.glob("*.replaced-*"))


def test_another_key_and_no_key_are_refused(
    house: Path, key: tuple[str, str], tmp_path: Path
) -> None:
    file, other = copy_of(house, key), tmp_path / "inny.txt"
    for content in (sealing.fresh_key()[1], "to nie klucz", key[0], ""):
        other.write_text(content)
        refused = restored(file, other, "--yes", BOT_DATABASE=url_of(house))
        assert (refused.exit_code, "Ten klucz nie otwiera" in refused.stderr) == (1, True)


def _packed(house: Path, key: tuple[str, str], change: Callable[[Any], Any]) -> Path:
    """Seal a copy whose manifest somebody has changed."""
    held = snapshots.examine(house / "bot.db")
    manifest = change(archive.manifest_of(house / "bot.db", held, NOW, False))
    path = house / "made.age"

    def produce(stream: Any) -> None:
        archive.pack(stream, manifest, house / "bot.db", house, None)

    sealing.seal(produce, path, [sealing.recipient(key[0])])
    return path


class _Foreign(archive.Manifest):
    def written(self) -> bytes:
        return archive.Manifest.written(self).replace(b'"dzialaj"', b'"other"')


class _Later(archive.Manifest):
    def written(self) -> bytes:
        return archive.Manifest.written(self).replace(b'"format": 1', b'"format": 2')


def _as(kind: type[archive.Manifest]) -> Callable[[archive.Manifest], archive.Manifest]:
    names = ("made_at", "version", "checksum", "snapshot", "with_knowledge")
    return lambda made: kind(*(getattr(made, name) for name in names))


def _miscounted(made: archive.Manifest) -> archive.Manifest:
    told = dict(made.snapshot.prints)
    told["person"] = told["person"]._replace(rows=99)
    return replace(made, snapshot=replace(made.snapshot, prints=told))


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (_as(_Foreign), "nie jest kopia zapasowa tego programu"),
        (_as(_Later), "nowszy program"),
        (lambda made: replace(made, checksum="0" * 64), "uszkodzony"),
        (_miscounted, "się nie zgadza (person)"),
    ],
)
def test_a_copy_that_is_not_what_it_says_is_refused(
    change: Any, told: str, house: Path, key: tuple[str, str], key_file: Path
) -> None:
    file, now = _packed(house, key, change), prints(url_of(house))
    refused = restored(file, key_file, "--yes", BOT_DATABASE=url_of(house))
    assert (refused.exit_code, told in refused.stderr) == (1, True), refused.stderr
    assert prints(url_of(house)) == now


def test_a_copy_of_newer_tables_is_refused(
    house: Path, key: tuple[str, str], key_file: Path
) -> None:
    with closing(sqlite3.connect(house / "bot.db")) as database:
        database.execute("UPDATE alembic_version SET version_num = '9999'")
        database.commit()
    file = _packed(house, key, lambda made: made)
    refused = restored(file, key_file, "--check", BOT_DATABASE=url_of(house))
    assert (refused.exit_code, "nowszy program" in refused.stderr) == (1, True), refused.stderr


def test_nothing_is_restored_while_the_bot_runs(
    house: Path, key: tuple[str, str], key_file: Path
) -> None:
    file = copy_of(house, key)

    async def beside() -> Any:
        running = await Database.open(url_of(house))
        try:
            words = ("restore", str(file), "--key", str(key_file), "--yes")
            around = {**os.environ, "BOT_DATABASE": url_of(house), "BOT_KNOWLEDGE": str(SAMPLE)}
            return await asyncio.to_thread(
                subprocess.run, [sys.executable, "-m", "bot", *words], cwd=ROOT, env=around,
                capture_output=True, text=True, timeout=300,
            )  # fmt: skip
        finally:
            await running.close()

    refused = asyncio.run(beside())
    assert (refused.returncode, "Bot działa" in refused.stderr) == (75, True), refused.stderr


def test_knowledge_comes_back_only_when_it_is_wished_for(
    house: Path, key: tuple[str, str], key_file: Path, tmp_path: Path
) -> None:
    knowledge = tmp_path / "wiedza"
    shutil.copytree(SAMPLE, knowledge)
    made = run("backup", knowledge=knowledge, BOT_BACKUP_RECIPIENT=key[0],
               BOT_DATABASE=url_of(house))  # fmt: skip
    assert made.exit_code == 0, made.stderr
    copy = backups.last_proof(house / "backups")
    assert copy is not None
    kept = (knowledge / "topics.yaml").read_bytes()
    (knowledge / "topics.yaml").write_bytes(kept + b"# zmiana\n")
    words = ("restore", str(copy.path), "--key", str(key_file), "--yes")

    assert run(*words, knowledge=knowledge, BOT_DATABASE=url_of(house)).exit_code == 0
    assert (knowledge / "topics.yaml").read_bytes() != kept
    done = run(*words, "--knowledge", knowledge=knowledge, BOT_DATABASE=url_of(house))
    assert done.exit_code == 0, done.stderr
    assert (knowledge / "topics.yaml").read_bytes() == kept
    [aside] = tmp_path.glob("wiedza.replaced-*")
    assert (aside / "topics.yaml").read_bytes() == kept + b"# zmiana\n"


async def _erase(url: str, folder: Path) -> None:
    database = await Database.open(url)
    there = desk(sample(folder / "files"), NOW)
    work = ErasureWork(database, there.because, (), folder / "data")
    await work.do()
    late = replace(there, now=NOW + timedelta(days=3))  # the last message never went
    await ErasureWork(database, late.because, (), folder / "data").do()
    await database.close()


def _planted(conn: Connection) -> None:
    planted = plant(conn, rows=PLANTED)
    erasures.ask(conn, planted.person, "RODO-1", BEFORE, NOW)


def test_who_was_erased_stays_erased_in_an_older_copy(
    sqlite_url: str, tmp_path: Path, key: tuple[str, str], key_file: Path
) -> None:
    data = tmp_path / "data"
    data.mkdir()
    (tmp_path / "bot.db").rename(data / "bot.db")
    within(url_of(data), _planted)
    file = copy_of(data, key)
    assert len(words_on_disk(data)) >= 60
    asyncio.run(_erase(url_of(data), tmp_path))
    assert words_on_disk(data) == set()

    done = restored(file, key_file, "--yes", BOT_DATABASE=url_of(data))

    assert done.exit_code == 0, done.stderr
    assert "Ponownie usunięto dane 1" in done.stdout
    assert words_on_disk(data) == set()
    (data / NAME).unlink()  # the control: without the ledger they would be back
    assert restored(file, key_file, "--yes", BOT_DATABASE=url_of(data)).exit_code == 0
    assert len(words_on_disk(data)) >= 60


def test_a_fresh_server_learns_of_erasures_from_the_copy_itself(
    sqlite_url: str, tmp_path: Path, key: tuple[str, str], key_file: Path
) -> None:
    data, fresh = tmp_path / "data", tmp_path / "fresh"
    data.mkdir()
    (tmp_path / "bot.db").rename(data / "bot.db")
    within(url_of(data), _planted)
    asyncio.run(_erase(url_of(data), tmp_path))
    file = copy_of(data, key)
    done = restored(file, key_file, "--yes", BOT_DATABASE=url_of(fresh))
    assert done.exit_code == 0, done.stderr
    assert [one.receipt for one in Ledger(fresh).entries()] == ["RODO-1"]
    assert {(fresh / name).stat().st_mode & 0o777 for name in (NAME, KEY)} == {0o600}
    assert words_on_disk(fresh) == set()


def test_ledgers_of_two_installations_are_not_mixed(tmp_path: Path) -> None:
    from bot.office.privacy.ledger import Entry, OtherKey

    one, other = tmp_path / "one", tmp_path / "other"
    for place, receipt in ((one, "A"), (other, "B")):
        ledger = Ledger(place)
        ledger.append(Entry(receipt, 1, NOW.isoformat(), NOW.isoformat(), (ledger.mark("x"),)))
    with pytest.raises(OtherKey):
        Ledger(one).merge(other)
    shutil.copy(one / KEY, other / KEY)
    Ledger(one).merge(other)
    Ledger(one).merge(other)
    assert [entry.receipt for entry in Ledger(one).entries()] == ["A", "B"]


@pytest.mark.slow
@pytest.mark.parametrize(
    "point", ["mid_unseal", "before_ledger", "after_ledger", "after_aside", "after_replaced"]
)
def test_killed_in_the_middle_it_leaves_the_one_or_the_other(
    point: str, house: Path, key: tuple[str, str], key_file: Path
) -> None:
    copied = prints(url_of(house))
    file = copy_of(house, key)
    changed(house)
    now = prints(url_of(house))
    words = ("restore", str(file), "--key", str(key_file), "--yes")
    around = {**os.environ, "BOT_DATABASE": url_of(house), "BOT_KNOWLEDGE": str(SAMPLE),
              "PYTHONPATH": str(ROOT)}  # fmt: skip
    command = [sys.executable, "-m", "tests.operations.dying", point, *words]

    assert subprocess.run(command, cwd=house.parent, env=around).returncode == KILLED

    assert prints(url_of(house)) == (copied if point == "after_replaced" else now)
    done = restored(file, key_file, "--yes", BOT_DATABASE=url_of(house))
    assert done.exit_code == 0, done.stderr
    assert prints(url_of(house)) == copied and not (house / ".restoring").exists()


async def _rows(url: str) -> tuple[Prints, int]:
    async with apart.reading(url) as conn:
        held = await apart.within(fingerprint, conn)
    database = await Database.open(url)
    met = await database.write(lambda conn: people.meet(conn, 4242, "Nowa", NOW).id)
    await database.close()
    return held, met


def _server(make: Awaitable[str]) -> str:
    async def take() -> str:
        return await make

    return asyncio.run(take())


def test_a_copy_of_a_server_comes_back_to_it_and_to_a_file(
    postgresql_databases, tmp_path: Path, key: tuple[str, str], key_file: Path
) -> None:
    url, data = _server(postgresql_databases.take()), tmp_path / "state"
    within(url, fill)
    around = {"BOT_DATABASE": url, "BOT_DATA": str(data)}
    made = run("backup", BOT_BACKUP_RECIPIENT=key[0], **around)
    assert made.exit_code == 0, made.stderr
    copy = backups.last_proof(data / "backups")
    assert copy is not None
    was = prints(url)
    within(url, lambda conn: conn.execute(insert(fact).values(name="new", value=1)))
    now = prints(url)

    done = restored(copy.path, key_file, "--yes", **around)

    assert done.exit_code == 0, done.stderr
    held, met = asyncio.run(_rows(url))
    assert held == was and met > was["person"].rows
    [aside] = data.glob("bot.db.replaced-*")
    assert prints(f"sqlite:///{aside}") == now
    filed = restored(copy.path, key_file, "--yes", BOT_DATABASE=f"sqlite:///{tmp_path / 'f.db'}")
    assert filed.exit_code == 0, filed.stderr
    assert prints(f"sqlite:///{tmp_path / 'f.db'}") == was
    assert within(url, revisions.revision_of) == revisions.NEWEST


@pytest.mark.slow
@pytest.mark.parametrize("point", ["server_empty", "mid_server"])
def test_killed_while_it_fills_a_server_it_leaves_all_that_was_there(
    point: str, postgresql_databases, tmp_path: Path, key: tuple[str, str], key_file: Path
) -> None:
    url, data = _server(postgresql_databases.take()), tmp_path / "state"
    within(url, fill)
    around = {"BOT_DATABASE": url, "BOT_DATA": str(data)}
    assert run("backup", BOT_BACKUP_RECIPIENT=key[0], **around).exit_code == 0
    copy = backups.last_proof(data / "backups")
    assert copy is not None
    within(url, lambda conn: conn.execute(insert(fact).values(name="new", value=1)))
    now = prints(url)
    words = ("restore", str(copy.path), "--key", str(key_file), "--yes")
    ours = {**os.environ, **around, "BOT_KNOWLEDGE": str(SAMPLE), "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-m", "tests.operations.dying", point, *words]

    assert subprocess.run(command, cwd=tmp_path, env=ours).returncode == KILLED

    assert prints(url) == now
