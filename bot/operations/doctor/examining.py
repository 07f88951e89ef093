"""The whole examination, in the order in which an installation is set up."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime

from bot.operations.doctor import beside, copies, database, machine, telegram
from bot.operations.doctor.findings import Finding, broken, fine
from bot.settings import Settings
from bot.settings.lenient import load_what_can_be

SETTINGS = "ustawienia"


def _now() -> datetime:
    return datetime.now(UTC)


def examine(now: Callable[[], datetime] = _now) -> list[Finding]:
    """Look at everything that can be looked at, whatever is wrong with the rest."""
    settings, complaints = load_what_can_be()
    found = [_wrong(one) for one in complaints] or [fine(SETTINGS, "bez błędów")]
    if settings is None:
        return [*found, machine.zones(now().year)]
    return found + asyncio.run(_examine(settings, now))


def _wrong(complaint: str) -> Finding:
    said, _, todo = complaint.partition("; ")
    return broken(SETTINGS, said, todo or "Popraw to ustawienie; opis jest w README.md.")


async def _examine(settings: Settings, now: Callable[[], datetime]) -> list[Finding]:
    """Look at the database first: it knows the group. Networks are asked all at once."""
    rows = await database.look(settings, now())
    asked, posted = await asyncio.gather(
        telegram.look(settings, rows.group_id, now), beside.mail(settings.mail)
    )
    here = await asyncio.to_thread(machine.look, settings, now())
    files = await asyncio.to_thread(beside.knowledge, settings.knowledge, now().date())
    ready = await asyncio.to_thread(beside.web, settings)
    copied = copies.last_copy(settings, now())
    sessions = [] if rows.sessions is None else [_sessions(rows.sessions)]
    return [*asked, *rows.findings, *sessions, *here, ready, copied, files, *posted]


def _sessions(count: int) -> Finding:
    return fine(database.SESSIONS, f"innych w tej chwili: {count}")
