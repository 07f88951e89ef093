"""What somebody who knows the webhook's secret may send as a body, and what the answer is.

200 says "kept": an update, or what will never be one and is better looked at than brought again.
400 says "no JSON, or two things at once", 413 "too large", 503 "not stored, bring it again".
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from typing import Any

import httpx
import pytest
import pytest_asyncio

from bot.channels.web.routes import SECRET_HEADER, Answers, build
from bot.channels.web.server import WebServer
from bot.simulator.people import Person
from tests.corpus.window import CANARY, Window

pytestmark = pytest.mark.asyncio(loop_scope="module")

WORDS = f"Czy stary traktor {CANARY} może jechać w paradzie?"
SECRET = {SECRET_HEADER: "s3cret"}


class Hook:
    """The webhook of the window's bot, over a real socket."""

    def __init__(self, window: Window, client: httpx.AsyncClient, address: str) -> None:
        self.window = window
        self.client = client
        self.address = address

    async def post(self, body: bytes | AsyncIterator[bytes], **headers: str) -> int:
        """Send a body and return the status of the answer."""
        answer = await self.client.post(
            f"{self.address}/telegram", content=body, headers={**SECRET, **headers}
        )
        assert answer.text == ""
        return answer.status_code


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def hook(window: Window) -> AsyncIterator[Hook]:
    house = window.scene.house
    answers = Answers(house.not_ready, house.refresh_figures, house.store, "s3cret")
    server = WebServer("127.0.0.1:0", build(answers))
    server.start()
    async with httpx.AsyncClient(trust_env=False, timeout=10) as client:
        yield Hook(window, client, server.address)
    await server.stop()


#: name: (body, status, how many more updates are in quarantine)
BODIES: dict[str, tuple[bytes, int, int]] = {
    "nothing": (b"", 400, 0),
    "half of an object": (b'{"update_id": 5', 400, 0),
    "two objects": (b"{}{}", 400, 0),
    "words": (CANARY.encode(), 400, 0),
    "bytes that are no text": (b'{"update_id": 5, "x": "\xff\xfe"}', 400, 0),
    "another encoding": ('{"x": "ż"}'.encode("cp1250"), 400, 0),
    "UTF-16": (json.dumps({"x": CANARY}).encode("utf-16"), 400, 0),
    "a number given twice": (b'{"update_id": 5, "update_id": 6}', 400, 0),
    "words given twice": (b'{"update_id": 5, "message": {"text": "a", "text": "b"}}', 400, 0),
    "an open array of 5,000 levels": (b"[" * 5_000, 400, 0),
    "an empty list": (b"[]", 200, 1),
    "null": (b"null", 200, 1),
    "a number": (b"7", 200, 1),
    "a text": (json.dumps(CANARY).encode(), 200, 1),
    "an empty object": (b"{}", 200, 1),
    "a number that is none": (b'{"update_id": NaN}', 200, 1),
    "a number of 5,000 digits": (b'{"update_id": ' + b"9" * 5_000 + b"}", 200, 1),
    "an array of 5,000 levels": (b"[" * 5_000 + b"]" * 5_000, 200, 1),
    "objects of 5,000 levels": (b'{"a":' * 5_000 + b"1" + b"}" * 5_000, 200, 1),
    "more than a megabyte": (b'{"x": "' + b"x" * 1_048_576 + b'"}', 413, 0),
}


@pytest.mark.parametrize(("body", "status", "kept"), BODIES.values(), ids=BODIES)
async def test_a_body_is_refused_or_kept(hook: Hook, body: bytes, status: int, kept: int) -> None:
    before = await hook.window.quarantined()
    assert await hook.post(body) == status
    assert await hook.post(body) == status
    await hook.window.finish()
    assert await hook.window.quarantined() == before + kept


def _plain(update: Any) -> bytes:
    return json.dumps(update).encode()


#: Ways of writing a question, each of which becomes one ticket.
WRITINGS: dict[str, Callable[[Any], bytes]] = {
    "with escapes": _plain,
    "in UTF-8": lambda update: json.dumps(update, ensure_ascii=False).encode(),
    "with half of a sign": lambda update: _plain(update | {"x": "\ud83d"}),
    "with much space": lambda update: json.dumps(update, indent=40).encode(),
    "with what is no number": lambda update: _plain(update | {"x": float("nan")}),
    "with 600,000 bytes more": lambda update: _plain(update | {"x": "x" * 600_000}),
    "under no number": lambda update: _plain({"message": update["message"]}),
    "under the number true": lambda update: _plain(update | {"update_id": True}),
}


@pytest.mark.parametrize("write", WRITINGS.values(), ids=WRITINGS)
async def test_a_question_is_one_ticket_however_it_is_written(
    hook: Hook, write: Callable[[Any], bytes]
) -> None:
    author: Person = hook.window.somebody()
    body = write(hook.window.said(author, WORDS))
    assert [await hook.post(body), await hook.post(body)] == [200, 200]
    await hook.window.finish()
    assert (await hook.window.case(author)).tickets == [[WORDS]]
    assert hook.window.told(author).count("Sprawa #") == 1


async def test_a_body_in_pieces_may_not_grow_beyond_a_megabyte(hook: Hook) -> None:
    async def pieces() -> AsyncIterator[bytes]:
        for _ in range(12):
            yield b" " * 100_000

    assert await hook.post(pieces()) == 413


#: What may be said of a body's length, and what the answer is.
LENGTHS: dict[str, tuple[bytes, bytes]] = {
    "much more than comes": (b"99999999", b"413"),
    "a negative number": (b"-5", b"400"),
    "words": (b"abc", b"400"),
    "digits of another script": ("٥".encode(), b"400"),
}


@pytest.mark.parametrize(("length", "status"), LENGTHS.values(), ids=LENGTHS)
async def test_a_length_that_lies_keeps_nobody_waiting(
    hook: Hook, length: bytes, status: bytes
) -> None:
    host, port = hook.address.removeprefix("http://").split(":")
    reader, writer = await asyncio.open_connection(host, int(port))
    head = b"POST /telegram HTTP/1.1\r\nHost: x\r\n" + SECRET_HEADER.encode() + b": s3cret\r\n"
    writer.write(head + b"Content-Length: " + length + b"\r\n\r\n{}")
    await writer.drain()
    async with asyncio.timeout(5):
        answered = await reader.readline()
    assert status in answered
    writer.close()
    await writer.wait_closed()


async def test_a_body_that_breaks_off_is_not_stored(hook: Hook) -> None:
    before = await hook.window.quarantined()
    host, port = hook.address.removeprefix("http://").split(":")
    _, writer = await asyncio.open_connection(host, int(port))
    head = b"POST /telegram HTTP/1.1\r\nHost: x\r\n" + SECRET_HEADER.encode() + b": s3cret\r\n"
    writer.write(head + b"Content-Length: 100\r\n\r\n{}")
    await writer.drain()
    writer.close()
    await writer.wait_closed()
    await hook.window.finish()
    assert await hook.window.quarantined() == before
