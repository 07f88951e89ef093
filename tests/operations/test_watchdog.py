"""What systemd is told, and what it does when it is told nothing: a socket of the test's own."""

from __future__ import annotations

import asyncio
import json
import logging
import os
import signal
import socket
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path

import pytest
import structlog

from bot.clock import Pulse, SystemClock
from bot.observability import LONGEST_LAG, set_up_logging
from bot.operations import watchdog
from bot.operations.watchdog import Notifier, watching
from bot.simulator.people import Telegram
from bot.storage import tickets
from bot.storage.database import Database
from tests.faults.http_telegram import serve
from tests.faults.process import running_bot
from tests.operations.blocked_program import WORD


class Systemd:
    """The other end of NOTIFY_SOCKET: what came, and when."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._socket = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self._socket.bind(str(path))
        self._socket.setblocking(False)
        self.heard: list[tuple[float, str]] = []

    def listen(self) -> list[str]:
        """Return all that was said so far."""
        with suppress(BlockingIOError):
            while True:
                said = self._socket.recv(4096).decode()
                self.heard += [(time.monotonic(), line) for line in said.splitlines()]
        return [line for _, line in self.heard]

    async def until(self, word: str, within: float = 60.0) -> None:
        async with asyncio.timeout(within):
            while word not in self.listen():  # noqa: ASYNC110 - a plain socket
                await asyncio.sleep(0.05)

    async def silence(self, seconds: float, within: float) -> bool:
        """Tell whether no sign of life came for so long: what a restart is made of."""
        last, end = time.monotonic(), time.monotonic() + within
        while time.monotonic() < end:
            seen = len(self.heard)
            if "WATCHDOG=1" in self.listen()[seen:]:
                last = time.monotonic()
            if time.monotonic() - last > seconds:
                return True
            await asyncio.sleep(0.05)
        return False

    def close(self) -> None:
        self._socket.close()


@pytest.fixture
def systemd(tmp_path: Path) -> Iterator[Systemd]:
    opened = Systemd(tmp_path / "notify")
    yield opened
    opened.close()


class House:
    """What is watched, as the test would have it."""

    def __init__(self, state: str = "ready") -> None:
        self.state = state
        self.reason: str | None = None
        self.pulses: Mapping[str, Pulse] = {"worker": Pulse(), "sender": Pulse()}

    async def not_ready(self) -> str | None:
        return self.reason


def notifier(systemd: Systemd, seconds: float = 0.4, **more: str) -> Notifier:
    patience = {"WATCHDOG_USEC": str(int(seconds * 1_000_000))}
    return Notifier({"NOTIFY_SOCKET": str(systemd.path), **patience, **more})


@pytest.fixture(autouse=True)
def hurried(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let it look often, so that nobody waits."""
    monkeypatch.setattr(watchdog, "EVERY", 0.05)


async def test_it_says_ready_alive_and_stopping(systemd: Systemd) -> None:
    async with watching(House(), notifier(systemd)):
        await systemd.until("READY=1")
        await systemd.until("WATCHDOG=1")
        assert not await systemd.silence(0.4, within=1.0)
    said = systemd.listen()

    assert said[-1] == "STOPPING=1"
    assert said.count("READY=1") == 1
    assert "STATUS=ready" in said


async def test_while_it_starts_it_asks_for_time_and_is_not_ready(systemd: Systemd) -> None:
    house = House("starting")
    house.reason = "telegram"
    async with watching(house, notifier(systemd)):
        await systemd.until("EXTEND_TIMEOUT_USEC=60000000")
        assert "READY=1" not in systemd.listen()
        assert "STATUS=telegram" in systemd.listen()
        house.state = "ready"
        await systemd.until("READY=1")


async def test_a_loop_that_stands_still_says_nothing(systemd: Systemd) -> None:
    async with watching(House(), notifier(systemd)):
        await systemd.until("WATCHDOG=1")
        before = len(systemd.listen())
        time.sleep(0.6)  # noqa: ASYNC251 - that is the fault
        assert len(systemd.listen()) == before


async def test_a_worker_that_stands_still_is_given_up(
    systemd: Systemd, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(watchdog, "STUCK_AFTER", 0.3)
    house = House()
    house.pulses["worker"].beat()
    async with watching(house, notifier(systemd)):
        await systemd.until("WATCHDOG=1")
        assert await systemd.silence(0.5, within=3.0)
        house.pulses["worker"].beat()
        assert not await systemd.silence(0.25, within=0.3)


async def test_who_never_moved_is_not_stuck(
    systemd: Systemd, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(watchdog, "STUCK_AFTER", 0.01)
    async with watching(House(), notifier(systemd)):
        assert not await systemd.silence(0.4, within=1.0)


async def test_without_systemd_nothing_is_said_and_the_loop_is_measured() -> None:
    async with watching(House(), Notifier({})):
        await asyncio.sleep(0.2)
        time.sleep(0.3)  # noqa: ASYNC251 - that is what is measured
        await asyncio.sleep(0.2)

    assert 0.2 < LONGEST_LAG._value.get() < 5


def test_signs_of_life_are_only_for_who_is_asked_for_them(systemd: Systemd) -> None:
    assert notifier(systemd).patience == 0.4
    assert notifier(systemd, WATCHDOG_PID=str(os.getpid())).patience == 0.4
    assert notifier(systemd, WATCHDOG_PID="1").patience is None
    assert Notifier({"WATCHDOG_USEC": "soon"}).patience is None


def test_a_socket_that_is_gone_or_abstract_is_no_trouble(tmp_path: Path) -> None:
    Notifier({"NOTIFY_SOCKET": str(tmp_path / "gone")}).say("READY=1")
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as other:
        other.bind(f"\0doctor-{os.getpid()}")
        Notifier({"NOTIFY_SOCKET": f"@doctor-{os.getpid()}"}).say("READY=1", "STATUS=x")
        assert other.recv(100) == b"READY=1\nSTATUS=x"


async def test_what_blocks_the_loop_is_named_without_values(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(watchdog, "WORTH_LOGGING", 0.2)
    root, handlers, level = (
        logging.getLogger(),
        logging.getLogger().handlers[:],
        logging.root.level,
    )
    set_up_logging("json")
    try:
        async with watching(House(), Notifier({})):
            await asyncio.sleep(0.2)
            _block("treść pytania")
            await asyncio.sleep(0.2)
    finally:
        root.handlers[:] = handlers
        root.setLevel(level)
        structlog.reset_defaults()
    told = capsys.readouterr().err
    lines = {line["event"]: line for line in map(json.loads, told.splitlines())}

    assert "_block" in lines["loop_blocked"]["path"]
    assert lines["loop_was_blocked"]["seconds"] >= 0.3
    assert "treść" not in told


def _block(_words: str) -> None:
    time.sleep(0.5)


# The real program


async def tickets_in(directory: Path) -> int:
    database = await Database.open(f"sqlite:///{directory / 'bot.db'}", upgrade=False)
    try:
        return sum((await database.read(tickets.count_by_state)).values())
    finally:
        await database.close()


QUESTIONS = 12
PATIENCE = 3.0  # what WatchdogSec would be


async def start(directory: Path, environment: Mapping[str, str]) -> asyncio.subprocess.Process:
    return await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "tests.operations.blocked_program"),
        cwd=directory,
        env=environment,
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.PIPE,
    )


def ordered(systemd: Systemd, **more: str) -> dict[str, str]:
    patience = str(int(PATIENCE * 1_000_000))
    return {"NOTIFY_SOCKET": str(systemd.path), "WATCHDOG_USEC": patience, "BLOCK": "12", **more}


@pytest.mark.slow
async def test_a_blocked_program_is_restarted_and_no_question_is_lost(
    tmp_path: Path, systemd: Systemd
) -> None:
    async with serve(Telegram(SystemClock())) as outside:
        telegram = outside.telegram
        given = {"starter": start, "orders": ordered(systemd)}
        people = [telegram.user(first_name=f"Anna{n}") for n in range(QUESTIONS)]
        async with running_bot(tmp_path, outside.address, telegram.token, **given) as bot:
            await systemd.until("READY=1")
            assert not await systemd.silence(PATIENCE, within=4.0)
            for number, person in enumerate(people):
                person.start()
                person.send(f"{WORD if number == 3 else 'Pytanie'} kwadratowa marchew {number}")
            assert await systemd.silence(PATIENCE, within=12.0)
            os.kill(bot.pid, signal.SIGABRT)  # as systemd does
            assert await bot.exit_code() == -signal.SIGABRT
        assert (tmp_path / "blocked").exists()
        async with running_bot(tmp_path, outside.address, telegram.token, **given) as again:
            await again.ready()
            for person in people:
                await person.expect("#", timeout=60)
            assert await again.terminate() == 0
    assert systemd.listen()[-1] == "STOPPING=1"
    assert await tickets_in(tmp_path) == QUESTIONS


@pytest.mark.slow
async def test_signs_of_life_from_a_thread_would_hide_a_blocked_loop(
    tmp_path: Path, systemd: Systemd
) -> None:
    """The control: such a program is not restarted, and the test above would fail."""
    async with serve(Telegram(SystemClock())) as outside:
        telegram = outside.telegram
        orders = ordered(systemd, STUBBORN="1")
        async with running_bot(
            tmp_path, outside.address, telegram.token, starter=start, orders=orders
        ) as bot:
            await systemd.until("READY=1")
            anna = telegram.user(first_name="Anna")
            anna.start()
            anna.send(WORD)
            assert not await systemd.silence(PATIENCE, within=9.0)
            assert bot.running
