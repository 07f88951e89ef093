"""Moving an installation from its file to a PostgreSQL server, row by row, and proving it."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection

from bot.settings import Settings
from bot.storage import apart, copying, revisions
from bot.storage.fingerprints import fingerprint
from bot.storage.snapshots import NothingThere, OtherVersion, require_same


class NotEmpty(Exception):
    """The database that is to be moved to already holds rows."""


@dataclass(frozen=True, slots=True)
class Moved:
    """How much was moved."""

    tables: int
    rows: int


async def move(settings: Settings, target: str) -> Moved:
    """Copy everything into an empty database and compare; the source is left as it is.

    After any error the target is as it was. Raises AnotherCopyRuns, NothingThere, OtherVersion,
    NotEmpty, ForeignDatabase, CannotCopy and Damaged.
    """
    path = apart.sqlite_path(settings.database)
    if path is not None and not path.exists():
        raise NothingThere
    async with (
        apart.alone(settings.database),
        apart.alone(target),
        apart.reading(settings.database) as source,
        apart.writing(target) as here,
    ):
        await apart.within(_require_newest, source)
        if not await apart.within(copying.is_empty, here):
            raise NotEmpty
        await apart.within(copying.empty, here)
        await apart.within(copying.copy, source, here)
        prints = await apart.within(fingerprint, source)
        require_same(prints, await apart.within(fingerprint, here))
    return Moved(len(prints), sum(one.rows for one in prints.values()))


def _require_newest(source: Connection) -> None:
    revisions.require_ours(source)
    revision = revisions.revision_of(source)
    if revision is None:
        raise NothingThere
    if revision != revisions.NEWEST:
        raise OtherVersion
