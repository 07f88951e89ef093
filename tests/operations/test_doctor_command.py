"""`doctor` and `health` as an operator and Docker call them: beside a bot, and without one."""

from __future__ import annotations

import asyncio
import json
import os
import re
import sys
import time
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from bot.clock import SystemClock
from bot.simulator.people import Telegram
from tests.commands.running import ROOT, SAMPLE
from tests.faults.http_telegram import HttpTelegram, serve
from tests.faults.process import free_port, running_bot

A_TOKEN = f"43:{'A' * 35}"
SECRETS = {"BOT_WEBHOOK_SECRET": "tajny-sekret", "BOT_DATABASE": "postgresql://bot:haslo@h:x/b"}


@pytest_asyncio.fixture
async def outside() -> AsyncIterator[HttpTelegram]:
    """A small Telegram over HTTP."""
    async with serve(Telegram(SystemClock())) as served:
        yield served


async def call(directory: Path, *words: str, **settings: str) -> tuple[int, str]:
    """Run a command as people do; return its exit code and what it said."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("BOT_")}
    named = {"BOT_KNOWLEDGE": str(SAMPLE), "BOT_DATABASE": f"sqlite:///{directory / 'bot.db'}"}
    child = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot", *words),
        cwd=directory,
        env={**kept, "PYTHONPATH": str(ROOT), **named, **settings},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    said, _ = await child.communicate()
    return child.returncode or 0, said.decode()


async def examined(directory: Path, **settings: str) -> tuple[int, dict[str, str]]:
    """Return the exit code, and the state of each line by its name."""
    code, said = await call(directory, "doctor", "--json", **settings)
    given = json.loads(said)
    assert (given["verdict"] == "broken") == (code == 1)
    return code, {one["name"]: one["state"] for one in given["lines"]}


async def test_without_a_token_the_rest_is_looked_at(tmp_path: Path) -> None:
    code, states = await examined(tmp_path)

    assert code == 1
    assert states.pop("token") == "broken"
    assert "broken" not in states.values()
    assert {"ustawienia", "baza", "dysk", "strefy czasowe", "baza wiedzy", "bot"} <= set(states)


async def test_wrong_settings_spoil_only_their_own_lines(
    tmp_path: Path, outside: HttpTelegram
) -> None:
    token = outside.telegram.token
    wrong = {"BOT_TOKEN": token, "BOT_MODE": "push", "BOT_TOKNE": "x", "BOT_LISTEN": "nowhere"}
    code, said = await call(
        tmp_path, "doctor", BOT_API_URL=outside.address, BOT_MAIL_IMAP="imaps://u@h", **wrong
    )

    assert code == 1
    for name in ("BOT_MODE", "BOT_TOKNE", "BOT_LISTEN", "BOT_MAIL_ADDRESS"):
        assert re.search(f"^źle +ustawienia +{name}: ", said, re.MULTILINE), said
    assert re.search("^dobrze +token +@", said, re.MULTILINE)
    assert said.splitlines()[-1].startswith("Wynik: źle.")


async def test_a_file_of_settings_that_cannot_be_read_is_said(tmp_path: Path) -> None:
    (tmp_path / "bot.toml").write_text("token = \n")
    code, states = await examined(tmp_path)

    assert (code, states["ustawienia"], states["strefy czasowe"]) == (1, "broken", "fine")


async def test_no_secret_is_ever_printed(tmp_path: Path) -> None:
    (tmp_path / "password").write_text("tajnehaslo")
    mail = {
        "BOT_MAIL_ADDRESS": "pomoc@example.org",
        "BOT_MAIL_IMAP": "imap://u@127.0.0.1:9",
        "BOT_MAIL_SMTP": "smtp://u@127.0.0.1:9",
        "BOT_MAIL_PASSWORD_FILE": str(tmp_path / "password"),
    }
    for form in ((), ("--json",)):
        given = {"BOT_TOKEN": A_TOKEN, "BOT_API_URL": "http://127.0.0.1:9", **SECRETS, **mail}
        code, said = await call(tmp_path, "doctor", *form, **given)
        assert code == 1
        for secret in (A_TOKEN, "tajny-sekret", "haslo@", "tajnehaslo"):
            assert secret not in said


@pytest.mark.slow
async def test_it_looks_at_a_running_and_at_a_stopped_installation(
    tmp_path: Path, outside: HttpTelegram
) -> None:
    telegram, listen = outside.telegram, f"127.0.0.1:{free_port()}"
    group = telegram.group("Doradcy", forum=True)
    group.add_bot(admin=True, can_manage_topics=True, can_pin_messages=True)
    shared = {"BOT_TOKEN": telegram.token, "BOT_API_URL": outside.address, "BOT_LISTEN": listen}
    linked = {"advisors_chat": str(group.id), "listen": listen}
    async with running_bot(tmp_path, outside.address, telegram.token, **linked) as bot:
        await bot.ready()
        begun = time.monotonic()
        code, states = await examined(tmp_path, **shared)
        assert time.monotonic() - begun < 15
        told = await call(tmp_path, "doctor", **shared)
        assert (await call(tmp_path, "health", BOT_LISTEN=listen)) == (0, "Bot żyje.\n")
        assert bot.running
    stopped, still = await examined(tmp_path, **shared)

    assert (code, stopped) == (0, 0), (states, still)
    for name in ("token", "grupa doradców", "tabele", "spójność bazy", "zegar", "odbiór"):
        assert states[name] == still[name] == "fine"
    assert "działa na tej bazie" in told[1]
    assert "bot jest gotowy" in told[1]
    code, said = await call(tmp_path, "health", BOT_LISTEN=listen)
    assert (code, listen in said) == (1, True)


@pytest.mark.parametrize(
    ("settings", "code"),
    [
        ({"BOT_LISTEN": "off"}, 1),
        ({"BOT_LISTEN": "127.0.0.1:9"}, 1),
        ({"BOT_LISTEN": "nowhere"}, 78),
    ],
)
async def test_health_without_a_bot_fails(
    tmp_path: Path, settings: dict[str, str], code: int
) -> None:
    assert (await call(tmp_path, "health", **settings))[0] == code
