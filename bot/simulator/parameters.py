"""The register of methods: which parameters each knows, which it needs, and of what type.

A function becomes a Bot API method by `@method(name, needs=..., takes=...)`; `api` calls it.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any

from bot.simulator.refusals import wrong_call
from bot.simulator.world import World

Params = Mapping[str, Any]
Run = Callable[[World, Params], Any | Awaitable[Any]]

_FLAG = (bool,)
_NAMES: dict[tuple[type, ...], str] = {
    (int,): "message_id message_thread_id user_id offset limit timeout icon_color cache_time "
    "max_connections duration",
    (int, str): "chat_id from_chat_id",
    (int, float): "latitude longitude",
    (str,): "text parse_mode caption action callback_query_id url name icon_custom_emoji_id "
    "file_id phone_number first_name last_name vcard description short_description "
    "language_code secret_token ip_address title address",
    _FLAG: "disable_notification protect_content show_alert is_big has_spoiler remove_caption "
    "drop_pending_updates disable_content_type_detection show_caption_above_media",
    (list, tuple): "entities caption_entities message_ids allowed_updates reaction commands",
    (list, tuple, dict): "media",
    (dict,): "reply_parameters reply_markup link_preview_options scope menu_button",
    (str, tuple): "photo document voice thumbnail",  # a file_id, or (name, bytes, mime type)
}
TYPES = {name: types for types, names in _NAMES.items() for name in names.split()}
_MISSING = {
    "chat_id": "chat_id is empty",
    "text": "message text is empty",
    "message_id": "message identifier is not specified",
    "message_ids": "message identifiers are not specified",
    "user_id": "invalid user_id specified",
    "name": "name must be non-empty",
    "file_id": "file_id not specified",
    **{kind: f"there is no {kind} in the request" for kind in ("photo", "document", "voice")},
}


@dataclass(frozen=True, slots=True)
class Method:
    """One Bot API method of this world."""

    name: str
    needs: frozenset[str]
    takes: frozenset[str]
    run: Run

    def check(self, params: Params) -> None:
        """Refuse parameters that are unknown, missing, of another type or not text at all."""
        for name in params:
            if name not in self.needs | self.takes and not _is_attached(name, params):
                raise wrong_call(f"unknown parameter {name}")
        for name in sorted(self.needs):
            if params.get(name) in (None, "", []):
                raise wrong_call(_MISSING.get(name, f'parameter "{name}" is required'))
        for name, value in params.items():
            _check_type(name, value)


METHODS: dict[str, Method] = {}


def method(name: str, needs: str = "", takes: str = "") -> Callable[[Run], Run]:
    """Enter a function in the register as a Bot API method."""

    def enter(run: Run) -> Run:
        known = frozenset(needs.split()), frozenset(takes.split())
        METHODS[name] = Method(name, *known, run)
        return run

    return enter


def _is_attached(name: str, params: Params) -> bool:
    """Tell whether a parameter is the file that a medium names as "attach://<name>"."""
    media = params.get("media")
    return isinstance(media, dict) and media.get("media") == f"attach://{name}"


def _check_type(name: str, value: Any) -> None:
    expected = TYPES.get(name, (tuple,))
    is_flag = isinstance(value, bool)
    if not isinstance(value, expected) or (is_flag and expected != _FLAG):
        names = " or ".join(one.__name__ for one in expected)
        raise wrong_call(f"parameter {name} must be {names}, not {type(value).__name__}")
    _check_encoding(value)


def _check_encoding(value: Any) -> None:
    if isinstance(value, str) and not value.isascii():
        try:
            value.encode()
        except UnicodeEncodeError:
            raise wrong_call("strings must be encoded in UTF-8") from None
    elif isinstance(value, dict):
        for inner in value.values():
            _check_encoding(inner)
    elif isinstance(value, list):
        for inner in value:
            _check_encoding(inner)
