"""Handlers of the advisors' group. Any other group is none of ours."""

from __future__ import annotations

from collections.abc import Callable, Coroutine, Iterator
from dataclasses import replace
from typing import Any

from sqlalchemy import Connection
from telegram import Chat, Message, Update

from bot.channels.telegram.context import Context
from bot.channels.telegram.flooding import lists_too_much, presses_too_much
from bot.channels.telegram.membership import (
    administers,
    is_member,
    linked_chat,
    may_link,
    may_write,
)
from bot.channels.telegram.pressing import answer_query
from bot.channels.telegram.reading import (
    ANONYMOUS_ADMIN,
    is_person,
    name_of,
    read_message,
    read_press,
)
from bot.domain.names import name_or_nobody
from bot.helpdesk import (
    claims,
    linking,
    members,
    owing,
    presses,
    replies,
    standing,
    threads,
    undoing,
    upkeep,
)
from bot.helpdesk.desk import Desk, Incoming, Toast
from bot.parts import putting_together as parts
from bot.storage import staff


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
    if lists_too_much(context, sender.id if sender else chat.id):
        await _ignore(context)
        return
    forum = bool(chat.is_forum)
    why = await _refusal(context, chat, sender.id if sender else None, message)
    thread = message.message_thread_id if message.is_topic_message else None

    def work(conn: Connection, desk: Desk) -> None:
        if why is None and sender is not None:
            coordinator = sender.id in context.services.coordinators or None
            extra = {"coordinator": True} if coordinator else {}
            members.wrote(conn, desk, read_message(message, sender, desk.now))
            staff.know(conn, sender.id, name_of(sender), **extra)
            linking.link(conn, desk, chat.id, name_or_nobody(chat.title or ""), forum)
            return
        if why == "not_admin":
            standing.welcomed(conn, chat.id)  # a coordinator asked, and will ask again
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
    if found is None or found[0].chat_id != await linked_chat(context):
        await _ignore(context)
        return
    _message, incoming = found
    may = incoming.reply_to is None or await may_write(context, incoming)

    def work(conn: Connection, desk: Desk) -> None:
        members.wrote(conn, desk, incoming)
        if not may or not members.may_act(conn, incoming.sender_id):
            replies.refuse(conn, desk, incoming)
            return
        topic = threads.topic_of(conn, incoming.chat_id, incoming.thread_id)
        replies.receive(conn, desk, incoming, topic, parts.REPLIES)

    await context.commit(work)
    if incoming.reply_to is not None:
        context.services.ponder()


async def edited(update: Update, context: Context) -> None:
    """Bring an advisor's edit to the leader, or to the draft that it is about."""
    found = _said(update, context)
    if found is None or found[0].chat_id != await linked_chat(context):
        await _ignore(context)
        return
    message, incoming = found
    incoming = replace(incoming, at=message.edit_date or incoming.at)
    may = await may_write(context, incoming)

    def work(conn: Connection, desk: Desk) -> None:
        members.wrote(conn, desk, incoming)
        if may and members.may_act(conn, incoming.sender_id):
            replies.edited(conn, desk, incoming)

    await context.commit(work)
    if incoming.reply_to is not None:
        context.services.ponder()


def _group_command(
    name: str, work: Callable[[Connection, Desk, Incoming, str], None], *, limited: bool = False
) -> Callable[[Update, Context], Coroutine[Any, Any, None]]:
    async def run(update: Update, context: Context) -> None:
        found = _said(update, context)
        if found is None or found[0].chat_id != await linked_chat(context):
            await _ignore(context)
            return
        _message, incoming = found
        if limited and lists_too_much(context, incoming.sender_id):
            await _ignore(context)
            return
        may = await may_write(context, incoming)

        def inside(conn: Connection, desk: Desk) -> None:
            members.wrote(conn, desk, incoming)
            if not may or not members.may_act(conn, incoming.sender_id):
                return
            topic = threads.topic_of(conn, incoming.chat_id, incoming.thread_id)
            to = f"{owing.GROUP}/{topic}" if topic else owing.COORDINATION
            work(conn, desk, incoming, to)

        await context.commit(inside)

    run.__name__ = name
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


queue = _group_command("queue", _queue, limited=True)
mine = _group_command("mine", _mine, limited=True)
note = _group_command("note", _note)
undo = _group_command("undo", _undo)


def of_programme() -> Iterator[tuple[str, Callable[[Update, Context], Coroutine[Any, Any, None]]]]:
    """Yield the programme's commands for the group with their handlers."""
    for name, work in parts.GROUP_COMMANDS.items():
        yield name, _group_command("programme", work, limited=True)


def by_word() -> Iterator[tuple[str, Callable[[Update, Context], Coroutine[Any, Any, None]]]]:
    """Yield words that stand for commands in the group with their handlers."""
    for word, name in parts.GROUP_WORDS.items():
        yield word, _group_command("programme", parts.GROUP_COMMANDS[name], limited=True)


async def pressed(update: Update, context: Context) -> None:
    """Do what a card's button says, if the presser is a member of the group now."""
    query = update.callback_query
    assert query is not None
    given = read_press(query)
    if presses_too_much(context, query.from_user.id):
        await _ignore(context)
        await answer_query(context, query, Toast("slow_down"))
        return
    if given is None or given.chat_id != await linked_chat(context):
        await _ignore(context)
        await answer_query(context, query, None)
        return
    if not await is_member(context, given.chat_id, given.presser_id, given.name):
        await _ignore(context)
        await answer_query(context, query, Toast("not_member"))
        return
    toast = await context.commit(
        lambda conn, desk: presses.press_in_group(
            conn, desk, given, parts.ADVISOR, parts.ADVISOR_MAY
        )
    )
    if given.action in upkeep.VERDICTS:
        await context.services.look_up_reviews()
    if given.action.startswith(presses.PROPOSALS):
        context.services.ponder()
    await answer_query(context, query, toast)
