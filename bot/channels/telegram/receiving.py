"""From a stored update to the library's handlers; whether it was dealt with, its row tells."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable

from telegram import Update

from bot.channels.telegram.context import App, Services
from bot.channels.telegram.pressing import say_it_failed
from bot.storage import inbox
from bot.storage.inbox import InboxRow


def make_process(application: App) -> Callable[[InboxRow], Awaitable[bool]]:
    """Return the worker's `process`: it raises Unreadable when an update cannot even be read.

    It tells whether the update is known to be dealt with; if not, its row is to be asked.
    """
    services: Services = application.bot_data["services"]

    async def process(row: InboxRow) -> bool:
        update = _read(row, application)
        try:
            await application.process_update(update)
            done = row.update_id in services.dealt_with
        finally:
            services.dealt_with.discard(row.update_id)
        press, last = update.callback_query, row.attempts + 1 >= inbox.ATTEMPTS
        if press is not None and last and not done and await _is_open(services, row):
            await say_it_failed(services, press)
        return done

    return process


async def _is_open(services: Services, row: InboxRow) -> bool:
    return await services.database.read(lambda conn: inbox.is_open(conn, row.update_id))


def _read(row: InboxRow, application: App) -> Update:
    try:
        return Update.de_json(json.loads(row.raw), application.bot)
    except Exception as error:  # whatever the library trips over
        raise inbox.Unreadable(type(error).__name__) from error
