"""From a stored update to the library's handlers; whether it was dealt with, its row tells."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable

from telegram import Update

from bot.channels.telegram.context import App
from bot.storage.inbox import InboxRow


def make_process(application: App) -> Callable[[InboxRow], Awaitable[None]]:
    """Return the worker's `process`: it raises when an update cannot even be read."""

    async def process(row: InboxRow) -> None:
        update = Update.de_json(json.loads(row.raw), application.bot)
        await application.process_update(update)

    return process
