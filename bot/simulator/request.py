"""How python-telegram-bot reaches the small world: its network layer without a network.

The only place of the simulator that knows the library. Ordered faults become the very errors that
the network would cause, with their `__cause__`.
"""

from __future__ import annotations

import asyncio
import json
from typing import Any
from urllib.parse import unquote, urlsplit

import aiohttp
from aiohttp.client_reqrep import ConnectionKey
from telegram.error import NetworkError, TimedOut
from telegram.request import BaseRequest, RequestData

from bot.simulator.api import Api
from bot.simulator.faults import ConnectionBroken
from bot.simulator.world import World

_HERE = ConnectionKey("world", 80, False, True, None, None, None)


def _cause(kind: str) -> aiohttp.ClientConnectionError:
    if kind == "refused":
        return aiohttp.ClientConnectorError(_HERE, ConnectionRefusedError())
    return aiohttp.SocketTimeoutError() if kind == "timeout" else aiohttp.ServerDisconnectedError()


class SimulatedRequest(BaseRequest):
    """A `BaseRequest` over a world; one may serve both calls and long polling."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._api = Api(world)

    @property
    def read_timeout(self) -> float | None:
        """How long the library may wait for an answer, in seconds."""
        return 5.0

    async def initialize(self) -> None:
        """Do nothing: there is no connection to open."""

    async def shutdown(self) -> None:
        """Do nothing: there is no connection to close."""

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        *timeouts: Any,
        **named_timeouts: Any,
    ) -> tuple[int, bytes]:
        """Carry out one HTTP request of the library's in the world."""
        await asyncio.sleep(0)  # a network gives others their turn, so do we
        path = unquote(urlsplit(url).path)
        if path.startswith("/file/"):
            return self._download(path)
        address, _, name = path.rpartition("/")
        if not address.endswith(f"bot{self._world.token}"):
            return 401, _encoded({"ok": False, "error_code": 401, "description": "Unauthorized"})
        try:
            status, answer = await self._api.call(name, _parameters(request_data))
        except ConnectionBroken as broken:
            cause = _cause(broken.kind)
            raise _network_error(cause) from cause
        return status, _encoded(answer)

    def _download(self, path: str) -> tuple[int, bytes]:
        wanted = path.partition(f"/file/bot{self._world.token}/")[2]
        for stored in self._world.files.values():
            if stored.path == wanted:
                return 200, stored.data
        return 404, _encoded({"ok": False, "error_code": 404, "description": "Not Found"})


def _network_error(cause: aiohttp.ClientConnectionError) -> NetworkError:
    if isinstance(cause, aiohttp.ServerTimeoutError):
        return TimedOut()
    return NetworkError(type(cause).__name__)


def _parameters(data: RequestData | None) -> dict[str, Any]:
    if data is None:
        return {}
    return {**data.parameters, **data.multipart_data}


def _encoded(answer: dict[str, Any]) -> bytes:
    return json.dumps(answer, ensure_ascii=False).encode("utf-8", "surrogatepass")
