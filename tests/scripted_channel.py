"""A channel that answers as a test tells it to, and remembers what it was asked."""

from __future__ import annotations

import asyncio
from collections import deque

from bot.domain.outgoing import Command, Result

SENT = Result("sent", (77,))


class ScriptedChannel:
    """Answers in turn from `answers`, then `SENT`; `gate` holds calls up while closed."""

    def __init__(self, *answers: Result | Exception) -> None:
        self.answers: deque[Result | Exception] = deque(answers)
        self.asked: list[Command] = []
        self.away = False  # to calls that change nothing
        self.looked = 0
        self.gate = asyncio.Event()
        self.gate.set()

    async def carry_out(self, command: Command) -> Result:
        self.asked.append(command)
        await self.gate.wait()
        answer = self.answers.popleft() if self.answers else SENT
        if isinstance(answer, Exception):
            raise answer
        return answer

    async def there(self) -> bool:
        self.looked += 1
        return not self.away

    @property
    def texts(self) -> list[str | None]:
        return [command.html for command in self.asked]
