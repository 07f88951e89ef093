"""One measurement: a Bot API, a bot and their questions, each a process of its own."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from typing import Any, Literal

import httpx

from bot.clock import SystemClock
from bot.knowledge.library import Library
from tests.benchmarks.bare_telegram import SECRET, TOKEN
from tests.faults.process import KNOWLEDGE, ROOT, free_port

Bot = Literal["echo", "ours"]
Mode = Literal["polling", "webhook"]

QUESTIONS = 8  # different ones


def questions() -> list[str]:
    """Return questions of the shipped knowledge that are answered at once, with nothing more."""
    base = (library := Library(KNOWLEDGE, SystemClock()).current).base
    today = datetime.now(UTC).date()
    found = (
        entry.question
        for entry in base.entries.values()
        if not entry.confirm and library.decider.decide(entry.question, today).zone == "answer"
    )
    return list(islice(found, QUESTIONS))


START_WITHIN = 60.0  # seconds
ANSWERED_WITHIN = 600.0


@dataclass(frozen=True, slots=True)
class Question:
    """Who asks what, so many seconds after the start."""

    person: int
    text: str
    after: float = 0.0
    awaited: bool = True


@dataclass(frozen=True, slots=True)
class Answers:
    """How long each person waited for each answer, in seconds; `took` is for all of them."""

    waits: dict[int, list[float]]
    took: float

    @property
    def per_second(self) -> float:
        """How many questions were answered in a second."""
        return sum(map(len, self.waits.values())) / self.took


class Stage:
    """A running bot and the Bot API it talks to."""

    def __init__(self, client: httpx.AsyncClient, bot: asyncio.subprocess.Process) -> None:
        self._client = client
        self.bot = bot

    async def put(self, questions: Sequence[Question]) -> float:
        """Put questions at their times and return when that began."""
        given = [[one.person, one.text, one.after, one.awaited] for one in questions]
        return float((await self._client.post("/ask", json=given)).json()["begun"])

    async def ask(self, questions: Sequence[Question]) -> Answers:
        """Put questions at their times and return when each has its first answer."""
        begun = await self.put(questions)
        async with asyncio.timeout(ANSWERED_WITHIN):
            while (figures := await self._figures())["open"]:  # noqa: ASYNC110 - in another process
                await asyncio.sleep(0.02)
        waits = {int(person): times for person, times in figures["waits"].items()}
        return Answers(waits, figures["last"] - begun)

    async def messages(self) -> dict[int, int]:
        """Return how many messages each person has got so far."""
        return {int(person): count for person, count in (await self._figures())["got"].items()}

    async def _figures(self) -> dict[str, Any]:
        found: dict[str, Any] = (await self._client.get("/figures")).json()
        return found

    @property
    def memory(self) -> float:
        """How much memory the bot holds now, in MB."""
        return self._held("VmRSS")

    @property
    def peak(self) -> float:
        """How much memory the bot has held at most, in MB."""
        return self._held("VmHWM")

    def _held(self, what: str) -> float:
        status = Path(f"/proc/{self.bot.pid}/status").read_text(encoding="ascii")
        line = next(line for line in status.splitlines() if line.startswith(what))
        return int(line.split()[1]) / 1024

    @property
    def worked(self) -> float:
        """How many seconds of a processor the bot has used."""
        stat = Path(f"/proc/{self.bot.pid}/stat").read_text(encoding="ascii")
        user, system = stat.rpartition(")")[2].split()[11:13]
        return (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")


@asynccontextmanager
async def stage(
    bot: Bot,
    directory: Path,
    mode: Mode = "polling",
    latency: float = 0.0,
    **orders: str,
) -> AsyncIterator[Stage]:
    """Start a Bot API whose calls take `latency` seconds, and a bot; `directory` is its own.

    `orders` are settings more; with one for `watched`, our bot is started by that.
    """
    port, web = free_port(), free_port()
    api = f"http://127.0.0.1:{port}"
    hook = f"http://127.0.0.1:{web}/telegram" if mode == "webhook" else None
    server = ["tests.benchmarks.bare_telegram", "--port", str(port), "--latency", str(latency)]
    async with (
        process(server, {}, ROOT),
        httpx.AsyncClient(base_url=api, timeout=ANSWERED_WITHIN) as client,
    ):
        await answering(client, "/figures")
        command, settings = _echo(api, hook) if bot == "echo" else _ours(api, hook, directory)
        if "WATCHED" in orders:
            command = ["tests.benchmarks.watched"]
        async with process(command, settings | orders, ROOT) as started:
            await answering(client, "/met")
            yield Stage(client, started)


def _echo(api: str, hook: str | None) -> tuple[list[str], dict[str, str]]:
    return ["tests.benchmarks.echo", api, *([hook] if hook else [])], {}


def _ours(api: str, hook: str | None, directory: Path) -> tuple[list[str], dict[str, str]]:
    return ours(api, hook, f"sqlite:///{directory / 'bot.db'}")


def ours(api: str, hook: str | None, database: str) -> tuple[list[str], dict[str, str]]:
    """Return how our bot is started, and its settings."""
    settings = {
        "BOT_TOKEN": TOKEN,
        "BOT_API_URL": api,
        "BOT_DATABASE": database,
        "BOT_KNOWLEDGE": str(KNOWLEDGE),
        "BOT_COORDINATORS": "900",
        "BOT_PACING": "off",
        "BOT_LISTEN": "off",
        "BOT_LOG": "json",
    }
    if hook is not None:
        settings |= {
            "BOT_MODE": "webhook",
            "BOT_LISTEN": hook.removeprefix("http://").removesuffix("/telegram"),
            "BOT_WEBHOOK_URL": hook,
            "BOT_WEBHOOK_SECRET": SECRET,
        }
    return ["bot", "run"], settings


@asynccontextmanager
async def process(
    module: Sequence[str], settings: dict[str, str], where: Path
) -> AsyncIterator[asyncio.subprocess.Process]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("BOT_")}
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", *module),
        cwd=where,
        env={**kept, **settings},
        stdout=asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.DEVNULL,
    )
    try:
        yield process
    finally:
        if process.returncode is None:
            process.send_signal(signal.SIGTERM)
        await process.wait()


async def answering(client: httpx.AsyncClient, path: str) -> None:
    """Return when a path answers: the Bot API is there, or the bot has met it."""
    async with asyncio.timeout(START_WITHIN):
        while True:
            try:
                if (await client.get(path)).status_code == 200:
                    return
            except httpx.TransportError:
                pass
            await asyncio.sleep(0.05)
