"""Tells systemd how the program is, and stops telling it when the program no longer moves.

READY=1 once the house hears; WATCHDOG=1 from the event loop, and only while the worker and the
sender come round; STOPPING=1 in the end. STATUS says where it stands, in words of ours only. What
blocks the loop for more than a second is logged, with the places in the code where it was.
"""

from __future__ import annotations

import asyncio
import os
import socket
import sys
import threading
import time
from collections import deque
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager, suppress
from typing import Protocol

import structlog

from bot.clock import Pulse
from bot.observability import LONGEST_LAG, LOOP_LAG

log = structlog.get_logger(__name__)

EVERY = 0.5  # seconds between two looks at the loop
WORTH_LOGGING = 1.0  # seconds
#: Seconds after which a worker or sender that does not come round is stuck: either waits for a
#: call at the Bot API, or for a database that another program holds, for much less.
STUCK_AFTER = 180.0
SECONDS_OF_START = 60  # until we have to be heard again while Telegram is away
STATUS_EVERY = 15.0
DEPTH = 8  # places in the code that are logged


class Notifier:
    """The socket on which systemd listens; without one, nothing is said."""

    def __init__(self, environment: Mapping[str, str] = os.environ) -> None:
        address = environment.get("NOTIFY_SOCKET", "")
        self._address = f"\0{address[1:]}" if address.startswith("@") else address
        self.patience = _patience(environment)

    def say(self, *words: str) -> None:
        """Send one message; that nobody listens any more is no fault of ours."""
        if not self._address:
            return
        with suppress(OSError), socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as sender:
            sender.setblocking(False)
            sender.sendto("\n".join(words).encode(), self._address)


def _patience(environment: Mapping[str, str]) -> float | None:
    """Return how long systemd waits for a sign of life, in seconds; None when it does not."""
    given, meant = environment.get("WATCHDOG_USEC", ""), environment.get("WATCHDOG_PID")
    if not given.isdigit() or not int(given) or meant not in (None, str(os.getpid())):
        return None
    return int(given) / 1_000_000


class Watched(Protocol):
    """What is watched."""

    @property
    def state(self) -> str:
        """Return "starting", "ready" or "stopping"."""

    @property
    def pulses(self) -> Mapping[str, Pulse]:
        """Return who should never stand still."""

    async def not_ready(self) -> str | None:
        """Return why nobody can be served now, or None."""


class Watchdog:
    """Measures the event loop, and tells systemd that it turns."""

    def __init__(self, house: Watched, notifier: Notifier) -> None:
        self._house, self._notifier = house, notifier
        self._beat = time.monotonic()
        self._lags: deque[tuple[float, float]] = deque()
        self._announced, self._stuck = False, False
        self._next_sign = self._next_status = 0.0
        self._ended = threading.Event()

    async def run(self) -> None:
        """Watch until cancelled."""
        seer = threading.Thread(
            target=self._see, args=(threading.get_ident(),), name="watchdog", daemon=True
        )
        seer.start()
        try:
            while True:
                begun = self._beat = time.monotonic()
                await asyncio.sleep(EVERY)
                self._measured(time.monotonic() - begun - EVERY)
                await self._tell()
        finally:
            self._ended.set()

    def _measured(self, lag: float) -> None:
        lag, now = max(0.0, lag), time.monotonic()
        LOOP_LAG.observe(lag)
        self._lags.append((now, lag))
        while self._lags[0][0] < now - 60:
            self._lags.popleft()
        LONGEST_LAG.set(max(lag for _, lag in self._lags))
        if lag > WORTH_LOGGING:
            log.warning("loop_was_blocked", seconds=round(lag, 1))

    async def _tell(self) -> None:
        """Say what is due; nothing while somebody is stuck, so that systemd starts us anew."""
        now, state = time.monotonic(), self._house.state
        if state == "ready" and not self._announced:
            self._announced = True
            self._notifier.say("READY=1")
        if now >= self._next_status:
            self._next_status = now + STATUS_EVERY
            self._notifier.say(f"STATUS={await self._status()}")
            if state == "starting":
                self._notifier.say(f"EXTEND_TIMEOUT_USEC={SECONDS_OF_START * 1_000_000}")
        patience = self._notifier.patience
        if patience is not None and now >= self._next_sign and not self._somebody_is_stuck():
            self._next_sign = now + patience / 4
            self._notifier.say("WATCHDOG=1")

    async def _status(self) -> str:
        return await self._house.not_ready() or "ready"

    def _somebody_is_stuck(self) -> bool:
        stuck = [
            name for name, pulse in self._house.pulses.items() if pulse.silent_for > STUCK_AFTER
        ]
        if stuck and not self._stuck:
            log.error("stuck", name=stuck[0], seconds=round(STUCK_AFTER))
        self._stuck = bool(stuck)
        return self._stuck

    def _see(self, loop_thread: int) -> None:
        """Log where the loop's thread is when it does not come round; once for each block."""
        seen = 0.0
        while not self._ended.wait(EVERY):
            beat = self._beat
            late = time.monotonic() - beat - EVERY
            if late > WORTH_LOGGING and beat != seen:
                seen = beat
                log.warning("loop_blocked", path=_where(loop_thread), seconds=round(late, 1))


def _where(thread: int) -> str:
    """Return the innermost places in the code at which a thread is, without any values."""
    frame = sys._current_frames().get(thread)
    places: list[str] = []
    while frame is not None and len(places) < DEPTH:
        code = frame.f_code
        file = "/".join(code.co_filename.split("/")[-2:])
        places.append(f"{file}:{frame.f_lineno} {code.co_name}")
        frame = frame.f_back
    return " < ".join(places)


@asynccontextmanager
async def watching(house: Watched, notifier: Notifier | None = None) -> AsyncIterator[None]:
    """Watch a house for the length of a block; its end is told before anything is closed."""
    notifier = notifier or Notifier()
    running = asyncio.create_task(Watchdog(house, notifier).run())
    try:
        yield
    finally:
        notifier.say("STOPPING=1")
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)
