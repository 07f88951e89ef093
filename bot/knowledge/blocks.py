"""Turns the fuller Markdown of guides and practices into blocks for Telegram, which knows less.

Headings become bold lines, tables a list of rows, texts to copy a frame that one tap copies.
Single paragraphs and lists are `markdown`'s, as in answers; nothing unescaped comes out.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape
from itertools import pairwise

from markdown_it import MarkdownIt
from markdown_it.token import Token

from bot.knowledge.markdown import plain_text, to_telegram_html

SECTION = "h2"
_READER = MarkdownIt("commonmark", {"html": False}).enable("table")
_BOXES = (("• [ ] ", "☐ "), ("• [x] ", "☑ "), ("• [X] ", "☑ "))


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, list, table or frame as Telegram's HTML; or a section's heading, as words."""

    html: str
    heading: str = ""


def blocks_of(markdown: str) -> Iterator[Block]:
    """Yield the blocks of a text in their order."""
    lines = markdown.split("\n")
    for group in _groups(_READER.parse(markdown)):
        first = group[0]
        begins, ends = first.map or (0, 0)
        if first.type == "heading_open":
            yield _heading(first.tag, group[1].content)
        elif first.type == "fence":
            yield Block(f"<pre>{escape(first.content.rstrip(), quote=False)}</pre>")
        elif first.type == "table_open":
            yield Block("\n".join(_rows(group)))
        elif html := to_telegram_html("\n".join(lines[begins:ends])):
            yield Block(_with_boxes(html))


def _groups(tokens: Sequence[Token]) -> Iterator[list[Token]]:
    """Yield the tokens of each outermost block."""
    group: list[Token] = []
    for token in tokens:
        group.append(token)
        if token.level == 0 and token.nesting <= 0:
            yield group
            group = []


def _heading(tag: str, words: str) -> Block:
    plain = plain_text(words)
    return Block(f"<b>{escape(plain, quote=False)}</b>", plain if tag == SECTION else "")


def _with_boxes(html: str) -> str:
    for sign, box in _BOXES:
        html = html.replace(sign, box)
    return html


def _rows(table: Sequence[Token]) -> Iterator[str]:
    """Yield each row as a line: its first cell in bold, the others after their headings."""
    headings, cells = _cells(table, "th_open"), _cells(table, "td_open")
    width = len(headings)
    for start in range(0, len(cells), width):
        first, *others = cells[start : start + width]
        named = [
            f"{heading}: {cell}" if width > 2 and heading else cell
            for heading, cell in zip(headings[1:], others, strict=True)
            if cell
        ]
        yield f"• <b>{first}</b>" + (f" – {'; '.join(named)}" if named else "")


def _cells(table: Sequence[Token], kind: str) -> list[str]:
    return [
        to_telegram_html(cell.content) for opening, cell in pairwise(table) if opening.type == kind
    ]
