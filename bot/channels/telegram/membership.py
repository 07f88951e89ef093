"""Who may press an advisor's button: members of the group, asked freshly, failing closed."""

from __future__ import annotations

import contextlib
from datetime import timedelta

from telegram import ChatMember
from telegram.constants import ChatAction
from telegram.error import ChatMigrated, TelegramError
from telegram.ext import ExtBot

from bot.channels.telegram.context import Context
from bot.helpdesk import standing
from bot.helpdesk.standing import Rights
from bot.storage import staff

FRESH = timedelta(seconds=60)
_INSIDE = (ChatMember.OWNER, ChatMember.ADMINISTRATOR, ChatMember.MEMBER)


async def is_member(context: Context, chat_id: int, user_id: int, name: str) -> bool:
    """Tell whether somebody is in the group now; what a minute ago was true is enough."""
    database, now = context.services.database, context.now
    known = await database.read(lambda conn: staff.find(conn, user_id))
    if known is not None and known.checked_at is not None and now - known.checked_at <= FRESH:
        return known.member and not known.blocked
    try:
        member = await context.bot.get_chat_member(chat_id, user_id)
    except TelegramError:
        return False
    inside = member.status in _INSIDE or bool(getattr(member, "is_member", False))
    await database.write(
        lambda conn: staff.know(conn, user_id, name, member=inside, checked_at=now)
    )
    return inside and not (known is not None and known.blocked)


async def may_link(context: Context, user_id: int) -> bool:
    """Tell whether somebody coordinates: by settings, or by the one-time link."""
    if user_id in context.services.coordinators:
        return True
    known = await context.services.database.read(lambda conn: staff.find(conn, user_id))
    return known is not None and known.coordinator and not known.blocked


def rights_of(member: ChatMember) -> Rights:
    """Return what the bot may do, from how Telegram describes its place in a group."""
    inside = member.status in _INSIDE or bool(getattr(member, "is_member", False))
    leads = member.status in (ChatMember.ADMINISTRATOR, ChatMember.OWNER)
    writes = inside and (
        member.status != ChatMember.RESTRICTED or bool(getattr(member, "can_send_messages", True))
    )
    return Rights(inside, writes, leads, leads and bool(getattr(member, "can_manage_topics", 1)))


async def is_welcome(context: Context, chat_id: int, adder_id: int) -> bool:
    """Tell whether a coordinator added the bot to a group, or is there.

    While nobody coordinates any group may become the advisors'.
    """
    services = context.services
    ours = await services.database.read(
        lambda conn: standing.coordinators(conn, services.desk("welcome"))
    )
    if not ours or adder_id in ours:
        return True
    for coordinator in sorted(ours):
        with contextlib.suppress(TelegramError):
            member = await context.bot.get_chat_member(chat_id, coordinator)
            if member.status in _INSIDE or bool(getattr(member, "is_member", False)):
                return True
    return False


async def moved_to(bot: ExtBot[None], old: int) -> int | None:
    """Return the id that Telegram itself names for a group that became a supergroup."""
    try:
        await bot.send_chat_action(old, ChatAction.TYPING)
    except ChatMigrated as moved:
        return moved.new_chat_id
    except TelegramError:
        return None
    return None


async def administers(bot: ExtBot[None], chat_id: int, forum: bool) -> bool:
    """Tell whether the bot administers the group, and its topics where there are any."""
    try:
        me = await bot.get_chat_member(chat_id, bot.id)
    except TelegramError:
        return False
    if me.status != ChatMember.ADMINISTRATOR:
        return False
    return not forum or bool(getattr(me, "can_manage_topics", False))
