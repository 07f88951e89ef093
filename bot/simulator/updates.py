"""The queue between the world and the bot: getUpdates as Telegram serves it.

An update stays until a call with a higher offset; a newer poller ends an older one with 409.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from bot.simulator.bell import Bell
from bot.simulator.model import Json
from bot.simulator.refusals import Refusal

_ON_REQUEST_ONLY = frozenset({"chat_member", "message_reaction", "message_reaction_count"})
_LONGEST = 50


class Updates:
    """Pending updates, their growing numbers, and who waits for them."""

    def __init__(self) -> None:
        self.pending: list[Json] = []
        self.next_id = 100_000_001
        self.allowed: frozenset[str] | None = None
        self.webhook = ""
        self.webhook_error: tuple[datetime, str] | None = None
        self.arrived = Bell()
        self._pollers = 0
        self._once_more = 0
        self._repeated: set[int] = set()

    def push(self, kind: str, payload: Json) -> None:
        """Queue an update, unless the bot did not ask for its kind."""
        if self._wanted(kind):
            self.inject({kind: payload})

    def inject(self, raw: Any) -> None:
        """Queue anything as it is, also what no Telegram would send; a missing id is given."""
        update = {"update_id": self.next_id, **raw} if isinstance(raw, dict) else raw
        self.next_id += 1
        self.pending.append(update)
        if self._once_more:
            self._once_more -= 1
            self._repeated.add(update["update_id"])
        self.arrived.ring()

    def duplicate_next(self, count: int = 1) -> None:
        """Serve the next updates once more although they were confirmed."""
        self._once_more += count

    def _wanted(self, kind: str) -> bool:
        return kind not in _ON_REQUEST_ONLY if self.allowed is None else kind in self.allowed

    def allow(self, kinds: Sequence[str] | None) -> None:
        """Set which kinds are queued; None keeps the choice, an empty list is the default's."""
        if kinds is not None:
            self.allowed = frozenset(kinds) or None

    def clear(self) -> None:
        """Forget all that waits."""
        self.pending.clear()

    def set_webhook(self, url: str) -> None:
        """Switch to a webhook (nothing is delivered to it here), or back with an empty address."""
        self.webhook = url
        self._pollers += 1
        self.arrived.ring()

    async def get(self, offset: int, limit: int, within: float) -> list[Json]:
        """Return what is pending from `offset` on, waiting up to `within` s for the first."""
        self._refuse_beside_webhook()
        self._pollers += 1
        mine = self._pollers
        self.arrived.ring()
        self._confirm(offset)
        clock = asyncio.get_running_loop().time
        end = clock() + min(within, _LONGEST)
        while not self.pending and (left := end - clock()) > 0:
            await self.arrived.beyond(self.arrived.count, left)
            self._refuse_older(mine)
        return self.pending[:limit]

    def _refuse_beside_webhook(self) -> None:
        if self.webhook:
            raise Refusal(
                "can't use getUpdates method while webhook is active; "
                "use deleteWebhook to delete the webhook first",
                "conflict",
                409,
            )

    def _refuse_older(self, mine: int) -> None:
        if mine == self._pollers:
            return
        cause = "setWebhook" if self.webhook else "other getUpdates"
        hint = "" if self.webhook else "; make sure that only one bot instance is running"
        raise Refusal(f"terminated by {cause} request{hint}", "conflict", 409)

    def _confirm(self, offset: int) -> None:
        if offset < 0:
            self.pending = self.pending[offset:]
            return
        self.pending = [update for update in self.pending if self._stays(update, offset)]

    def _stays(self, update: Any, offset: int) -> bool:
        number = update["update_id"] if isinstance(update, dict) else None
        if not isinstance(number, int) or number >= offset:
            return not (offset and not isinstance(number, int))
        if number in self._repeated:
            self._repeated.discard(number)
            return True
        return False
