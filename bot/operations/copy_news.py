"""What the running bot does about copies: it tells of them, and of their absence.

Copies are made by a process of their own, which may not write the database; here its results are
read. Whatever is too old or was left lying about by a killed run goes.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta

from sqlalchemy import Connection

from bot.helpdesk import copies as saying
from bot.helpdesk.desk import Desk
from bot.operations import backups, results
from bot.operations.backups import Copy
from bot.operations.results import Result
from bot.settings import Settings
from bot.storage import seals
from bot.storage.database import Database


class CopyNews:
    """Looks at the copies, and owes coordination what there is to say."""

    def __init__(
        self, settings: Settings, database: Database, desk: Callable[[str], Desk]
    ) -> None:
        self._settings, self._database, self._desk = settings, database, desk
        self._said: tuple[object, ...] = ()

    async def tell(self) -> None:
        """Tell what is new, once; where nothing is, nothing is written."""
        desk = self._desk("copies")
        last, result = await asyncio.to_thread(self._look, desk.now)
        wanted = self._settings.backup_recipient is not None or bool(last or result)
        state = (last, result, wanted, desk.now.strftime("%Y%m%d%H"))
        if state == self._said or not await self._database.read(
            lambda conn: saying.is_time(conn, desk)
        ):
            return

        def work(conn: Connection) -> None:
            if result is not None:
                _tell_result(conn, desk, result)
            saying.overdue(conn, desk, last.at if last else None, wanted)

        await self._database.write(work)
        self._said = state

    def _look(self, now: datetime) -> tuple[Copy | None, Result | None]:
        directory = self._settings.backups_directory
        backups.clear_leftovers(directory)
        self._drop_replaced(now)
        return backups.last_proof(directory), results.find(directory)

    def _drop_replaced(self, now: datetime) -> None:
        """Delete what a restore has put aside, when copies of that age go as well."""
        path = self._database.path or self._settings.data_directory / "bot.db"
        before = (now - timedelta(days=self._settings.backup_days)).timestamp()
        for aside in path.parent.glob(f"{path.name}.replaced-*"):
            with suppress(OSError):
                if aside.stat().st_ctime < before:
                    aside.unlink()


def _tell_result(conn: Connection, desk: Desk, result: Result) -> None:
    if result.failed:
        saying.told(conn, desk, f"failed:{result.at}", "failed", why=result.failed)
    else:
        size, count, mark = size_in_words(result.size), result.copies, seals.last(conn)
        trail = str(mark) if mark is not None else None
        saying.told(conn, desk, result.name, "made", size=size, count=count, trail=trail)


def size_in_words(size: int) -> str:
    """Return "12,5 MB"."""
    for unit, above in (("GB", 1e9), ("MB", 1e6), ("kB", 1e3)):
        if size >= above:
            return f"{size / above:.1f} {unit}".replace(".", ",")
    return f"{size} B"
