"""Our words as an e-mail shows them: plain text with short lines, and modest HTML.

What comes in is the markup of our own templates: bold, italics, quotations, addresses.
"""

from __future__ import annotations

import re
from html import escape
from html.parser import HTMLParser

WIDTH = 72
ABOVE_THE_FOOT = "-- "  # the line above it
_ALLOWED = frozenset({"b", "i", "u", "s", "code", "pre"})
_MANY_NEWLINES = re.compile(r"\n{3,}")
_UNSAFE = re.compile("[\x00-\x1f\x7f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]+")
_PICTURES = re.compile(r"[^\w\s,-]+")
_LOOSE = re.compile(r"[^\w]+")
_STYLE = "font-family: sans-serif; font-size: 16px; line-height: 1.5; max-width: 40em"


class _Text(HTMLParser):
    """Takes the tags away; an address that a word leads to stands behind it."""

    def __init__(self) -> None:
        super().__init__()
        self.parts: list[str] = []
        self._addresses: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "a":
            self._addresses.append(dict(attrs).get("href") or "")

    def handle_endtag(self, tag: str) -> None:
        if tag == "a" and self._addresses and (address := self._addresses.pop()):
            self.parts.append(f" ({address})")

    def handle_data(self, data: str) -> None:
        self.parts.append(data)


class _Page(HTMLParser):
    """Keeps the few tags that every e-mail program shows."""

    def __init__(self) -> None:
        super().__init__()
        self.parts: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        address = dict(attrs).get("href") or ""
        if tag in _ALLOWED:
            self.parts.append(f"<{tag}>")
        elif tag == "a" and address.startswith(("https://", "http://", "mailto:", "tel:")):
            self.parts.append(f'<a href="{escape(address, quote=True)}">')
        elif tag == "a":
            self.parts.append("<a>")

    def handle_endtag(self, tag: str) -> None:
        if tag in _ALLOWED or tag == "a":
            self.parts.append(f"</{tag}>")

    def handle_data(self, data: str) -> None:
        self.parts.append(escape(data, quote=False))


def plain(markup: str) -> str:
    """Return our markup without its tags."""
    reader = _Text()
    reader.feed(markup)
    reader.close()
    return _MANY_NEWLINES.sub("\n\n", "".join(reader.parts)).strip()


def page(markup: str) -> str:
    """Return our markup as the body of an HTML e-mail, in paragraphs."""
    reader = _Page()
    reader.feed(markup)
    reader.close()
    words = _MANY_NEWLINES.sub("\n\n", "".join(reader.parts)).strip()
    lines = (one.strip().replace("\n", "<br>\n") for one in words.split("\n\n"))
    paragraphs = "\n".join(f"<p>{one}</p>" for one in lines)
    body = f'<body><div style="{_STYLE}">\n{paragraphs}\n</div></body>'
    return f'<!doctype html>\n<html lang="pl">{body}</html>\n'


def flowed(text: str) -> str:
    """Break long lines, so that programs which know how put them together again (RFC 3676)."""
    return "\n".join(line for words in text.split("\n") for line in _broken(words))


def _broken(words: str) -> list[str]:
    if words == ABOVE_THE_FOOT:
        return [words]
    lines = [""]
    for word in words.rstrip().split(" "):
        longer = f"{lines[-1]} {word}" if lines[-1] else word
        if len(longer) > WIDTH and lines[-1]:
            lines[-1] += " "
            lines.append(word)
        else:
            lines[-1] = longer
    stuffed = (" " + one if one.startswith((" ", ">", "From ")) else one for one in lines)
    return list(stuffed)


def one_line(words: str, longest: int) -> str:
    """Return words for a header: one line, nothing that turns or hides letters."""
    return " ".join(_UNSAFE.sub(" ", words).split())[:longest]


def word(label: str) -> str:
    """Return a button's label as somebody would write it back: without pictures."""
    return " ".join(_LOOSE.sub(" ", label).split())


def shown_word(label: str) -> str:
    """Return a button's label as we show it: without pictures, with its commas."""
    return " ".join(_PICTURES.sub(" ", label).split()).replace(" ,", ",").strip(" ,-")


def same_word(said: str, label: str) -> bool:
    """Tell whether somebody wrote back what a button says."""
    return word(said).casefold() == word(label).casefold() != ""
