"""What happens in a small Telegram besides messages: presses, files, calls and broken rules.

Plain values; `model` has the people, chats and messages they speak of.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from bot.simulator.model import Json, Message, User


@dataclass(slots=True, eq=False)
class Callback:
    """A press of an inline button, from the press to the bot's answer."""

    id: str
    user: User
    message: Message
    data: str
    pressed: datetime
    answer: Json | None = None


@dataclass(slots=True, eq=False)
class StoredFile:
    """A file as Telegram keeps it."""

    id: str
    unique_id: str
    kind: str
    path: str
    data: bytes
    details: Json = field(default_factory=dict)

    def json(self) -> Json:
        """Return what all the Bot API's file types have in common."""
        size = len(self.data)
        return {"file_id": self.id, "file_unique_id": self.unique_id, "file_size": size}


@dataclass(slots=True)
class Call:
    """One call of the bot, as it stands in `world.calls`."""

    method: str
    params: Json
    ok: bool = False
    error: str = ""
    result: Any = None


@dataclass(frozen=True, slots=True)
class Violation:
    """A call that broke a rule, and what Telegram said to it."""

    kind: str
    method: str
    text: str

    def __str__(self) -> str:
        return f"[{self.kind}] {self.method}: {self.text}"
