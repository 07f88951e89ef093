"""Weather between the bot and Telegram: which calls go wrong, by a seed and by shares.

A fault strikes before or after the effect; the bot sees the same broken connection, or the same
5xx, either way. `Weather` also counts what must never be: calls to a chat that came before the
`retry_after` of a 429 was over.
"""

from __future__ import annotations

import random
import time
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from bot.simulator.faults import Kind

#: Eight calls of a hundred.
ROUGH: Mapping[Kind, float] = MappingProxyType(
    {
        "reset_after": 0.02,
        "http_500_after": 0.01,
        "timeout": 0.002,
        "reset_before": 0.01,
        "http_500": 0.02,
        "flood": 0.02,
    }
)
FLOODS: Mapping[Kind, float] = MappingProxyType({"flood": 0.10})

#: A membership that cannot be asked for is denied: the presser would have to press again, which
#: these people do not.
SPARED = frozenset({"getChatMember", "getChat"})
#: What a 429 of a chat says nothing about.
_FREE = frozenset({"getUpdates", "getMe", "getWebhookInfo", *SPARED})
#: Seconds in which the answer is on its way to the bot, and the next call from it. A bot that does
#: not wait goes on after them, too.
GRACE = 0.5


@dataclass(slots=True)
class Weather:
    """Draws the fault of each call, if any."""

    seed: int
    shares: Mapping[Kind, float]
    retry_after: int = 1
    spared: frozenset[str] = SPARED
    struck: Counter[Kind] = field(default_factory=Counter)
    calls: int = 0
    lives: int = 0
    early: list[tuple[str, int, float]] = field(default_factory=list)
    _dice: random.Random = field(init=False)
    _rests: dict[int, tuple[float, float]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._dice = random.Random(self.seed)

    def strikes(self, method: str, params: Mapping[str, Any]) -> Kind | None:
        """Note that a call begins; return what goes wrong with it, if anything does."""
        self._note(method, params)
        if method in self.spared:
            return None
        self.calls += 1
        drawn = self._dice.random()
        for kind, share in self.shares.items():
            drawn -= share
            if drawn < 0:
                self.struck[kind] += 1
                return kind
        return None

    def _note(self, method: str, params: Mapping[str, Any]) -> None:
        chat = params.get("chat_id")
        if method in _FREE or not isinstance(chat, int) or chat not in self._rests:
            return
        (begin, end), now = self._rests[chat], time.monotonic()
        if begin + GRACE < now < end:
            self.early.append((method, chat, now - begin))

    def flooded(self, params: Mapping[str, Any], seconds: int) -> None:
        """Note that a call has just been answered with 429."""
        chat, now = params.get("chat_id"), time.monotonic()
        if isinstance(chat, int):
            begin, end = self._rests.get(chat, (now, now))
            self._rests[chat] = (begin if now < end else now, now + seconds)

    def new_life(self) -> None:
        """The bot was killed: what it was told to wait for, or is told yet, dies with it."""
        self.lives += 1
        self._rests.clear()
