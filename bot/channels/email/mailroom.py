"""Takes e-mails out of the mailbox and deals with them, one after the other.

Each is stored before anything else: what happens after that, a crash too, leaves it to be dealt
with again. One that cannot be dealt with after three attempts goes to people, and holds up nobody.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Protocol

import structlog
from sqlalchemy import Connection

from bot.channels.email import reading
from bot.channels.email.mailbox import Mailbox
from bot.clock import Clock, first_of, woken_or_at
from bot.domain.mailing import probe
from bot.helpdesk import intake, mail_targets, owing, presses
from bot.helpdesk.desk import Desk, Press, Toast
from bot.helpdesk.mail_letters import SIGNS_ARRIVE
from bot.knowledge.decision import Decision
from bot.office.mail import arriving, watching, wishing
from bot.office.mail.letters import Read, Refused
from bot.parts import putting_together as parts
from bot.storage import mail, records, staff
from bot.storage.database import UNAVAILABLE, Database
from bot.storage.mail import MailRow

log = structlog.get_logger(__name__)

LOOK_EVERY = timedelta(seconds=15)
LONGEST_REST = 300.0  # seconds
LONG_AWAY = timedelta(hours=1)
GIVE_UP = 3
AT_ONCE = 20  # e-mails in one transaction
BEYOND = intake.Beyond(parts.DIALOGUES, wishing.WISHES)
Decide = Callable[[str], Decision]


class Prober(Protocol):
    """Who sends the note that shows whether signs in our address arrive."""

    async def probe(self, to: str) -> None:
        """Send it."""


class Mailroom:
    """One mailbox; `decide` is asked outside of any transaction."""

    def __init__(
        self,
        database: Database,
        mailbox: Mailbox,
        desk: Callable[[str], Desk],
        decide: Decide,
        clock: Clock,
        prober: Prober,
    ) -> None:
        self._database, self._mailbox, self._desk = database, mailbox, desk
        self._decide, self._clock, self._prober = decide, clock, prober
        self._stopping = asyncio.Event()
        self._failures = 0
        self._since: datetime | None = None  # the mailbox has been away

    async def run(self) -> None:
        """Look and deal with what came, until `stop`; a server that is away is asked again."""
        await self._lead()
        await first_of(self._probe(), self._stopping.wait())
        while not self._stopping.is_set():
            await self._lead()
            rest = LOOK_EVERY.total_seconds()
            try:
                await self.fetch_now()
                await self.deal()
                self._failures, self._since = 0, None
            except Exception as error:  # the mailbox, the network, or the database is away
                self._failures += 1
                rest = min(LONGEST_REST, 2.0**self._failures)
                log.warning("mailbox_unreadable", error=type(error).__name__)
                await self._away()
            until = self._clock.now() + timedelta(seconds=rest)
            await woken_or_at(self._stopping, self._clock, until)

    async def _lead(self) -> None:
        """Wait until this copy of the program leads: one looks into a mailbox."""
        if not self._database.replica.leading.is_set():
            await first_of(self._database.replica.leading.wait(), self._stopping.wait())

    async def _away(self) -> None:
        """Tell the coordinators when the mailbox has been away for long."""
        now = self._clock.now()
        since = self._since = self._since or now
        if now - since >= LONG_AWAY:
            desk = self._desk("mailbox")
            with contextlib.suppress(*UNAVAILABLE):
                await self._database.write(lambda conn: watching.tell_away(conn, desk, since))

    async def stop(self) -> None:
        """Begin nothing more, and leave the mailbox."""
        self._stopping.set()
        await self._mailbox.break_off()

    async def fetch_now(self) -> int:
        """Store what has come; return how many e-mails were new. Raises what was in the way."""
        known, now = await self._database.read(mail.how_far), self._clock.now()
        looked, new = await self._mailbox.look(known, now.date()), 0
        for start in range(0, len(looked.uids), AT_ONCE):
            if self._stopping.is_set():
                return new
            new += await self._store(looked.uids[start : start + AT_ONCE], looked.to.validity)
        if looked.to != known:
            await self._database.write(lambda conn: mail.read_to(conn, looked.to))
        return new

    async def _store(self, uids: Sequence[int], validity: int) -> int:
        found, now = await self._mailbox.fetch(uids, validity), self._clock.now()
        new = await self._database.write(lambda conn: mail.store(conn, found, now))
        await self._mailbox.seen([one.uid for one in found])
        return new

    async def deal(self) -> int:
        """Deal with everything that is stored; return how many e-mails that was."""
        count = 0
        while not self._stopping.is_set():
            row = await self._database.read(mail.next_new)
            if row is None:
                break
            await self._deal_with(row)
            count += 1
        return count

    async def _deal_with(self, row: MailRow) -> None:
        try:
            read = await asyncio.to_thread(reading.read, row.raw or b"")
            decision = await asyncio.to_thread(self._decide, read.words)
            await self._database.write(lambda conn: self._arrive(conn, row, read, decision))
        except UNAVAILABLE:
            raise
        except Exception as error:  # whatever is wrong with one e-mail, the others are dealt with
            log.error("mail_failed", mail=row.id, error=type(error).__name__)
            await self._database.write(lambda conn: self._failed(conn, row))

    def _arrive(self, conn: Connection, row: MailRow, read: Read, decision: Decision) -> None:
        if row.whole > len(row.raw or b""):
            read = _without_files(read)
        desk = self._desk(f"{mail_targets.CAUSE}{row.id}")
        arriving.arrive(conn, desk, arriving.Came(row, read, decision), _press, BEYOND)

    def _failed(self, conn: Connection, row: MailRow) -> None:
        if mail.failed(conn, row.id) < GIVE_UP:
            return
        now = self._clock.now()
        mail.finish(conn, row.id, "broken", now, reason="failed")
        if staff.where(conn, owing.GROUP) is not None:
            desk = self._desk(f"{mail_targets.CAUSE}{row.id}")
            to = owing.COORDINATION
            owing.send_to(conn, desk, to, "mail_broken", {"count": 1}, role="alarm")

    async def _probe(self) -> None:
        """See, at each start until it is known, whether signs in our address arrive."""
        try:
            to = await self._database.write(lambda conn: self._wanted_probe(conn))
            if to is not None:
                await self._prober.probe(to)
        except Exception as error:
            log.warning("mail_probe_failed", error=type(error).__name__)

    def _wanted_probe(self, conn: Connection) -> str | None:
        address = self._desk("probe").mail
        if address is None or records.get_fact(conn, SIGNS_ARRIVE):
            return None
        return probe(address, mail_targets.secret(conn))


def _without_files(read: Read) -> Read:
    """Of an e-mail that is too large only the beginning is here: its files are not whole."""
    names = [file.name for file in read.files] or ["list"]
    return replace(read, files=(), refused=tuple(Refused(name, "size") for name in names))


def _press(conn: Connection, desk: Desk, given: Press) -> Toast:
    return presses.press_in_private(conn, desk, given, parts.LEADER, parts.LEADER_MAY)
