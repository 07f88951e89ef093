"""Copies of an installation: made while the bot runs, proved the same minute, kept for a while.

A copy gets its name only when that very file has been opened again, restored into a fresh place
and found to hold what the database held: whatever has the name of a copy is a proven one. It is
sealed for the operator's key, which is not on this machine; the proof has a key of its own, which
is forgotten with the process.
"""

from __future__ import annotations

import re
import shutil
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from bot.operations.places import adopt, make_folder, put_in_place, workspace
from bot.settings import Settings
from bot.storage.single import AnotherCopyRuns, FileLock

if TYPE_CHECKING:
    from bot.operations import archive

WORK, LOCK = ".work", ".lock"
_NAME = re.compile(r"dzialaj-(\d{4}-\d{2}-\d{2}-\d{6})\.age")
_STAMP = "%Y-%m-%d-%H%M%S"


class NoRecipient(Exception):
    """It is not said for whom copies are to be sealed."""


class AlreadyCopying(Exception):
    """Another copy is being made."""


@dataclass(frozen=True, slots=True)
class Copy:
    """A proven copy: its file, the moment that it holds, and its size in bytes."""

    path: Path
    at: datetime
    size: int


def copies(directory: Path) -> list[Copy]:
    """Return the copies there are, oldest first."""
    try:
        named = [(path, _moment(path.name)) for path in directory.iterdir()]
        found = [Copy(path, at, path.stat().st_size) for path, at in named if at is not None]
    except OSError:  # there is no such directory, or nothing to be seen in it
        return []
    return sorted(found, key=lambda one: one.at)


def _moment(name: str) -> datetime | None:
    known = _NAME.fullmatch(name)
    try:
        return known and datetime.strptime(known[1], _STAMP).replace(tzinfo=UTC)
    except ValueError:
        return None


def last_proof(directory: Path) -> Copy | None:
    """Return the newest proven copy, or None."""
    return next(reversed(copies(directory)), None)


def forget_old(directory: Path, days: int, now: datetime) -> int:
    """Delete copies older than so many days, but never the newest; return how many."""
    old = [one for one in copies(directory)[:-1] if now - one.at > timedelta(days=days)]
    for one in old:
        one.path.unlink(missing_ok=True)
    return len(old)


def clear_leftovers(directory: Path) -> None:
    """Take away what a copying that was killed has left, unless one is running now."""
    if (directory / WORK).exists():
        with suppress(AnotherCopyRuns, OSError), FileLock(directory / LOCK):
            shutil.rmtree(directory / WORK, ignore_errors=True)


async def make(settings: Settings, now: datetime) -> tuple[Copy, archive.Manifest]:
    """Make a copy, prove it and give it its name; raise whatever stood in the way.

    Copies that are old enough go, whatever came of this one.
    """
    if settings.backup_recipient is None:
        raise NoRecipient
    directory = settings.backups_directory
    make_folder(directory)
    try:
        lock = FileLock(directory / LOCK)
    except AnotherCopyRuns:
        raise AlreadyCopying from None
    with lock:
        adopt(directory / LOCK)
        try:
            with workspace(directory / WORK) as work:
                return await _make(settings, work, now)
        finally:
            forget_old(directory, settings.backup_days, now)


async def _make(settings: Settings, work: Path, now: datetime) -> tuple[Copy, archive.Manifest]:
    from bot.operations import archive, opening, sealing  # the running bot, which only looks
    from bot.storage import snapshots  # at what there is, has no memory for them

    database, sealed = work / archive.DATABASE, work / "sealed"
    snapshot = await snapshots.take(settings.database, database)
    with_knowledge = settings.knowledge is not None
    manifest = archive.manifest_of(database, snapshot, now, with_knowledge)
    produce = partial(
        archive.pack, manifest=manifest, database=database, data=settings.data_directory,
        knowledge=settings.knowledge,
    )  # fmt: skip
    key = sealing.passing_identity()
    whom = [sealing.recipient(settings.backup_recipient or ""), key.to_public()]
    sealing.seal(produce, sealed, whom)
    database.unlink()
    proof = work / "proof"
    proof.mkdir(mode=0o700)
    await opening.prove(sealed, key, proof)
    path = settings.backups_directory / f"dzialaj-{now.strftime(_STAMP)}.age"
    put_in_place(sealed, path)
    return Copy(path, now, path.stat().st_size), manifest
