"""The library's Application with our handlers, one group, a catch-all last.

We use its Bot, types, filters and `process_update`; intake, order, retries and sending are ours.
"""

from __future__ import annotations

from typing import Any

import structlog
from telegram import Message, Update
from telegram.ext import (
    ApplicationBuilder,
    CallbackQueryHandler,
    ChatMemberHandler,
    CommandHandler,
    ContextTypes,
    ExtBot,
    MessageHandler,
    TypeHandler,
    filters,
)

from bot.channels.telegram import advisors, group_news, leader
from bot.channels.telegram.context import AlreadyDone, App, Context, Services
from bot.channels.telegram.reading import is_reply

log = structlog.get_logger(__name__)
GROUP = filters.ChatType.GROUPS
NEW = filters.UpdateType.MESSAGE
EDITED = filters.UpdateType.EDITED_MESSAGE
SWITCHED = filters.StatusUpdate.FORUM_TOPIC_CLOSED | filters.StatusUpdate.FORUM_TOPIC_REOPENED


class _NotOfABot(filters.MessageFilter):
    """Two bots that answer each other never stop."""

    def filter(self, message: Message) -> bool:
        """Tell whether a message may be a person's."""
        return message.from_user is None or not message.from_user.is_bot


class _Says(filters.MessageFilter):
    """A word that stands for a command: alone, or behind a slash with more after it.

    In reply to a card it is for the leader.
    """

    def __init__(self, word: str) -> None:
        super().__init__()
        self._word = word

    def filter(self, message: Message) -> bool:
        """Tell whether a message says it."""
        words = (message.text or "").lower().split()
        if words[:1] == [f"/{self._word}"]:
            return True
        alone = len(words) == 1 and words[0].rstrip("?!.") == self._word
        return alone and not is_reply(message)


PRIVATE = filters.ChatType.PRIVATE & _NotOfABot()


async def _ignored(update: Update, context: Context) -> None:
    """Whatever nobody else wants is done: it asks nothing of us."""
    await context.commit(lambda conn, desk: None)


async def _failed(update: object, context: Any) -> None:
    """Keep the kind of error; the worker judges by the inbox row."""
    if isinstance(context.error, AlreadyDone):
        return
    log.error(
        "handler_failed",
        update_id=getattr(update, "update_id", None),
        error=type(context.error).__name__,
    )


def build(bot: ExtBot[None], services: Services) -> App:
    """Return the Application that `process_update` is called on; it never polls by itself."""
    application: App = (
        ApplicationBuilder()
        .bot(bot)
        .updater(None)
        .job_queue(None)
        .context_types(ContextTypes(context=Context))
        .build()
    )
    application.bot_data["services"] = services
    _add_leader(application)
    _add_group(application)
    application.add_handler(TypeHandler(Update, _ignored))
    application.add_error_handler(_failed)
    return application


def _add_leader(application: App) -> None:
    application.add_handler(CommandHandler("start", leader.start, PRIVATE & NEW))
    application.add_handler(CommandHandler("polacz", advisors.link, PRIVATE & NEW))
    application.add_handler(MessageHandler(PRIVATE & NEW & filters.COMMAND, leader.command))
    application.add_handler(
        MessageHandler(PRIVATE & NEW & ~filters.StatusUpdate.ALL, leader.question)
    )
    application.add_handler(MessageHandler(PRIVATE & EDITED, leader.edited))
    application.add_handler(CallbackQueryHandler(_press))
    application.add_handler(ChatMemberHandler(_my_member, ChatMemberHandler.MY_CHAT_MEMBER))


def _add_group(application: App) -> None:
    for name, handler in (
        ("polacz", advisors.link),
        ("kolejka", advisors.queue),
        ("moje", advisors.mine),
        ("notatka", advisors.note),
        ("cofnij", advisors.undo),
        *advisors.of_programme(),
    ):
        application.add_handler(CommandHandler(name, handler, GROUP & NEW))
    for word, handler in advisors.by_word():
        application.add_handler(MessageHandler(GROUP & NEW & _Says(word), handler))
    application.add_handler(
        MessageHandler(GROUP & filters.StatusUpdate.MIGRATE, group_news.migrated)
    )
    application.add_handler(MessageHandler(GROUP & SWITCHED, group_news.thread_switched))
    application.add_handler(
        MessageHandler(GROUP & NEW & ~filters.COMMAND & ~filters.StatusUpdate.ALL, advisors.said)
    )
    application.add_handler(MessageHandler(GROUP & EDITED, advisors.edited))
    application.add_handler(
        ChatMemberHandler(group_news.member_changed, ChatMemberHandler.CHAT_MEMBER)
    )


async def _press(update: Update, context: Context) -> None:
    query = update.callback_query
    assert query is not None
    private = query.message is not None and query.message.chat.type == "private"
    await (leader.pressed if private else advisors.pressed)(update, context)


async def _my_member(update: Update, context: Context) -> None:
    change = update.my_chat_member
    assert change is not None
    private = change.chat.type == "private"
    await (leader.reachable if private else group_news.bot_changed)(update, context)
