"""The small Telegram of the simulator, served over HTTP on loopback to a bot in another process.

Calls arrive as python-telegram-bot sends them: JSON, or a form whose nested values are JSON.
Updates are fetched by long polling, or brought by webhook until the bot answers 200. The world
outlives any number of bots; what people do in it is left to the tests.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from email import message_from_bytes
from email.policy import HTTP
from typing import Any, Protocol
from urllib.parse import parse_qsl

import httpx
from starlette.applications import Starlette
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import Route

from bot.channels.web.server import WebServer
from bot.simulator.api import Api
from bot.simulator.bell import Bell
from bot.simulator.faults import ConnectionBroken, Kind
from bot.simulator.parameters import TYPES
from bot.simulator.people import Telegram

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"
BETWEEN_DELIVERIES = 0.05  # seconds before a webhook that failed is tried again
#: What asks and does not act: no fault, delay or count concerns it.
_READING = frozenset({"getUpdates", "getMe", "getWebhookInfo"})


class Sky(Protocol):
    """What decides which calls go wrong; `weather.Weather` is one."""

    retry_after: int  # seconds that a 429 tells to wait
    lives: int  # of the bot, that are over

    def strikes(self, method: str, params: dict[str, Any]) -> Kind | None:
        """Note that a call begins; return what goes wrong with it, if anything does."""

    def flooded(self, params: dict[str, Any], seconds: int) -> None:
        """Note that a call was answered with 429."""


def _never() -> float:
    return 0.0


def _the_oldest(pending: list[dict[str, Any]]) -> dict[str, Any]:
    return pending[0]


class HttpTelegram:
    """A Bot API server for one world; open it with `serve`.

    Faults are ordered one by one with `telegram.faults`, or come with the `weather`.
    `delay` gives the seconds that pass before and after the effect of each call, so that a kill
    may fall on either side of it. `deliver_again` tells after each webhook delivery whether it is
    brought once more; in polling, `telegram.world.updates.duplicate_next()` does the same.
    `pick` chooses the next update for the webhook: not always the oldest, when order is disturbed.
    """

    weather: Sky | None = None
    #: Seconds that pass until an answer which never comes is broken off.
    slow = 2.0

    def __init__(
        self,
        telegram: Telegram,
        delay: Callable[[], float] = _never,
        deliver_again: Callable[[], bool] = lambda: False,
        port: int = 0,
        weather: Sky | None = None,
        pick: Callable[[list[dict[str, Any]]], dict[str, Any]] = _the_oldest,
    ) -> None:
        self.telegram, self.weather, self._pick = telegram, weather, pick
        self.begun = Bell()  # rings at each call that acts
        self.in_flight = 0  # of them: not yet answered
        self.deliveries: list[tuple[int, int]] = []  # (update, status), 0 when nobody was there
        self._api = Api(telegram.world)
        self._delay, self._deliver_again = delay, deliver_again
        self._secret = ""
        routes = [
            Route("/bot{token}/{method}", self._call, methods=["GET", "POST"]),
            Route("/file/bot{token}/{path:path}", self._file),
        ]
        self._server = WebServer(f"127.0.0.1:{port}", Starlette(routes=routes))

    @property
    def address(self) -> str:
        """What BOT_API_URL is to say."""
        return self._server.address

    @property
    def backlog(self) -> int:
        """How many updates the bot has not confirmed."""
        return len(self.telegram.world.updates.pending)

    async def calls(self, count: int, within: float) -> None:
        """Return when so many calls have begun, or `within` seconds pass without another."""
        while self.begun.count < count:
            seen = self.begun.count
            if await self.begun.beyond(seen, within) == seen:
                return

    # -- the bot's calls

    async def _call(self, request: Request) -> Response:
        if request.path_params["token"] != self.telegram.token:
            refused = {"ok": False, "error_code": 401, "description": "Unauthorized"}
            return JSONResponse(refused, 401)
        try:
            method, params = request.path_params["method"], await _parameters(request)
        except ClientDisconnect:
            return Response()
        if method == "getUpdates":
            return await self._while_connected(request, self._carry_out(method, params))
        if method in _READING:
            return await self._carry_out(method, params)
        self.in_flight += 1
        self.begun.ring()
        try:
            await asyncio.sleep(self._delay())
            response = await self._carry_out(method, params)
            await asyncio.sleep(self._delay())
            return response
        finally:
            self.in_flight -= 1

    async def _while_connected(
        self, request: Request, work: Coroutine[Any, Any, Response]
    ) -> Response:
        """Stop waiting for updates when the bot that asked for them is gone."""
        working, gone = asyncio.ensure_future(work), asyncio.ensure_future(request.receive())
        await asyncio.wait({working, gone}, return_when=asyncio.FIRST_COMPLETED)
        gone.cancel()
        if working.done():
            return working.result()
        working.cancel()
        await asyncio.gather(working, return_exceptions=True)
        return Response()

    async def _carry_out(self, method: str, params: dict[str, Any]) -> Response:
        life = self.weather.lives if self.weather is not None else 0
        if self.weather is not None and (kind := self.weather.strikes(method, params)):
            wait = self.weather.retry_after
            self.telegram.faults.next(kind, methods=method, retry_after=wait)
        try:
            status, answer = await self._api.call(method, params)
        except ConnectionBroken as broken:
            if broken.kind == "timeout":
                await asyncio.sleep(self.slow)
            return StreamingResponse(_cut_off(), headers={"content-length": "1000"})
        if self.weather is not None and status == 429 and life == self.weather.lives:
            self.weather.flooded(params, answer["parameters"]["retry_after"])
        if method == "setWebhook" and status == 200:
            self._secret = params.get("secret_token", "")
        return JSONResponse(answer, status)

    async def _file(self, request: Request) -> Response:
        for stored in self.telegram.world.files.values():
            if stored.path == request.path_params["path"]:
                return Response(stored.data)
        return Response(status_code=404)

    # -- the webhook

    async def _deliver(self) -> None:
        """Bring updates one by one, in order, each until it is accepted."""
        updates = self.telegram.world.updates
        async with httpx.AsyncClient(timeout=60.0) as client:
            while True:
                seen = updates.arrived.count
                while updates.webhook and updates.pending:
                    await self._bring(client, updates.webhook, self._pick(updates.pending))
                await updates.arrived.beyond(seen)

    async def _bring(self, client: httpx.AsyncClient, url: str, update: dict[str, Any]) -> None:
        try:
            answer = await client.post(url, json=update, headers={SECRET_HEADER: self._secret})
            status = answer.status_code
        except httpx.TransportError:
            status = 0
        self.deliveries.append((update["update_id"], status))
        if status != 200:
            await asyncio.sleep(BETWEEN_DELIVERIES)
        elif not self._deliver_again():
            self.telegram.world.updates.pending.remove(update)

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Serve and deliver for the length of a block."""
        self._server.start()
        delivering = asyncio.create_task(self._deliver())
        try:
            yield
        finally:
            delivering.cancel()
            await asyncio.gather(delivering, return_exceptions=True)
            await self._server.stop()


@asynccontextmanager
async def serve(
    telegram: Telegram,
    delay: Callable[[], float] = _never,
    deliver_again: Callable[[], bool] = lambda: False,
    port: int = 0,
    weather: Sky | None = None,
    pick: Callable[[list[dict[str, Any]]], dict[str, Any]] = _the_oldest,
) -> AsyncIterator[HttpTelegram]:
    """Serve a world on a port of loopback, a free one by default."""
    server = HttpTelegram(telegram, delay, deliver_again, port, weather, pick)
    async with server.running():
        yield server


async def _cut_off() -> AsyncIterator[bytes]:
    """Announce more than comes: the connection breaks under the reader."""
    yield b'{"ok"'
    raise ConnectionResetError("ordered by a test")


async def _parameters(request: Request) -> dict[str, Any]:
    given: dict[str, Any] = dict(request.query_params)
    body, kind = await request.body(), request.headers.get("content-type", "")
    if kind.startswith("application/json"):
        return given | json.loads(body)
    if kind.startswith("multipart/"):
        return given | _parts(kind, body)
    given |= parse_qsl(body.decode(), keep_blank_values=True, strict_parsing=bool(body))
    return {name: _value(name, text) for name, text in given.items()}


def _parts(kind: str, body: bytes) -> dict[str, Any]:
    """Read a form with files in it: a file becomes its name and content, as the simulator has it.

    The policy takes no line end away: a file stays what it is, byte for byte.
    """
    whole = message_from_bytes(b"Content-Type: " + kind.encode() + b"\r\n\r\n" + body, policy=HTTP)
    found: dict[str, Any] = {}
    for part in whole.iter_parts():
        name, file = part.get_param("name", header="content-disposition"), part.get_filename()
        content = part.get_payload(decode=True)
        assert isinstance(name, str) and isinstance(content, bytes)
        sort = part.get_content_type()
        found[name] = _value(name, content.decode()) if file is None else (file, content, sort)
    return found


def _value(name: str, text: str) -> Any:
    """Read a form's value as what the parameter is; an unknown one stays text, to be refused."""
    types = TYPES.get(name, (str,))
    if types == (int, str):
        return int(text) if text.removeprefix("-").isdigit() else text
    return text if str in types else json.loads(text)
