"""Telegram's sending limits as its FAQ has them: 30/s, 1/s a chat (bursts of 5), 20/min a group.

The real ones are unpublished; edits and new topics count like messages, as reported in public.
"""

from __future__ import annotations

import math
from collections import deque
from dataclasses import dataclass, field


@dataclass(slots=True)
class Spacing:
    """Admits a burst, then one event each `interval` seconds (a bucket kept as one number)."""

    interval: float
    burst: int
    _free_from: float = -math.inf

    def wait(self, now: float, cost: int) -> float:
        """Return the seconds until `cost` events are admitted; 0 when they are now."""
        filled = max(self._free_from, now) + cost * self.interval
        return max(0.0, filled - self.burst * self.interval - now)

    def take(self, now: float, cost: int) -> None:
        """Count `cost` events."""
        self._free_from = max(self._free_from, now) + cost * self.interval


@dataclass(slots=True)
class Window:
    """Admits `most` events in any `seconds`."""

    seconds: float
    most: int
    _taken: deque[float] = field(default_factory=deque)

    def wait(self, now: float, cost: int) -> float:
        """Return the seconds until `cost` events are admitted; 0 when they are now."""
        while self._taken and self._taken[0] <= now - self.seconds:
            self._taken.popleft()
        over = len(self._taken) + cost - self.most
        if over <= 0:
            return 0.0
        last = min(over, len(self._taken)) - 1
        return self._taken[last] + self.seconds - now if last >= 0 else 0.0

    def take(self, now: float, cost: int) -> None:
        """Count `cost` events."""
        self._taken.extend([now] * cost)


class Limits:
    """The overall limit and one for each chat."""

    def __init__(self) -> None:
        self._overall = Spacing(1 / 30, 30)
        self._chats: dict[int, Spacing | Window] = {}

    def refused_for(self, chat_id: int, now: float, cost: int = 1) -> int:
        """Count a call; return 0, or the whole seconds to wait when it is refused."""
        chat = self._chats.get(chat_id)
        if chat is None:
            chat = Spacing(1.0, 5) if chat_id > 0 else Window(60.0, 20)
            self._chats[chat_id] = chat
        wait = max(self._overall.wait(now, cost), chat.wait(now, cost))
        if wait > 1e-9:
            return max(1, math.ceil(wait))
        self._overall.take(now, cost)
        chat.take(now, cost)
        return 0
