"""What a handler is given: the services of the house, and the one way to commit."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy import Connection
from telegram import Update
from telegram.ext import Application, CallbackContext, ExtBot

from bot.clock import Clock
from bot.domain.limits import Limits
from bot.domain.working_hours import WorkingHours
from bot.helpdesk import upkeep
from bot.helpdesk.desk import Desk
from bot.knowledge.library import Library, Snapshot
from bot.parts import putting_together, sweeps
from bot.storage import inbox, journal
from bot.storage.database import Database
from bot.templates import Texts

T = TypeVar("T")
App = Application[Any, "Context", Any, Any, Any, Any]


@dataclass(frozen=True, slots=True)
class Services:
    """What the house lends to its handlers."""

    database: Database
    library: Library
    texts: Texts
    clock: Clock
    coordinators: frozenset[int] = frozenset()
    dealt_with: set[int] = field(default_factory=set)  # updates whose commit is known
    limits: Limits = field(default_factory=Limits)
    mail: str | None = None  # the address that e-mails are written from
    #: Have the slow work on proposals done soon.
    ponder: Callable[[], None] = lambda: None

    async def look_up_reviews(self) -> None:
        """Put in force what people said of the age of the knowledge."""
        self.library.review(await self.database.read(upkeep.in_force))

    def desk(self, cause: str, snapshot: Snapshot | None = None) -> Desk:
        """Return the desk as it stands now."""
        base = (snapshot or self.library.current).base
        org = base.organisation
        hours = WorkingHours(org.office_hours.by_weekday, frozenset(org.closed))
        return Desk(
            base,
            hours,
            self.clock.now(),
            cause,
            coordinators=self.coordinators,
            directory=self.library.directory,
            follow=sweeps.follow,
            closed=sweeps.closed,
            confided=sweeps.confided,
            mail=self.mail,
            duties=putting_together.DUTIES,
        )


class AlreadyDone(Exception):
    """The update was dealt with before; nothing is to be done twice."""


class Context(CallbackContext[ExtBot[None], dict[Any, Any], dict[Any, Any], dict[Any, Any]]):
    """The context of one update."""

    services: Services
    update_id: int

    @classmethod
    def from_update(cls, update: object, application: Any) -> Context:
        """Build the context of an update, with the services that the application carries."""
        context = super().from_update(update, application)
        context.services = application.bot_data["services"]
        context.update_id = update.update_id if isinstance(update, Update) else 0
        return context

    @property
    def now(self) -> datetime:
        """Return the present moment."""
        return self.services.clock.now()

    async def commit(self, work: Callable[[Connection, Desk], T]) -> T:
        """Run `work` and mark the update done, in one transaction; nothing else writes.

        Raises AlreadyDone when the update is no longer open.
        """
        desk = self.services.desk(f"u{self.update_id}")

        def transaction(conn: Connection) -> T:
            if not inbox.done(conn, self.update_id, desk.now):
                raise AlreadyDone
            journal.about(conn, update_id=self.update_id)
            result = work(conn, desk)
            journal.note(conn, "dealt_with")
            return result

        result = await self.services.database.write(transaction)
        self.services.dealt_with.add(self.update_id)
        return result
