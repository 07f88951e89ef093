"""Tools of others that check our files; where one is missing its tests are skipped aloud."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

Tool = Callable[..., subprocess.CompletedProcess[str]]
_BESIDE = (Path(sys.executable).parent, Path("/usr/sbin"), Path("/usr/bin"))


def find(name: str) -> str | None:
    """Return where a program is: beside ours, or the system's."""
    beside = (path / name for path in _BESIDE)
    return next((str(path) for path in beside if path.exists()), None) or shutil.which(name)


@pytest.fixture
def tool() -> Tool:
    """Run a tool by its name; skip the test when it is not here."""

    def run(name: str, *words: object, **more: object) -> subprocess.CompletedProcess[str]:
        path = find(name)
        if path is None:
            pytest.skip(f"{name} is NOT installed: its files were not checked")
        command = [path, *map(str, words)]
        return subprocess.run(command, capture_output=True, text=True, timeout=120, **more)  # type: ignore[call-overload]

    return run


def passed(done: subprocess.CompletedProcess[str]) -> bool:
    """Tell whether a tool was content; what it said goes to the one who reads the failure."""
    print(done.stdout, done.stderr)  # noqa: T201
    return done.returncode == 0
