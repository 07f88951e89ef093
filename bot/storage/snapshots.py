"""A SQLite file that holds what a database held at one moment, while its bot goes on writing."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection, create_engine
from sqlalchemy.pool import NullPool

from bot.storage import apart, copying, revisions
from bot.storage.fingerprints import Prints, differing, fingerprint


class NothingThere(Exception):
    """There is no database to copy."""


class OtherVersion(Exception):
    """The tables of a server are of another version of the program."""


class Damaged(Exception):
    """A file is no sound database, or not the one it should be; the text says what is wrong."""


@dataclass(frozen=True, slots=True)
class Snapshot:
    """What was copied: the version of its tables, and their fingerprints."""

    revision: str
    prints: Prints


async def take(url: str, into: Path) -> Snapshot:
    """Copy a database into a file that is not there yet, check it and return what it holds.

    Raises NothingThere, ForeignDatabase, OtherVersion, CannotCopy and Damaged.
    """
    path = apart.sqlite_path(url)
    if path is None:
        return await _of_server(url, into)
    if not path.exists():
        raise NothingThere
    _copy_pages(path, into)
    return examine(into)


def _copy_pages(path: Path, into: Path) -> None:
    """Copy at one go: in steps, it would begin anew after each write of the bot."""
    with (
        closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as source,
        closing(sqlite3.connect(into)) as copy,
    ):
        source.execute("PRAGMA busy_timeout=5000")
        source.backup(copy, pages=-1)


async def _of_server(url: str, into: Path) -> Snapshot:
    """Copy row by row, within one transaction of the server's."""
    async with apart.reading(url) as source:
        await apart.within(revisions.require_ours, source)
        revision = await apart.within(revisions.revision_of, source)
        if revision is None:
            raise NothingThere
        if revision != revisions.NEWEST:
            raise OtherVersion
        async with apart.writing(f"sqlite:///{into}") as target:
            await apart.within(revisions.create, target)
            await apart.within(copying.copy, source, target)
        held = await apart.within(fingerprint, source)
    made = examine(into)
    require_same(held, made.prints)
    return made


def examine(path: Path, expected: Prints | None = None) -> Snapshot:
    """Return what a file holds when it is sound, ours, and as expected; raise Damaged if not."""
    engine = create_engine(
        "sqlite://",
        creator=lambda: sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True),
        poolclass=NullPool,
        hide_parameters=True,
    )
    try:
        with engine.connect() as conn:
            _require_sound(conn)
            revisions.require_ours(conn)
            revision = revisions.revision_of(conn)
            if revision is None:
                raise NothingThere
            made = Snapshot(revision, fingerprint(conn))
    finally:
        engine.dispose()
    if expected is not None:
        require_same(expected, made.prints)
    return made


def _require_sound(conn: Connection) -> None:
    told = conn.exec_driver_sql("PRAGMA integrity_check").scalar()
    if told != "ok":
        raise Damaged("integrity_check")
    if conn.exec_driver_sql("PRAGMA foreign_key_check").first() is not None:
        raise Damaged("foreign_key_check")


def require_same(one: Prints, other: Prints) -> None:
    """Raise Damaged, with the names of tables, unless two databases hold the same."""
    names = differing(one, other)
    if names:
        raise Damaged(", ".join(names))
