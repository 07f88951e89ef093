"""Who may press an advisor's button: members of the group, asked freshly, failing closed."""

from __future__ import annotations

from datetime import timedelta

from telegram import ChatMember
from telegram.error import TelegramError
from telegram.ext import ExtBot

from bot.channels.telegram.context import Context
from bot.storage import staff

FRESH = timedelta(seconds=60)
_INSIDE = (ChatMember.OWNER, ChatMember.ADMINISTRATOR, ChatMember.MEMBER)


async def is_member(context: Context, chat_id: int, user_id: int, name: str) -> bool:
    """Tell whether somebody is in the group now; what a minute ago was true is enough."""
    database, now = context.services.database, context.now
    known = await database.read(lambda conn: staff.find(conn, user_id))
    if known is not None and known.checked_at is not None and _fresh(now - known.checked_at):
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


def _fresh(age: timedelta) -> bool:
    return timedelta(0) <= age <= FRESH  # a clock put back makes nothing fresh


async def may_link(context: Context, user_id: int) -> bool:
    """Tell whether somebody coordinates: by settings, or by the one-time link."""
    if user_id in context.services.coordinators:
        return True
    known = await context.services.database.read(lambda conn: staff.find(conn, user_id))
    return known is not None and known.coordinator and not known.blocked


async def administers(bot: ExtBot[None], chat_id: int, forum: bool) -> bool:
    """Tell whether the bot administers the group, and its topics where there are any."""
    try:
        me = await bot.get_chat_member(chat_id, bot.id)
    except TelegramError:
        return False
    if me.status != ChatMember.ADMINISTRATOR:
        return False
    return not forum or bool(getattr(me, "can_manage_topics", False))
