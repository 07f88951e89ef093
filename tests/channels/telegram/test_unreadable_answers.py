"""Answers of Telegram's that no JSON reader takes: one spoilt update stops no other.

The bot asks over a real connection, because the reading of answers belongs to it.
"""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from typing import Any
from urllib.parse import parse_qsl

import pytest
import pytest_asyncio
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from telegram.error import TelegramError

from bot.channels.telegram.connection import make_bot
from bot.channels.telegram.polling import Poller
from bot.channels.web.server import WebServer
from tests.channels.telegram.test_poller import ImpatientClock

DEEP = b"[" * 5_000 + b"]" * 5_000
POISON = {
    "too deep": b'{"update_id": 3, "message": {"text": "kanarek", "x": ' + DEEP + b"}}",
    "a number too long": b'{"update_id": 3, "message": {"date": ' + b"9" * 5_000 + b"}}",
}


class RawTelegram:
    """Serves updates byte for byte, until they are confirmed."""

    def __init__(self) -> None:
        self.pending: dict[int, bytes] = {}
        self.calls = 0
        self.broken = 0

    async def answer(self, request: Request) -> Response:
        self.calls += 1
        given = dict(parse_qsl((await request.body()).decode()))
        offset, limit = int(given.get("offset", 0)), int(given["limit"])
        self.pending = {n: raw for n, raw in self.pending.items() if n >= offset}
        body = b'{"ok": true, "result": [' + b",".join([*self.pending.values()][:limit]) + b"]}"
        if self.broken:
            self.broken -= 1
            body = body[:-20]
        return Response(body, media_type="application/json")


@pytest.fixture
def telegram() -> RawTelegram:
    good = {n: json.dumps({"update_id": n}).encode() for n in (1, 2, 4, 5)}
    found = RawTelegram()
    found.pending = dict(sorted({**good, 3: POISON["too deep"]}.items()))
    return found


@pytest_asyncio.fixture
async def address(telegram: RawTelegram) -> AsyncIterator[str]:
    route = Route("/bot42:TOKEN/{method}", telegram.answer, methods=["POST"])
    server = WebServer("127.0.0.1:0", Starlette(routes=[route]))
    server.start()
    yield server.address
    await server.stop()


class Box:
    def __init__(self) -> None:
        self.kept: list[Any] = []

    async def store(self, updates: list[Any]) -> None:
        self.kept += updates


@pytest_asyncio.fixture
async def polling(address: str) -> AsyncIterator[tuple[Poller, Box]]:
    bot, box = make_bot("42:TOKEN", address), Box()
    for request in bot._request:
        await request.initialize()
    yield Poller(bot, box.store, ImpatientClock()), box
    for request in bot._request:
        await request.shutdown()


@pytest.mark.parametrize("poison", POISON)
async def test_one_update_that_cannot_be_read_stops_no_other(
    telegram: RawTelegram, polling: tuple[Poller, Box], poison: str
) -> None:
    telegram.pending[3] = POISON[poison]
    poller, box = polling
    while await poller.fetch_now():
        pass
    assert [one if isinstance(one, dict) else "text" for one in box.kept] == [
        {"update_id": 1},
        {"update_id": 2},
        "text",
        {"update_id": 4},
        {"update_id": 5},
    ]
    assert telegram.pending == {}
    assert telegram.calls <= 9


async def test_an_answer_that_broke_off_confirms_nothing(
    telegram: RawTelegram, polling: tuple[Poller, Box]
) -> None:
    del telegram.pending[3]
    telegram.broken = 1
    poller, box = polling
    with pytest.raises(TelegramError, match="broken answer"):
        await poller.fetch_now()
    assert box.kept == []
    assert await poller.fetch_now() == 4


async def test_what_cannot_be_read_is_printed_nowhere(
    telegram: RawTelegram,
    polling: tuple[Poller, Box],
    capsys: pytest.CaptureFixture[str],
    caplog: pytest.LogCaptureFixture,
) -> None:
    poller, _box = polling
    while await poller.fetch_now():
        pass
    printed = capsys.readouterr()
    assert "kanarek" not in printed.out + printed.err + caplog.text
