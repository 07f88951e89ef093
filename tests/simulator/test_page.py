"""The demo page: its JSON, its actions, and its refusal to talk to strangers."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import httpx
import pytest
import pytest_asyncio
from starlette.applications import Starlette

from bot.simulator.clock import MovableClock
from bot.simulator.page import Demo, Role, changes, routes
from bot.simulator.people import Telegram

if TYPE_CHECKING:
    from tests.simulator.conftest import Raw


class Still:
    """A base clock that stands on a Tuesday in November."""

    def now(self) -> datetime:
        return datetime(2026, 11, 24, 12, 5, tzinfo=UTC)

    def monotonic(self) -> float:
        return 0.0

    async def wait_until(self, when: datetime) -> None:
        raise NotImplementedError


@pytest.fixture
def clock() -> MovableClock:
    return MovableClock(Still())


@pytest.fixture
def trace() -> dict[str, Any]:
    return {"questions": [], "outbox": [], "counts": {}}


@pytest.fixture
def demo(telegram: Telegram, clock: MovableClock, trace: dict[str, Any]) -> Demo:
    halina = telegram.user(101, "Halina", last_name="Nowak")
    anna = telegram.user(201, "Anna")
    group = telegram.group("Doradcy", forum=True)
    group.add_bot(admin=True, can_manage_topics=True)
    group.add(anna)
    group.create_topic("⚖️ Prawo")

    async def advance(step: timedelta) -> None:
        clock.advance(step)

    async def restart() -> None:
        trace["restarted"] = True

    roles = [Role(halina, "skarbniczka KGW")], [Role(anna, "prawo")]
    return Demo(telegram, clock, *roles, group, lambda: trace, advance, restart)


@pytest_asyncio.fixture
async def browser(demo: Demo) -> AsyncIterator[httpx.AsyncClient]:
    transport = httpx.ASGITransport(Starlette(routes=routes(demo)))
    base = "http://127.0.0.1:8080"
    async with httpx.AsyncClient(transport=transport, base_url=base) as client:
        yield client


async def post(browser: httpx.AsyncClient, action: str, **body: Any) -> Any:
    answer = await browser.post(f"/api/{action}", json=body)
    assert answer.status_code in (200, 400), answer.text
    return answer.json()


async def test_state_shows_the_stage(browser: httpx.AsyncClient, demo: Demo, raw: Raw) -> None:
    await post(browser, "say", **{"as": 101, "chat": "private", "text": "/start"})
    keyboard = {
        "inline_keyboard": [
            [{"text": "Biorę", "callback_data": "1"}],
            [{"text": "Strona", "url": "https://a.pl"}, {"text": "K", "copy_text": {"text": "1"}}],
        ]
    }
    await raw.ok(
        "sendMessage",
        chat_id=101,
        text="<b>Dzień</b> dobry",
        parse_mode="HTML",
        reply_markup=keyboard,
        reply_parameters={"message_id": 1},
    )
    state = (await browser.get("/api/state")).json()
    assert state["now"] == "2026-11-24T13:05:00+01:00"
    assert state["now_text"] == "wtorek, 24 listopada 2026, 13:05"
    assert state["leaders"] == [
        {"id": 101, "name": "Halina Nowak", "note": "skarbniczka KGW", "blocked": False}
    ]
    start, hello = state["chats"]["101"]["messages"]
    assert (start["from"], start["bot"], start["time"]) == ("Halina Nowak", False, "13:05")
    assert hello["entities"] == [{"type": "bold", "offset": 0, "length": 5, "url": None}]
    assert hello["reply_to"] == {"id": 1, "from": "Halina Nowak", "text": "/start"}
    assert [[b["kind"] for b in row] for row in hello["buttons"]] == [
        ["callback"],
        ["url", "copy"],
    ]
    threads = state["group"]["threads"]
    assert [(t["id"], t["name"]) for t in threads] == [
        (0, "General"),
        (demo.group.topics[0].id, "⚖️ Prawo"),
    ]
    assert threads[1]["messages"][0]["service"] == "utworzono wątek"


async def test_pressing_tells_what_the_bot_answered(
    browser: httpx.AsyncClient, demo: Demo, raw: Raw
) -> None:
    halina = demo.leaders[0].person
    halina.start()
    markup = {"inline_keyboard": [[{"text": "Biorę", "callback_data": "1"}]]}
    sent = await raw.ok("sendMessage", chat_id=101, text="a", reply_markup=markup)
    place = {"as": 101, "chat": "private", "message": sent["message_id"], "row": 0, "column": 0}

    async def bot_answers() -> None:
        (update,) = await raw.ok("getUpdates", **after)
        number = update["callback_query"]["id"]
        await raw.ok("answerCallbackQuery", callback_query_id=number, text="Przyjęte")

    after = {"offset": halina.world.updates.next_id, "timeout": 5}
    answering = asyncio.create_task(bot_answers())
    answer = await post(browser, "press", **place)
    await answering
    assert answer == {"ok": True, "toast": "Przyjęte", "alert": False, "open": None, "copy": None}
    gone = await post(browser, "press", **{**place, "row": 4})
    assert gone == {"error": "Tego przycisku już nie ma."}


async def test_people_write_attach_edit_and_block(
    browser: httpx.AsyncClient, demo: Demo, raw: Raw
) -> None:
    private = {"as": 101, "chat": "private"}
    assert await post(browser, "say", **private, text="a") == {
        "error": "Najpierw proszę nacisnąć Start."
    }
    await post(browser, "say", **private, text="/start")
    await post(browser, "say", **private, text="Jak założyć KGW?", reply_to=1)
    for kind in ("photo", "voice", "document", "album"):
        assert await post(browser, "attach", **private, kind=kind, caption="") == {"ok": True}
    assert await post(browser, "edit", **private, message=2, text="Jak założyć koło?")
    group = {"as": 201, "chat": "group", "thread": demo.group.topics[0].id}
    await post(browser, "say", **group, text="odpowiedź")
    assert (await post(browser, "say", **{**group, "as": 101}, text="a"))["error"]
    await post(browser, "block", **{"as": 101, "blocked": True})
    assert "zablokowała" in (await post(browser, "say", **private, text="a"))["error"]
    state = (await browser.get("/api/state")).json()
    assert state["leaders"][0]["blocked"] is True
    messages = state["chats"]["101"]["messages"]
    assert [m["media"] and m["media"]["kind"] for m in messages] == [
        *(None, None, "photo", "voice", "document", "photo", "photo")
    ]
    assert (messages[1]["text"], messages[1]["edited"]) == ("Jak założyć koło?", True)
    assert messages[5]["album"] == messages[6]["album"] is not None
    assert state["group"]["threads"][1]["messages"][-1]["text"] == "odpowiedź"


async def test_contact_key_sends_the_number(
    browser: httpx.AsyncClient, demo: Demo, raw: Raw
) -> None:
    demo.leaders[0].person.start()
    keyboard = {"keyboard": [[{"text": "Wyślij numer", "request_contact": True}]]}
    await raw.ok("sendMessage", chat_id=101, text="Telefon?", reply_markup=keyboard)
    state = (await browser.get("/api/state")).json()
    assert state["chats"]["101"]["keyboard"] == [[{"text": "Wyślij numer"}]]
    place = {"as": 101, "chat": "private", "keyboard": True, "row": 0, "column": 0}
    assert (await post(browser, "press", **place))["ok"] is True
    assert demo.leaders[0].person.messages[-1].kind == "contact"


async def test_time_moves_and_the_bot_restarts(
    browser: httpx.AsyncClient, trace: dict[str, Any]
) -> None:
    before = (await browser.get("/api/state")).json()
    await post(browser, "advance", minutes=60)
    await post(browser, "restart")
    after = (await browser.get("/api/state")).json()
    assert after["now_text"] == "wtorek, 24 listopada 2026, 14:05"
    assert after["trace"]["restarted"] is True
    assert after["version"] > before["version"]
    assert "error" in await post(browser, "advance", minutes=0)


async def test_changes_are_streamed(demo: Demo, raw: Raw, trace: dict[str, Any]) -> None:
    stream = changes(demo)
    first = json.loads((await anext(stream)).removeprefix("data: "))["version"]
    demo.leaders[0].person.start()
    second = json.loads((await anext(stream)).removeprefix("data: "))["version"]
    trace["counts"] = {"tickets_open": 1}
    demo.touch()
    third = json.loads((await anext(stream)).removeprefix("data: "))["version"]
    assert first < second < third
    demo.close()
    assert [event async for event in stream] == []


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"host": "example.pl"}, 403),
        ({"host": "127.0.0.1.example.pl:8080"}, 403),
        ({"origin": "https://example.pl"}, 403),
        ({"origin": "null"}, 403),
        ({"content-type": "text/plain"}, 415),
        ({"host": "localhost:8080", "origin": "http://localhost:8080"}, 200),
    ],
)
async def test_strangers_are_refused(
    browser: httpx.AsyncClient, headers: dict[str, str], status: int
) -> None:
    body = {"as": 101, "blocked": False}
    answer = await browser.post("/api/block", json=body, headers=headers)
    assert answer.status_code == status
    assert answer.headers["content-security-policy"].startswith("default-src 'self'")


@pytest.mark.parametrize("name", ["../page.py", "..%2fpage.py", "/etc/passwd", "nic.js", ""])
async def test_only_the_pages_own_files_are_served(browser: httpx.AsyncClient, name: str) -> None:
    assert (await browser.get(f"/static/{name}")).status_code == 404


@pytest.mark.parametrize("body", ["{", "[]", '"a"', '{"a": "' + "x" * 70_000 + '"}'])
async def test_odd_bodies_are_refused(browser: httpx.AsyncClient, body: str) -> None:
    headers = {"content-type": "application/json"}
    answer = await browser.post("/api/say", content=body, headers=headers)
    assert (answer.status_code, list(answer.json())) == (400, ["error"])
    assert (await browser.post("/api/nic", json={})).status_code == 404
