"""A copy has its name only when it is whole, proved and sealed; what goes wrong leaves nothing."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from bot.operations import backups, results
from bot.operations.places import workspace
from tests.commands.running import ROOT, SAMPLE, run
from tests.operations import restores
from tests.operations.dying import KILLED

NOW = datetime(2026, 11, 24, 2, 15, tzinfo=UTC)


def backed_up(house: Path, key: tuple[str, str], *words: str, **more: str):
    return run("backup", *words, BOT_BACKUP_RECIPIENT=key[0], **more)


def names(house: Path) -> list[str]:
    return sorted(path.name for path in (house / "backups").iterdir())


def test_a_copy_is_made_proved_and_closed_to_others(house: Path, key: tuple[str, str]) -> None:
    made = backed_up(house, key)

    assert made.exit_code == 0, made.stderr
    assert "Sprawdzona" in made.stdout and "wierszy" in made.stdout
    copy = backups.last_proof(house / "backups")
    assert copy is not None and names(house) == [".lock", copy.path.name, "last.json"]
    assert copy.path.stat().st_mode & 0o777 == 0o600
    assert (house / "backups").stat().st_mode & 0o777 == 0o700
    assert copy.path.read_bytes().startswith(b"age-encryption.org/v1\n")
    told = results.find(house / "backups")
    assert told is not None and (told.name, told.failed, told.copies) == (copy.path.name, "", 1)


def test_without_a_key_to_seal_for_it_says_what_to_do(house: Path) -> None:
    refused = run("backup")
    assert refused.exit_code == 78 and "dzialaj backup --new-key" in refused.stderr
    assert not (house / "backups").exists()


def test_a_new_key_pair_comes_with_what_to_do_and_stays_nowhere(tmp_path: Path) -> None:
    shown = run("backup", "--new-key").stdout
    public = next(line for line in shown.splitlines() if line.startswith("BOT_BACKUP_RECIPIENT="))
    assert "AGE-SECRET-KEY-" in shown and "NIE zostawiaj" in shown and "wydrukuj" in shown
    assert restores.settings("sqlite:///x.db", tmp_path, public.partition("=")[2])
    assert list(tmp_path.iterdir()) == []


def test_without_a_database_there_is_nothing_to_copy(tmp_path: Path, key: tuple[str, str]) -> None:
    refused = backed_up(tmp_path, key)
    assert refused.exit_code == 1 and "tej bazy jeszcze nie ma" in refused.stderr
    assert backups.copies(tmp_path / "data" / "backups") == []


def test_old_copies_go_and_the_newest_never(tmp_path: Path) -> None:
    for day in (1, 20, 31, 40, 400):
        (tmp_path / f"dzialaj-{NOW - timedelta(days=day):%Y-%m-%d-%H%M%S}.age").write_bytes(b"x")
    (tmp_path / "other.age").write_bytes(b"x")

    assert backups.forget_old(tmp_path, 30, NOW) == 3
    assert [(NOW - one.at).days for one in backups.copies(tmp_path)] == [20, 1]
    assert backups.forget_old(tmp_path, 30, NOW + timedelta(days=999)) == 1
    assert [(NOW - one.at).days for one in backups.copies(tmp_path)] == [1]
    assert (tmp_path / "other.age").exists()


def test_a_second_copying_at_once_is_refused(house: Path, key: tuple[str, str]) -> None:
    (house / "backups").mkdir(mode=0o700)
    with backups.FileLock(house / "backups" / ".lock"):
        refused = backed_up(house, key)
        with workspace(house / "backups" / ".work"):
            backups.clear_leftovers(house / "backups")
            assert (house / "backups" / ".work").exists()  # it belongs to the one that runs
    assert refused.exit_code == 75 and "właśnie powstaje" in refused.stderr


def _dies(house: Path, key: tuple[str, str], point: str, *words: str) -> int:
    ours = {"BOT_BACKUP_RECIPIENT": key[0], "BOT_KNOWLEDGE": str(SAMPLE)}
    ours |= {"BOT_DATABASE": f"sqlite:///{house / 'bot.db'}", "PYTHONPATH": str(ROOT)}
    around = {**os.environ, **ours}
    command = [sys.executable, "-m", "tests.operations.dying", point, *words]
    return subprocess.run(command, cwd=house.parent, env=around, timeout=300).returncode


@pytest.mark.slow
@pytest.mark.parametrize("point", ["after_snapshot", "mid_seal", "mid_proof", "before_name"])
def test_killed_in_the_middle_it_leaves_earlier_copies_and_no_half_one(
    point: str, house: Path, key: tuple[str, str]
) -> None:
    assert backed_up(house, key).exit_code == 0
    before = names(house)

    assert _dies(house, key, point, "backup") == KILLED

    assert [name for name in names(house) if name != ".work"] == before
    assert (house / "backups" / ".work").stat().st_mode & 0o777 == 0o700
    backups.clear_leftovers(house / "backups")  # as the running bot does
    assert names(house) == before


@pytest.mark.slow
def test_a_full_disk_leaves_earlier_copies_whole_and_is_told(
    tmp_path: Path, house: Path, key: tuple[str, str], key_file: Path
) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    size = (house / "bot.db").stat().st_size * 3
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={size}", "none", str(disk)], capture_output=True
    )
    if mounted.returncode != 0:
        pytest.skip("the right to mount a small disk is NOT there: run as root")
    try:
        first = backed_up(house, key, BOT_BACKUPS=str(disk))
        assert first.exit_code == 0, first.stderr
        copy = backups.last_proof(disk)
        assert copy is not None
        whole = copy.path.read_bytes()
        (disk / "ballast").write_bytes(b"x" * (size - (house / "bot.db").stat().st_size))

        full = backed_up(house, key, BOT_BACKUPS=str(disk))

        assert (full.exit_code, "nie ma miejsca" in full.stderr) == (1, True), full.stderr
        assert copy.path.read_bytes() == whole and len(backups.copies(disk)) == 1
        assert not (disk / ".work").exists()
        told = results.find(disk)
        assert told is not None and told.failed in ("full", "")  # there may be no room to say so
        good = run("restore", str(copy.path), "--key", str(key_file), "--check")
        assert good.exit_code == 0, good.stderr
    finally:
        subprocess.run(["umount", "-l", str(disk)], check=True)


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_six_copies_under_load_are_each_a_committed_state(
    kind: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    url = f"sqlite:///{tmp_path / 'bot.db'}"
    if kind == "postgresql":
        url = asyncio.run(request.getfixturevalue("postgresql_databases").take())
    maker = restores.by_backup(url, tmp_path)
    made = asyncio.run(restores.compare(url, tmp_path / "log", 6, maker, restores.Figures()))
    print(made)  # noqa: T201 - shown by -s
    assert (made.equal, made.copies) == (6, 6), made


@pytest.mark.slow
def test_a_plain_copy_of_the_file_is_caught(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'bot.db'}"
    maker = restores.by_plain_copy(url, tmp_path)
    made = asyncio.run(restores.compare(url, tmp_path / "log", 6, maker, restores.Figures()))
    print(made)  # noqa: T201 - shown by -s
    assert made.equal < 3, made


@pytest.mark.slow
def test_a_server_read_at_more_than_one_moment_is_caught(
    tmp_path: Path, postgresql_databases, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.storage.apart.SNAPSHOT", text("SET TRANSACTION READ ONLY"))
    url = asyncio.run(postgresql_databases.take())
    maker = restores.by_backup(url, tmp_path)
    made = asyncio.run(restores.compare(url, tmp_path / "log", 3, maker, restores.Figures()))
    assert made.equal < 3, made
