"""The token and a leader's words stand in no log, no text form, no error and no figures.

A whole house runs with every library at DEBUG, through errors of every kind; then all that was
printed and all that is on the disk is searched for words that stand nowhere else.
"""

from __future__ import annotations

import json
import logging
import pickle
import threading
import traceback
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
import structlog
from prometheus_client import generate_latest
from telegram.error import InvalidToken

from bot.app import House, open_house
from bot.channels.telegram.connection import make_bot
from bot.channels.telegram.polling import TokenRefused, connect
from bot.clock import SystemClock
from bot.observability import QUIET, REGISTRY, set_up_logging
from bot.settings import load
from bot.simulator.people import Telegram
from bot.simulator.request import SimulatedRequest
from bot.storage import inbox
from bot.storage.migrate import keep_copy

TOKEN = "4207734:KANAREKtokenKANAREKtokenKANAREKtok1"
SECRET_PART = "KANAREKtoken"
WORDS = "kanareksłowo"
SAMPLE = Path(__file__).parent / "sample"


@pytest.fixture(autouse=True)
def restored() -> Iterator[None]:
    """Leave logging as it was."""
    names = ["", *QUIET, "telegram.ext", "telegram.Bot", "httpcore", "sqlalchemy"]
    levels = {name: logging.getLogger(name).level for name in names}
    handlers = logging.getLogger().handlers[:]
    yield
    for name, level in levels.items():
        logging.getLogger(name).setLevel(level)
    logging.getLogger().handlers[:] = handlers
    structlog.reset_defaults()


def at_debug() -> None:
    set_up_logging("json")
    for name in ("", *QUIET, "telegram.ext", "telegram.Bot"):
        logging.getLogger(name).setLevel(logging.DEBUG)


@asynccontextmanager
async def loud_house(directory: Path) -> AsyncIterator[tuple[House, Telegram]]:
    telegram = Telegram(SystemClock(), token=TOKEN)
    settings = load(
        environment={},
        token=TOKEN,
        database=f"sqlite:///{directory / 'bot.db'}",
        knowledge=SAMPLE,
        listen="off",
        pacing="off",
    )
    at_debug()
    before = set(threading.enumerate())
    async with open_house(settings, request=SimulatedRequest(telegram.world)) as house:
        at_debug()
        yield house, telegram
    _let_them_finish(set(threading.enumerate()) - before)


def _let_them_finish(threads: set[threading.Thread]) -> None:
    """Wait for the last lines of threads that report only after whoever waited has gone on."""
    for thread in threads:
        if "_connection_worker_thread" in thread.name:
            thread.join(timeout=5)


def files(directory: Path) -> dict[str, bytes]:
    """Return all that stands on the disk: the database, its log, the copy before a migration."""
    return {path.name: path.read_bytes() for path in directory.iterdir() if path.is_file()}


async def through_every_error(house: House, telegram: Telegram) -> None:
    """Let everything go wrong that can, with the canary in the words of each update."""
    anna = telegram.user(first_name=WORDS)
    anna.start()
    await house.settle()
    for fault in ("flood", "http_500", "refused", "reset_before", "reset_after", "timeout"):
        telegram.faults.next(fault, methods="sendMessage")  # type: ignore[arg-type]
        anna.send(f"{WORDS} {fault}: czy remiza może kupić traktor?")
        await house.settle()
    anna.block()
    anna.unblock()
    await house.settle()
    await _unreadable(house)
    await _failing_handler(house, telegram, anna)


async def _unreadable(house: House) -> None:
    """Bring updates that nobody can read, or that the library cannot parse."""
    broken: list[Any] = [
        {"update_id": 77_000_001, "message": {"text": WORDS, "chat": {"id": 5}, "date": "x"}},
        {"update_id": 77_000_002, "message": [WORDS]},
        {"no": WORDS},
    ]
    await house.store(broken)
    await house.settle()


async def _failing_handler(house: House, telegram: Telegram, anna: Any) -> None:
    def fail(*_given: Any) -> Any:
        raise ValueError(f"{WORDS} {TOKEN}")

    kept = house.library._current
    house.library._current = None  # type: ignore[assignment] - whatever a handler does now fails
    anna.send(f"{WORDS} przy awarii")
    await house.poller.fetch_now()
    await house.worker.drain()
    house.library._current = kept
    try:
        fail()
    except ValueError:
        logging.getLogger("telegram.ext.Application").exception("No error handlers: %s", WORDS)
        structlog.get_logger("bot").exception("handler_failed", error=TOKEN, text=WORDS)


async def test_a_house_in_trouble_shows_neither_the_token_nor_words(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    async with loud_house(tmp_path) as (house, telegram):
        await through_every_error(house, telegram)
        await house.refresh_figures()
        figures = generate_latest(REGISTRY).decode()
        given_up = await house.database.read(inbox.in_quarantine)
        keep_copy(tmp_path / "bot.db", "0001")
        kept = files(tmp_path)
    printed = capsys.readouterr()
    assert given_up >= 1  # the errors did happen
    assert "handler_failed" in printed.err
    everything = printed.out + printed.err + figures
    assert SECRET_PART not in everything
    assert WORDS not in everything
    assert [name for name, held in kept.items() if SECRET_PART.encode() in held] == []
    assert any(name.startswith("bot.db.before-") for name in kept)
    assert any(WORDS.encode() in held for held in kept.values())  # there they belong


async def test_no_text_form_of_what_holds_the_token_shows_it(tmp_path: Path) -> None:
    async with loud_house(tmp_path) as (house, _telegram):
        for thing in (house.settings, house, house.bot, house.application, house.services):
            for shown in (repr(thing), str(thing), f"{thing}"):
                assert SECRET_PART not in shown
        assert SECRET_PART not in house.settings.model_dump_json()
        assert SECRET_PART not in json.dumps(house.settings.model_dump(), default=str)
        with pytest.raises((pickle.PicklingError, TypeError)):
            pickle.dumps(house.bot)


async def test_a_refused_token_is_not_told_in_the_error() -> None:
    telegram = Telegram(SystemClock(), token="1:another-token-altogether-and-long-enough")
    bot = make_bot(TOKEN, "https://example.org", SimulatedRequest(telegram.world))
    with pytest.raises(TokenRefused) as caught:
        await connect(bot, SystemClock())
    shown = "".join(traceback.format_exception(caught.value))
    assert SECRET_PART not in shown + repr(caught.value)


async def test_the_library_does_tell_it_so_our_check_sees_something() -> None:
    telegram = Telegram(SystemClock(), token="1:another-token-altogether-and-long-enough")
    bot = make_bot(TOKEN, "https://example.org", SimulatedRequest(telegram.world))
    with pytest.raises(InvalidToken) as caught:
        await bot.initialize()
    assert SECRET_PART in str(caught.value)
