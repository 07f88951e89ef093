"""Forgetting in a copy whoever was erased after it was made, before anybody can read it."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from bot.domain.working_hours import WorkingHours
from bot.helpdesk.desk import Desk
from bot.knowledge.complaints import KnowledgeError
from bot.knowledge.library import find_directory
from bot.knowledge.loading import load
from bot.office.privacy.work import ErasureWork
from bot.parts import putting_together
from bot.storage.database import Database


async def erase_again(
    database: Database, ledger: Path, knowledge: Path | None, now: datetime
) -> int:
    """Erase in a database whom a ledger in some folder means; return how many there were."""
    desk = _desk(knowledge, now)
    work = ErasureWork(database, desk.because, putting_together.FAREWELLS, ledger)
    return await work.again()


def _desk(knowledge: Path | None, now: datetime) -> Desk:
    """Return a desk: what is said to others of an erasure names the organisation."""
    try:
        base = load(find_directory(knowledge))
    except KnowledgeError:
        base = load(find_directory(None))  # the one that comes with the program
    org = base.organisation
    hours = WorkingHours(org.office_hours.by_weekday, frozenset(org.closed))
    return Desk(base, hours, now, "restore")
