"""What the bot does when it starts: whose data it is, menus, the group named in the settings."""

from __future__ import annotations

import structlog
from sqlalchemy import Connection
from telegram.error import TelegramError
from telegram.ext import ExtBot

from bot.channels.telegram.context import Services
from bot.channels.telegram.membership import administers
from bot.domain.names import name_or_nobody
from bot.helpdesk import linking
from bot.storage import records, staff

log = structlog.get_logger(__name__)
MENUS = "menus-4"  # a new word here sends the menus again


class AnotherBot(Exception):
    """The database belongs to another bot; the text is that bot's id."""


def _number(bot: ExtBot[None]) -> int:
    """Return the id that a token begins with: it stays when BotFather gives a new token."""
    return int(bot.token.partition(":")[0])


async def recognise(bot: ExtBot[None], services: Services) -> None:
    """Raise AnotherBot when the data is not this bot's; no call is made to find that out.

    People, files and messages are known by ids that mean something else to another bot.
    """
    known = await services.database.read(lambda conn: records.get_fact(conn, "bot"))
    if known not in (None, _number(bot)):
        raise AnotherBot(str(known))


async def arrive(bot: ExtBot[None], services: Services, advisors_chat: int | None) -> None:
    """Remember whose data this is, owe the menus once, and link the group of the settings.

    The group of `BOT_ADVISORS_CHAT` is linked as /polacz would.
    An id that was learnt from a migration wins over the setting, until the setting changes.
    """
    desk = services.desk(MENUS)

    def settle_in(conn: Connection) -> None:
        records.set_fact(conn, "bot", _number(bot))
        linking.owe_menus(conn, desk)

    await services.database.write(settle_in)
    if advisors_chat is None:
        return
    known = await services.database.read(lambda conn: records.get_fact(conn, "advisors_chat"))
    if known != advisors_chat:
        await _link(bot, services, advisors_chat)


def compare_names(bot: ExtBot[None], services: Services) -> None:
    """Warn when the bot is called otherwise than the files say: links on posters lead there."""
    written = services.library.current.base.organisation.bot_username
    if bot.username.lower() != written.lower():
        log.warning("bot_username_differs", organisation_yaml=written, telegram=bot.username)


async def _link(bot: ExtBot[None], services: Services, chat_id: int) -> None:
    try:
        chat = await bot.get_chat(chat_id)
    except (TelegramError, LookupError, TypeError, ValueError) as error:  # or of an odd shape
        log.warning("advisors_chat_unknown", error=type(error).__name__)
        return
    forum = bool(chat.is_forum)
    if not await administers(bot, chat_id, forum):
        log.warning("advisors_chat_without_rights")
        return
    desk = services.desk(f"link{chat_id}")

    def link(conn: Connection) -> None:
        linking.link(conn, desk, chat_id, name_or_nobody(chat.title or ""), forum)
        records.set_fact(conn, "advisors_chat", chat_id)

    await services.database.write(link)


async def needs_coordinator(services: Services) -> bool:
    """Tell whether nobody coordinates yet, neither by settings nor by the one-time link."""
    if services.coordinators:
        return False
    return not await services.database.read(staff.coordinators)
