"""Putting a copy in the place of what is there, in one go, and without what was erased since.

Everything is looked at, brought to the newest tables and rid of erased people in a closed folder
first. Then the old database is kept aside under a dated name, and the new one takes its place at
once: a kill at any moment leaves the one or the other.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from bot.office.privacy.ledger import KEY, NAME, Ledger
from bot.office.privacy.work import SERVERS_OWN
from bot.operations import archive, opening
from bot.operations.archive import Manifest
from bot.operations.erasing_again import erase_again
from bot.operations.places import adopt, flush, make_folder, put_in_place, workspace
from bot.operations.sealing import Identity
from bot.settings import Settings
from bot.storage import apart, copying, snapshots
from bot.storage.fingerprints import fingerprint

WORK = ".restoring"


class NoKnowledge(Exception):
    """The knowledge was asked for, and is not in the copy, or has no place here."""


@dataclass(frozen=True, slots=True)
class Restored:
    """What was done: the copy, how many were erased again, and where the former things are."""

    manifest: Manifest
    erased: int
    aside: tuple[Path, ...]


async def check(settings: Settings, file: Path, key: Identity) -> Manifest:
    """Prove a copy and change nothing; raise what is wrong with it."""
    with workspace(_beside(settings) / WORK) as work:
        return await opening.prove(file, key, work)


async def restore(
    settings: Settings,
    file: Path,
    key: Identity,
    now: datetime,
    *,
    knowledge: bool,
    confirm: Callable[[Manifest], None],
) -> Restored:
    """Restore a copy; `confirm` is asked when it is known to be good, and raises to stop it.

    Raises AnotherCopyRuns, whatever is wrong with the copy, and OtherKey of two ledgers.
    """
    async with apart.alone(settings.database):
        _adopt_lock(settings)
        with workspace(_beside(settings) / WORK) as work:
            manifest = await opening.prove(file, key, work)
            if knowledge and not (manifest.with_knowledge and settings.knowledge):
                raise NoKnowledge
            confirm(manifest)
            _bring_ledger(settings.data_directory, work)
            erased = await _without_erased(settings, work, now)
            aside = await _replace(settings, work, now)
            if knowledge and settings.knowledge is not None:
                aside += _replace_knowledge(settings.knowledge, work / archive.KNOWLEDGE, now)
    return Restored(manifest, erased, aside)


def _beside(settings: Settings) -> Path:
    """Return the folder from which a file can take the database's place."""
    path = apart.sqlite_path(settings.database)
    return settings.data_directory if path is None else path.parent


def _adopt_lock(settings: Settings) -> None:
    path = apart.sqlite_path(settings.database)
    if path is not None:
        adopt(path.with_name(f"{path.name}.lock"))


def _bring_ledger(data: Path, work: Path) -> None:
    """Let the ledger know of the copy's erasures as well: that never takes anything away."""
    make_folder(data)
    Ledger(data).merge(work)
    for name in (NAME, KEY):
        if (data / name).exists():
            adopt(data / name)


async def _without_erased(settings: Settings, work: Path, now: datetime) -> int:
    database = await opening.run(work)
    try:
        return await erase_again(database, settings.data_directory, settings.knowledge, now)
    finally:
        await database.close()


async def _replace(settings: Settings, work: Path, now: datetime) -> tuple[Path, ...]:
    path, made = apart.sqlite_path(settings.database), work / archive.DATABASE
    if path is None:
        return await _fill_server(settings, made, now)
    aside = _set_aside(path, now)
    put_in_place(made, path)
    return aside


def _dated(path: Path, now: datetime) -> Path:
    return path.with_name(f"{path.name}.replaced-{now:%Y%m%d-%H%M%S}")


def _set_aside(path: Path, now: datetime) -> tuple[Path, ...]:
    """Keep a database file under a second name; its own stays until another takes it."""
    if not path.exists():
        return ()
    with suppress(sqlite3.Error), closing(sqlite3.connect(path)) as old:
        old.execute("PRAGMA wal_checkpoint(TRUNCATE)")  # so that the file is all there is of it
    aside = _dated(path, now)
    for suffix in ("-wal", "-shm"):  # of a file that could not be opened
        beside = path.with_name(path.name + suffix)
        if beside.exists():
            beside.replace(aside.with_name(aside.name + suffix))
    if not (aside.exists() and aside.samefile(path)):  # one that was killed has begun so
        try:
            os.link(path, aside)
        except OSError:  # a file system without second names
            shutil.copyfile(path, aside)
    aside.chmod(0o600)
    adopt(aside)
    flush(path.parent)
    return (aside,)


async def _fill_server(settings: Settings, made: Path, now: datetime) -> tuple[Path, ...]:
    """Put the rows of a file into a server, emptied, in one transaction."""
    aside = _dated(settings.data_directory / SERVERS_OWN, now)
    kept: tuple[Path, ...] = ()
    with suppress(snapshots.NothingThere):
        await snapshots.take(settings.database, aside)
        aside.chmod(0o600)
        adopt(aside)
        kept = (aside,)
    async with (
        apart.reading(f"sqlite:///{made}") as source,
        apart.writing(settings.database) as target,
    ):
        await apart.within(copying.empty, target)
        await apart.within(copying.copy, source, target)
        expected = await apart.within(fingerprint, source)
        snapshots.require_same(expected, await apart.within(fingerprint, target))
    return kept


def _replace_knowledge(place: Path, made: Path, now: datetime) -> tuple[Path, ...]:
    """Put the folder of the copy in the place of the one there, which is kept aside."""
    place = place.resolve()
    ready, aside = place.with_name(f".{place.name}.new"), _dated(place, now)
    shutil.rmtree(ready, ignore_errors=True)
    shutil.copytree(made, ready)
    for path in (ready, *ready.rglob("*")):
        path.chmod(0o755 if path.is_dir() else 0o644)
        if path != ready:
            adopt(path)
    adopt(ready)
    place.rename(aside)
    ready.rename(place)
    return (aside,)
