"""Who may act in the advisors' group, and what the bot may do there: asked of Telegram freshly.

Presses fail closed. `look_after` asks by itself from time to time, for news can be lost.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import Connection
from telegram import ChatMember
from telegram.constants import ChatAction
from telegram.error import BadRequest, ChatMigrated, Forbidden, RetryAfter, TelegramError
from telegram.ext import ExtBot

from bot.channels.telegram.context import Context, Services
from bot.channels.telegram.refusals import reason_of, result_of
from bot.domain.pacing import EVERYWHERE, Rests, chat_named
from bot.helpdesk import linking, members, owing, standing, threads
from bot.helpdesk.desk import Incoming
from bot.helpdesk.standing import Rights
from bot.storage import records, staff
from bot.storage.rows import Advisor

FRESH = timedelta(seconds=60)
THREADS_EVERY = timedelta(hours=1)
_STRANGER = (
    "participant_id_invalid",
    "user_not_participant",
    "user not found",
    "member not found",
)
_INSIDE = (ChatMember.OWNER, ChatMember.ADMINISTRATOR, ChatMember.MEMBER)


async def linked_chat(context: Context) -> int | None:
    """Return the id of the advisors' group, or None while there is none."""
    place = await context.services.database.read(lambda conn: staff.where(conn, owing.GROUP))
    return place.chat_id if place else None


async def is_member(context: Context, chat_id: int, user_id: int, name: str) -> bool:
    """Tell whether somebody may act in the group now, failing closed.

    What a minute ago was true is enough; who turns out to have left gives tickets back.
    """
    known = await _known(context, user_id)
    if _is_fresh(known, context.now):
        return known is not None and known.member and not known.blocked
    return bool(await _ask_and_learn(context, chat_id, user_id, name))


async def may_write(context: Context, said: Incoming) -> bool:
    """Tell whether the author of a message may act; when nobody answers, it proves itself.

    Not against the news that its author left.
    """
    known = await _known(context, said.sender_id)
    if _is_fresh(known, context.now):
        return known is not None and known.member and not known.blocked
    inside = await _ask_and_learn(context, said.chat_id, said.sender_id, said.name)
    if inside is not None:
        return inside
    return known is None or (not known.blocked and (known.member or known.checked_at is None))


async def _known(context: Context, user_id: int) -> Advisor | None:
    return await context.services.database.read(lambda conn: staff.find(conn, user_id))


def _is_fresh(known: Advisor | None, now: datetime) -> bool:
    """A proof from the future (the clock was set back) is none."""
    if known is None or known.checked_at is None:
        return False
    return timedelta(0) <= now - known.checked_at <= FRESH


async def _ask_and_learn(context: Context, chat_id: int, user_id: int, name: str) -> bool | None:
    """Ask Telegram, store the answer, and return whether this person may act; None: no answer."""
    desk = context.services.desk(f"u{context.update_id}")  # the moment of asking is the proof's
    inside = await ask(context.bot, chat_id, user_id)
    if inside is None:
        return None

    def learn(conn: Connection) -> bool:
        members.found(conn, desk, user_id, name, inside)
        return members.may_act(conn, user_id)

    return await context.services.database.write(learn)


async def ask(bot: ExtBot[None], chat_id: int, user_id: int) -> bool | None:
    """Ask Telegram whether somebody is in a group now; None when it does not say."""
    try:
        member = await bot.get_chat_member(chat_id, user_id)
    except BadRequest as error:
        return False if any(part in error.message.lower() for part in _STRANGER) else None
    except TelegramError:
        return None
    return member.status in _INSIDE or bool(getattr(member, "is_member", False))


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
        if await ask(context.bot, chat_id, coordinator):
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


async def look_after(bot: ExtBot[None], services: Services, rests: Rests) -> None:
    """Find out what no update told: who left, what became of the bot's rights, lost threads.

    Reads only, outside of transactions; what Telegram does not answer changes nothing. `rests` are
    the sender's: a look at a thread is a call to its chat, and waits as Telegram demands.
    """
    group = await services.database.read(lambda conn: staff.where(conn, owing.GROUP))
    if group is None:
        return
    if await _is_time(services, "own_place_checked", members.HOLDERS_EVERY):
        await _look_at_own_place(bot, services, group.chat_id)
    now = services.clock.now()
    for one in await services.database.read(lambda conn: members.due(conn, now)):
        if not await _look_at(bot, services, group.chat_id, one):
            break
    if await _is_time(services, "threads_checked", THREADS_EVERY):
        await _look_at_threads(bot, services, rests)


async def _is_time(services: Services, name: str, every: timedelta) -> bool:
    """Tell whether something is to be looked at again, and remember that it is."""
    now = services.clock.now()
    last = await services.database.read(lambda conn: records.get_fact(conn, name))
    if last and timedelta(0) <= now - datetime.fromisoformat(last) < every:
        return False
    await services.database.write(lambda conn: records.set_fact(conn, name, now.isoformat()))
    return True


async def _look_at_own_place(bot: ExtBot[None], services: Services, chat_id: int) -> None:
    desk = services.desk(f"own{int(services.clock.now().timestamp())}")
    try:
        rights = rights_of(await bot.get_chat_member(chat_id, bot.id))
    except ChatMigrated as moved:
        new = moved.new_chat_id
        await services.database.write(lambda conn: linking.migrated(conn, desk, chat_id, new))
        return
    except Forbidden:
        rights = standing.OUT
    except TelegramError:
        return
    await services.database.write(lambda conn: standing.changed(conn, desk, chat_id, rights))


async def _look_at(bot: ExtBot[None], services: Services, chat_id: int, one: Advisor) -> bool:
    """Ask about one advisor; False when Telegram did not answer, so that the rest can wait."""
    number = one.telegram_id
    desk = services.desk(f"look{number}.{int(services.clock.now().timestamp())}")
    inside = await ask(bot, chat_id, number)
    if inside is None and not one.blocked:
        return False
    stays = bool(inside)
    await services.database.write(lambda conn: members.found(conn, desk, number, one.name, stays))
    return True


async def _look_at_threads(bot: ExtBot[None], services: Services, rests: Rests) -> None:
    """Look whether each thread is still there; what may not be asked now is asked next time."""
    desk = services.desk(f"threads{int(services.clock.now().timestamp())}")
    for place in await services.database.read(lambda conn: threads.to_look_at(conn, desk)):
        if rests.left(EVERYWHERE) or rests.left(chat_named(place.chat_id)):
            return
        try:
            await bot.send_chat_action(
                place.chat_id, ChatAction.TYPING, message_thread_id=place.thread_id
            )
        except BadRequest as error:
            if reason_of(error.message, None) != "thread_not_found":
                continue
            alias, thread_id = place.alias, place.thread_id
            await services.database.write(
                lambda conn: threads.gone(conn, desk, alias, thread_id)  # noqa: B023 - at once
            )
        except RetryAfter as error:
            rests.rest(chat_named(place.chat_id), result_of(error).retry_after or 1.0)
            return
        except TelegramError:
            return
