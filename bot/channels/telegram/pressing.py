"""Answering a press: the one thing besides reads that goes to Telegram straight from a handler."""

from __future__ import annotations

import contextlib

from telegram import CallbackQuery
from telegram.error import TelegramError

from bot.channels.telegram.context import Context, Services
from bot.helpdesk.desk import Toast

LONGEST = 200  # characters of a toast


async def answer_query(context: Context, query: CallbackQuery, toast: Toast | None) -> None:
    """Tell the presser what came of it; a query that is too old, or a dead network, is ignored."""
    await _answer(context.services, query, toast or Toast("stale"))


async def say_it_failed(services: Services, query: CallbackQuery) -> None:
    """Tell the presser that nothing came of it, and what to do instead."""
    private = query.message is not None and query.message.chat.type == "private"
    await _answer(services, query, Toast("failed" if private else "failed_here", alert=True))


async def _answer(services: Services, query: CallbackQuery, shown: Toast) -> None:
    values = {"what": shown.what, "name": shown.name, "number": shown.number}
    text = services.texts.plain("toast", values).html[:LONGEST] if shown.what else None
    with contextlib.suppress(TelegramError):
        await query.answer(text, show_alert=shown.alert or None)
