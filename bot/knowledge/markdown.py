"""Turns the simple Markdown of answers into Telegram's few tags, and says what is too much for it.

Parsing is markdown-it's; this is only a small renderer over its tokens. Everything is escaped:
whatever the text, only <b>, <i> and <a href> come out as tags.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from functools import lru_cache
from html import escape

from markdown_it import MarkdownIt
from markdown_it.token import Token

from bot.knowledge.complaints import quoted

SCHEMES = ("https:", "mailto:", "tel:")

_READER = MarkdownIt("commonmark", {"html": False})
_CHECKER = MarkdownIt("commonmark", {"html": True}).enable("table")
for _parser in (_READER, _CHECKER):
    # Links of any kind are let through the parser: here they are refused aloud or shown as text.
    _parser.validateLink = lambda url: True  # type: ignore[method-assign]

_TAGS = {"strong_open": "<b>", "strong_close": "</b>", "em_open": "<i>", "em_close": "</i>"}
_LISTS = {"bullet_list_open", "ordered_list_open"}
_COMPLETE = re.compile(
    r"https://[^\s/?#]+\.[^\s/?#]+|mailto:[^\s@]+@[^\s@]+\.[^\s@]+|tel:\+?[0-9]", re.IGNORECASE
)
_START_LINK = re.compile(r"https://t\.me/\w+\?start=a_([\w-]+)", re.IGNORECASE)
_WORD = re.compile(r"\w+(?:[-.,]\w+)*")
#: A capital after a stop begins a sentence; after "art." and the like stands a number.
_BETWEEN_SENTENCES = re.compile(r"(?<=[.!?…])[\"”)]?\s+(?=[\"„(]?[A-ZĄĆĘŁŃÓŚŹŻ])")
_OBJECTIONS = {
    "heading_open": "nagłówek; zamiast niego zacznij akapit od **pogrubienia**",
    "html_block": "kod HTML; zostaw sam tekst",
    "html_inline": "kod HTML; zostaw sam tekst",
    "fence": "blok kodu; zostaw zwykły akapit",
    "code_block": "wcięcie czterema spacjami robi blok kodu; usuń spacje z początku linii",
    "code_inline": "tekst w odwróconych apostrofach; użyj **pogrubienia**",
    "blockquote_open": "cytat (>); zostaw zwykły akapit",
    "table_open": "tabela; zapisz ją jako listę",
    "hr": "linia rozdzielająca; usuń ją",
    "image": "obrazek; wstaw link do niego",
}


#: What texts may hold beyond paragraphs, bold and lists: nothing in a message, more on a page.
SIMPLE: frozenset[str] = frozenset()
FULL = frozenset({"heading_open", "fence", "table_open"})


@lru_cache(maxsize=512)
def to_telegram_html(markdown: str) -> str:
    """Return the answer with Telegram's tags; safe to send with parse mode HTML."""
    blocks = _Blocks()
    for token in _READER.parse(markdown):
        blocks.take(token)
    return blocks.text()


def plain_words(markdown: str) -> list[str]:
    """Return the words a reader sees, without marks and addresses of links."""
    return words_of(plain_text(markdown))


def words_of(plain: str) -> list[str]:
    """Return the words of a text without marks."""
    return _WORD.findall(plain)


def plain_text(markdown: str) -> str:
    """Return the text a reader sees, one block a line."""
    return _skimmed(markdown)[0]


@lru_cache(maxsize=1024)  # whoever checks a page asks several times about one text
def _skimmed(markdown: str) -> tuple[str, tuple[str, ...]]:
    """Return the text a reader sees and the ids of the entries it links to."""
    blocks = _READER.parse(markdown)
    plain = "\n".join("".join(_seen(token)) for token in blocks if token.content)
    return plain, tuple(ident for token in blocks for ident in _linked(token))


def sentences(markdown: str) -> Iterator[str]:
    """Yield the sentences a reader sees; a line of a list ends one, too."""
    for block in plain_text(markdown).split("\n"):
        yield from (part for part in _BETWEEN_SENTENCES.split(block) if part.strip())


def objections(markdown: str, allowed: Collection[str] = SIMPLE) -> Iterator[tuple[int, str]]:
    """Yield (zero-based line, what is wrong) for everything a text must not contain.

    `allowed` is SIMPLE for what goes into one message, FULL for what the website shows.
    """
    for token in _CHECKER.parse(markdown):
        line = token.map[0] if token.map else 0
        if token.type == "heading_open" and "heading_open" in allowed and token.tag == "h1":
            yield line, "nagłówek # jest tylko jeden, z pola title; zacznij od ##"
        elif token.type in _OBJECTIONS and token.type not in allowed:
            yield line, _OBJECTIONS[token.type]
        yield from _objections_inside(token, line)


def _objections_inside(token: Token, line: int) -> Iterator[tuple[int, str]]:
    for child in token.children or []:
        if child.type in {"softbreak", "hardbreak"}:
            line += 1
        if child.type in _OBJECTIONS:
            yield line, _OBJECTIONS[child.type]
        if child.type == "link_open" and not _is_allowed(child):
            what = "link musi zaczynać się od https:, mailto: albo tel:; popraw adres"
            yield line, f"{what} {quoted(child.attrGet('href'))}"
        elif child.type == "link_open" and not _COMPLETE.match(str(child.attrGet("href"))):
            yield line, f"link jest niepełny; popraw adres {quoted(child.attrGet('href'))}"


def pages_linked(markdown: str) -> tuple[str, ...]:
    """Return the ids of entries that the start links of an answer lead to."""
    return _skimmed(markdown)[1]


def _linked(token: Token) -> Iterator[str]:
    for child in token.children or []:
        address = str(child.attrGet("href") or "") if child.type == "link_open" else ""
        if found := _START_LINK.match(address):
            yield found[1]


def _is_allowed(link: Token) -> bool:
    return str(link.attrGet("href") or "").lower().startswith(SCHEMES)


def _seen(token: Token) -> Iterator[str]:
    if not token.children:
        yield token.content
    for child in token.children or []:
        yield "\n" if child.type in {"softbreak", "hardbreak"} else child.content


def _inline(tokens: list[Token]) -> Iterator[str]:
    links: list[bool] = []
    for token in tokens:
        if token.type in _TAGS:
            yield _TAGS[token.type]
        elif token.type == "link_open":
            links.append(_is_allowed(token))
            if links[-1]:
                yield f'<a href="{escape(str(token.attrGet("href")))}">'
        elif token.type == "link_close":
            if links.pop():
                yield "</a>"
        elif token.type == "softbreak":
            yield " "
        elif token.type == "hardbreak":
            yield "\n"
        else:
            yield escape(token.content, quote=False)


class _Blocks:
    """Collects blocks: paragraphs stand apart, items of a list stand close."""

    def __init__(self) -> None:
        self.written: list[str] = []
        self.counters: list[int | None] = []
        self.sign = ""
        self.close = False

    def take(self, token: Token) -> None:
        """Add one block token."""
        if token.type in _LISTS:
            ordered = token.type == "ordered_list_open"
            self.counters.append(int(token.attrGet("start") or 1) if ordered else None)
        elif token.type in {"bullet_list_close", "ordered_list_close"}:
            self.counters.pop()
            self.close = self.close and bool(self.counters)
        elif token.type == "list_item_open":
            self.sign = self._next_sign()
        elif token.children is not None:
            self._write("".join(_inline(token.children)).strip())
        elif token.content:
            self._write(escape(token.content.strip(), quote=False))

    def text(self) -> str:
        """Return everything collected."""
        return "".join(self.written).strip()

    def _next_sign(self) -> str:
        number = self.counters[-1]
        if number is None:
            return "• "
        self.counters[-1] = number + 1
        return f"{number}. "

    def _write(self, block: str) -> None:
        if not block:
            return
        inside = bool(self.counters)
        between = "\n" if inside and self.close else "\n\n"
        indent = "   " * (len(self.counters) - 1) if inside else ""
        self.written += [between, indent, self.sign, block]
        self.sign = ""
        self.close = inside
