"""uvicorn inside our own event loop: bound early, stopped by us, signals left alone."""

from __future__ import annotations

import asyncio
import contextlib
import socket
from collections.abc import Iterator

import structlog
import uvicorn
from starlette.applications import Starlette

from bot.channels.web.patience import HurriedProtocol

log = structlog.get_logger(__name__)


class AddressRefused(Exception):
    """The address to listen on is taken, or not ours."""


class _Server(uvicorn.Server):
    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Leave signals to the program."""
        yield


def _bind(listen: str) -> socket.socket:
    host, _, port = listen.rpartition(":")
    host = host.strip("[]")
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        listening = socket.create_server((host, int(port)), family=family, backlog=256)
    except (OSError, UnicodeError) as error:  # no such host, or no name at all
        raise AddressRefused(listen) from error
    # asyncio sets this only on sockets of a named protocol: without it a body written after its
    # headers waits 40 ms for the other side to acknowledge them.
    listening.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return listening


class WebServer:
    """A web server on `host:port`; port 0 picks a free one. Raises AddressRefused."""

    def __init__(self, listen: str, application: Starlette) -> None:
        self._socket = _bind(listen)
        self.host, self.port = self._socket.getsockname()[:2]
        config = uvicorn.Config(
            application,
            log_config=None,
            access_log=False,
            lifespan="off",
            http=HurriedProtocol,
            ws="none",
            server_header=False,
            timeout_graceful_shutdown=2,
        )
        self._server = _Server(config)
        self._task: asyncio.Task[None] | None = None

    @property
    def address(self) -> str:
        """Return where a browser on this machine finds the server."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"http://{host}:{self.port}"

    def start(self) -> None:
        """Serve in the background."""
        self._task = asyncio.create_task(self._server.serve([self._socket]))
        log.info("listening", address=self.address)

    async def stop(self) -> None:
        """Finish requests and close; streams are cut off after two seconds."""
        self._server.should_exit = True
        if self._task is not None:
            await self._task
        self._socket.close()
