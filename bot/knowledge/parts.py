"""Cuts longer pages into parts that each fit into one message: a guide by its sections."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from html import escape, unescape

from bot.knowledge.blocks import Block, blocks_of

LONGEST_PART = 3_400  # letters; Telegram takes 4096, the rest is for titles
_TAG = re.compile(r"<[^<>]*>")
_FRAME = ("<pre>", "</pre>")
_BETWEEN = "\n\n"


@dataclass(frozen=True, slots=True)
class Part:
    """One message of a page. `name` is unlike those of the page's other parts.

    `title` is empty before the first section; a section that needs more messages is `continued`.
    """

    name: str
    title: str
    html: str
    continued: bool = False


@lru_cache(maxsize=64)
def sections(markdown: str) -> tuple[Part, ...]:
    """Return the parts of a text, each at most one of its sections."""
    found: list[Part] = []
    for title, blocks in _by_section(blocks_of(markdown)):
        for number, html in enumerate(_packed(blocks)):
            same = sum(part.title == title for part in found)
            found.append(Part(f"{title}#{same}", title, html, continued=number > 0))
    return tuple(found)


@lru_cache(maxsize=64)
def story(markdown: str) -> tuple[Part, ...]:
    """Return the parts of a text read from end to end, as few as possible."""
    packed = _packed(blocks_of(markdown))
    return tuple(Part(f"#{n}", "", html, continued=n > 0) for n, html in enumerate(packed))


def _by_section(blocks: Iterable[Block]) -> Iterator[tuple[str, list[Block]]]:
    """Yield each section's title and blocks; what stands before the first has no title."""
    title = ""
    held: list[Block] = []
    for block in blocks:
        if not block.heading:
            held.append(block)
            continue
        if title or held:
            yield title, held
        title, held = block.heading, []
    if title or held:
        yield title, held


def _packed(blocks: Iterable[Block]) -> Iterator[str]:
    """Yield messages, one at least, of as many blocks as fit; one that is too long is cut."""
    held: list[str] = []
    room = LONGEST_PART
    for piece in (piece for block in blocks for piece in _pieces(block.html)):
        length = _length(piece) + len(_BETWEEN)
        if held and length > room:
            yield _BETWEEN.join(held)
            held, room = [], LONGEST_PART
        held.append(piece)
        room -= length
    yield _BETWEEN.join(held)


def _seen(html: str) -> str:
    return unescape(_TAG.sub("", html))


def _length(html: str) -> int:
    """Return how long Telegram counts it: some signs are two units."""
    return len(_seen(html).encode("utf-16-le")) // 2


def _pieces(html: str) -> Iterator[str]:
    """Yield the block, or, if it is too long, its words in pieces without bold and links."""
    if _length(html) <= LONGEST_PART:
        yield html
        return
    before, after = _FRAME if html.startswith(_FRAME[0]) else ("", "")
    rest = _seen(html)
    while rest:
        piece = _first(rest)
        rest = rest[len(piece) :].lstrip()
        yield before + escape(piece.rstrip(), quote=False) + after


def _first(text: str) -> str:
    most = LONGEST_PART // 2  # whatever the signs, they fit
    if len(text) <= most:
        return text
    at = max(text.rfind("\n", 0, most), text.rfind(". ", 0, most) + 1, text.rfind(" ", 0, most))
    return text[: at if at > 0 else most]
