"""Whatever stands in the first lines of a request: an answer, never a failure, nothing told."""

from __future__ import annotations

import asyncio
import random
from collections.abc import AsyncIterator
from typing import Any

import pytest
import pytest_asyncio

from bot.channels.web.calendars import calendar_route
from bot.channels.web.routes import Answers, build
from bot.channels.web.server import WebServer
from bot.storage import records
from bot.storage.database import Database
from tests.fuzz.amount import TIMES
from tests.fuzz.wrong import bent

GOOD = (
    b"POST /telegram HTTP/1.1\r\nHost: x\r\nX-Telegram-Bot-Api-Secret-Token: KANAREK\r\n"
    b'Content-Type: application/json\r\nContent-Length: 16\r\n\r\n{"update_id": 1}',
    b"GET /kalendarz/abcDEF-123_x.ics HTTP/1.1\r\nHost: x\r\nAccept: text/calendar\r\n\r\n",
    b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n",
    b"GET /metrics HTTP/1.0\r\n\r\n",
)
BITS = (
    b"\r\n", b"\n", b"\0", b"\xff", b"%00", b"%ff", b"%2e%2e/", b"../", b"//", b"?", b"#", b":",
    b"Content-Length: 5\r\n", b"Transfer-Encoding: chunked\r\n", b"Transfer-Encoding: x\r\n",
    b"Upgrade: websocket\r\nConnection: upgrade\r\n", b"Expect: 100-continue\r\n", b"HTTP/9.9",
)  # fmt: skip
PATHS = (
    b"/kalendarz/%00.ics", b"/kalendarz/%ff%fe.ics", b"/kalendarz/%ED%A0%BD.ics",
    b"/kalendarz/" + b"a" * 5000 + b".ics", b"/kalendarz/..%2f..%2fetc%2fpasswd.ics",
    b"/kalendarz/' OR 1=1--.ics", b"/kalendarz/%27%20OR%201=1--.ics", b"/kalendarz/.ics",
    b"/../../etc/passwd", b"/%2e%2e/%2e%2e/etc/passwd", b"//telegram", b"/telegram/",
    b"/TELEGRAM", b"/telegram%00", b"/metrics/..", b"http://x/telegram", b"*", b"/docs",
    b"/openapi.json", b"/.git/config", b"/bot.toml", b"/data/bot.db",
)  # fmt: skip


class Served:
    """The web server over a database, as the house opens it."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.kept: list[Any] = []
        answers = Answers(self._ready, self._nothing, self._store, "KANAREK")
        self.server = WebServer(
            "127.0.0.1:0", build(answers, [calendar_route("/kalendarz/", self._calendar)])
        )

    async def _ready(self) -> str | None:
        return None

    async def _nothing(self) -> None:
        pass

    async def _store(self, updates: list[Any]) -> None:
        self.kept += updates

    async def _calendar(self, secret: str) -> bytes | None:
        facts = await self.database.read(lambda conn: records.get_fact(conn, f"feed:{secret}"))
        return b"BEGIN" if facts else None

    async def say(self, raw: bytes) -> bytes:
        """Return the answer to these bytes."""
        reader, writer = await asyncio.open_connection("127.0.0.1", self.server.port)
        try:
            writer.write(raw)
            writer.write_eof()
            async with asyncio.timeout(8):
                return await reader.read()
        except ConnectionError:
            return b""
        finally:
            writer.close()


@pytest_asyncio.fixture
async def served(database: Database) -> AsyncIterator[Served]:
    served = Served(database)
    served.server.start()
    yield served
    await served.server.stop()


def is_calm(answer: bytes) -> bool:
    """Tell whether an answer is no failure, and tells nothing."""
    failed = answer.startswith(b"HTTP/1.1 5")
    return not failed and b"KANAREK" not in answer and b"Traceback" not in answer


@pytest.mark.parametrize("path", PATHS)
async def test_an_odd_path_is_not_there(served: Served, path: bytes) -> None:
    for method in (b"GET", b"POST"):
        answer = await served.say(method + b" " + path + b" HTTP/1.1\r\nHost: x\r\n\r\n")
        assert is_calm(answer), answer
        assert b" 200 " not in answer.split(b"\r\n")[0] + b" "
    assert served.kept == []


async def test_no_bytes_make_the_server_fail(served: Served) -> None:
    luck = random.Random(20261124 if TIMES == 1 else None)
    for _ in range(60 * TIMES):
        raw = bent(luck.choice(GOOD), luck, BITS)
        assert is_calm(await served.say(raw)), raw
    assert b"200 OK" in await served.say(GOOD[2])
