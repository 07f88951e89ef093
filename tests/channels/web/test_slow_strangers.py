"""Strangers who connect and say nothing, or a letter a second: others do not notice them."""

from __future__ import annotations

import asyncio
import statistics
import time
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest
import pytest_asyncio

from bot.channels.web import patience
from bot.channels.web.routes import SECRET_HEADER, Answers, build
from bot.channels.web.server import WebServer

HEAD = f"POST /telegram HTTP/1.1\r\nHost: x\r\n{SECRET_HEADER}: s3cret\r\n".encode()
HALF = b"POST /telegram HTTP/1.1\r\nHost: x\r\nX-Sl"


class Hook:
    """A webhook that keeps updates in memory, and connections to it."""

    def __init__(self) -> None:
        self.kept: list[Any] = []
        answers = Answers(self._ready, self._nothing, self._store, "s3cret")
        self.server = WebServer("127.0.0.1:0", build(answers))
        self.open: list[tuple[asyncio.StreamReader, asyncio.StreamWriter]] = []

    async def _ready(self) -> str | None:
        return None

    async def _nothing(self) -> None:
        pass

    async def _store(self, updates: list[Any]) -> None:
        self.kept += updates

    async def connect(self, said: bytes) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        reader, writer = await asyncio.open_connection("127.0.0.1", self.server.port)
        self.open.append((reader, writer))
        writer.write(said)
        await writer.drain()
        return reader, writer

    async def close(self) -> None:
        for _, writer in self.open:
            writer.close()
        await asyncio.gather(
            *(writer.wait_closed() for _, writer in self.open), return_exceptions=True
        )
        await self.server.stop()


@pytest_asyncio.fixture
async def hook() -> AsyncIterator[Hook]:
    hook = Hook()
    hook.server.start()
    yield hook
    await hook.close()


async def posts(hook: Hook, many: int) -> list[float]:
    """Return how many seconds each of so many valid posts took."""
    taken = []
    async with httpx.AsyncClient(trust_env=False, timeout=5) as client:
        for number in range(many):
            began = time.perf_counter()
            answer = await client.post(
                f"{hook.server.address}/telegram",
                json={"update_id": number},
                headers={SECRET_HEADER: "s3cret"},
            )
            assert answer.status_code == 200
            taken.append(time.perf_counter() - began)
    return taken


async def ended(reader: asyncio.StreamReader) -> bytes:
    """Return what comes until the other side closes."""
    try:
        return await reader.read()
    except ConnectionError:
        return b""


@pytest.mark.slow
async def test_three_hundred_half_open_connections_hold_up_no_update(hook: Hook) -> None:
    began = time.monotonic()
    await asyncio.gather(*(hook.connect(HALF) for _ in range(300)))

    taken = await posts(hook, 200)

    assert len(hook.kept) == 200
    assert statistics.quantiles(taken, n=20)[-1] <= 0.2
    async with asyncio.timeout(patience.HEAD_WITHIN + 3):
        assert set(await asyncio.gather(*(ended(reader) for reader, _ in hook.open))) == {b""}
    assert time.monotonic() - began >= patience.HEAD_WITHIN


@pytest.mark.slow
async def test_a_letter_now_and_then_does_not_move_the_deadline(hook: Hook) -> None:
    reader, writer = await hook.connect(HALF)
    end = asyncio.create_task(ended(reader))
    began = time.monotonic()
    while not end.done() and time.monotonic() - began < patience.HEAD_WITHIN + 3:
        writer.write(b"o")
        await asyncio.wait([end], timeout=0.5)
    assert patience.HEAD_WITHIN - 0.5 <= time.monotonic() - began <= patience.HEAD_WITHIN + 2


async def test_who_has_said_nothing_for_longest_gives_way(
    hook: Hook, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(patience, "MOST_CONNECTIONS", 5)
    for _ in range(5):
        await hook.connect(HALF)

    await posts(hook, 1)

    async with asyncio.timeout(2):
        assert await ended(hook.open[0][0]) == b""
    assert [reader.at_eof() for reader, _ in hook.open] == [True, False, False, False, False]


async def test_a_body_that_does_not_come_is_not_waited_for(
    hook: Hook, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(patience._SECONDS, patience.h11.SEND_BODY, 0.2)
    reader, _ = await hook.connect(HEAD + b"Content-Length: 20\r\n\r\n{")
    async with asyncio.timeout(3):
        assert b"200" not in await ended(reader)
    assert hook.kept == []


async def test_a_request_may_come_in_pieces(hook: Hook) -> None:
    _, writer = await hook.connect(HEAD[:20])
    await asyncio.sleep(0.05)
    writer.write(HEAD[20:] + b"Content-Length: 16\r\n\r\n")
    await asyncio.sleep(0.05)
    writer.write(b'{"update_id": 1}')
    async with asyncio.timeout(3):
        assert b"200" in await hook.open[0][0].readline()


async def test_a_connection_that_is_kept_serves_one_request_after_another(hook: Hook) -> None:
    assert len(await posts(hook, 20)) == 20  # httpx keeps one connection
    assert len(hook.kept) == 20


@pytest.mark.parametrize(
    ("kind", "status"),
    [
        ("application/json", 200),
        ("Application/JSON; charset=utf-8", 200),
        ("text/plain", 415),
        ("application/x-www-form-urlencoded", 415),
        ("multipart/form-data; boundary=x", 415),
        ("", 415),
    ],
)
async def test_only_json_is_taken(hook: Hook, kind: str, status: int) -> None:
    headers = {SECRET_HEADER: "s3cret", "Content-Type": kind}
    async with httpx.AsyncClient(trust_env=False) as client:
        answer = await client.post(
            f"{hook.server.address}/telegram", content=b'{"update_id": 1}', headers=headers
        )
    assert (answer.status_code, answer.text) == (status, "")


@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE", "PATCH", "OPTIONS", "HEAD", "TRACE"])
async def test_no_other_method_is_taken(hook: Hook, method: str) -> None:
    async with httpx.AsyncClient(trust_env=False) as client:
        answer = await client.request(method, f"{hook.server.address}/telegram")
    assert (answer.status_code, "s3cret" in answer.text) == (405, False)
