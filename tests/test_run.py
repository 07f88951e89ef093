"""The program as its operator meets it: exit codes, signals, a second copy, and its health."""

from __future__ import annotations

import os
import signal
import socket
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest
import pytest_asyncio

from bot.clock import SystemClock
from bot.simulator.people import Telegram
from tests.faults.http_telegram import HttpTelegram, serve
from tests.faults.process import BotProcess, running_bot

pytestmark = pytest.mark.slow
A_TOKEN = f"43:{'A' * 35}"


@pytest_asyncio.fixture
async def outside() -> AsyncIterator[HttpTelegram]:
    """A small Telegram over HTTP."""
    async with serve(Telegram(SystemClock())) as served:
        yield served


async def ending(directory: Path, api_url: str, token: str, **settings: str) -> tuple[int, str]:
    """Run a program that cannot run; return its exit code and what it said."""
    program = await BotProcess.start(directory, api_url, token, **settings)
    return await program.exit_code(), program.end_of_log


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
async def test_a_leader_is_answered_and_the_program_ends_when_told(
    tmp_path: Path, outside: HttpTelegram, number: signal.Signals
) -> None:
    telegram = outside.telegram
    async with running_bot(tmp_path, outside.address, telegram.token) as program:
        await program.ready()
        anna = telegram.user(first_name="Anna")
        anna.start()
        await anna.expect("Dzień dobry")
        os.kill(program.pid, number)
        assert await program.exit_code() == 0
        assert telegram.misuses == []
        assert telegram.token not in program.end_of_log


async def test_health_is_told_before_telegram_is_there(
    tmp_path: Path, outside: HttpTelegram
) -> None:
    telegram = outside.telegram
    telegram.faults.next("http_500", 100, methods="getMe")
    async with running_bot(
        tmp_path, outside.address, telegram.token, listen="127.0.0.1:0"
    ) as program:
        async with httpx.AsyncClient(base_url=await program.web_address(), trust_env=False) as web:
            await program.logged("telegram_away")
            assert (await web.get("/healthz")).status_code == 200
            assert (await web.get("/readyz")).status_code == 503
            telegram.faults.clear()
            await program.ready()
            assert (await web.get("/readyz")).status_code == 200
            assert "dzialaj_outbox" in (await web.get("/metrics")).text
        assert await program.terminate() == 0


async def test_it_ends_when_told_although_telegram_is_away(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as nobody:
        address = f"http://127.0.0.1:{nobody.getsockname()[1]}"
    async with running_bot(tmp_path, address, A_TOKEN) as program:
        await program.logged("telegram_away")
        assert await program.terminate() == 0


async def test_a_second_copy_refuses_to_start(tmp_path: Path, outside: HttpTelegram) -> None:
    token = outside.telegram.token
    async with running_bot(tmp_path, outside.address, token) as first:
        await first.ready()
        code, said = await ending(tmp_path, outside.address, token)
        assert code == 75
        assert "Inna kopia" in said
        assert first.running


async def test_a_token_that_telegram_refuses_is_wrong_configuration(
    tmp_path: Path, outside: HttpTelegram
) -> None:
    code, said = await ending(tmp_path, outside.address, A_TOKEN)
    assert code == 78
    assert "BOT_TOKEN" in said
    assert A_TOKEN not in said


async def test_wrong_settings_are_all_named(tmp_path: Path) -> None:
    code, said = await ending(tmp_path, "ftp://x", A_TOKEN, tokne="x", mode="push")
    assert code == 78
    assert all(name in said for name in ("BOT_API_URL", "BOT_TOKNE", "BOT_MODE"))


async def test_a_busy_address_is_wrong_configuration(
    tmp_path: Path, outside: HttpTelegram
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        listen = f"127.0.0.1:{taken.getsockname()[1]}"
        code, said = await ending(tmp_path, outside.address, outside.telegram.token, listen=listen)
    assert code == 78
    assert listen in said


async def test_a_token_file_that_anybody_can_read_is_warned_about(
    tmp_path: Path, outside: HttpTelegram
) -> None:
    (tmp_path / "token").write_text(f"{outside.telegram.token}\n")
    (tmp_path / "token").chmod(0o644)
    async with running_bot(
        tmp_path, outside.address, "", token_file=tmp_path / "token"
    ) as program:
        await program.logged("token_file_readable_by_others")
        await program.ready()


async def test_the_data_of_another_bot_is_wrong_configuration(
    tmp_path: Path, outside: HttpTelegram
) -> None:
    async with running_bot(tmp_path, outside.address, outside.telegram.token) as program:
        await program.ready()
        assert await program.terminate() == 0
    calls = len(outside.telegram.requests())
    code, said = await ending(tmp_path, outside.address, A_TOKEN)
    assert (code, "ta baza należy do innego bota" in said) == (78, True)
    assert A_TOKEN not in said
    assert len(outside.telegram.requests()) == calls
