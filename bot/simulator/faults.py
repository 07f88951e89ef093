"""Faults that a test orders between the bot and this Telegram.

    world.faults.next("flood", 3)                             # the next three calls get 429
    world.faults.next("reset_after", methods="sendMessage")   # took effect, never heard of

Which network error a kind becomes is decided in `request`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal, get_args

Kind = Literal[
    "flood",  # 429 with retry_after; no effect
    "http_500",  # no effect
    "http_500_after",  # took effect; the bot cannot tell it from the one before
    "refused",  # the connection cannot be made; no effect
    "reset_before",  # broken off before the effect: the bot cannot tell it from the next
    "reset_after",  # broken off after the effect
    "timeout",  # took effect, but the answer never comes
]
Moment = Literal["before", "after"]

#: Spared unless named: a bot that cannot start or poll shows little.
_SPARED = frozenset({"getUpdates", "getMe", "setWebhook", "deleteWebhook", "getWebhookInfo"})
_AFTER = frozenset({"reset_after", "timeout", "http_500_after"})


class ConnectionBroken(Exception):
    """The answer to a call never arrives."""

    def __init__(self, kind: Kind) -> None:
        super().__init__(kind)
        self.kind = kind


@dataclass(slots=True)
class Fault:
    """One order: what happens to the next `left` calls that fit."""

    kind: Kind
    left: int
    methods: frozenset[str]
    retry_after: int

    def fits(self, method: str) -> bool:
        """Whether this order is meant for a call of `method`."""
        return method in self.methods if self.methods else method not in _SPARED


@dataclass(slots=True)
class Faults:
    """All orders still open, oldest first."""

    open: list[Fault] = field(default_factory=list)

    def next(
        self,
        kind: Kind,
        n: int = 1,
        methods: str | Sequence[str] | None = None,
        retry_after: int = 3,
    ) -> None:
        """Order a fault for the next `n` calls, or for the next `n` of the named methods."""
        if kind not in get_args(Kind):
            raise ValueError(f"unknown fault {kind!r}; known: {', '.join(get_args(Kind))}")
        named = methods.split() if isinstance(methods, str) else methods or ()
        self.open.append(Fault(kind, n, frozenset(named), retry_after))

    def take(self, method: str) -> Fault | None:
        """Return the fault that hits this call, counting it off."""
        fault = next((fault for fault in self.open if fault.fits(method)), None)
        if fault is not None:
            fault.left -= 1
            if fault.left <= 0:
                self.open.remove(fault)
        return fault

    def clear(self) -> None:
        """Withdraw all orders."""
        self.open.clear()


def takes_effect(kind: Kind) -> bool:
    """Whether the call is carried out before the connection breaks."""
    return kind in _AFTER
