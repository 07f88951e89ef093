"""Copies made under load, each restored into a fresh folder and held against what was committed.

    python -m tests.operations.restores [COUNT]    # both databases, 50 each, with the controls

A copy is right when what comes out of it is exactly what one commit left, and none that was there
before the copying began is missing.
"""

from __future__ import annotations

import asyncio
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot.operations import backups, restoring, sealing
from bot.settings import Settings
from bot.storage import apart
from bot.storage.fingerprints import fingerprint
from bot.storage.snapshots import Damaged
from tests import postgresql
from tests.operations.writer import TABLES, digest

ROOT = Path(__file__).parent.parent.parent
START = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)


@dataclass
class Figures:
    """What was seen."""

    copies: int = 0
    equal: int = 0
    wrong: list[str] = field(default_factory=list)
    commits: int = 0
    seconds: list[float] = field(default_factory=list)

    def __str__(self) -> str:
        slowest = max(self.seconds, default=0)
        return (
            f"{self.equal} of {self.copies} equal to a committed state, {self.commits} commits "
            f"meanwhile, slowest copy {slowest:.1f} s {self.wrong or ''}"
        )


def keys() -> tuple[str, sealing.Identity]:
    """Return a public key and the secret one to it."""
    public, secret = sealing.fresh_key()
    return public, sealing.identity_in(secret)


def settings(url: str, data: Path, recipient: str | None = None, **more: object) -> Settings:
    """Return settings of an installation whose things lie in a folder."""
    given = {"database": url, "data": data, "backup_recipient": recipient, **more}
    return Settings(**given)


@asynccontextmanager
async def writing(url: str, log: Path) -> AsyncIterator[None]:
    """Have a process write meanwhile."""
    command = [sys.executable, "-m", "tests.operations.writer", url, str(log)]
    process = subprocess.Popen(command, cwd=ROOT)  # noqa: ASYNC220 -- it starts at once
    try:
        while not logged(log):
            assert process.poll() is None
            await asyncio.sleep(0.05)
        yield
        begun = len(logged(log))
        while len(logged(log)) < begun + 3:  # what was in the last copy is in the log as well
            assert process.poll() is None
            await asyncio.sleep(0.05)
    finally:
        process.terminate()
        process.wait()


def logged(log: Path) -> dict[int, str]:
    """Return what each commit left."""
    lines = log.read_text().splitlines() if log.exists() else []
    whole = (line.split() for line in lines)
    return {int(one[0]): one[1] for one in whole if len(one) == 2}


async def found_in(url: str) -> tuple[int, str]:
    """Return the number of the last commit that a database knows, and its fingerprint."""
    async with apart.reading(url) as conn:
        prints = await apart.within(fingerprint, conn)
        query = "SELECT value FROM fact WHERE name = 'number'"
        number = await apart.within(conn.exec_driver_sql, query)
        return int(number.scalar()), digest({name: prints[name] for name in TABLES})


Maker = Callable[[int], Awaitable[str]]


async def compare(url: str, log: Path, count: int, make: Maker, figures: Figures) -> Figures:
    """Make copies under load and hold each against the log; `make` returns where it came out."""
    seen: list[tuple[int, int, str]] = []
    async with writing(url, log):
        for number in range(count):
            await asyncio.sleep(0.05)
            least, begun = max(logged(log)), time.monotonic()
            try:
                out = await make(number)
                figures.seconds.append(time.monotonic() - begun)
                seen.append((least, *await found_in(out)))
            except (Damaged, Exception) as error:
                seen.append((least, -1, type(error).__name__))
    committed = logged(log)
    figures.copies, figures.commits = count, len(committed)
    for least, number, told in seen:
        if number >= least and committed.get(number) == told:
            figures.equal += 1
        else:
            figures.wrong.append(told if number < 0 else f"state {number}, at least {least}")
    return figures


def by_backup(url: str, folder: Path) -> Maker:
    """Return what makes a copy and restores it into a fresh folder."""
    public, secret = keys()
    house = settings(url, folder / "house", public, backup_days=3650)

    async def make(number: int) -> str:
        copy, _ = await backups.make(house, START + timedelta(seconds=number))
        fresh = folder / f"fresh{number}"
        new = settings(f"sqlite:///{fresh / 'bot.db'}", fresh)
        await restoring.restore(
            new, copy.path, secret, START, knowledge=False, confirm=lambda _: None
        )
        return new.database

    return make


def by_plain_copy(url: str, folder: Path) -> Maker:
    """Return what must not be done: copying the file alone, while it is written."""

    async def make(number: int) -> str:
        path = apart.sqlite_path(url)
        assert path is not None
        shutil.copy(path, folder / f"plain{number}.db")
        return f"sqlite:///{folder / f'plain{number}.db'}"

    return make


async def show(count: int) -> bool:
    """Print the figures of both databases and of the control; tell whether all is well."""
    with tempfile.TemporaryDirectory() as name, postgresql.cluster() as server:
        folder = Path(name)
        await postgresql.execute(f"{server}/postgres", "CREATE DATABASE storm")
        good = True
        for kind, url in (
            ("SQLite", f"sqlite:///{folder / 'bot.db'}"),
            ("PostgreSQL", f"{server}/storm"),
        ):
            made = await compare(
                url, folder / f"{kind}.log", count, by_backup(url, folder / kind), Figures()
            )
            print(f"{kind}: {made}", flush=True)  # noqa: T201
            good = good and made.equal == count
        url = f"sqlite:///{folder / 'control.db'}"
        plain = await compare(url, folder / "c.log", 10, by_plain_copy(url, folder), Figures())
        print(f"control, the file alone: {plain}", flush=True)  # noqa: T201
        return good and plain.equal < 10


if __name__ == "__main__":
    sys.exit(not asyncio.run(show(int(sys.argv[1]) if len(sys.argv) > 1 else 50)))
