"""Keyboards: the checks Telegram makes on reply_markup, with its texts.

Returns the markup as it is kept; where it is shown is the message's business.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from bot.simulator.model import Json
from bot.simulator.refusals import Refusal
from bot.simulator.tags import address

MOST_BUTTONS = 100
_ACTIONS = ("callback_data", "url", "copy_text", "web_app", "switch_inline_query")
_DECORATION = ("text", "style", "icon_custom_emoji_id")
_STYLES = (None, "primary", "success", "danger")
_REPLY_OPTIONS = (
    "resize_keyboard",
    "one_time_keyboard",
    "is_persistent",
    "selective",
    "input_field_placeholder",
)
_PRIVATE_ONLY = {
    "request_contact": "phone number can be requested in private chats only",
    "request_location": "location can be requested in private chats only",
}


def checked(raw: Any, *, private: bool, inline_only: bool = False) -> Json | None:
    """Return the markup as Telegram keeps it, None when there is none, or refuse it."""
    if raw is None:
        return None
    if not isinstance(raw, dict):
        raise Refusal("object expected as reply markup")
    kept = _kept(raw, private)
    if kept is not None and inline_only and "inline_keyboard" not in kept:
        raise Refusal("inline keyboard expected")
    if len(raw.get("input_field_placeholder") or "") > 64:
        raise Refusal("input field placeholder is too long")
    return kept


def _kept(raw: Json, private: bool) -> Json | None:
    if "inline_keyboard" in raw:
        rows = _rows(raw, "inline_keyboard", _inline_button)
        if sum(map(len, rows)) > MOST_BUTTONS:
            raise Refusal("reply markup is too long")
        return {"inline_keyboard": rows} if rows else None
    options = {name: raw[name] for name in _REPLY_OPTIONS if name in raw}
    if "keyboard" in raw:
        rows = _rows(raw, "keyboard", lambda button: _reply_button(button, private))
        return {"keyboard": rows, **options}
    for name in ("remove_keyboard", "force_reply"):
        if raw.get(name):
            return {name: True, **options}
    return None


def _rows(raw: Json, name: str, check: Callable[[Any], Json]) -> list[list[Json]]:
    rows = raw[name]
    if not isinstance(rows, list) or not all(isinstance(row, list) for row in rows):
        owner = " of the InlineKeyboardMarkup" if name == "inline_keyboard" else ""
        raise Refusal(f'field "{name}"{owner} must be an Array of Arrays')
    return [[check(button) for button in row] for row in rows if row]


def _label(button: Json, what: str) -> None:
    text = button.get("text")
    if not isinstance(text, str):
        raise Refusal(f"can't parse {what} button: Can't find field \"text\"")
    if not text.strip():
        raise Refusal(f"{what} button text must be non-empty")
    if button.get("style") not in _STYLES:
        raise Refusal(f"can't parse {what} button: invalid button style specified")


def _reply_button(button: Any, private: bool) -> Json:
    button = {"text": button} if isinstance(button, str) else button
    if not isinstance(button, dict):
        raise Refusal("can't parse keyboard button: KeyboardButton must be a String or an Object")
    _label(button, "keyboard")
    for name, refusal in _PRIVATE_ONLY.items():
        if button.get(name) and not private:
            raise Refusal(refusal)
    return button


def _inline_button(button: Any) -> Json:
    if not isinstance(button, dict):
        raise Refusal("can't parse inline keyboard button: InlineKeyboardButton must be an Object")
    _label(button, "inline keyboard")
    unknown = set(button) - set(_ACTIONS) - set(_DECORATION)
    if unknown:
        raise Refusal(f"unknown parameter {sorted(unknown)[0]} of a button", "schema")
    actions = [name for name in _ACTIONS if button.get(name) not in (None, "")]
    if not actions:
        raise Refusal(
            "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard"
        )
    if len(actions) > 1:
        raise Refusal(f"an inline button has {' and '.join(actions)}: exactly one is allowed")
    _check_action(actions[0], button[actions[0]])
    return {name: value for name, value in button.items() if value is not None}


def _check_action(action: str, value: Any) -> None:
    if action == "callback_data" and len(str(value).encode()) > 64:
        raise Refusal("BUTTON_DATA_INVALID")
    if action == "url" and not address(str(value)):
        raise Refusal(f"inline keyboard button URL '{value}' is invalid: Wrong HTTP URL")
    if action == "copy_text":
        text = value.get("text", "") if isinstance(value, dict) else ""
        if not 1 <= len(text) <= 256:
            raise Refusal("BUTTON_COPY_TEXT_INVALID")
