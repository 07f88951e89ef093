"""A message in plain letters: wrapped, its long quotes folded, its buttons numbered."""

from __future__ import annotations

import shutil
import textwrap

from bot.simulator.model import Message

WIDEST, FOLDED_TO = 88, 3
_QUOTES = ("blockquote", "expandable_blockquote")


def printed(message: Message, again: bool) -> str:
    """Return a message as it stands in a terminal."""
    where = "Bot" if message.chat.private else f"Grupa, {_thread(message)}"
    head = f"\n{where}{' (zmienione)' if again else ''}:"
    return "\n".join([head, *_lines(message), *_keys(message)])


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
    width = min(shutil.get_terminal_size().columns, WIDEST)
    return textwrap.wrap(
        line, max(width, 20), initial_indent=margin, subsequent_indent=margin
    ) or [margin.rstrip()]


def _keys(message: Message) -> list[str]:
    rows, number = [], 0
    for row in message.rows:
        keys = []
        for label in row:
            number += 1
            keys.append(f"[{number}] {label}")
        rows.append("    " + "   ".join(keys))
    return rows
