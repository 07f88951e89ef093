"""From a stored update to the library's handlers; whether it was dealt with, its row tells."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable

from telegram import Update

from bot.channels.telegram.context import App
from bot.storage.inbox import InboxRow


def make_process(application: App) -> Callable[[InboxRow], Awaitable[bool]]:
    """Return the worker's `process`: it raises when an update cannot even be read.

    It tells whether the update is known to be dealt with; if not, its row is to be asked.
    """
    dealt_with: set[int] = application.bot_data["services"].dealt_with

    async def process(row: InboxRow) -> bool:
        update = Update.de_json(json.loads(row.raw), application.bot)
        try:
            await application.process_update(update)
            return row.update_id in dealt_with
        finally:
            dealt_with.discard(row.update_id)

    return process
