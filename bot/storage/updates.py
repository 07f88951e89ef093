"""What can be told of an update before anybody reads it: its number, its chat, what is storable.

Takes nothing for granted: Telegram, a proxy before it or a database after it may be wrong.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

MAX_BYTES = 512 * 1024
LARGEST = 2**63 - 1  # of an integer in a database
LONGEST_WORDS = 4096  # Telegram's longest text
#: PostgreSQL stores no NUL, and a lone surrogate cannot be encoded at all. The sign that stands in
#: has the same length in UTF-16, so offsets of entities stay right.
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
_REPLACEMENT = "\ufffd"


@dataclass(frozen=True, slots=True)
class Arrived:
    """An update as it can be stored; with an `error` nobody can read it."""

    update_id: int
    chat: str
    raw: str
    error: str | None


def arrived(raw: Any) -> Arrived:
    """Return what can be stored of anything that came, and why it can be no more than stored."""
    try:
        text = json.dumps(raw, ensure_ascii=False)
        if _UNSTORABLE.search(text) or "\\u0000" in text:
            text = json.dumps(_cleaned(raw), ensure_ascii=False)
    except (RecursionError, TypeError, ValueError) as error:
        return _unreadable(raw, "", f"unreadable: {type(error).__name__}")
    ident = number_of(raw)
    if ident is None:
        return _unreadable(raw, text, "no update_id")
    if len(text.encode()) > MAX_BYTES:
        return _unreadable(raw, text, "too large")
    return Arrived(ident, chat_of(raw), text, None)


def _unreadable(raw: Any, text: str, error: str) -> Arrived:
    kept = text if 0 < len(text.encode()) <= MAX_BYTES else _remains(raw)
    ident = number_of(raw) or _made_up_id(text or kept or error)
    return Arrived(ident, chat_of(raw), kept, error)


def _remains(raw: Any) -> str:
    """Return what a human needs of an update too large or too deep: who writes, and what first."""
    message = raw.get("message") if isinstance(raw, Mapping) else None
    kept: dict[str, Any] = _flat(message, "message_id", "date", "text", "caption")
    if not kept:
        return ""
    assert message is not None
    kept["chat"] = _flat(message.get("chat"), "id", "type", "first_name", "last_name")
    kept["from"] = _flat(message.get("from"), "id", "is_bot", "first_name", "last_name")
    update = {**_flat(raw, "update_id"), "message": kept}
    return json.dumps(_cleaned(update), ensure_ascii=False)


def _flat(values: Any, *names: str) -> dict[str, Any]:
    found = {name: values.get(name) for name in names} if isinstance(values, Mapping) else {}
    return {
        name: value[:LONGEST_WORDS] if isinstance(value, str) else value
        for name, value in found.items()
        if isinstance(value, str) or (isinstance(value, int) and abs(value) <= LARGEST)
    }


def _cleaned(value: Any) -> Any:
    if isinstance(value, str):
        return _UNSTORABLE.sub(_REPLACEMENT, value)
    if isinstance(value, Mapping):
        return {_cleaned(key): _cleaned(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_cleaned(item) for item in value]
    return value


def number_of(raw: Any) -> int | None:
    """Return an update's number, if it has one that can be used."""
    ident = _integer(raw, "update_id")
    return ident if ident is not None and ident > 0 else None


def _made_up_id(text: str) -> int:
    """Return a negative id that is the same for the same text, so a repeat is recognised."""
    digest = hashlib.sha256(text.encode("utf-8", "replace")).digest()
    return -(int.from_bytes(digest[:7], "big") + 1)


def chat_of(raw: Any) -> str:
    """Return the key within which order is kept: the chat, else the person, else "none"."""
    for event in _events(raw):
        message = event.get("message")
        holder = message if isinstance(message, Mapping) else event
        for owner, word in ((holder, "chat"), (event, "chat"), (event, "from"), (event, "user")):
            ident = _integer(owner.get(word), "id")
            if ident is not None:
                return f"chat:{ident}"  # a person's private chat has the person's id
    return "none"


def _events(raw: Any) -> Iterator[Mapping[str, Any]]:
    values = raw.values() if isinstance(raw, Mapping) else ()
    return (value for value in values if isinstance(value, Mapping))


def _integer(owner: Any, name: str) -> int | None:
    """Return a whole number that a database takes; `True`, 1.0 and "1" are none."""
    number = owner.get(name) if isinstance(owner, Mapping) else None
    usable = isinstance(number, int) and not isinstance(number, bool) and abs(number) <= LARGEST
    return number if usable else None
