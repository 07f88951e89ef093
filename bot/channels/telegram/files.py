"""Sending files of ours: by what Telegram calls them, or else with their content."""

from __future__ import annotations

from collections.abc import Awaitable
from pathlib import Path
from typing import Any

from telegram import InputFile
from telegram.constants import ParseMode
from telegram.ext import ExtBot

from bot.channels.telegram.keyboards import keyboard_of
from bot.domain.outgoing import Command


def _file(command: Command) -> str | InputFile:
    """Return what Telegram calls the command's file, or the file itself."""
    file = command.file
    if file is None or not (file.file_id or file.content or file.path):
        raise ValueError("the command lacks its file")
    if file.file_id is not None:
        return file.file_id
    content = file.content.encode() if file.content else Path(file.path or "").read_bytes()
    return InputFile(content, filename=file.name)


def _captioned(command: Command) -> dict[str, Any]:
    return {
        "caption": command.html,
        "parse_mode": ParseMode.HTML,
        "message_thread_id": command.thread_id,
        "reply_markup": keyboard_of(command.keyboard),
        "disable_notification": command.quiet or None,
    }


def send_document(bot: ExtBot[None], command: Command) -> Awaitable[Any]:
    """Send a file to be opened or kept."""
    return bot.send_document(command.chat_id, _file(command), **_captioned(command))


def send_photo(bot: ExtBot[None], command: Command) -> Awaitable[Any]:
    """Send a picture to be looked at."""
    return bot.send_photo(command.chat_id, _file(command), **_captioned(command))
