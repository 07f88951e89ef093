"""The connection to the Bot API over HTTP: what its answers say of the time."""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest
import pytest_asyncio
from starlette.applications import Starlette
from starlette.responses import JSONResponse, Response
from starlette.routing import Route
from telegram.error import TelegramError

from bot.channels.telegram.connection import make_bot
from bot.channels.web.server import WebServer

ME = {"id": 42, "is_bot": True, "first_name": "Działaj", "username": "dzialaj_bot"}


class Server:
    """Answers every call with what a test orders."""

    def __init__(self) -> None:
        self.status, self.headers = 200, dict[str, str]()
        routes = [Route("/bot{token}/{method}", self._answer, methods=["POST"])]
        self._web = WebServer("127.0.0.1:0", Starlette(routes=routes))
        self.address = self._web.address
        self.start, self.stop = self._web.start, self._web.stop

    async def _answer(self, _request) -> Response:
        answer = {"ok": self.status == 200, "result": ME, "error_code": self.status}
        return JSONResponse({**answer, "description": ""}, self.status, self.headers)


@pytest_asyncio.fixture
async def server() -> AsyncIterator[Server]:
    serving = Server()
    serving.start()
    yield serving
    await serving.stop()


async def _heard(server: Server) -> list[datetime]:
    heard: list[datetime] = []
    bot = make_bot("42:A", server.address, heard=heard.append)
    with contextlib.suppress(TelegramError):
        await bot.initialize()
    await bot.shutdown()
    return heard


async def test_an_answer_says_what_time_it_is(server: Server) -> None:
    (said,) = await _heard(server)
    assert abs(datetime.now(UTC) - said) < timedelta(minutes=1)


@pytest.mark.parametrize("date", ["x", "Tue, 24 Nov 2026 09:00:00 GMT"])
async def test_a_date_that_cannot_be_read_is_not_believed(server: Server, date: str) -> None:
    server.headers = {"date": date}  # the server says its own beside it: two are none
    assert await _heard(server) == []


@pytest.mark.parametrize("status", [401, 429, 500, 502])
async def test_the_time_of_a_page_that_tells_of_an_error_is_not_believed(
    server: Server, status: int
) -> None:
    server.status = status
    assert await _heard(server) == []
