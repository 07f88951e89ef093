"""Telegram's HTML: the few tags it knows, turned into plain text and entities.

Positions in error messages are byte offsets, entity offsets are UTF-16 units, as with Telegram.
What becomes of the text afterwards (trimming, automatic links) is `entities`' business.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.simulator.model import Json
from bot.simulator.refusals import Refusal

_STYLES = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "code": "code",
    "pre": "pre",
    "blockquote": "blockquote",
    "tg-spoiler": "spoiler",
    "span": "spoiler",
}
_KNOWN = frozenset(_STYLES) | {"a", "tg-emoji"}
_TAG = re.compile(r"<(?P<end>/?)(?P<name>[^\s>]*)(?P<rest>(?:[^>\"']|\"[^\"]*\"|'[^']*')*)>")
_ATTRIBUTE = re.compile(
    r"(?P<name>[^\s=>\"']+)(?:\s*=\s*(?:\"(?P<two>[^\"]*)\"|'(?P<one>[^']*)'|(?P<bare>[\w.-]+)))?"
)
_CHARACTER = re.compile(r"&(?:(lt|gt|amp|quot)|#(\d{1,7})|#[xX]([0-9a-fA-F]{1,6}));?")
_NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}


def units(text: str) -> int:
    """Return the length in UTF-16 units, in which Telegram counts."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def unparsable(text: str) -> Refusal:
    """Refuse formatting that cannot be read."""
    return Refusal(f"can't parse entities: {text}")


def unescape(text: str) -> str:
    """Decode the character references Telegram knows; others stay as they are written."""
    return _CHARACTER.sub(_character, text)


def _character(found: re.Match[str]) -> str:
    name, decimal, hexadecimal = found.groups()
    if name:
        return _NAMED[name]
    code = int(decimal) if decimal else int(hexadecimal, 16)
    if 0xD800 <= code <= 0xDFFF or code > 0x10FFFF or code == 0:
        return found.group()
    return chr(code)


@dataclass(slots=True)
class _Open:
    name: str
    attributes: dict[str, str]
    offset: int


class _Reader:
    def __init__(self, source: str) -> None:
        self.source = source
        self.text = ""
        self.units = 0
        self.open: list[_Open] = []
        self.found: list[Json] = []

    def read(self) -> tuple[str, list[Json]]:
        at = 0
        while (bracket := self.source.find("<", at)) >= 0:
            self._add(self.source[at:bracket])
            tag = _TAG.match(self.source, bracket)
            if tag is None:
                raise self._broken(bracket)
            (self._end if tag["end"] else self._start)(tag, self._byte(bracket))
            at = tag.end()
        self._add(self.source[at:])
        if self.open:
            raise unparsable(
                f'Can\'t find end tag corresponding to start tag "{self.open[-1].name}"'
            )
        return self.text, self.found

    def _broken(self, bracket: int) -> Refusal:
        at, rest = self._byte(bracket), self.source[bracket + 1 :]
        if rest.startswith("/"):
            what = "Unclosed" if self.open else "Unexpected"
            return unparsable(f"{what} end tag at byte offset {at}")
        name, space, _ = rest.partition(" ")
        if space and name.lower() not in _KNOWN:
            return unparsable(f'Unsupported start tag "{name.lower()}" at byte offset {at}')
        return unparsable(f"Unclosed start tag at byte offset {at}")

    def _byte(self, position: int) -> int:
        return len(self.source[:position].encode())

    def _add(self, raw: str) -> None:
        text = unescape(raw)
        self.text += text
        self.units += units(text)

    def _start(self, tag: re.Match[str], at: int) -> None:
        name = tag["name"].lower()
        if name not in _KNOWN:
            raise unparsable(f'Unsupported start tag "{name}" at byte offset {at}')
        attributes = {
            item["name"].lower(): unescape(item["two"] or item["one"] or item["bare"] or "")
            for item in _ATTRIBUTE.finditer(tag["rest"])
        }
        if name == "span" and attributes.get("class") != "tg-spoiler":
            raise unparsable(f'Tag "span" must have class "tg-spoiler" at byte offset {at}')
        self.open.append(_Open(name, attributes, self.units))

    def _end(self, tag: re.Match[str], at: int) -> None:
        if not self.open:
            raise unparsable(f"Unexpected end tag at byte offset {at}")
        opened, name = self.open.pop(), tag["name"].lower()
        if name not in ("", opened.name):
            raise unparsable(
                f"Unmatched end tag at byte offset {at}, "
                f'expected "</{opened.name}>", found "</{name}>"'
            )
        if self.units > opened.offset:
            self._close(opened)

    def _close(self, opened: _Open) -> None:
        span: Json = {"offset": opened.offset, "length": self.units - opened.offset}
        if opened.name == "a":
            kind = self._link(opened)
        elif opened.name == "tg-emoji":
            kind = {"type": "custom_emoji", "custom_emoji_id": opened.attributes.get("emoji-id")}
        else:
            kind = self._style(opened, span)
        if kind is not None:
            self.found.append({**kind, **span})

    def _link(self, opened: _Open) -> Json | None:
        shown = self.text.encode("utf-16-le")[opened.offset * 2 :].decode("utf-16-le")
        url = address(opened.attributes.get("href") or shown)
        return {"type": "text_link", "url": url} if url else None

    def _style(self, opened: _Open, span: Json) -> Json | None:
        kind = _STYLES[opened.name]
        language = opened.attributes.get("class", "").removeprefix("language-")
        if kind == "blockquote" and "expandable" in opened.attributes:
            return {"type": "expandable_blockquote"}
        inner = self.found[-1] if self.found else {}
        same = (inner.get("offset"), inner.get("length")) == (span["offset"], span["length"])
        if kind == "pre" and same and inner.get("type") == "code":
            self.found.pop()  # <pre><code class="language-..."> is one block with a language
            language = inner.get("language", "")
            return {"type": "pre", **({"language": language} if language else {})}
        within = bool(self.open) and self.open[-1].name == "pre"
        return {"type": kind, **({"language": language} if within and language else {})}


def address(url: str) -> str:
    """Return the address as Telegram keeps it, or nothing when it would not take it."""
    url = url.strip()
    if re.match(r"(?i)(tg|mailto|tel):", url):
        return url if url.lower().startswith("tg:") else ""
    bare = re.sub(r"(?i)^https?://", "", url)
    host = re.split(r"[/?#]", bare, maxsplit=1)[0].rpartition(":")
    name = host[0] if host[1] and host[2].isdigit() else "".join(host)
    if not re.fullmatch(r"[^\s@:]+\.[^\s@:.]{2,}|localhost|\d+(\.\d+){3}", name):
        return ""
    if re.search(r"\s", url):
        return ""
    full = url if bare != url else f"http://{url}"
    return full if re.search(r"[/?#]", bare) else f"{full}/"


def read_html(source: str) -> tuple[str, list[Json]]:
    """Return the plain text and its entities, or refuse with Telegram's words."""
    text, found = _Reader(source).read()
    return text, sorted(found, key=lambda entity: (entity["offset"], -entity["length"]))
