"""A nursery: one process that has imported the bot, and forks a bot of its own for each life.

Importing is nearly all of a start, so that a storm of two hundred lives would mostly import. A
forked bot is a real process: it reads its settings, opens its database, and dies by SIGKILL like
any other. The tests that judge the start itself start the program as people do.

    python -m tests.faults.nursery      # forks for each JSON line on its stdin, tells the pid
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import select
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import AsyncIterator, Mapping
from itertools import count
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
_ENDED = "nursery_child_ended"


class Forked:
    """One forked bot, with what the tests use of a process of asyncio's."""

    def __init__(self, pid: int, reader: asyncio.StreamReader, pipe: asyncio.ReadTransport):
        self.pid = pid
        self.returncode: int | None = None
        self._reader, self._pipe = reader, pipe
        self._ended = asyncio.Event()

    @property
    async def stderr(self) -> AsyncIterator[bytes]:
        """Yield what it writes to stderr, until it ends."""
        async for line in self._reader:
            if _ENDED.encode() in line:
                self.returncode = int(line.split()[-1])
            else:
                yield line
        if self.returncode is None:  # the nursery itself was killed, and told nothing
            self.returncode = -signal.SIGKILL
        self._pipe.close()
        self._ended.set()

    async def wait(self) -> int:
        """Return its exit code when it has ended."""
        await self._ended.wait()
        assert self.returncode is not None
        return self.returncode

    def send_signal(self, number: signal.Signals) -> None:
        """Send it a signal."""
        with contextlib.suppress(ProcessLookupError):  # it has just ended by itself
            os.kill(self.pid, number)


class Nursery:
    """The side of the tests; one may serve many of them, and bots of several at once."""

    def __init__(self) -> None:
        self._folder = tempfile.TemporaryDirectory(prefix="nursery")
        self._numbers = count(1)
        self._ordering = threading.Lock()  # one order, one answer
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.faults.nursery"],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )

    async def start(self, directory: Path, environment: Mapping[str, str]) -> Forked:
        """Fork a bot that works in `directory` and sees this environment only."""
        fifo = Path(self._folder.name, f"log{next(self._numbers)}")
        os.mkfifo(fifo)
        reading = os.open(fifo, os.O_RDONLY | os.O_NONBLOCK)
        order = {"cwd": str(directory), "env": dict(environment), "log": str(fifo)}
        pid = await asyncio.to_thread(self._order, order)
        reader = asyncio.StreamReader()
        pipe, _ = await asyncio.get_running_loop().connect_read_pipe(
            lambda: asyncio.StreamReaderProtocol(reader), os.fdopen(reading, "rb", 0)
        )
        return Forked(pid, reader, pipe)

    def _order(self, order: dict[str, Any]) -> int:
        assert self._process.stdin is not None and self._process.stdout is not None
        with self._ordering:
            self._process.stdin.write(json.dumps(order).encode() + b"\n")
            self._process.stdin.flush()
            pid = int(self._process.stdout.readline())
        Path(order["log"]).unlink()  # both sides have it open
        return pid

    def close(self) -> None:
        """Let the nursery end; bots that still live end with it."""
        assert self._process.stdin is not None and self._process.stdout is not None
        self._process.stdin.close()
        self._process.stdout.close()
        self._process.wait()
        self._folder.cleanup()


# The forking side


def serve() -> None:
    """Fork for each line of stdin until it closes."""
    import gc

    from tests.faults import launcher

    launcher.warm()
    gc.freeze()
    awake, wakes = os.pipe()
    os.set_blocking(wakes, False)
    signal.set_wakeup_fd(wakes, warn_on_full_buffer=False)
    signal.signal(signal.SIGCHLD, lambda *_: None)
    children: dict[int, int] = {}
    while True:
        ready, _, _ = select.select([0, awake], [], [])
        if awake in ready:
            os.read(awake, 512)
            _bury(children)
        if 0 in ready and not _fork(children):
            break
    for pid in children:
        os.kill(pid, signal.SIGKILL)


def _bury(children: dict[int, int]) -> None:
    """Tell, as the last line of its log, with which code each dead child ended."""
    for pid in list(children):
        dead, status = os.waitpid(pid, os.WNOHANG)
        if dead:
            log = children.pop(pid)
            code = os.waitstatus_to_exitcode(status)
            with contextlib.suppress(BrokenPipeError):  # its test has ended before it
                os.write(log, f"{_ENDED} {code}\n".encode())
            os.close(log)


def _fork(children: dict[int, int]) -> bool:
    line = _line()
    if not line:
        return False
    order = json.loads(line)
    log = os.open(order["log"], os.O_WRONLY)
    pid = os.fork()
    if pid == 0:
        _live(order, log)
    children[pid] = log
    os.write(1, f"{pid}\n".encode())
    return True


def _line() -> bytes:
    """Read one line without a buffer, which would hide further ones from select."""
    line = b""
    while (byte := os.read(0, 1)) not in (b"", b"\n"):
        line += byte
    return line


def _live(order: dict[str, Any], log: int) -> None:
    """Become a bot; never return."""
    from tests.faults import launcher

    signal.set_wakeup_fd(-1)
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    nothing = os.open(os.devnull, os.O_RDWR)
    for source, target in ((nothing, 0), (nothing, 1), (log, 2)):
        os.dup2(source, target)
    os.closerange(3, 256)
    # Objects of its own: the old ones remember that they stood for files.
    sys.stdin, sys.stdout = open(0, closefd=False), open(1, "w", closefd=False)  # noqa: SIM115
    sys.stderr = open(2, "w", buffering=1, closefd=False)  # noqa: SIM115
    os.chdir(order["cwd"])
    os.environ.clear()
    os.environ.update(order["env"])
    code = 1
    try:
        launcher.run()
    except SystemExit as ending:
        code = ending.code if isinstance(ending.code, int) else int(ending.code is not None)
    except BaseException:
        sys.excepthook(*sys.exc_info())
    finally:
        os._exit(code)


if __name__ == "__main__":
    serve()
