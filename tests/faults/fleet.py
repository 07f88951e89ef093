"""Several processes of one bot over one PostgreSQL: started, killed, paused, as one.

Each is a webhook worker with a port and a directory of its own; updates are brought to them in
turn (`balancer`). `Fleet` looks like one bot to whoever waits for it to be done (`storm.calm`).
"""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

from tests.faults import rows
from tests.faults.nursery import Nursery
from tests.faults.process import BotProcess, free_port

SECRET = "a-long-secret-of-the-fleet"
#: Where Telegram is told to bring updates; who brings them here knows the replicas.
BALANCER = "http://127.0.0.1:9/telegram"


@dataclass(slots=True)
class Worker:
    """A place where a process lives, one after the other."""

    directory: Path
    port: int
    bot: BotProcess | None = None
    lives: int = 0

    @property
    def address(self) -> str:
        """Where updates are brought to it."""
        return f"http://127.0.0.1:{self.port}/telegram"


@dataclass(slots=True)
class Fleet:
    """So many workers; `broken` is how the launcher is to break each of them."""

    database: str
    nursery: Nursery
    workers: list[Worker]
    api_url: str = ""
    token: str = ""
    broken: str = ""
    orders: dict[str, str] = field(default_factory=lambda: {"HURRY": "1"})

    @property
    def replicas(self) -> list[str]:
        """Where updates can be brought."""
        return [one.address for one in self.workers]

    @property
    def bots(self) -> list[BotProcess]:
        """Those that have been started."""
        return [one.bot for one in self.workers if one.bot is not None]

    @property
    def running(self) -> bool:
        """Whether none has ended by itself."""
        return all(bot.running for bot in self.bots)

    @property
    def end_of_log(self) -> str:
        """The last lines of each."""
        return "\n---\n".join(bot.end_of_log for bot in self.bots)

    @property
    def lines(self) -> int:
        """How many lines those that have been started have logged.

        Not counted is what each update that is refused brings: the balancer is in a hurry, and
        brings it again at once.
        """
        return sum(len(bot.log) for bot in self.bots) - self.logged("webhook_not_stored")

    def logged(self, event: str) -> int:
        """Count the lines of an event among them."""
        return sum(line["event"] == event for bot in self.bots for line in bot.log)

    async def start(self, number: int) -> BotProcess:
        """Start a worker, without waiting until it serves."""
        worker = self.workers[number]
        worker.directory.mkdir(exist_ok=True)
        worker.lives += 1
        worker.bot = await BotProcess.start(
            worker.directory,
            self.api_url,
            self.token,
            starter=self.nursery.start,
            orders={**self.orders, "BREAK": self.broken},
            database=self.database,
            mode="webhook",
            listen=f"127.0.0.1:{worker.port}",
            webhook_url=BALANCER,
            webhook_secret=SECRET,
        )
        return worker.bot

    async def begin(self) -> None:
        """Start all and return when they serve."""
        for number in range(len(self.workers)):
            await (await self.start(number)).ready()

    async def ready(self) -> None:
        """Return when all that have been started serve."""
        await asyncio.gather(*(bot.ready() for bot in self.bots))

    async def kill(self, number: int) -> None:
        """End a worker as a power cut would."""
        bot = self.workers[number].bot
        assert bot is not None and bot.running, bot and bot.end_of_log
        await bot.kill()

    def pause(self, number: int) -> None:
        """Let a worker stand still, without its knowing."""
        self._signal(number, signal.SIGSTOP)

    def go_on(self, number: int) -> None:
        """Let it go on as if nothing had been."""
        self._signal(number, signal.SIGCONT)

    def _signal(self, number: int, what: signal.Signals) -> None:
        bot = self.workers[number].bot
        assert bot is not None
        os.kill(bot.pid, what)

    async def stop(self) -> None:
        """Ask all to stop, which they do."""
        codes = await asyncio.gather(*(bot.terminate() for bot in self.bots))
        assert set(codes) <= {0}, self.end_of_log
        for worker in self.workers:
            worker.bot = None

    async def close(self) -> None:
        """Kill whoever still runs."""
        for worker in self.workers:
            if worker.bot is not None:
                await worker.bot.kill()
                worker.bot = None


@asynccontextmanager
async def fleet(
    directory: Path, database: str, nursery: Nursery, size: int, broken: str = ""
) -> AsyncIterator[Fleet]:
    """Let a fleet be there for the length of a block; nobody is started yet."""
    places = [Worker(directory / f"worker{number}", free_port()) for number in range(size)]
    made = Fleet(database, nursery, places, broken=broken)
    try:
        yield made
    finally:
        await made.close()
        rows.let_go(database)
