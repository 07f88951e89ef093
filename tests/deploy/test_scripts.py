"""Shell scripts, and the commands of the guide: checked by shellcheck, tried where they may be."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from tests.deploy.conftest import Tool, passed
from tests.deploy.reading import DEPLOY, ROOT, Block, blocks

SCRIPTS = [".ci/run", "deploy/docker/nightly.sh", "deploy/systemd/dzialaj-at"]
COMMANDS = [block for block in blocks() if block.language in ("sh", "console")]


def test_every_script_is_known_here() -> None:
    first_lines = {
        path.relative_to(ROOT).as_posix(): path.read_text("utf-8", "replace")[:30]
        for folder in (DEPLOY, ROOT / ".ci")
        for path in folder.rglob("*")
        if path.is_file()
    }
    assert sorted(name for name, begins in first_lines.items() if "#!" in begins) == SCRIPTS


@pytest.mark.parametrize("name", SCRIPTS)
def test_shellcheck_has_nothing_to_say(tool: Tool, name: str) -> None:
    assert passed(tool("shellcheck", ROOT / name))
    assert os.access(ROOT / name, os.X_OK) or name == ".ci/run"


@pytest.mark.parametrize("block", COMMANDS, ids=lambda block: block.text.splitlines()[0][:40])
def test_commands_of_the_guide_are_good_shell(tool: Tool, block: Block) -> None:
    script = block.script.replace("<address of this repository>", "ssh://host/repository")
    # SC2164: a `cd` that fails is seen by the one who typed it. SC2086: names have no spaces.
    assert passed(tool("shellcheck", "--shell=bash", "--exclude=SC2164", "-", input=script))


def test_shown_commands_stand_behind_a_sign() -> None:
    shown = [block for block in COMMANDS if block.language == "console"]
    wrong = [line for one in shown for line in one.text.splitlines() if line[:2] != "# "]
    assert shown
    assert wrong == []


def test_every_file_that_the_guide_copies_is_there() -> None:
    words = [word for block in COMMANDS for word in block.script.split()]
    named = {word.removeprefix("/opt/dzialaj/") for word in words if "deploy/" in word}
    missing = [name for name in sorted(named) if not list(ROOT.glob(name))]
    assert named
    assert missing == []


# -- the nightly copy of the containers


@pytest.fixture
def night(tmp_path: Path) -> Path:
    """A folder of commands that stand in: one that notes copies, and clocks."""
    commands = tmp_path / "bin"
    commands.mkdir()
    _stands_in(commands / "dzialaj", f'echo "$@" >> {tmp_path}/copies; exit "${{FAILS:-0}}"')
    return tmp_path


def _stands_in(path: Path, does: str) -> None:
    path.write_text(f"#!/bin/sh\n{does}\n")
    path.chmod(0o755)


def _one_evening(night: Path, now: int, since: int, **more: str) -> list[str]:
    """Run the script for a moment, at a fixed time; return the copies that were ever made."""
    clock = f'case "$*" in *today*) echo {since};; *) echo {now};; esac'
    _stands_in(night / "bin" / "date", clock)
    around = {"PATH": f"{night}/bin:/usr/bin:/bin", "NIGHTLY_STAMP": f"{night}/data/stamp", **more}
    running = subprocess.Popen(
        [DEPLOY / "docker" / "nightly.sh"],
        env={**around, "NIGHTLY_PAUSE": "0.1"},
        stderr=subprocess.DEVNULL,
    )
    with pytest.raises(subprocess.TimeoutExpired):
        running.wait(1)
    running.terminate()
    assert running.wait(5) == 0
    copies = night / "copies"
    return copies.read_text().splitlines() if copies.exists() else []


def test_a_night_has_one_copy_however_often_the_script_looks(night: Path) -> None:
    now = int((night / "bin").stat().st_mtime)
    assert _one_evening(night, now, now - 60) == ["backup"]
    assert _one_evening(night, now, now - 60) == ["backup"]
    yesterday = now - 86_400
    os.utime(night / "data" / "stamp", (yesterday, yesterday))
    assert _one_evening(night, now, now - 60) == ["backup", "backup"]


def test_before_the_hour_there_is_no_copy(night: Path) -> None:
    assert _one_evening(night, 1_000, 2_000) == []


def test_a_copy_that_fails_is_not_tried_again_all_night(night: Path) -> None:
    now = int((night / "bin").stat().st_mtime)
    assert _one_evening(night, now, now - 60, FAILS="1") == ["backup"]
