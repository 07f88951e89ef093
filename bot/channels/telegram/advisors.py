"""Handlers of the advisors' group. Any other group is none of ours."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from typing import Any

from sqlalchemy import Connection
from telegram import Chat, ChatMemberUpdated, Message, Update

from bot.channels.telegram.context import Context
from bot.channels.telegram.membership import administers, is_member, may_link
from bot.channels.telegram.pressing import answer_query
from bot.channels.telegram.reading import (
    ANONYMOUS_ADMIN,
    is_person,
    name_of,
    read_message,
    read_press,
)
from bot.helpdesk import claims, linking, owing, presses, replies, undoing
from bot.helpdesk.desk import Desk, Incoming, Toast
from bot.storage import staff

INSIDE = ("creator", "administrator", "member", "restricted")


async def _linked_chat(context: Context) -> int | None:
    place = await context.services.database.read(lambda conn: staff.where(conn, owing.GROUP))
    return place.chat_id if place else None


async def _ignore(context: Context) -> None:
    await context.commit(lambda conn, desk: None)


def _said(update: Update, context: Context) -> tuple[Message, Incoming] | None:
    message = update.effective_message
    assert message is not None
    sender = is_person(message)
    return (message, read_message(message, sender, context.now)) if sender is not None else None


async def link(update: Update, context: Context) -> None:
    """/polacz: make this group the advisors' group, if a coordinator asks and the bot may."""
    message = update.effective_message
    assert message is not None and update.effective_chat is not None
    chat = update.effective_chat
    sender = is_person(message)
    forum = bool(chat.is_forum)
    why = await _refusal(context, chat, sender.id if sender else None, message)
    thread = message.message_thread_id if message.is_topic_message else None

    def work(conn: Connection, desk: Desk) -> None:
        if why is None and sender is not None:
            coordinator = sender.id in context.services.coordinators or None
            extra = {"coordinator": True} if coordinator else {}
            staff.know(conn, sender.id, name_of(sender), member=True, checked_at=desk.now, **extra)
            linking.link(conn, desk, chat.id, chat.title or "", forum)
            return
        owing.send_to(
            conn,
            desk,
            f"chat:{chat.id}",
            "link_refused",
            {"why": why, "forum": forum, "_thread": thread},
            reply_to=message.message_id,
        )

    await context.commit(work)


async def _refusal(
    context: Context, chat: Chat, sender_id: int | None, message: Message
) -> str | None:
    if chat.type == Chat.PRIVATE:
        return "private"
    if sender_id is None:
        anonymous = message.from_user is not None and message.from_user.id == ANONYMOUS_ADMIN
        return "anonymous" if anonymous or message.sender_chat else "not_coordinator"
    if not await may_link(context, sender_id):
        return "not_coordinator"
    if not await administers(context.bot, chat.id, bool(chat.is_forum)):
        return "not_admin"
    return None


async def said(update: Update, context: Context) -> None:
    """Take what was written in the group: a reply to a leader, or talk that is left alone."""
    found = _said(update, context)
    if found is None or found[0].chat_id != await _linked_chat(context):
        await _ignore(context)
        return
    _message, incoming = found

    def work(conn: Connection, desk: Desk) -> None:
        topic = linking.topic_of_thread(conn, incoming.chat_id, incoming.thread_id)
        replies.receive(conn, desk, incoming, topic)

    await context.commit(work)


async def edited(update: Update, context: Context) -> None:
    """Bring an advisor's edit to the leader."""
    found = _said(update, context)
    if found is None or found[0].chat_id != await _linked_chat(context):
        await _ignore(context)
        return
    await context.commit(lambda conn, desk: replies.edited(conn, desk, found[1]))


def _group_command(
    work: Callable[[Connection, Desk, Incoming, str], None],
) -> Callable[[Update, Context], Coroutine[Any, Any, None]]:
    async def run(update: Update, context: Context) -> None:
        found = _said(update, context)
        if found is None or found[0].chat_id != await _linked_chat(context):
            await _ignore(context)
            return
        _message, incoming = found

        def inside(conn: Connection, desk: Desk) -> None:
            staff.know(conn, incoming.sender_id, incoming.name, member=True, checked_at=desk.now)
            topic = linking.topic_of_thread(conn, incoming.chat_id, incoming.thread_id)
            to = f"{owing.GROUP}/{topic}" if topic else owing.COORDINATION
            work(conn, desk, incoming, to)

        await context.commit(inside)

    return run


def _queue(conn: Connection, desk: Desk, incoming: Incoming, to: str) -> None:
    claims.show_queue(conn, desk, to, None)


def _mine(conn: Connection, desk: Desk, incoming: Incoming, to: str) -> None:
    claims.show_queue(conn, desk, to, incoming.sender_id)


def _note(conn: Connection, desk: Desk, incoming: Incoming, to: str) -> None:
    if not replies.note(conn, desk, incoming):
        _how(conn, desk, incoming, to, "notatka")


def _undo(conn: Connection, desk: Desk, incoming: Incoming, to: str) -> None:
    if not undoing.undo_by_reply(conn, desk, incoming):
        _how(conn, desk, incoming, to, "cofnij")


def _how(conn: Connection, desk: Desk, incoming: Incoming, to: str, what: str) -> None:
    owing.send_to(
        conn, desk, to, "how_to", {"what": what}, reply_to=incoming.message_id, role="hint"
    )


queue = _group_command(_queue)
mine = _group_command(_mine)
note = _group_command(_note)
undo = _group_command(_undo)


async def pressed(update: Update, context: Context) -> None:
    """Do what a card's button says, if the presser is a member of the group now."""
    query = update.callback_query
    assert query is not None
    given = read_press(query)
    if given is None or given.chat_id != await _linked_chat(context):
        await _ignore(context)
        await answer_query(context, query, None)
        return
    if not await is_member(context, given.chat_id, given.presser_id, given.name):
        await _ignore(context)
        await answer_query(context, query, Toast("not_member"))
        return
    toast = await context.commit(lambda conn, desk: presses.press_in_group(conn, desk, given))
    await answer_query(context, query, toast)


async def member_changed(update: Update, context: Context) -> None:
    """Somebody joined or left the group: those who left give their tickets back."""
    change = update.chat_member
    assert change is not None
    linked = await _linked_chat(context)

    def work(conn: Connection, desk: Desk) -> None:
        user = change.new_chat_member.user
        if change.chat.id != linked or user.is_bot:
            return
        if _inside(change):
            staff.know(conn, user.id, name_of(user), member=True, checked_at=desk.now)
        else:
            linking.advisor_left(conn, desk, user.id)

    await context.commit(work)


def _inside(change: ChatMemberUpdated) -> bool:
    now = change.new_chat_member
    if now.status == "restricted":
        return bool(getattr(now, "is_member", False))
    return now.status in INSIDE


async def bot_changed(update: Update, context: Context) -> None:
    """The bot itself was added, promoted or removed."""
    change = update.my_chat_member
    assert change is not None

    def work(conn: Connection, desk: Desk) -> None:
        if _inside(change):
            linking.found(conn, change.chat.id)
        else:
            linking.lost(conn, desk, change.chat.id)

    await context.commit(work)


async def migrated(update: Update, context: Context) -> None:
    """The group became a supergroup: follow it, if it is ours."""
    message = update.effective_message
    assert message is not None
    old, new = message.chat_id, message.migrate_to_chat_id
    if new is None:
        old, new = message.migrate_from_chat_id or 0, message.chat_id
    await context.commit(lambda conn, desk: linking.migrated(conn, desk, old, new))
