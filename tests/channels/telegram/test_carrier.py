"""The network as it is: what each way of failing is taken for, and what an answer says of time."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from types import SimpleNamespace

import pytest
from telegram.error import NetworkError
from telegram.ext import ExtBot

from bot.channels.telegram.carrier import AiohttpCarrier
from bot.channels.telegram.refusals import result_of
from tests.faults.process import free_port

OK = b'{"ok":true,"result":true}'
Behaviour = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


def _answer(body: bytes = OK, status: str = "200 OK", date: str = "") -> bytes:
    head = f"HTTP/1.1 {status}\r\nContent-Type: application/json\r\n{date}"
    return head.encode() + b"Content-Length: %d\r\n\r\n" % len(body) + body


async def _take(reader: asyncio.StreamReader) -> None:
    head = await reader.readuntil(b"\r\n\r\n")
    length = head.lower().partition(b"content-length: ")[2].partition(b"\r\n")[0]
    await reader.readexactly(int(length or 0))


async def well(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    await _take(reader)
    writer.write(_answer(date="Date: Tue, 24 Nov 2026 09:00:00 GMT\r\n"))


async def hang_up_at_once(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    writer.transport.abort()


async def hang_up_after(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    await _take(reader)
    writer.transport.abort()


async def break_off(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    await _take(reader)
    writer.write(_answer()[:-10])
    await writer.drain()
    writer.transport.abort()


async def say_nothing(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    await _take(reader)
    await reader.read()  # until the other side gives up


async def speak_another_language(
    reader: asyncio.StreamReader, writer: asyncio.StreamWriter
) -> None:
    await _take(reader)
    writer.write(b"SSH-2.0-OpenSSH_9.2\r\n\r\n")


async def show_a_page(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    await _take(reader)
    writer.write(_answer(b"<html>502</html>", "502 Bad Gateway"))


@asynccontextmanager
async def _server(behave: Behaviour) -> AsyncIterator[str]:
    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            await behave(reader, writer)
            await writer.drain()
        except (ConnectionError, asyncio.IncompleteReadError):
            pass
        finally:
            writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    host, port = server.sockets[0].getsockname()
    async with server:
        yield f"http://{host}:{port}"


@asynccontextmanager
async def _bot(address: str, heard: list[datetime], **limits: float) -> AsyncIterator[ExtBot]:
    carrier = AiohttpCarrier(heard.append, connections=1, read_timeout=limits.get("read", 5.0))
    bot = ExtBot("42:TEST", base_url=f"{address}/bot", request=carrier)
    await carrier.initialize()
    try:
        yield bot
    finally:
        await carrier.shutdown()


async def _failure(behave: Behaviour, **limits: float) -> NetworkError:
    async with _server(behave) as address, _bot(address, [], **limits) as bot:
        with pytest.raises(NetworkError) as caught:
            await bot.send_chat_action(1, "typing")
        return caught.value


@pytest.mark.parametrize(
    "behave", [hang_up_at_once, hang_up_after, break_off, speak_another_language, show_a_page]
)
async def test_whatever_breaks_off_a_begun_call_leaves_a_doubt(behave: Behaviour) -> None:
    assert result_of(await _failure(behave)).status == "uncertain"


async def test_an_answer_that_does_not_come_leaves_a_doubt() -> None:
    assert result_of(await _failure(say_nothing, read=0.1)).status == "uncertain"


async def test_a_server_that_is_not_there_has_certainly_heard_nothing() -> None:
    async with _bot(f"http://127.0.0.1:{free_port()}", []) as bot:
        with pytest.raises(NetworkError) as caught:
            await bot.send_chat_action(1, "typing")

    assert result_of(caught.value).status == "retry"


async def test_waiting_for_a_free_connection_has_no_effect() -> None:
    async with _server(say_nothing) as address, _bot(address, []) as bot:
        holding = asyncio.create_task(bot.send_chat_action(1, "typing"))
        await asyncio.sleep(0.05)
        with pytest.raises(NetworkError) as caught:
            await bot.send_chat_action(2, "typing", connect_timeout=0.1)
        holding.cancel()
        await asyncio.gather(holding, return_exceptions=True)

    assert result_of(caught.value).status == "retry"


async def test_a_good_answer_says_what_time_it_is() -> None:
    heard: list[datetime] = []
    async with _server(well) as address, _bot(address, heard) as bot:
        assert await bot.send_chat_action(1, "typing")

    assert heard == [datetime(2026, 11, 24, 9, tzinfo=UTC)]


@pytest.mark.parametrize(
    "date", ["", "Date: yesterday\r\n", "Date: Tue, 24 Nov 2026 09:00:00\r\n"]
)
async def test_a_date_that_says_nothing_certain_is_passed_over(date: str) -> None:
    async def vaguely(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await _take(reader)
        writer.write(_answer(date=date))

    heard: list[datetime] = []
    async with _server(vaguely) as address, _bot(address, heard) as bot:
        assert await bot.send_chat_action(1, "typing")

    assert heard == []


async def test_errors_name_neither_the_token_nor_the_address() -> None:
    error = await _failure(hang_up_after)
    told = SimpleNamespace(text=f"{error} {error!r} {error.__cause__} {error.__cause__!r}")

    assert "42:TEST" not in told.text
