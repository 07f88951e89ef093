"""The doctor's look at Telegram: every line in each of its states, over HTTP."""

from __future__ import annotations

import socket
import time
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest
import pytest_asyncio
from pydantic import SecretStr

from bot.channels.telegram.polling import ALLOWED_UPDATES
from bot.clock import SystemClock
from bot.operations.doctor import telegram as room
from bot.operations.doctor.findings import Finding
from bot.settings import Settings
from bot.simulator.group import Group
from bot.simulator.people import Telegram
from tests.faults.http_telegram import HttpTelegram, serve

A_TOKEN = SecretStr(f"43:{'A' * 35}")
HOOK = "https://127.0.0.1:1/telegram"
RIGHTS = {"can_manage_topics": True, "can_pin_messages": True}


@pytest_asyncio.fixture
async def outside() -> AsyncIterator[HttpTelegram]:
    """A small Telegram over HTTP."""
    async with serve(Telegram(SystemClock())) as served:
        yield served


def now() -> datetime:
    return datetime.now(UTC)


def settings(outside: HttpTelegram, **more: object) -> Settings:
    return Settings(token=SecretStr(outside.telegram.token), api_url=outside.address, **more)


def by_webhook(outside: HttpTelegram) -> Settings:
    secret = SecretStr("sekret-webhooka")
    return settings(outside, mode="webhook", webhook_url=HOOK, webhook_secret=secret)


async def line(
    given: Settings, name: str, group: int | None = None, ahead: timedelta = timedelta(0)
) -> Finding:
    """Return what is said of one thing."""
    found = await room.look(given, group, lambda: now() + ahead)
    (one,) = [each for each in found if each.name == name]
    assert one.state == "fine" or one.todo
    return one


def linked(outside: HttpTelegram, forum: bool = True, **rights: bool) -> Group:
    group = outside.telegram.group("Doradcy", forum=forum)
    group.add_bot(admin=bool(rights), **rights)
    return group


async def test_a_good_token_shows_whose_it_is(outside: HttpTelegram) -> None:
    token = await line(settings(outside), room.TOKEN)

    assert (token.state, token.said) == ("fine", "@bot_na_probe_bot")


async def test_without_a_token_nothing_is_asked(outside: HttpTelegram) -> None:
    (only,) = await room.look(Settings(api_url=outside.address), None, now)

    assert (only.name, only.state) == (room.TOKEN, "broken")
    assert outside.telegram.requests() == []


async def test_a_refused_token_is_broken_and_not_shown(outside: HttpTelegram) -> None:
    given = Settings(token=A_TOKEN, api_url=outside.address)
    found = await room.look(given, None, now)

    assert [(one.name, one.state) for one in found] == [(room.TOKEN, "broken")]
    assert "AAAA" not in repr(found)


async def test_a_network_that_is_not_there_is_broken_at_once() -> None:
    given = Settings(token=A_TOKEN, api_url="http://127.0.0.1:9")

    assert (await line(given, room.TOKEN)).state == "broken"


async def test_a_silent_network_is_not_waited_for_long(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(room, "PATIENCE", 0.3)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        address = f"http://127.0.0.1:{silent.getsockname()[1]}"
        begun = time.monotonic()
        found = await line(Settings(token=A_TOKEN, api_url=address), room.TOKEN)

    assert "nie odpowiada" in found.said
    assert time.monotonic() - begun < 5


@pytest.mark.parametrize(
    ("seconds", "state"),
    [
        (0, "fine"),
        (-5, "fine"),
        (40, "warning"),
        (-90, "warning"),
        (200, "broken"),
        (-4000, "broken"),
    ],
)
async def test_the_clock_is_held_against_telegrams(
    outside: HttpTelegram, seconds: int, state: str
) -> None:
    clock = await line(settings(outside), room.CLOCK, ahead=timedelta(seconds=seconds))

    assert clock.state == state
    if state != "fine":
        assert ("spieszy się" if seconds > 0 else "spóźnia się") in clock.said


async def test_polling_without_a_webhook_is_fine(outside: HttpTelegram) -> None:
    assert (await line(settings(outside), room.WEBHOOK)).state == "fine"


async def test_a_webhook_in_the_way_of_polling_is_warned_about(outside: HttpTelegram) -> None:
    outside.telegram.world.updates.webhook = "https://other.example.org/telegram"
    found = await line(settings(outside), room.WEBHOOK)

    assert found.state == "warning"
    assert "other.example" not in found.said  # it may hold somebody's secret


async def test_many_waiting_updates_are_warned_about(outside: HttpTelegram) -> None:
    anna = outside.telegram.user(first_name="Anna")
    anna.start()
    for number in range(101):
        anna.send(f"pytanie {number}")

    assert (await line(settings(outside), room.WEBHOOK)).state == "warning"


async def webhook(outside: HttpTelegram, url: str, *kinds: str) -> Finding:
    outside.telegram.world.updates.webhook = url
    outside.telegram.world.updates.allow(kinds)
    return await line(by_webhook(outside), room.WEBHOOK)


async def test_a_webhook_as_it_should_be_is_fine(outside: HttpTelegram) -> None:
    assert (await webhook(outside, HOOK, *ALLOWED_UPDATES)).state == "fine"


@pytest.mark.parametrize("url", ["", "https://other.example.org/telegram"])
async def test_a_webhook_elsewhere_is_broken(outside: HttpTelegram, url: str) -> None:
    assert (await webhook(outside, url, *ALLOWED_UPDATES)).state == "broken"


async def test_a_webhook_that_leaves_kinds_out_names_them(outside: HttpTelegram) -> None:
    found = await webhook(outside, HOOK, "message")

    assert found.state == "warning"
    assert "callback_query" in found.said


@pytest.mark.parametrize(
    ("minutes", "waits", "state"),
    [(5, True, "broken"), (5, False, "warning"), (200, False, "fine")],
)
async def test_what_telegram_could_not_deliver_is_told(
    outside: HttpTelegram, minutes: int, waits: bool, state: str
) -> None:
    error = (now() - timedelta(minutes=minutes), "SSL error")
    outside.telegram.world.updates.webhook_error = error
    if waits:
        outside.telegram.user(first_name="Anna").start()
    outside.telegram.world.updates.webhook = HOOK
    outside.telegram.world.updates.allow(ALLOWED_UPDATES)
    found = await line(by_webhook(outside), room.WEBHOOK)

    assert found.state == state
    assert ("SSL error" in found.said) == (state != "fine")


async def test_no_group_yet_is_warned_about(outside: HttpTelegram) -> None:
    found = await line(settings(outside), room.GROUP)

    assert found.state == "warning"
    assert "/polacz" in found.todo


async def test_a_group_with_all_rights_is_fine(outside: HttpTelegram) -> None:
    group = linked(outside, **RIGHTS)

    assert (await line(settings(outside), room.GROUP, group.id)).state == "fine"


@pytest.mark.parametrize(
    ("rights", "state", "words"),
    [
        ({}, "broken", "administratorem"),
        ({"can_pin_messages": True}, "broken", "tematami"),
        ({"can_manage_topics": True}, "warning", "przypinać"),
    ],
)
async def test_a_right_that_is_missing_is_named(
    outside: HttpTelegram, rights: dict[str, bool], state: str, words: str
) -> None:
    group = linked(outside, **rights)
    found = await line(settings(outside), room.GROUP, group.id)

    assert (found.state, words in found.said) == (state, True)


async def test_a_group_without_topics_is_warned_about(outside: HttpTelegram) -> None:
    group = linked(outside, forum=False, **RIGHTS)

    assert (await line(settings(outside), room.GROUP, group.id)).state == "warning"


@pytest.mark.parametrize("gone", ["stranger", "kicked", "left"])
async def test_a_group_that_the_bot_is_not_in_is_broken(outside: HttpTelegram, gone: str) -> None:
    group = outside.telegram.group("Doradcy", forum=True)
    if gone != "stranger":
        group.add_bot(admin=True, **RIGHTS)
        group.kick_bot() if gone == "kicked" else group.remove_bot()

    assert (await line(settings(outside), room.GROUP, group.id)).state == "broken"


async def test_privacy_mode_matters_only_to_who_is_no_administrator(outside: HttpTelegram) -> None:
    led, joined = linked(outside, **RIGHTS), linked(outside)
    given = settings(outside)

    assert (await line(given, room.PRIVACY, led.id)).state == "fine"
    assert (await line(given, room.PRIVACY, joined.id)).state == "warning"
    outside.telegram.world.no_privacy = True
    assert (await line(given, room.PRIVACY, joined.id)).state == "fine"


async def test_telegram_lost_in_the_middle_spoils_only_the_rest(outside: HttpTelegram) -> None:
    group = linked(outside, **RIGHTS)
    outside.telegram.faults.next("http_500", methods="getChat")
    found = await room.look(settings(outside), group.id, now)

    states = {one.name: one.state for one in found}
    assert states[room.TOKEN] == states[room.WEBHOOK] == "fine"
    assert states["Telegram"] == "warning"
    assert room.GROUP not in states


async def test_only_reading_calls_are_made(outside: HttpTelegram) -> None:
    group = linked(outside, **RIGHTS)
    await room.look(settings(outside), group.id, now)

    made = {call.method for call in outside.telegram.requests()}
    assert made == {"getMe", "getWebhookInfo", "getChat", "getChatMember"}
