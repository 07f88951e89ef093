"""Buttons under a message, and keys under the message field, as the library has them."""

from __future__ import annotations

from typing import Any

from telegram import (
    CopyTextButton,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    KeyboardButton,
    ReplyKeyboardMarkup,
    ReplyKeyboardRemove,
)

from bot.domain.outgoing import Button, Command


def keyboard_of(rows: tuple[tuple[Button, ...], ...] | None) -> InlineKeyboardMarkup | None:
    """Return the buttons under a message; with none at all an edit takes them away."""
    if not rows:
        return None  # the library would write an empty keyboard as {}, which is no markup at all
    return InlineKeyboardMarkup([[_inline(button) for button in row] for row in rows])


def _inline(button: Button) -> InlineKeyboardButton:
    if button.copy is not None:
        return InlineKeyboardButton(button.text, copy_text=CopyTextButton(button.copy))
    return InlineKeyboardButton(button.text, url=button.url, callback_data=button.action)


def markup_of(command: Command) -> Any:
    """Return the keys under the message field, or the buttons under the message."""
    if command.remove_keyboard:
        return ReplyKeyboardRemove()
    if command.reply_keyboard is None:
        return keyboard_of(command.keyboard)
    rows = [
        [KeyboardButton(button.text, request_contact=button.contact or None) for button in row]
        for row in command.reply_keyboard
    ]
    return ReplyKeyboardMarkup(rows, resize_keyboard=True, one_time_keyboard=True)
