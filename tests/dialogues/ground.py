"""What a dialogue's database stands on: a file in its directory, or a database of a server.

`DIALOGUES_ON=postgresql` puts every dialogue of a run on PostgreSQL; without it they stand on
SQLite. A database belongs to a directory: whoever opens the bot there again finds it again.
"""

from __future__ import annotations

import os
import shutil
from itertools import count
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

    async def clear(self) -> None:
        """Take back the databases of all directories that are not the source of copies."""


class Files:
    """SQLite: a file in the directory."""

    async def address(self, directory: Path) -> str:
        return f"sqlite:///{directory}/bot.db"

    async def copy(self, source: Path, target: Path) -> None:
        shutil.copy(source / "bot.db", target / "bot.db")

    async def clear(self) -> None:
        """Leave the files: their directories are thrown away."""


class Server:
    """PostgreSQL: a database of the tests' own cluster, with its tables made."""

    def __init__(self, server: str, databases: postgresql.Databases) -> None:
        self._server, self._databases = server, databases
        self._numbers = count(1)
        self._taken: dict[Path, str] = {}
        self._copies: dict[Path, str] = {}
        self._sources: dict[Path, str] = {}

    async def address(self, directory: Path) -> str:
        for known in (self._copies, self._sources, self._taken):
            if directory in known:
                return known[directory]
        self._taken[directory] = await self._databases.take()
        return self._taken[directory]

    async def copy(self, source: Path, target: Path) -> None:
        if source in self._taken:
            self._sources[source] = self._taken.pop(source)
        of, name = self._sources[source].rpartition("/")[2], f"dialogue{next(self._numbers)}"
        await self._order(f"CREATE DATABASE {name} TEMPLATE {of} STRATEGY file_copy")
        self._copies[target] = f"{self._server}/{name}"

    async def clear(self) -> None:
        for directory in list(self._taken):
            self._databases.leave(self._taken.pop(directory))
        for directory in list(self._copies):
            name = self._copies.pop(directory).rpartition("/")[2]
            await self._order(f"DROP DATABASE {name} WITH (FORCE)")

    async def _order(self, statement: str) -> None:
        await postgresql.execute(f"{self._server}/postgres", statement)


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
