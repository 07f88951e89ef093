"""How people of a test wait: each reads a chat forward, once, and says what was seen in vain.

Waiting uses real seconds, whatever the world's clock says.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable
from typing import Any

from bot.simulator.model import GENERAL, Chat, Event, Json, Message, Topic
from bot.simulator.records import Callback
from bot.simulator.world import World

Pattern = str | re.Pattern[str]
Thread = Topic | int | None
Condition = Callable[[Message], bool]

#: Seconds in which what should come comes, unless a test says otherwise: machines are noisy.
PATIENCE = 20.0


class ScenarioError(AssertionError):
    """Somebody tried what people cannot do, or waited in vain."""


def compiled(pattern: Pattern | None) -> re.Pattern[str] | None:
    """Return the pattern ready for searching; a dot matches line ends too."""
    return re.compile(pattern, re.DOTALL) if isinstance(pattern, str) else pattern


def thread_number(thread: Thread) -> int | None:
    """Return a topic's number, given the topic or the number."""
    return thread.id if isinstance(thread, Topic) else thread


async def until(world: World, found: Callable[[], Any], within: float) -> Any:
    """Return the first true value of `found`, asked after each change; its last one when late."""
    clock = asyncio.get_running_loop().time
    end = clock() + within
    seen = world.changed.count
    while not (value := found()) and (left := end - clock()) > 0:
        seen = await world.changed.beyond(seen, left)
    return value


class Watch:
    """One reader's place in a chat's timeline; what was expected and all before it is behind."""

    def __init__(self, world: World, chat: Chat) -> None:
        self.world = world
        self.chat = chat
        self.position = 0

    def skip(self) -> None:
        """Take all that stands there as read."""
        self.position = len(self.chat.timeline)

    async def expect(
        self,
        pattern: Pattern | None,
        within: float,
        thread: Thread,
        where: Condition | None,
    ) -> Message:
        """Return the next message of the bot, new or edited, that fits; wait for it if need be."""
        wanted, number, begin = compiled(pattern), thread_number(thread), self.position

        def read() -> Message | None:
            return self._read(wanted, number, where)

        message: Message | None = await until(self.world, read, within)
        if message is not None:
            return message
        raise ScenarioError(
            f"waited {within} s for {pattern!r} in chat {self.chat.id}; "
            f"seen since the last expectation:\n{self._seen(begin)}"
        )

    def _seen(self, begin: int) -> str:
        events = [event for event in self.chat.timeline[begin:] if _shows(event)][-12:]
        return "\n".join(f"  {e.kind}: {e.text[:200]!r}" for e in events) or "  nothing"

    async def expect_none(self, seconds: float, pattern: Pattern | None, thread: Thread) -> None:
        """Fail when the bot says something that fits within some seconds."""
        try:
            seen = await self.expect(pattern, seconds, thread, None)
        except ScenarioError:
            return
        raise ScenarioError(f"expected nothing like {pattern!r}, but saw {seen.text!r}")

    def _read(
        self, wanted: re.Pattern[str] | None, thread: int | None, where: Condition | None
    ) -> Message | None:
        while self.position < len(self.chat.timeline):
            event = self.chat.timeline[self.position]
            self.position += 1
            if _shows(event) and _fits(event, wanted, thread, where):
                return event.message
        return None


def _shows(event: Event) -> bool:
    message = event.message
    return event.kind != "delete" and message.kind != "service" and message.from_bot


def _fits(
    event: Event, wanted: re.Pattern[str] | None, thread: int | None, where: Condition | None
) -> bool:
    message = event.message
    if thread is not None and (message.thread_id or GENERAL) != thread:
        return False
    if wanted is not None and not wanted.search(event.text):
        return False
    return where is None or where(message)


class Press:
    """A pressed inline button."""

    def __init__(self, world: World, callback: Callback) -> None:
        self.world = world
        self.callback = callback

    async def answered(self, timeout: float = PATIENCE) -> Json:  # noqa: ASYNC109 - the tests' word
        """Wait for the bot's answer; return its text, show_alert and url, as far as given."""
        await until(self.world, lambda: self.callback.answer is not None, timeout)
        if self.callback.answer is None:
            raise ScenarioError(f"no answer to {self.callback.data!r} within {timeout} s")
        return self.callback.answer
