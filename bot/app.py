"""The composition root: builds, opens and closes the house, in the right order. No logic here.

`open_house` gives the demo and the tests a house of their own; `run` is the program itself.
"""

from __future__ import annotations

import asyncio
import contextlib
import gc
import signal
import sys
from collections.abc import AsyncIterator, Callable, Coroutine, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Any

import structlog
from sqlalchemy import Connection
from starlette.routing import BaseRoute

from bot.channels.email.house import Post, files_missing, real_post
from bot.channels.email.mailroom import Mailroom
from bot.channels.telegram import application, fetching
from bot.channels.telegram.arriving import (
    arrive,
    compare_names,
    needs_coordinator,
    recognise,
)
from bot.channels.telegram.connection import Carrier, make_bot
from bot.channels.telegram.context import Services
from bot.channels.telegram.delivery import TelegramChannel
from bot.channels.telegram.membership import look_after
from bot.channels.telegram.polling import Poller, begin_polling, begin_webhook, connect
from bot.channels.telegram.receiving import make_process
from bot.channels.telegram.surroundings import Surroundings
from bot.channels.web import routes as web
from bot.channels.web.calendars import calendar_route
from bot.channels.web.server import WebServer
from bot.clock import CheckedClock, Clock, Pulse, SystemClock
from bot.domain.outgoing import Command
from bot.helpdesk import delivering, fallback, linking, notices, preparing, sweeps, weekly_gaps
from bot.helpdesk.proposal_work import ProposalWork
from bot.knowledge.decision import Decision
from bot.knowledge.encoder import encoder_in
from bot.knowledge.gaps import gaps
from bot.knowledge.library import Library
from bot.knowledge.tuned import misfit
from bot.office.privacy.work import ErasureWork
from bot.operations.copy_news import CopyNews
from bot.operations.gauges import Acknowledgements, Gauges
from bot.operations.watchdog import watching
from bot.parts import preparing as parts_preparing
from bot.parts import putting_together, recording
from bot.parts import sweeps as parts_sweeps
from bot.programme import documents
from bot.programme.deadlines import calendar_files
from bot.scheduler import Scheduler
from bot.sender import Sender
from bot.settings import Settings
from bot.settings.places import cache_directory
from bot.storage import inbox, outbox, records
from bot.storage.database import UNAVAILABLE, Database
from bot.storage.inbox import InboxRow
from bot.storage.outbox import Later, OutboxRow, Outcome, Skip
from bot.templates import Texts
from bot.worker import Worker

log = structlog.get_logger(__name__)

TIDY_EVERY = timedelta(hours=1)
PONDERED_AFTER = 0.1  # seconds; what comes within them is pondered at once
#: Sweeps of every copy of the program over one database; the others are the leading one's.
EVERYWHERE = ("knowledge", "amendments")
Routes = Callable[["House"], Sequence[BaseRoute]]


@dataclass(frozen=True, slots=True)
class MailHouse:
    """The e-mail channel: who takes in what comes, and who sends."""

    room: Mailroom
    sender: Sender

    async def settle(self) -> int:
        """Deal with what is there now; a mailbox that is away is as good as an empty one."""
        came = 0
        with contextlib.suppress(OSError):
            came = await self.room.fetch_now()
        came += await self.room.deal()
        await self.sender.drain()
        return came


class House:
    """Everything that runs in one process, wired together. Open it with `open_house`."""

    def __init__(
        self,
        settings: Settings,
        database: Database,
        clock: Clock,
        carrier: Carrier | None,
        routes: Routes,
        post: Post | None,
    ) -> None:
        self.settings, self.database = settings, database
        self.clock = clock = CheckedClock(clock)
        encoder = encoder_in(settings.encoder)
        self.library = Library(settings.knowledge, clock, cache_directory(), encoder)
        _make_ready(self.library)
        self.texts = Texts()
        self.services = Services(
            database,
            self.library,
            self.texts,
            clock,
            frozenset(settings.coordinators),
            mail=settings.mail.address if settings.mail is not None else None,
            ponder=self._ponder,
        )
        self.proposals = ProposalWork(
            database, self.library, self.services.desk, cache_directory()
        )
        self.documents = documents.DocumentWork(
            database, self.services.desk, putting_together.DOCUMENTS, self._fetch
        )
        self.gauges = Gauges(clock, settings.backups_directory)
        self.acknowledged = Acknowledgements()
        self.erasures = ErasureWork(
            database,
            self.services.desk,
            putting_together.FAREWELLS,
            settings.data_directory,
        )
        self.copies = CopyNews(settings, database, self.services.desk)
        self.bot = make_bot(settings.require_token(), settings.api_url, carrier, clock.heard)
        self.application = application.build(self.bot, self.services)
        process, floods = make_process(self.application), self.services.limits.messages.floods
        self.worker = Worker(database, process, self._fall_back, clock, floods=floods)
        self.sender = Sender(
            database,
            TelegramChannel(self.bot),
            self._prepare,
            self._record,
            clock,
            settings.pacing,
            "chats" if settings.mail is not None else "all",
        )
        self.mail = self._mail(post)
        self.poller = Poller(self.bot, self.store, clock, database.replica.leading)
        polling = self.poller if settings.mode == "polling" else None
        self.surroundings = Surroundings(
            self.services, clock, polling, lambda: self.sender.failing_since
        )
        self.scheduler = Scheduler(
            {
                "knowledge": self._reload,
                "amendments": self.proposals.put_in_force,
                "surroundings": self.surroundings.look,
                "helpdesk": self._sweep,
                "programme": self._sweep_programme,
                "documents": self._make_documents,
                "erasures": self._erase,
                "gaps": self._tell_gaps,
                "proposals": self.proposals.do,
                "group": self._look_after,
                "tidy": self._tidy,
                "copies": self.copies.tell,
            },
            leads=database.replica.leading.is_set,
            everywhere=EVERYWHERE,
        )
        self.web = _web_server(self, routes)
        self._tidied: datetime | None = None
        self._state = "starting"
        self._tasks: list[asyncio.Task[None]] = []

    def _mail(self, post: Post | None) -> MailHouse | None:
        """Return the e-mail channel, if there is one here."""
        if self.settings.mail is None:
            return None
        organisation = self.library.current.base.organisation
        post = post or real_post(
            self.settings.mail,
            organisation.name,
            self.clock.now,
            partial(fetching.file_of, self.bot),
            partial(files_missing, self.texts, organisation.phone),
        )
        hooks = (self._prepare, self._record, self.clock, self.settings.pacing)
        desk, decide = self.services.desk, self._decide
        room = Mailroom(self.database, post.mailbox, desk, decide, self.clock, post.channel)
        return MailHouse(room, Sender(self.database, post.channel, *hooks, "mail"))

    def _decide(self, words: str) -> Decision:
        return self.library.current.decider.decide(words, self.clock.now().date())

    # What the parts ask of each other

    async def store(self, updates: list[Any]) -> None:
        """Keep what Telegram brought, whatever it is; return when it is committed."""
        now, give_up = self.clock.now(), self.worker.fall_back
        await self.database.write(lambda conn: inbox.store(conn, updates, now, give_up))

    def _fall_back(self, conn: Connection, row: InboxRow) -> None:
        fallback.to_human(conn, self.services.desk(f"u{row.update_id}"), row.raw)

    def _prepare(self, conn: Connection, row: OutboxRow, _now: datetime) -> Command | Skip | Later:
        desk = self.services.desk(f"o{row.id}")
        made = preparing.prepare(conn, desk, self.texts, row, parts_preparing.MAKERS)
        if row.operation == documents.OPERATION and isinstance(made, Later):
            self.scheduler.soon("documents", 0)
        return made

    def _record(
        self,
        conn: Connection,
        row: OutboxRow,
        outcome: Outcome,
        command: Command | None,
        now: datetime,
    ) -> Later | None:
        desk = self.services.desk(f"o{row.id}")
        self.acknowledged.note(conn, row, outcome, now)
        recording.record(conn, desk, row, outcome)
        return delivering.record(conn, desk, row, outcome, command)

    async def _reload(self) -> None:
        complaints = [str(one) for one in await self.library.reload_if_changed()]
        await self.services.look_up_reviews()
        if complaints:
            desk = self.services.desk("knowledge")
            await self.database.write(lambda conn: linking.knowledge_alarm(conn, desk, complaints))

    async def _sweep(self) -> None:
        desk = self.services.desk(f"s{int(self.clock.now().timestamp())}")
        await self.database.write(lambda conn: sweeps.sweep(conn, desk))

    async def _sweep_programme(self) -> None:
        desk = self.services.desk(f"p{int(self.clock.now().timestamp())}")
        await self.database.write(lambda conn: parts_sweeps.sweep(conn, desk))
        while await self.database.write(lambda conn: parts_sweeps.remind_on(conn, desk)):
            pass  # others may write in between

    async def _fetch(self, file_id: str) -> bytes | None:
        return await fetching.content_of(self.bot, file_id)

    async def _make_documents(self) -> None:
        await self.documents.do()

    async def _erase(self) -> None:
        if not self.clock.ahead:  # what is erased cannot be had back
            await self.erasures.do()

    async def _tell_gaps(self) -> None:
        desk, decider = self.services.desk("gaps"), self.library.current.decider
        asked = await self.database.read(lambda conn: weekly_gaps.collect(conn, desk))
        if asked is not None:
            found = await asyncio.to_thread(gaps, decider, asked)
            await self.database.write(lambda conn: weekly_gaps.post(conn, desk, found))

    def _ponder(self) -> None:
        if self.proposals.wanted():
            self.scheduler.soon("proposals", PONDERED_AFTER)

    async def _look_after(self) -> None:
        await look_after(self.bot, self.services, self.sender.rests)

    async def _tidy(self) -> None:
        now = self.clock.now()
        early = self._tidied is not None and now - self._tidied < TIDY_EVERY
        if early or self.clock.ahead:  # what is forgotten cannot be had back
            return
        self._tidied = now
        await self.database.write(lambda conn: inbox.purge(conn, now))
        await self.database.write(lambda conn: outbox.forget_texts(conn, now))

    async def pairing_secret(self) -> str:
        """Return the payload of a one-time link that makes its user the coordinator."""
        now = self.clock.now()
        return await self.database.write(
            lambda conn: records.make_token(conn, "coordinator", now, notices.PAIRING_LASTS)
        )

    async def not_ready(self) -> str | None:
        """Return why the house cannot serve now, or None."""
        if self._state != "ready":
            return self._state
        try:
            await self.database.read(inbox.in_quarantine)
        except UNAVAILABLE:
            return "database"
        return self.surroundings.not_ready()

    async def calendar(self, secret: str) -> bytes | None:
        """Return the calendar whose address holds this secret; None when it is nobody's."""
        desk = self.services.desk("calendar")
        return await self.database.read(lambda conn: calendar_files.feed(conn, desk, secret))

    async def refresh_figures(self) -> None:
        """Bring the figures that are counted in rows up to date."""
        await self.database.read(self.gauges.refresh)

    @property
    def state(self) -> str:
        """Return "starting", "ready" or "stopping"."""
        return self._state

    @property
    def pulses(self) -> Mapping[str, Pulse]:
        """Return who should never stand still while the house is open."""
        return {"worker": self.worker.turned, "sender": self.sender.turned}

    # Opening and closing

    async def connect(self) -> None:
        """Reach Telegram, however long that takes, and prepare to hear from it."""
        await self.erasures.again()  # before anybody hears or says a word
        await recognise(self.bot, self.services)
        await connect(self.bot, self.clock)
        await self.application.initialize()
        settings = self.settings
        if settings.mode == "polling":
            await begin_polling(self.bot, self.clock)
        elif settings.webhook_url is not None and settings.webhook_secret is not None:
            secret = settings.webhook_secret.get_secret_value()
            await begin_webhook(self.bot, self.clock, settings.webhook_url, secret)
        await self.services.look_up_reviews()
        await self.proposals.put_in_force()
        await arrive(self.bot, self.services, settings.advisors_chat)
        self._state = "ready"

    async def announce_pairing(self) -> None:
        """Print the one-time link for the first coordinator, while there is none."""
        if await needs_coordinator(self.services):
            link = f"https://t.me/{self.bot.username}?start={await self.pairing_secret()}"
            sys.stdout.write(f"Link dla pierwszego koordynatora (jednorazowy, 2 dni):\n{link}\n")
            sys.stdout.flush()

    def start(self) -> None:
        """Let everything run in the background."""
        running: list[Coroutine[Any, Any, None]] = [self.worker.run(), self.sender.run()]
        if self.mail is not None:
            running += [self.mail.room.run(), self.mail.sender.run()]
        if self.settings.mode == "polling":
            running.append(self.poller.run())
        self._tasks = [asyncio.create_task(work) for work in running]
        self.scheduler.start()
        log.info("ready", mode=self.settings.mode, name=self.bot.username)

    async def live(self) -> None:
        """Connect, start, and return only when something that should run for ever ends."""
        await self.connect()
        compare_names(self.bot, self.services)
        await self.announce_pairing()
        self.start()
        gc.freeze()  # what the start has made lives to the end
        gc.enable()
        done, _ = await asyncio.wait(self._tasks, return_when=asyncio.FIRST_COMPLETED)
        for task in done:
            task.result()

    async def settle(self) -> None:
        """Return when all that is there now has been fetched, dealt with and sent."""
        came = 1
        while came:
            came = await self.poller.fetch_now()
            await self.worker.drain()
            came += await self._settle_mail()
            await self.sender.drain()
            if await self.documents.do():
                await self.sender.drain()
                await self._settle_mail()

    async def _settle_mail(self) -> int:
        return 0 if self.mail is None else await self.mail.settle()

    async def sweep_now(self) -> None:
        """Do what has become due (the clock was moved)."""
        await self.scheduler.sweep_now()

    async def close(self) -> None:
        """Stop hearing, finish what is begun, and close: well within ten seconds."""
        self._state = "stopping"
        self.scheduler.stop()
        ending = [self.worker.stop(), self.sender.stop()]
        if self.mail is not None:
            ending += [self.mail.room.stop(), self.mail.sender.stop()]
        for task in self._tasks[len(ending) :]:  # polling: what it would have brought comes again
            task.cancel()
        await asyncio.gather(*ending)
        await asyncio.gather(*self._tasks, return_exceptions=True)
        if self.web is not None:
            await self.web.stop()
        await self.application.shutdown()
        await self.bot.shutdown()


def _make_ready(library: Library) -> None:
    """Let the encoder be read before the first question, or say that it goes unheard."""
    decider = library.current.decider
    if decider.encoder is not None:
        decider.encoder.encode(["."])
    elif misfit(library.encoder, decider.model.encoder):
        log.warning("encoder_and_weights_differ", learnt_with=decider.model.encoder or None)


def _web_server(house: House, routes: Routes) -> WebServer | None:
    if house.settings.listen == "off":
        return None
    secret = house.settings.webhook_secret
    answers = web.Answers(
        house.not_ready,
        house.refresh_figures,
        house.store,
        None if secret is None else secret.get_secret_value(),
    )
    more = (calendar_route(calendar_files.PATH, house.calendar), *routes(house))
    return WebServer(house.settings.listen, web.build(answers, more))


def _no_routes(_house: House) -> Sequence[BaseRoute]:
    return ()


@asynccontextmanager
async def _built_house(
    settings: Settings,
    clock: Clock,
    carrier: Carrier | None = None,
    routes: Routes = _no_routes,
    post: Post | None = None,
) -> AsyncIterator[House]:
    database = await Database.open(settings.database)
    try:
        house = House(settings, database, clock, carrier, routes, post)
        try:
            if house.web is not None:
                house.web.start()
            yield house
        finally:
            await house.close()
    finally:
        await database.close()


@asynccontextmanager
async def open_house(
    settings: Settings,
    *,
    request: Carrier | None = None,
    clock: Clock | None = None,
    routes: Routes = _no_routes,
    post: Post | None = None,
) -> AsyncIterator[House]:
    """Open a house over its database, connected and running; close it in the end.

    `request` replaces the network (the simulator's), `post` the servers of e-mail; `routes` adds
    pages to the web server.
    """
    async with _built_house(settings, clock or SystemClock(), request, routes, post) as house:
        await house.connect()
        house.start()
        yield house


async def run(settings: Settings) -> None:
    """Run until SIGTERM or SIGINT; raise what made running impossible."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    async with _built_house(settings, SystemClock()) as house, watching(house):
        living = asyncio.create_task(house.live())
        stopped = asyncio.create_task(stop.wait())
        await asyncio.wait({living, stopped}, return_when=asyncio.FIRST_COMPLETED)
        stopped.cancel()
        living.cancel()
        await asyncio.gather(living, return_exceptions=True)
        if not living.cancelled():
            living.result()
