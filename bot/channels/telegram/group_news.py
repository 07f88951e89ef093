"""What Telegram tells of groups: who comes and goes, the bot's own place, moves, threads."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import Connection
from telegram import Update

from bot.channels.telegram.context import Context
from bot.channels.telegram.membership import is_welcome, linked_chat, moved_to, rights_of
from bot.channels.telegram.reading import name_of
from bot.helpdesk import linking, members, standing, threads
from bot.helpdesk.desk import Desk

A_SECOND = timedelta(seconds=1)


async def member_changed(update: Update, context: Context) -> None:
    """Somebody joined or left the group: those who left give their tickets back."""
    change = update.chat_member
    assert change is not None
    linked = await linked_chat(context)

    def work(conn: Connection, desk: Desk) -> None:
        user = change.new_chat_member.user
        if change.chat.id != linked or user.is_bot:
            return
        at = min(change.date, desk.now)
        if rights_of(change.new_chat_member).inside:
            members.learn(conn, user.id, name_of(user), True, at)
        else:
            members.left(conn, desk, user.id, at + A_SECOND)  # Telegram cuts its dates to seconds

    await context.commit(work)


async def bot_changed(update: Update, context: Context) -> None:
    """The bot itself was added, promoted, demoted or removed; foreign groups are left."""
    change = update.my_chat_member
    assert change is not None
    chat_id, rights = change.chat.id, rights_of(change.new_chat_member)
    came = rights.inside and not rights_of(change.old_chat_member).inside
    foreign = came and chat_id != await linked_chat(context)
    welcome = foreign and await is_welcome(context, chat_id, change.from_user.id)

    def work(conn: Connection, desk: Desk) -> None:
        standing.changed(conn, desk, chat_id, rights)
        if foreign:
            standing.added_elsewhere(conn, desk, chat_id, welcome)

    await context.commit(work)


async def migrated(update: Update, context: Context) -> None:
    """The group became a supergroup: follow it, if it is ours and its old chat says so too."""
    message = update.effective_message
    assert message is not None
    old, new = message.chat_id, message.migrate_to_chat_id
    if new is None:
        old, new = message.migrate_from_chat_id or 0, message.chat_id
        if old == await linked_chat(context) and await moved_to(context.bot, old) != new:
            old = 0
    await context.commit(lambda conn, desk: linking.migrated(conn, desk, old, new))


async def thread_switched(update: Update, context: Context) -> None:
    """A thread was closed or opened by hand."""
    message = update.effective_message
    assert message is not None
    chat_id, thread_id = message.chat_id, message.message_thread_id
    switched = threads.closed if message.forum_topic_closed else threads.opened

    def work(conn: Connection, desk: Desk) -> None:
        alias = threads.of_thread(conn, chat_id, thread_id)
        if alias is not None:
            switched(conn, alias)

    await context.commit(work)
