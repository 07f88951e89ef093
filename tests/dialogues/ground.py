"""What a dialogue's database stands on: a file in its directory, or a database of a server.

`DIALOGUES_ON=postgresql` puts every dialogue of a run on PostgreSQL; without it they stand on
SQLite. A database belongs to a directory: whoever opens the bot there again finds it again.
"""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import Protocol

from tests import postgresql

ON_POSTGRESQL = os.environ.get("DIALOGUES_ON", "sqlite") == "postgresql"


class Ground(Protocol):
    """Where databases stand."""

    async def address(self, directory: Path) -> str:
        """Return what BOT_DATABASE is to say for this directory: always the same."""

    async def copy(self, source: Path, target: Path) -> None:
        """Let the target's database be as the source's, which nobody has open."""

    async def rows(self, directory: Path) -> str:
        """Return the words of all rows that stand in no file of the directory."""

    async def clear(self) -> None:
        """Take the databases of all directories back, when nobody has them open."""


class Files:
    """SQLite: a file in the directory."""

    async def address(self, directory: Path) -> str:
        return f"sqlite:///{directory}/bot.db"

    async def copy(self, source: Path, target: Path) -> None:
        shutil.copy(source / "bot.db", target / "bot.db")

    async def rows(self, directory: Path) -> str:
        """Return nothing: they are in a file."""
        return ""

    async def clear(self) -> None:
        """Leave the files: their directories are thrown away."""


class Server:
    """PostgreSQL: a database of the tests' own cluster, with its tables made."""

    def __init__(self, databases: postgresql.Databases) -> None:
        self._databases = databases
        self._taken: dict[Path, str] = {}
        self._kept: dict[Path, postgresql.Content] = {}

    async def address(self, directory: Path) -> str:
        if directory not in self._taken:
            self._taken[directory] = await self._databases.take()
        return self._taken[directory]

    async def copy(self, source: Path, target: Path) -> None:
        if source not in self._kept:
            self._kept[source] = await postgresql.Content.of(self._taken[source])
        await self._kept[source].put(await self.address(target))

    async def rows(self, directory: Path) -> str:
        content = await postgresql.Content.of(self._taken[directory])
        return b"".join(content.tables.values()).decode("utf-8", "replace")

    async def clear(self) -> None:
        for directory in list(self._taken):
            self._databases.leave(self._taken.pop(directory))


_GROUND: list[Ground] = [Files()]


def ground() -> Ground:
    """Return what dialogues stand on now."""
    return _GROUND[-1]


def stand_on(chosen: Ground) -> None:
    """Let dialogues stand on this from now on."""
    _GROUND.append(chosen)


def leave() -> None:
    """Let them stand on what was before."""
    _GROUND.pop()
