"""Doing what a command says at Telegram: one call of the library for each operation.

What is said and to whom stands in the command; when, and what follows from the result, is decided
by the sender and by the use cases.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

from telegram import (
    BotCommand,
    BotCommandScope,
    LinkPreviewOptions,
    Message,
    MessageEntity,
    MessageId,
    ReactionTypeEmoji,
    ReplyParameters,
)
from telegram.constants import ParseMode
from telegram.error import TelegramError
from telegram.ext import ExtBot

from bot.channels.telegram.files import replace_media, send_document, send_photo
from bot.channels.telegram.keyboards import keyboard_of, markup_of
from bot.channels.telegram.refusals import result_of
from bot.domain.outgoing import Command, Result

SOON = 5.0  # seconds
NO_PREVIEW = LinkPreviewOptions(is_disabled=True)
#: Refusals that mean that it is already as we want it.
_AS_WANTED = {
    "card": {"not_modified"},
    "panel": {"not_modified"},
    "edit": {"not_modified"},
    "edit_text": {"not_modified"},
    "edit_caption": {"not_modified"},
    "replace_media": {"not_modified"},
    "delete": {"message_not_found"},
    "reaction": {"not_modified"},
    "reopen": {"not_modified"},
    "leave": {"kicked", "chat_not_found"},
}


class TelegramChannel:
    """The channel of one bot."""

    def __init__(self, bot: ExtBot[None]) -> None:
        self._bot = bot

    async def carry_out(self, command: Command) -> Result:
        """Make the call and return what is known then; a call begun is never broken off."""
        try:
            call = _CALLS[command.operation](self._bot, command)
        except (KeyError, OSError, TypeError, ValueError) as error:
            return Result("refused", reason=f"bad_command: {type(error).__name__}")
        try:
            return _sent(await asyncio.shield(_begun(call)), command)
        except Exception as error:
            result = result_of(error)
            if result.reason in _AS_WANTED.get(command.operation, ()):
                return Result("sent", _message(command))
            return result

    async def there(self) -> bool:
        """Tell whether the Bot API answers, and soon."""
        try:
            async with asyncio.timeout(SOON):
                await self._bot.get_me()
        except (TelegramError, TimeoutError):
            return False
        return True


def _begun(call: Awaitable[Any]) -> asyncio.Future[Any]:
    return asyncio.ensure_future(call)


def _message(command: Command) -> tuple[int, ...]:
    return () if command.message_id is None else (command.message_id,)


def _sent(answer: Any, command: Command) -> Result:
    if isinstance(answer, Message) and command.file is not None:
        sent = answer.document or answer.photo[-1]
        return Result("sent", (answer.message_id,), file_id=sent.file_id)
    if isinstance(answer, Message | MessageId):
        return Result("sent", (answer.message_id,))
    if isinstance(answer, tuple):
        return Result("sent", tuple(part.message_id for part in answer))
    thread_id = getattr(answer, "message_thread_id", None)
    return Result("sent", _message(command), thread_id=thread_id)


def _words(command: Command) -> dict[str, Any]:
    """Return our markup, or people's words with their entities."""
    if command.html is not None:
        return {"text": command.html, "parse_mode": ParseMode.HTML}
    return {"text": command.text or "", "entities": _entities(command)}


def _entities(command: Command) -> list[MessageEntity]:
    return [MessageEntity.de_json(dict(entity)) for entity in command.entities or ()]


def _reply(command: Command) -> ReplyParameters | None:
    if command.reply_to is None:
        return None
    return ReplyParameters(command.reply_to, allow_sending_without_reply=True)


def _send(bot: ExtBot[None], command: Command) -> Awaitable[Any]:
    return bot.send_message(
        command.chat_id,
        **_words(command),
        message_thread_id=command.thread_id,
        reply_markup=markup_of(command),
        reply_parameters=_reply(command),
        link_preview_options=NO_PREVIEW,
        disable_notification=command.quiet or None,
        protect_content=command.protect or None,
    )


def _edit(bot: ExtBot[None], command: Command) -> Awaitable[Any]:
    message_id = _needed(command.message_id)
    target: dict[str, Any] = {"chat_id": command.chat_id, "message_id": message_id}
    if command.html is None and command.text is None:
        return bot.edit_message_reply_markup(**target, reply_markup=keyboard_of(command.keyboard))
    return bot.edit_message_text(
        **_words(command),
        **target,
        reply_markup=keyboard_of(command.keyboard),
        link_preview_options=NO_PREVIEW,
    )


def _venue(bot: ExtBot[None], command: Command) -> Awaitable[Any]:
    latitude, longitude = command.point or (None, None)
    if latitude is None or longitude is None:
        raise ValueError("the command lacks its place")
    return bot.send_venue(
        command.chat_id,
        latitude,
        longitude,
        command.name or "",
        command.text or "",
        message_thread_id=command.thread_id,
    )


def _card(bot: ExtBot[None], command: Command) -> Awaitable[Any]:
    return (_send if command.message_id is None else _edit)(bot, command)


def _edit_caption(bot: ExtBot[None], command: Command) -> Awaitable[Any]:
    words = _words(command)
    return bot.edit_message_caption(
        command.chat_id,
        _needed(command.message_id),
        caption=words["text"],
        parse_mode=words.get("parse_mode"),
        caption_entities=words.get("entities"),
        reply_markup=keyboard_of(command.keyboard),
    )


def _copy(bot: ExtBot[None], command: Command) -> Awaitable[Any]:
    return bot.copy_message(
        command.chat_id,
        _needed(command.from_chat_id),
        command.message_ids[0] if command.message_ids else _needed(None),
        caption=command.text,
        caption_entities=None if command.text is None else _entities(command),
        message_thread_id=command.thread_id,
        reply_parameters=_reply(command),
        reply_markup=markup_of(command),
        disable_notification=command.quiet or None,
        protect_content=command.protect or None,
    )


def _album(bot: ExtBot[None], command: Command) -> Awaitable[Any]:
    return bot.copy_messages(
        command.chat_id,
        _needed(command.from_chat_id),
        sorted(command.message_ids),  # Telegram wants them ascending
        message_thread_id=command.thread_id,
        disable_notification=command.quiet or None,
        protect_content=command.protect or None,
        remove_caption=command.bare or None,
    )


def _delete(bot: ExtBot[None], command: Command) -> Awaitable[Any]:
    return bot.delete_message(command.chat_id, _needed(command.message_id))


def _reaction(bot: ExtBot[None], command: Command) -> Awaitable[Any]:
    emoji = [ReactionTypeEmoji(command.emoji)] if command.emoji else []
    return bot.set_message_reaction(command.chat_id, _needed(command.message_id), emoji)


def _thread(bot: ExtBot[None], command: Command) -> Awaitable[Any]:
    return bot.create_forum_topic(command.chat_id, command.name or "")


def _reopen(bot: ExtBot[None], command: Command) -> Awaitable[Any]:
    return bot.reopen_forum_topic(command.chat_id, _needed(command.thread_id))


def _leave(bot: ExtBot[None], command: Command) -> Awaitable[Any]:
    return bot.leave_chat(command.chat_id)


def _pin(bot: ExtBot[None], command: Command) -> Awaitable[Any]:
    return bot.pin_chat_message(
        command.chat_id, _needed(command.message_id), disable_notification=True
    )


def _menu(bot: ExtBot[None], command: Command) -> Awaitable[Any]:
    commands = [BotCommand(name, words) for name, words in command.commands]
    scope = None if command.scope is None else BotCommandScope.de_json(dict(command.scope))
    return bot.set_my_commands(commands, scope=scope)


def _needed(value: int | None) -> int:
    if value is None:
        raise ValueError("the command lacks a number that its operation needs")
    return value


_CALLS: dict[str, Callable[[ExtBot[None], Command], Awaitable[Any]]] = {
    "send": _send,
    "text": _send,
    "card": _card,
    "panel": _card,
    "edit": _edit,
    "edit_text": _edit,
    "edit_caption": _edit_caption,
    "replace_media": replace_media,
    "copy": _copy,
    "album": _album,
    "document": send_document,
    "photo": send_photo,
    "venue": _venue,
    "delete": _delete,
    "reaction": _reaction,
    "thread": _thread,
    "reopen": _reopen,
    "leave": _leave,
    "pin": _pin,
    "menu": _menu,
}
