"""The real bot as a process of its own: started, watched by its log, killed, started again.

Unless told otherwise it runs with `BOT_PACING=off`: a server of one's own sets no pace, and at
Telegram's one message a second for each chat these tests would mostly wait. What is demanded by
429 is obeyed all the same; one run in `test_weather` keeps Telegram's pace.
"""

from __future__ import annotations

import asyncio
import json
import os
import signal
import socket
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from tests.faults.nursery import ROOT, Forked

Process = asyncio.subprocess.Process | Forked
#: Starts a bot in a directory, with an environment.
Starter = Callable[[Path, Mapping[str, str]], Awaitable[Process]]

SAMPLE, KNOWLEDGE = ROOT / "tests" / "sample", ROOT / "knowledge"
COORDINATOR = 900
PATIENCE = 60.0  # seconds for anything that should take two: machines are noisy


class EndedTooSoon(Exception):
    """The process ended while something was expected of it; the text is the end of its log."""


def free_port() -> int:
    """Return a port that nobody listens on now."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        return int(server.getsockname()[1])


async def start_program(directory: Path, environment: Mapping[str, str]) -> Process:
    """Start the program as people do."""
    return await _start(directory, environment, "bot", "run")


async def _start_launcher(directory: Path, environment: Mapping[str, str]) -> Process:
    return await _start(directory, environment, "tests.faults.launcher")


async def _start(directory: Path, environment: Mapping[str, str], *module: str) -> Process:
    return await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", *module),
        cwd=directory,
        env=environment,
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.PIPE,
    )


class BotProcess:
    """One life of the bot; `directory` is what survives it. Make it with `start`."""

    def __init__(self, process: Process) -> None:
        self._process = process
        self.log: list[dict[str, Any]] = []
        self._news = asyncio.Event()
        self._over = False
        self._reading = asyncio.create_task(self._read())

    @classmethod
    async def start(
        cls,
        directory: Path,
        api_url: str,
        token: str,
        *,
        starter: Starter | None = None,
        orders: Mapping[str, str] | None = None,
        **settings: str | Path,
    ) -> BotProcess:
        """Start `python -m bot run`; further settings are named without their BOT_.

        `starter` starts it otherwise (a nursery's `start`); `orders` are for the `launcher`.
        """
        chosen: dict[str, str | Path] = {
            "token": token,
            "api_url": api_url,
            "database": f"sqlite:///{directory / 'bot.db'}",
            "knowledge": SAMPLE,
            "coordinators": str(COORDINATOR),
            "listen": "off",
            "pacing": "off",
            "log": "json",
            **settings,
        }
        kept = {name: value for name, value in os.environ.items() if not name.startswith("BOT_")}
        kept.pop("PYTHONDONTWRITEBYTECODE", None)  # an installed copy is compiled, too
        named = {f"BOT_{name.upper()}": str(value) for name, value in chosen.items()}
        environment = {**kept, "PYTHONPATH": str(ROOT), **named, **(orders or {})}
        start = starter or (_start_launcher if orders else start_program)
        return cls(await start(directory, environment))

    @property
    def pid(self) -> int:
        """The number of the process."""
        return self._process.pid

    @property
    def running(self) -> bool:
        """Whether it has not ended yet."""
        return self._process.returncode is None

    @property
    def memory(self) -> float:
        """How much memory it holds now, in MB."""
        status = Path(f"/proc/{self.pid}/status").read_text(encoding="ascii")
        line = next(line for line in status.splitlines() if line.startswith("VmRSS"))
        return int(line.split()[1]) / 1024

    async def _read(self) -> None:
        assert self._process.stderr is not None
        async for line in self._process.stderr:
            self.log.append(_entry(line.decode("utf-8", "replace").rstrip()))
            self._news.set()
        await self._process.wait()
        self._over = True
        self._news.set()

    async def logged(self, event: str) -> dict[str, Any]:
        """Return the first log line of an event as soon as it is there."""
        async with asyncio.timeout(PATIENCE):
            while True:
                self._news.clear()
                found = next((line for line in self.log if line["event"] == event), None)
                if found is not None:
                    return found
                if self._over:
                    raise EndedTooSoon(self.end_of_log)
                await self._news.wait()

    @property
    def end_of_log(self) -> str:
        """The last lines of the log, for the one who looks into a failure."""
        return "\n".join(str(line) for line in self.log[-20:])

    async def ready(self) -> None:
        """Return when it says that it serves."""
        await self.logged("ready")

    async def web_address(self) -> str:
        """Return where its own web server listens."""
        return str((await self.logged("listening"))["address"])

    async def kill(self) -> None:
        """End it as a power cut would: no handler of its runs."""
        await self._end(signal.SIGKILL)

    async def terminate(self) -> int:
        """Ask it to stop and return its exit code."""
        return await self._end(signal.SIGTERM)

    async def _end(self, number: signal.Signals) -> int:
        if self.running:
            self._process.send_signal(number)
        return await self.exit_code()

    async def exit_code(self) -> int:
        """Return its exit code when it ends."""
        async with asyncio.timeout(PATIENCE):
            code = await self._process.wait()
            await self._reading
        return code


@asynccontextmanager
async def running_bot(
    directory: Path,
    api_url: str,
    token: str,
    *,
    starter: Starter | None = None,
    orders: Mapping[str, str] | None = None,
    **settings: str | Path,
) -> AsyncIterator[BotProcess]:
    """Start a bot for the length of a block; kill it when it still runs then."""
    bot = await BotProcess.start(
        directory, api_url, token, starter=starter, orders=orders, **settings
    )
    try:
        yield bot
    finally:
        await bot.kill()


def _entry(line: str) -> dict[str, Any]:
    try:
        found = json.loads(line)
    except ValueError:
        found = None
    return found if isinstance(found, dict) and "event" in found else {"event": line}
