"""Sending files of ours: by what Telegram calls them, or else with their content."""

from __future__ import annotations

from base64 import b64decode
from collections.abc import Awaitable
from pathlib import Path
from typing import Any

from telegram import InputFile, InputMediaDocument, InputMediaPhoto, MessageEntity
from telegram.constants import ParseMode
from telegram.ext import ExtBot

from bot.channels.telegram.keyboards import keyboard_of
from bot.domain.outgoing import Command, File


def _file(command: Command) -> str | InputFile:
    """Return what Telegram calls the command's file, or the file itself."""
    file = command.file
    if file is None or not (file.file_id or file.content or file.path or file.data):
        raise ValueError("the command lacks its file")
    if file.file_id is not None:
        return file.file_id
    return InputFile(_content(file), filename=file.name)


def _content(file: File) -> bytes:
    if file.content:
        return file.content.encode()
    return b64decode(file.data) if file.data else Path(file.path or "").read_bytes()


def _words(command: Command) -> dict[str, Any]:
    """Return our markup, or people's words with their entities."""
    if command.text is None:
        return {"caption": command.html, "parse_mode": ParseMode.HTML}
    entities = [MessageEntity.de_json(dict(entity)) for entity in command.entities or ()]
    return {"caption": command.text, "caption_entities": entities}


def _captioned(command: Command) -> dict[str, Any]:
    return {
        **_words(command),
        "message_thread_id": command.thread_id,
        "reply_markup": keyboard_of(command.keyboard),
        "disable_notification": command.quiet or None,
        "protect_content": command.protect or None,
    }


def send_document(bot: ExtBot[None], command: Command) -> Awaitable[Any]:
    """Send a file to be opened or kept."""
    return bot.send_document(command.chat_id, _file(command), **_captioned(command))


def send_photo(bot: ExtBot[None], command: Command) -> Awaitable[Any]:
    """Send a picture to be looked at."""
    return bot.send_photo(command.chat_id, _file(command), **_captioned(command))


def replace_media(bot: ExtBot[None], command: Command) -> Awaitable[Any]:
    """Put a file of ours into a message of the bot's, in place of the one that stands there."""
    file, kinds = command.file, {"photo": InputMediaPhoto, "document": InputMediaDocument}
    if file is None or command.message_id is None or command.name not in kinds:
        raise ValueError("the command lacks its file or its message")
    media = kinds[command.name](_content(file), filename=file.name, **_words(command))
    return bot.edit_message_media(media, command.chat_id, command.message_id)
