"""The least Bot API that a bot can be measured against: quick, and the same for every bot.

A process of its own (`python -m tests.benchmarks.bare_telegram`), so that it shares no event loop
with what it measures. It knows no rules; those are the simulator's business. Whoever measures
asks it over HTTP: `/ask` puts questions in, `/figures` tells what came back and when.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import json
import time
from collections import Counter, defaultdict, deque
from collections.abc import Sequence
from itertools import cycle
from typing import Any

import aiohttp
from aiohttp import web

TOKEN, SECRET = "42:BENCHMARK", "a-long-secret"
BOT = {
    "id": 42,
    "is_bot": True,
    "first_name": "Bench",
    "username": "bench_bot",
    "can_join_groups": True,
    "can_read_all_group_messages": False,
    "supports_inline_queries": False,
}
GROUP = -1001
CONNECTIONS = 20  # of a webhook
SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"


class BareTelegram:
    """Questions in, messages out; each call takes `latency` seconds.

    Updates go to the webhook, or to `replicas` in turn, as through a balancer.
    """

    def __init__(self, latency: float, replicas: Sequence[str] = ()) -> None:
        self.latency = latency
        self.replicas = cycle(replicas) if replicas else None
        self.pending: deque[dict[str, Any]] = deque()
        self.arrived = asyncio.Event()
        self.ids = _first_id()
        self.asked: dict[int, deque[float]] = defaultdict(deque)  # by chat, not yet answered
        self.waits: dict[int, list[float]] = defaultdict(list)  # by chat, seconds
        self.got: Counter[int] = Counter()  # messages, by chat
        self.last = 0.0
        self._busy: set[int] = set()  # chats whose update is being brought
        self.hook: tuple[str, str] | None = None
        self.met = asyncio.Event()  # a bot fetches updates, or has said where to bring them

    def put(self, chat: int, text: str, awaited: bool) -> None:
        """Let somebody ask something; who is not `awaited` may stay without an answer."""
        self.ids += 1
        person = {"id": chat, "is_bot": False, "first_name": f"Osoba{chat}"}
        message = {
            "message_id": self.ids,
            "date": int(time.time()),
            "chat": {"id": chat, "type": "private", "first_name": person["first_name"]},
            "from": person,
            "text": text,
        }
        update = {"update_id": self.ids, "message": message}
        if awaited:
            self.asked[chat].append(time.monotonic())
        self.pending.append(update)
        self.arrived.set()

    # -- the bot's side

    async def call(self, request: web.Request) -> web.Response:
        """Answer one call of the bot."""
        method = request.match_info["method"].lower()
        if method == "getupdates":
            self.met.set()
            return await self._updates(await _parameters(request))
        if self.latency:
            await asyncio.sleep(self.latency)
        if method == "sendmessage":
            return self._sent(await _parameters(request))
        if method == "setwebhook":
            given = await _parameters(request)
            self.hook = (given["url"], given.get("secret_token", ""))
            self.met.set()
        return _answer(_KNOWN.get(method, True))

    async def _updates(self, given: dict[str, Any]) -> web.Response:
        offset = int(given.get("offset") or 0)
        while self.pending and self.pending[0]["update_id"] < offset:
            self.pending.popleft()
        if not self.pending and int(given.get("timeout") or 0):
            self.arrived.clear()
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self.arrived.wait(), int(given["timeout"]))
        most = int(given.get("limit") or 100)
        return _answer([update for update, _ in zip(self.pending, range(most), strict=False)])

    def _sent(self, given: dict[str, Any]) -> web.Response:
        chat, now = int(given["chat_id"]), time.monotonic()
        self.ids += 1
        self.got[chat] += 1
        if self.asked[chat]:
            self.waits[chat].append(now - self.asked[chat].popleft())
            self.last = now
        kind = "private" if chat > 0 else "supergroup"
        message = {
            "message_id": self.ids,
            "date": int(time.time()),
            "chat": {"id": chat, "type": kind, "first_name": "x"},
            "from": BOT,
            "text": given["text"],
        }
        return _answer(message)

    # -- the side of whoever measures

    async def ask(self, request: web.Request) -> web.Response:
        """Put in questions `[[chat, text, seconds from now, awaited], ...]`, each at its time."""
        begun = time.monotonic()
        self.waits.clear()
        for chat, text, after, awaited in await request.json():
            left = begun + after - time.monotonic()
            if left > 0:
                await asyncio.sleep(left)
            self.put(chat, text, awaited)
        return web.json_response({"begun": begun})

    async def figures(self, _request: web.Request) -> web.Response:
        """Tell how long each answered question waited, and what is still open."""
        open_ones = sum(len(times) for times in self.asked.values())
        found = {"waits": self.waits, "open": open_ones, "last": self.last, "got": self.got}
        return web.json_response(found)

    async def has_met(self, _request: web.Request) -> web.Response:
        """Answer when a bot is there."""
        await self.met.wait()
        return web.Response()

    # -- the webhook

    async def deliver(self) -> None:
        """Bring updates to the bot's webhook as Telegram does: many at once, each until taken."""
        await self.met.wait()
        if self.hook is None:
            return
        async with aiohttp.ClientSession() as session:
            await asyncio.gather(*(self._bring(session, *self.hook) for _ in range(CONNECTIONS)))

    async def _bring(self, session: aiohttp.ClientSession, hook: str, secret: str) -> None:
        while True:
            while (update := self._next()) is not None:
                url = next(self.replicas) if self.replicas is not None else hook
                headers = {SECRET_HEADER: secret}
                try:
                    async with session.post(url, json=update, headers=headers) as answer:
                        taken = answer.status == 200
                except aiohttp.ClientError:
                    taken = False
                self._busy.discard(update["message"]["chat"]["id"])
                if not taken:
                    self.pending.appendleft(update)
                    await asyncio.sleep(0.05)
                self.arrived.set()  # another one of this chat may go
            self.arrived.clear()
            await self.arrived.wait()

    def _next(self) -> dict[str, Any] | None:
        """Take the first update whose chat has none on its way."""
        for place, update in enumerate(self.pending):
            if (chat := update["message"]["chat"]["id"]) not in self._busy:
                del self.pending[place]
                self._busy.add(chat)
                return update
        return None


_RIGHTS = (
    "be_edited", "manage_chat", "delete_messages", "manage_video_chats", "restrict_members",
    "promote_members", "change_info", "invite_users", "post_stories", "edit_stories",
    "delete_stories", "pin_messages", "manage_topics",
)  # fmt: skip
_GIFTS = (
    "unlimited_gifts", "limited_gifts", "unique_gifts", "premium_subscription",
    "gifts_from_channels",
)  # fmt: skip
_KNOWN: dict[str, Any] = {
    "getchatmember": {
        "status": "administrator",
        "user": BOT,
        "is_anonymous": False,
        **{f"can_{right}": True for right in _RIGHTS},
    },
    "getme": BOT,
    "getwebhookinfo": {"url": "", "has_custom_certificate": False, "pending_update_count": 0},
    "getchat": {
        "id": GROUP,
        "type": "supergroup",
        "title": "Doradcy",
        "accent_color_id": 1,
        "max_reaction_count": 1,
        "accepted_gift_types": dict.fromkeys(_GIFTS, False),
    },
}


def _first_id() -> int:
    """Return a number above all that an earlier run gave: a database may outlive its Telegram."""
    return int(time.time()) % 1_000_000 * 1_000


def _answer(result: Any) -> web.Response:
    return web.Response(
        text=json.dumps({"ok": True, "result": result}), content_type="application/json"
    )


async def _parameters(request: web.Request) -> dict[str, Any]:
    if request.content_type == "application/json":
        return dict(await request.json())
    return dict(await request.post())


async def _serve(port: int, latency: float, replicas: Sequence[str]) -> None:
    telegram = BareTelegram(latency, replicas)
    app = web.Application(client_max_size=2**26)
    app.router.add_route("*", "/bot{token}/{method}", telegram.call)
    app.router.add_post("/ask", telegram.ask)
    app.router.add_get("/figures", telegram.figures)
    app.router.add_get("/met", telegram.has_met)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", port).start()
    await telegram.deliver()
    await asyncio.Event().wait()


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--latency", type=float, default=0.0)
    parser.add_argument("--replica", action="append", default=[])
    chosen = parser.parse_args()
    asyncio.run(_serve(chosen.port, chosen.latency, chosen.replica))
