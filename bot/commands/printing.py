"""A message in plain letters: wrapped, its long quotes folded, its buttons numbered.

A message that was changed is not said again: its first line and what is new in it will do.
"""

from __future__ import annotations

import re
import shutil
import textwrap

from bot.simulator.model import Message

WIDEST, FOLDED_TO = 88, 3
_MARK = re.compile(r"(•|\d{1,3}\.)\s")  # of a list
_QUOTES = ("blockquote", "expandable_blockquote")


def printed(message: Message, before: str | None = None) -> str:
    """Return a message as it stands in a terminal; with its text `before`, what has changed."""
    where = "Bot" if message.chat.private else f"Grupa, {_thread(message)}"
    if before is None:
        return "\n".join([f"\n{where}:", *_file(message), *_lines(message), *_keys(message)])
    keys = _keys(message) or ["    (już bez przycisków)"]
    return "\n".join([f"\n{where} (zmienione):", *_changed(message.text, before), *keys])


def _file(message: Message) -> list[str]:
    name = message.content.get("document", {}).get("file_name")
    return [f"  (plik: {name})"] if name else []


def _changed(text: str, before: str) -> list[str]:
    """Return the first line, so that one knows what it is, and the lines that are new."""
    first, *rest = text.split("\n")
    old = set(before.split("\n"))
    fresh = [line for line in rest if line and line not in old]
    return [piece for line in [first, *fresh] for piece in _wrapped(line, None)]


def _thread(message: Message) -> str:
    return message.topic.name if message.topic is not None else "General"


def _lines(message: Message) -> list[str]:
    lines = []
    for text, quote in _parts(message):
        wrapped = [piece for line in text.split("\n") for piece in _wrapped(line, quote)]
        hidden = len(wrapped) - FOLDED_TO
        if quote == "expandable_blockquote" and hidden > 1:
            wrapped[FOLDED_TO:] = [f"  │ (dalej wierszy: {hidden})"]
        lines += wrapped
    return lines


def _parts(message: Message) -> list[tuple[str, str | None]]:
    """Return the text cut where quotes begin and end, each part with the kind of its quote."""
    units = message.text.encode("utf-16-le")  # entities count UTF-16 units
    parts: list[tuple[str, str | None]] = []
    position = 0
    quotes = [entity for entity in message.entities if entity["type"] in _QUOTES]
    for quote in sorted(quotes, key=lambda entity: int(entity["offset"])):
        begin = 2 * quote["offset"]
        end = begin + 2 * quote["length"]
        parts.append((_text(units[position:begin]), None))
        parts.append((_text(units[begin:end]), quote["type"]))
        position = end
    parts.append((_text(units[position:]), None))
    return [(text, quote) for text, quote in parts if text]


def _text(units: bytes) -> str:
    return units.decode("utf-16-le").strip("\n")


def _wrapped(line: str, quote: str | None) -> list[str]:
    margin = "  │ " if quote else "  "
    mark = _MARK.match(line)
    hanging = margin + " " * len(mark[0] if mark else "")
    width = max(min(shutil.get_terminal_size().columns, WIDEST), 24)
    wrapped = textwrap.wrap(line, width, initial_indent=margin, subsequent_indent=hanging)
    return wrapped or [margin.rstrip()]


def _keys(message: Message) -> list[str]:
    rows, number = [], 0
    for row in message.rows:
        keys = []
        for label in row:
            number += 1
            keys.append(f"[{number}] {label}")
        rows.append("    " + "   ".join(keys))
    return rows
