"""Fetching updates: stored before confirmed, patient with trouble, firm about conflicts."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Any

import pytest
import pytest_asyncio
from telegram.ext import ExtBot

from bot.channels.telegram.connection import make_bot
from bot.channels.telegram.polling import (
    ALLOWED_UPDATES,
    Poller,
    SomebodyElsePolls,
    TokenRefused,
    begin_polling,
    begin_webhook,
    connect,
)
from bot.clock import SystemClock
from bot.simulator.people import Person, Telegram
from bot.simulator.request import SimulatedRequest
from tests.stepped_clock import SteppedClock
from tests.until import until

API = "https://api.telegram.org"


@dataclass
class Mailbox:
    """Where a poller puts what it fetched; `full` times it refuses."""

    kept: list[dict[str, Any]] = field(default_factory=list)
    full: int = 0

    async def store(self, updates: list[dict[str, Any]]) -> None:
        if self.full:
            self.full -= 1
            raise OSError("no space left")
        self.kept += updates

    @property
    def texts(self) -> list[str]:
        return [update["message"]["text"] for update in self.kept if "message" in update]


class ImpatientClock(SteppedClock):
    """Waiting moves it, so a test need not."""

    async def wait_until(self, when: Any) -> None:
        await asyncio.sleep(0)
        self.advance(seconds=max(0.0, (when - self.now()).total_seconds()))


@pytest.fixture
def telegram() -> Telegram:
    return Telegram(SystemClock())


@pytest.fixture
def anna(telegram: Telegram) -> Person:
    anna = telegram.user(first_name="Anna")
    anna.start()
    return anna


@pytest_asyncio.fixture
async def bot(telegram: Telegram) -> AsyncIterator[ExtBot[None]]:
    bot = make_bot(telegram.token, API, SimulatedRequest(telegram.world))
    async with bot:
        yield bot


@pytest.fixture
def mailbox() -> Mailbox:
    return Mailbox()


@pytest.fixture
def poller(bot: ExtBot[None], mailbox: Mailbox) -> Poller:
    return Poller(bot, mailbox.store, ImpatientClock())


async def test_updates_come_raw_and_once(poller: Poller, mailbox: Mailbox, anna: Person) -> None:
    anna.send("Dzień dobry")
    assert await poller.fetch_now() == 2
    assert await poller.fetch_now() == 0
    assert mailbox.texts == ["/start", "Dzień dobry"]


async def test_what_could_not_be_stored_comes_again(
    poller: Poller, mailbox: Mailbox, anna: Person
) -> None:
    mailbox.full = 1
    with pytest.raises(OSError, match="no space"):
        await poller.fetch_now()
    await poller.fetch_now()
    assert mailbox.texts == ["/start"]


async def test_another_start_asks_for_all_that_was_not_confirmed(
    bot: ExtBot[None], poller: Poller, anna: Person
) -> None:
    await poller.fetch_now()
    second = Mailbox()
    await Poller(bot, second.store, ImpatientClock()).fetch_now()
    assert second.texts == ["/start"]


async def test_kinds_that_are_left_out_by_default_are_asked_for(
    poller: Poller, telegram: Telegram
) -> None:
    await poller.fetch_now()
    (call,) = telegram.requests("getUpdates")
    assert call.params["allowed_updates"] == list(ALLOWED_UPDATES)
    assert "offset" not in call.params
    assert {"chat_member", "my_chat_member", "message_reaction"} < set(ALLOWED_UPDATES)


async def test_polling_goes_on_after_trouble(
    poller: Poller, mailbox: Mailbox, telegram: Telegram, anna: Person
) -> None:
    for fault in ("refused", "http_500", "flood", "reset_before"):
        telegram.faults.next(fault, methods="getUpdates")  # type: ignore[arg-type]
    mailbox.full = 2
    running = asyncio.create_task(poller.run())
    await until(lambda: mailbox.texts == ["/start"])
    anna.send("później")
    await until(lambda: mailbox.texts == ["/start", "później"])
    running.cancel()


async def test_fetching_now_does_not_wait_for_the_long_poll(
    poller: Poller, mailbox: Mailbox, telegram: Telegram, anna: Person
) -> None:
    running = asyncio.create_task(poller.run())
    await until(lambda: mailbox.texts == ["/start"])
    for _ in range(5):
        assert await poller.fetch_now() == 0
    anna.send("później")
    await until(lambda: mailbox.texts == ["/start", "później"])
    running.cancel()
    assert telegram.violations == []


async def test_three_conflicts_end_polling(poller: Poller, bot: ExtBot[None]) -> None:
    await bot.set_webhook("https://example.org/telegram")
    with pytest.raises(SomebodyElsePolls):
        await poller.run()


async def test_a_webhook_is_taken_away_and_nothing_dropped(
    bot: ExtBot[None], poller: Poller, telegram: Telegram, mailbox: Mailbox
) -> None:
    await begin_webhook(bot, ImpatientClock(), "https://example.org/telegram", "s3cret")
    (hook,) = telegram.requests("setWebhook")
    assert hook.params["secret_token"] == "s3cret"
    assert hook.params["allowed_updates"] == list(ALLOWED_UPDATES)
    await begin_polling(bot, ImpatientClock())
    (away,) = telegram.requests("deleteWebhook")
    assert away.params.get("drop_pending_updates", False) is False
    assert await poller.fetch_now() == 0


async def test_without_a_webhook_nothing_is_taken_away(
    bot: ExtBot[None], telegram: Telegram
) -> None:
    await begin_polling(bot, ImpatientClock())
    assert telegram.requests("deleteWebhook") == []


async def test_starting_waits_for_telegram(telegram: Telegram) -> None:
    telegram.faults.next("refused", 3, methods="getMe")
    bot = make_bot(telegram.token, API, SimulatedRequest(telegram.world))
    await connect(bot, ImpatientClock())
    assert bot.username == "bot_na_probe_bot"
    await bot.shutdown()


async def test_a_refused_token_is_told_at_once(telegram: Telegram) -> None:
    bot = make_bot("43:WRONG", API, SimulatedRequest(telegram.world))
    with pytest.raises(TokenRefused):
        await connect(bot, ImpatientClock())
    await bot.shutdown()


async def test_a_token_revoked_while_running_ends_polling(
    poller: Poller, telegram: Telegram, mailbox: Mailbox
) -> None:
    telegram.world.token = "42:OTHER"
    with pytest.raises(TokenRefused):
        await poller.run()
