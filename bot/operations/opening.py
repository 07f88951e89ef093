"""Opening a copy: unsealed, unpacked, held against its manifest, and opened by the program."""

from __future__ import annotations

from pathlib import Path

from bot.operations import archive, sealing
from bot.operations.archive import DATABASE, Manifest
from bot.operations.sealing import BrokenSeal, Identity
from bot.storage import snapshots
from bot.storage.database import Database
from bot.storage.fingerprints import differing, fingerprint
from bot.storage.revisions import NEWEST


def opened(path: Path, key: Identity, into: Path) -> Manifest:
    """Unpack a copy into an empty folder; raise what is wrong with it, if anything is.

    Raises WrongKey, NotSealed, BrokenSeal, NotACopy, MadeByNewer and Damaged.
    """
    manifest = sealing.unseal(path, key, lambda stream: archive.unpack(stream, into))
    database = into / DATABASE
    if not database.exists() or archive.checksum_of(database) != manifest.checksum:
        raise BrokenSeal
    held = snapshots.examine(database, manifest.snapshot.prints)
    if held.revision != manifest.snapshot.revision:
        raise BrokenSeal
    return manifest


async def run(into: Path) -> Database:
    """Open the database of an unpacked copy as the program does, brought to its newest tables.

    Raises DatabaseTooNew when a newer program has made it.
    """
    database = await Database.open(f"sqlite:///{into / DATABASE}")
    for former in list(into.glob(f"{DATABASE}.before-*")):  # noqa: ASYNC240 -- nothing waits
        former.unlink()  # what was copied is a copy already
    return database


async def prove(path: Path, key: Identity, into: Path) -> Manifest:
    """Show that a copy can be restored: unpack it, open it, and find in it what it should hold."""
    manifest = opened(path, key, into)
    database = await run(into)
    try:
        if manifest.snapshot.revision == NEWEST:
            held = await database.read(fingerprint)
            if differing(held, manifest.snapshot.prints):
                raise BrokenSeal
    finally:
        await database.close()
    return manifest
