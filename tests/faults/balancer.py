"""Telegram's webhook behind a balancer: updates are brought to several replicas in turn.

As Telegram does it: several updates at once, but one of a chat at a time, each again and again
until somebody has taken it, so that the order of a chat stays. A replica that is away or answers
503 is passed over. Some updates are brought twice, as when the answer was lost.
"""

from __future__ import annotations

import asyncio
import random
from collections.abc import Callable
from itertools import cycle
from typing import Any

import httpx

from bot.simulator.people import Telegram
from tests.faults.http_telegram import BETWEEN_DELIVERIES, SECRET_HEADER, HttpTelegram

AT_ONCE = 40
#: What a balancer waits for a replica that has stopped answering, before it asks the next.
PATIENCE = 3.0


class Balanced(HttpTelegram):
    """A Bot API server that brings updates to the webhooks of `replicas`, an address each."""

    #: Seconds on either side of a call's effect, where a test has chosen them.
    takes = 0.0

    def __init__(
        self,
        telegram: Telegram,
        replicas: list[str],
        seed: int,
        redelivered: float = 0.05,
        delay: Callable[[], float] = lambda: 0.0,
    ) -> None:
        super().__init__(telegram, lambda: self.takes or delay())
        self._next = cycle(replicas)
        self._dice, self._redelivered = random.Random(seed), redelivered
        self._busy: set[str] = set()
        self._room = asyncio.Semaphore(AT_ONCE)
        self._bringing: set[asyncio.Task[None]] = set()
        self.taken_by: dict[str, int] = dict.fromkeys(replicas, 0)
        self.twice = 0  # updates brought although they had been taken

    async def _deliver(self) -> None:
        updates = self.telegram.world.updates
        async with httpx.AsyncClient(timeout=PATIENCE) as client:
            try:
                while True:
                    seen = updates.arrived.count
                    if updates.webhook:
                        for update in list(updates.pending):
                            await self._begin(client, update)
                    await updates.arrived.beyond(seen)
            finally:
                for task in self._bringing:
                    task.cancel()
                await asyncio.gather(*self._bringing, return_exceptions=True)

    async def _begin(self, client: httpx.AsyncClient, update: dict[str, Any]) -> None:
        """Begin to bring an update, unless another one of its chat is on its way."""
        queue = queue_of(update)
        if queue in self._busy:
            return
        self._busy.add(queue)
        await self._room.acquire()
        task = asyncio.create_task(self._until_taken(client, update, queue))
        self._bringing.add(task)
        task.add_done_callback(self._bringing.discard)

    async def _until_taken(
        self, client: httpx.AsyncClient, update: dict[str, Any], queue: str
    ) -> None:
        try:
            await self._bring_to_any(client, update)
            if self._dice.random() < self._redelivered:
                self.twice += 1
                await self._bring_to_any(client, update)
            self.telegram.world.updates.pending.remove(update)
        finally:
            self._room.release()
            self._busy.discard(queue)
            self.telegram.world.updates.arrived.ring()  # the next one of this chat may go

    async def _bring_to_any(self, client: httpx.AsyncClient, update: dict[str, Any]) -> None:
        while True:
            replica = next(self._next)
            if await self._brought(client, replica, update):
                self.taken_by[replica] += 1
                return
            await asyncio.sleep(BETWEEN_DELIVERIES)

    async def _brought(
        self, client: httpx.AsyncClient, replica: str, update: dict[str, Any]
    ) -> bool:
        headers = {SECRET_HEADER: self._secret}
        try:
            status = (await client.post(replica, json=update, headers=headers)).status_code
        except httpx.TransportError:
            status = 0
        self.deliveries.append((update["update_id"], status))
        return status == 200


def queue_of(update: dict[str, Any]) -> str:
    """Return what Telegram keeps in order: a chat's messages, a person's presses."""
    for kind, what in update.items():
        if isinstance(what, dict):
            if kind == "callback_query" and isinstance(who := what.get("from"), dict):
                return f"presses of {who.get('id')}"
            if isinstance(chat := what.get("chat"), dict):
                return f"chat {chat.get('id')}"
    return "whatever it is"
