"""What an operator has: a stage, an installation with rows, a key, no settings."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from bot.operations import sealing
from bot.storage.database import Database
from tests.dialogues.conftest import (  # noqa: F401  fixtures
    _knowledge_built_once,
    home,
    no_settings_from_outside,
    scene,
)
from tests.storage.test_copying import fill


@pytest.fixture(scope="session")
def key() -> tuple[str, str]:
    """A public key and its secret one."""
    return sealing.fresh_key()


@pytest.fixture
def key_file(key: tuple[str, str], tmp_path: Path) -> Path:
    path = tmp_path / "klucz.txt"
    path.write_text(f"# klucz do kopii\n{key[1]}\n")
    return path


@pytest.fixture
def house(sqlite_url: str, tmp_path: Path) -> Path:
    """The folder of an installation whose database holds rows in every table."""

    async def write() -> None:
        database = await Database.open(sqlite_url)
        await database.write(fill)
        await database.close()

    asyncio.run(write())
    (tmp_path / "data").mkdir(mode=0o700)
    (tmp_path / "bot.db").rename(tmp_path / "data" / "bot.db")
    for left in tmp_path.glob("bot.db*"):
        left.unlink()
    return tmp_path / "data"
