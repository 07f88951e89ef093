"""The work of erasing: begun when the day of grace is over, gone on with after any stop.

Before the first row is emptied the ledger knows of it; in the end nothing stands in the log beside
the database, and copies that were kept before migrations are gone.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path

import structlog
from sqlalchemy import Connection

from bot.helpdesk.desk import Desk
from bot.office.privacy import carrying_out
from bot.office.privacy.ledger import Entry, Ledger
from bot.programme.part import Farewell
from bot.storage import erasures, people
from bot.storage.database import Database
from bot.storage.erasures import Erasure
from bot.storage.rows import Person

log = structlog.get_logger(__name__)


#: Where the ledger of a database on a server lies: where a file's own would by default.
ELSEWHERE = Path("data")
#: Under which name copies of a server's database are kept as files.
SERVERS_OWN = "bot.db"


class ErasureWork:
    """Carries out what is due; one copy of it runs."""

    def __init__(
        self,
        database: Database,
        desk: Callable[[str], Desk],
        farewells: Sequence[Farewell] = (),
        directory: Path | None = None,
    ) -> None:
        self._database, self._desk, self._farewells = database, desk, farewells
        beside = database.path.parent if database.path is not None else ELSEWHERE
        self._directory = directory or beside
        self._ledger = Ledger(self._directory)

    async def do(self) -> int:
        """Carry out what is due now; return how many people were erased."""
        now = self._desk("erasures").now
        found = await self._database.read(lambda conn: erasures.due(conn, now))
        done = [one for one in found if await self._carry_out(one)]
        forgotten = await self._forget_addresses()
        if done or forgotten or await self._database.read(carrying_out.has_left_traces):
            await self._leave_no_trace()
        return len(done)

    async def _carry_out(self, found: Erasure) -> bool:
        desk = self._desk(f"erasure{found.id}")
        if not await self._database.write(lambda conn: carrying_out.begin(conn, desk, found)):
            return False
        await self._enter(found, desk.now)
        more = True
        while more:
            more = await self._step(found)
        log.info("erased", count=1)
        return True

    async def _step(self, found: Erasure) -> bool:
        desk = self._desk(f"erasure{found.id}")
        return await self._database.write(
            lambda conn: carrying_out.step(conn, desk, found.id, self._farewells)
        )

    async def _enter(self, found: Erasure, now: datetime) -> None:
        """Put an erasure into the ledger while it is still known whose it is."""
        ledger, person = self._ledger, found.person_id
        known, addresses = await self._database.read(lambda conn: _addresses(conn, person))
        if known.erased_at is None:
            marks = tuple(ledger.mark(one) for one in addresses)
            created, at = known.created_at.isoformat(), now.isoformat()
            entry = Entry(found.receipt, person, created, at, marks)
            await asyncio.to_thread(ledger.append, entry)

    async def _forget_addresses(self) -> int:
        waiting = await self._database.read(erasures.with_last_message)
        return sum([await self._forget_address(one.id) for one in waiting])

    async def _forget_address(self, ident: int) -> bool:
        desk = self._desk(f"erasure{ident}")
        return await self._database.write(
            lambda conn: carrying_out.forget_address(conn, desk, ident)
        )

    async def _leave_no_trace(self) -> None:
        beside = self._database.path or self._directory / SERVERS_OWN
        await asyncio.to_thread(_drop_copies, beside)
        if not await self._database.forget_traces():
            log.warning("log_not_emptied")
            return
        await self._database.write(carrying_out.traces_are_gone)

    async def again(self) -> int:
        """Erase again whoever the ledger knows and a restored database still has."""
        entries = await asyncio.to_thread(lambda ledger: list(ledger.entries()), self._ledger)
        if not entries:
            return 0
        desk, ledger = self._desk("ledger"), self._ledger
        count = await self._database.write(lambda conn: _ask_again(conn, desk, ledger, entries))
        return await self.do() if count else 0


def _addresses(conn: Connection, ident: int) -> tuple[Person, list[str]]:
    """Return a person with all that they can be known by in another copy."""
    person = people.by_id(conn, ident)
    return person, _known_by(conn, person)


def _known_by(conn: Connection, person: Person) -> list[str]:
    chat = [f"chat:{person.telegram_id}"] if person.telegram_id is not None else []
    mail = erasures.mail_of(conn, person)
    return [*chat, *([mail] if mail else [])]


def _ask_again(conn: Connection, desk: Desk, ledger: Ledger, entries: list[Entry]) -> int:
    """Have those erased whom the ledger means; return how many there are.

    One that is begun goes on where it was, with its last message: the program died in it.
    """
    count = 0
    for person in erasures.living(conn):
        marks = [ledger.mark(one) for one in _known_by(conn, person)]
        meant = next(
            (one for one in entries if one.means(person.id, person.created_at, marks)), None
        )
        if meant is None:
            continue
        count += 1
        waiting = erasures.waiting(conn, person.id)
        if waiting is None or waiting.state != "doing":
            erasures.ask_again(conn, person.id, meant.receipt, desk.now)
    return count


def _drop_copies(path: Path) -> None:
    """Delete what was kept before migrations and restoring: it holds what was to be forgotten."""
    for kept in ("before", "replaced"):
        for copy in path.parent.glob(f"{path.name}.{kept}-*"):
            copy.unlink(missing_ok=True)
