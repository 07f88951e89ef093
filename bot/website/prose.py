"""Turns the Markdown of answers, guides and practices into the site's HTML.

Parsing is markdown-it's; here headings get anchors, lists to tick off their boxes, tables a frame
to scroll in, links to our own entries the address of their page.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from html import escape
from itertools import pairwise

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from markupsafe import Markup

from bot.knowledge.markdown import SCHEMES
from bot.knowledge.text import fold
from bot.website.typography import tied

_BOX = "[ ] "
_START_LINK = re.compile(r"https://t\.me/\w+\?start=a_([\w-]+)", re.IGNORECASE)
_NOT_A_WORD = re.compile(r"[^a-z0-9]+")


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading inside a text, with the anchor that leads to it."""

    level: int
    anchor: str
    words: str


@dataclass(frozen=True, slots=True)
class Prose:
    """A text as HTML, with the headings found in it."""

    html: Markup
    headings: tuple[Heading, ...]


def prose(markdown: str, address_of: Callable[[str], str]) -> Prose:
    """Return a text as HTML; `address_of` tells where the page of an entry lies."""
    tokens = _PARSER.parse(markdown)
    headings = tuple(_anchored(tokens))
    _box(tokens)
    for token in _with_children(tokens):
        if token.type == "text":
            token.content = tied(token.content)
        elif token.type == "link_open":
            _lead(token, address_of)
        elif token.type == "th_open":
            token.attrSet("scope", "col")
    html = _PARSER.renderer.render(tokens, _PARSER.options, {})
    return Prose(Markup(html), headings)  # noqa: S704 - the renderer has escaped every text


def _anchored(tokens: Sequence[Token]) -> Iterator[Heading]:
    """Give each heading an anchor of its own, and yield it."""
    taken: set[str] = set()
    for token, inside in pairwise(tokens):
        if token.type != "heading_open":
            continue
        words = "".join(child.content for child in inside.children or ())
        anchor = name = _NOT_A_WORD.sub("-", fold(words)).strip("-") or "rozdzial"
        number = 2
        while anchor in taken:
            anchor, number = f"{name}-{number}", number + 1
        taken.add(anchor)
        token.attrSet("id", f"r-{anchor}")
        yield Heading(int(token.tag[1]), f"r-{anchor}", tied(words))


def _box(tokens: Sequence[Token]) -> None:
    """Let items that begin with an empty box be shown with one."""
    for item, _, inside in zip(tokens, tokens[1:], tokens[2:], strict=False):
        if item.type == "list_item_open" and inside.content.startswith(_BOX):
            item.attrJoin("class", "todo")
            first = (inside.children or [])[0]
            first.content = first.content.removeprefix(_BOX)


def _with_children(tokens: Sequence[Token]) -> Iterator[Token]:
    for token in tokens:
        yield token
        yield from token.children or ()


def _lead(link: Token, address_of: Callable[[str], str]) -> None:
    """Let a link to an entry in the bot lead to its page; refuse what is no link of ours."""
    address = str(link.attrGet("href") or "")
    if found := _START_LINK.fullmatch(address):
        link.attrSet("href", address_of(found[1]))
    elif not address.lower().startswith(SCHEMES):
        link.attrs.pop("href", None)


def _table_open(*_: object) -> str:
    return '<div class="table" role="group" aria-label="Tabela" tabindex="0"><table>\n'


def _table_close(*_: object) -> str:
    return "</table></div>\n"


def _copied(_renderer: RendererHTML, tokens: Sequence[Token], number: int, *_: object) -> str:
    return f"<pre>{escape(tokens[number].content.rstrip(), quote=False)}</pre>\n"


_PARSER = MarkdownIt("commonmark", {"html": False}).enable("table")
_PARSER.add_render_rule("table_open", _table_open)
_PARSER.add_render_rule("table_close", _table_close)
_PARSER.add_render_rule("fence", _copied)
