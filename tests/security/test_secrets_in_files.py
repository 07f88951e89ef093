"""No secret stands in the history of the repository, in what is tracked, or in what is shipped."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
#: A bot's token, a key of age, a private key with something in it, keys of other houses.
SECRET = re.compile(
    rb"(?<![\w:])[0-9]{8,10}:AA[A-Za-z0-9_-]{33}(?![\w-])"
    rb"|AGE-SECRET-KEY-1[A-Z0-9]{58}"
    rb"|-----BEGIN [A-Z ]*PRIVATE KEY-----\s*[A-Za-z0-9+/=]{40}"
    rb"|(?<!\w)gh[pousr]_[A-Za-z0-9]{36}|(?<!\w)AKIA[A-Z0-9]{16}(?!\w)"
)
#: Put together here, so that this file holds none.
MADE = (
    b"token = 12345678" + b"90:AA" + b"b" * 33,
    b"AGE-SECRET-" + b"KEY-1" + b"Q" * 58,
    b"-----BEGIN RSA PRIVATE " + b"KEY-----\n" + b"M" * 64,
)


def run(*command: str) -> bytes:
    return subprocess.run(["git", *command], cwd=ROOT, capture_output=True, check=True).stdout


@pytest.mark.parametrize("made", MADE)
def test_a_secret_would_be_seen(made: bytes) -> None:
    assert SECRET.search(made)


@pytest.mark.slow
def test_no_secret_stands_in_the_history() -> None:
    said = run("log", "--all", "-p", "--no-color", "--no-ext-diff", "--unified=0")
    assert [one[:12] for one in SECRET.findall(said)] == []
    assert len(said) > 1_000


def test_no_secret_stands_in_what_is_shipped() -> None:
    """A wheel holds `bot/` and `knowledge/`: all of their files, tracked or not."""
    shipped = [
        path
        for room in ("bot", "knowledge")
        for path in (ROOT / room).rglob("*")
        if path.is_file() and path.suffix != ".pyc"
    ]
    assert [path for path in shipped if SECRET.search(path.read_bytes())] == []
    assert [path for path in shipped if path.name.endswith((".db", ".env", ".key", ".toml"))] == []
    assert len(shipped) > 500


def test_what_holds_secrets_on_a_server_is_never_tracked() -> None:
    names = run("ls-files").decode().split("\n")
    wrong = re.compile(r"(^|/)(bot\.toml|settings\.env|token|.*\.(db|sqlite|key|pem|age))$")
    assert [name for name in names if wrong.search(name)] == []
