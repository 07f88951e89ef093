"""Each error that a call may end with, for each kind of message: what state it is left in.

The tables below are the promise, written down apart from the program's own. What the advisors
read on the card of an answer is the state that is stored.
"""

from __future__ import annotations

import asyncio
import json
import sqlite3
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import closing
from pathlib import Path

import aiohttp
import pytest
import pytest_asyncio
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)

from bot.channels.telegram.refusals import result_of
from bot.domain.messages import Kind
from bot.domain.outgoing import Command, Result
from bot.simulator.faults import Kind as Fault
from bot.simulator.request import _HERE
from bot.storage.database import Database
from tests.faults.sizes import figure, sized
from tests.faults.town import Town, new_town
from tests.scripted_channel import SENT, ScriptedChannel
from tests.stepped_clock import SteppedClock
from tests.test_sender import Office, owed

pytestmark = pytest.mark.slow


def _because(error: NetworkError, cause: Exception) -> NetworkError:
    error.__cause__ = cause
    return error


#: What may be raised, by what is known then: no effect, refused for good, or nobody knows.
ERRORS: dict[str, tuple[Exception, str]] = {
    "nobody listens": (
        _because(NetworkError("x"), aiohttp.ClientConnectorError(_HERE, ConnectionRefusedError())),
        "no effect",
    ),
    "no connection in time": (
        _because(TimedOut(), aiohttp.ConnectionTimeoutError()),
        "no effect",
    ),
    "too many calls": (RetryAfter(3), "no effect"),
    "another copy": (Conflict("terminated by other getUpdates request"), "no effect"),
    "token refused": (InvalidToken(), "no effect"),
    "no answer in time": (_because(TimedOut(), aiohttp.SocketTimeoutError()), "unknown"),
    "broken off": (_because(NetworkError("x"), aiohttp.ServerDisconnectedError()), "unknown"),
    "broken while read": (_because(NetworkError("x"), aiohttp.ClientPayloadError()), "unknown"),
    "broken while written": (
        _because(NetworkError("x"), aiohttp.ClientOSError(104, "reset")),
        "unknown",
    ),
    "500": (NetworkError("Internal Server Error"), "unknown"),
    "502": (NetworkError("Bad Gateway"), "unknown"),
    "not JSON": (TelegramError("Invalid server response"), "unknown"),
    "broken off by us": (asyncio.CancelledError(), "unknown"),
    "a mistake of ours": (json.JSONDecodeError("x", "x", 0), "unknown"),
    "bad request": (BadRequest("Bad Request: message is too long"), "refused"),
    "chat not found": (BadRequest("Bad Request: chat not found"), "refused"),
    "blocked": (Forbidden("Forbidden: bot was blocked by the user"), "refused"),
    "moved": (ChatMigrated(-1002), "refused"),
}
#: How often each kind is tried when nobody knows; at most once where a copy would be worse.
TRIES = {
    "receipt": 3, "automatic": 3, "answer": 3, "media": 1, "notice": 3, "alarm": 3, "delete": 5,
    "card": 3, "edit": 5, "reaction": 2, "place": 5, "thread": 1, "reminder": 2, "menu": 5,
    "broadcast": 1, "amendment": 3,
}  # fmt: skip


class Failing(ScriptedChannel):
    """Fails so often with each message, then takes it."""

    def __init__(self, error: Result, times: int) -> None:
        super().__init__()
        self.error, self.times = error, times
        self.calls: Counter[int] = Counter()

    async def carry_out(self, command: Command) -> Result:
        self.calls[command.chat_id] += 1
        return self.error if self.calls[command.chat_id] <= self.times else SENT


def _ends(known: str, tries: int, for_ever: bool) -> tuple[str, int | None]:
    """Return the state a message is left in, and after how many calls (None: as many as fit)."""
    if known == "refused":
        return "failed", 1
    if known == "no effect":
        return ("pending", None) if for_ever else ("sent", 2)
    if for_ever or tries == 1:
        return "uncertain", tries
    return "sent", 2


@pytest.mark.parametrize("for_ever", [False, True], ids=["once", "for ever"])
@pytest.mark.parametrize("name", ERRORS)
async def test_each_kind_is_left_in_the_state_of_the_table(
    name: str, for_ever: bool, sqlite: Database, clock: SteppedClock
) -> None:
    error, known = ERRORS[name]
    assert isinstance(error, Exception | asyncio.CancelledError)
    channel = Failing(result_of(error), 99 if for_ever else 1)
    office = Office(sqlite, clock, channel)
    kinds = {number: Kind(kind) for number, kind in enumerate(TRIES, start=1)}
    await office.owe(*(owed(kind, kind, f"chat:{number}") for number, kind in kinds.items()))
    for _ in range(60):
        clock.advance(seconds=10)
        await office.sender.drain()

    found = {kind: ((await office.state(kind)), channel.calls[n]) for n, kind in kinds.items()}
    for kind, (state, calls) in found.items():
        expected, most = _ends(known, TRIES[kind], for_ever)
        assert (state, calls) == (expected, most or calls), kind


def test_every_kind_stands_in_the_table() -> None:
    assert set(TRIES) == set(Kind)
    figure(f"{2 * len(ERRORS) * len(TRIES)} cells: {len(ERRORS)} errors, {len(TRIES)} kinds")


# The card


SAYS = {
    "sent": "wysłana", "pending": "w drodze", "sending": "w drodze",
    "uncertain": "nie wiadomo, czy doszła", "failed": "nie doszła",
}  # fmt: skip
FAULTS: tuple[Fault | str, ...] = ("reset_after", "http_500_after", "blocked", "flood")
MORE: tuple[Fault | str, ...] = ("timeout", "reset_before", "http_500", "refused")


@pytest_asyncio.fixture
async def town(tmp_path: Path) -> AsyncIterator[Town]:
    async with new_town(tmp_path) as ready:
        yield ready


@pytest.mark.parametrize("fault", sized(FAULTS, FAULTS + MORE))
async def test_the_card_says_what_became_of_the_answer(
    town: Town, fault: Fault | str, tmp_path: Path
) -> None:
    card = await town.card()
    town.ewa.click(card, "Biorę")
    await town.settle()
    if fault == "blocked":
        town.anna.block()
    else:
        town.telegram.faults.next(fault, 40, "sendMessage")  # type: ignore[arg-type]
    town.ewa.send("Tak.", reply_to=card)
    seen = []
    for _ in range(6):
        await town.look(seconds=14)
        seen.append(_state_and_card(town, tmp_path / "bot.db"))
    town.telegram.faults.clear()
    await town.look(minutes=6)
    seen.append(_state_and_card(town, tmp_path / "bot.db"))

    state, shown = seen[-1]
    assert f"odpowiedź: {SAYS[state]}" in shown
    for state, shown in seen[:-1]:  # its edit may wait until messages before it can go
        assert any(f"odpowiedź: {words}" in shown for words in (SAYS[state], "w drodze"))
    assert seen[-1][0] in ("sent", "uncertain", "failed")


def _state_and_card(town: Town, database: Path) -> tuple[str, str]:
    query = "SELECT state FROM outbox WHERE role = 'answer' ORDER BY id DESC LIMIT 1"
    with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as connection:
        (state,) = connection.execute(query).fetchone()
    card = next(m for m in reversed(town.group.messages()) if m.text.startswith("#1 "))
    return state, card.text
