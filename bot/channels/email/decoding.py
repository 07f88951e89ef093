"""Bytes of an e-mail as text, whatever they say of themselves: nothing here ever raises."""

from __future__ import annotations

import re
from email.header import decode_header
from email.message import Message
from html.parser import HTMLParser

LONGEST_HEADER = 20_000  # characters
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u202a-\u202e\u2066-\u2069\ufeff]")
_POLISH = re.compile("[ąćęłńóśźżĄĆĘŁŃÓŚŹŻ]")
_HIDDEN = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|font-size\s*:\s*0|opacity\s*:\s*0"
)
_UNSEEN = frozenset({"script", "style", "head", "title", "template", "noscript"})
_VOID = frozenset({"br", "img", "hr", "input", "meta", "link", "col", "area", "base", "wbr"})
_BLOCKS = frozenset({"p", "div", "tr", "li", "h1", "h2", "h3", "h4", "table", "blockquote", "ul"})
_DEEPEST = 500


def text_of(content: bytes, charset: str | None) -> str:
    """Return bytes as text: as they say, else as UTF-8, else as the more Polish of two guesses."""
    for name in (charset, "utf-8"):
        try:
            return clean(content.decode(name or "utf-8"))
        except (LookupError, UnicodeError, ValueError):
            continue
    guesses = [content.decode(name, "replace") for name in ("cp1250", "iso-8859-2")]
    return clean(max(guesses, key=lambda one: len(_POLISH.findall(one))))


def clean(text: str) -> str:
    """Return text without signs that turn it round or that nobody can see."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").replace("\xa0", " ")
    return _CONTROL.sub("", lines.encode("utf-8", "replace").decode())


def header(message: Message, name: str) -> str:
    """Return a header as people read it, in one line; "" where there is none."""
    return " ".join(decoded(written_header(message, name)).split())


def written_header(message: Message, name: str) -> str:
    """Return a header as it is written: addresses are read before what is coded in it."""
    found = next((v for k, v in message.raw_items() if k.lower() == name.lower()), "")
    value = str(found)[:LONGEST_HEADER]
    return text_of(value.encode("ascii", "surrogateescape"), None) if _odd(value) else value


def headers(message: Message, names: frozenset[str], most: int = 20) -> list[str]:
    """Return all headers of these names (in small letters)."""
    found = [str(v)[:LONGEST_HEADER] for k, v in message.raw_items() if k.lower() in names]
    return [" ".join(one.split()) for one in found[:most]]


def decoded(value: str) -> str:
    """Return words of a header as people read them."""
    try:
        parts = decode_header(value)
    except Exception:  # whatever is wrong with it, the rest of the e-mail is read
        return clean(value)
    said = [part if isinstance(part, str) else text_of(part, name) for part, name in parts]
    return clean("".join(said))


def _odd(value: str) -> bool:
    return any("\udc80" <= sign <= "\udcff" for sign in value)


class _Words(HTMLParser):
    """Collects what a reader of an HTML e-mail sees; quotations get their marks."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.lines: list[str] = [""]
        self._open: list[tuple[str, bool]] = []  # each tag, and whether it hides what is in it
        self._quoted = 0

    def _new_line(self) -> None:
        if self.lines[-1].strip("> "):
            self.lines.append("")

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "br":
            self.lines.append("")
        if tag in _VOID or len(self._open) > _DEEPEST:
            return
        given = dict(attrs)
        style = (given.get("style") or "").lower()
        hidden = tag in _UNSEEN or bool(_HIDDEN.search(style)) or "hidden" in given
        self._open.append((tag, hidden or bool(self._open and self._open[-1][1])))
        if tag in _BLOCKS:
            self._new_line()
        self._quoted += tag == "blockquote"

    def handle_endtag(self, tag: str) -> None:
        if tag in _BLOCKS:
            self._new_line()
        places = [at for at, (name, _hidden) in enumerate(self._open) if name == tag]
        if places:
            closed = self._open[places[-1] :]
            del self._open[places[-1] :]
            self._quoted -= sum(name == "blockquote" for name, _hidden in closed)

    def handle_data(self, data: str) -> None:
        if self._open and self._open[-1][1]:
            return
        words = " ".join(data.split())
        if words:
            mark = "> " if self._quoted and not self.lines[-1] else ""
            between = " " if self.lines[-1] and not self.lines[-1].endswith(" ") else ""
            self.lines[-1] += f"{mark}{between if data[:1].isspace() else ''}{words}"
            if data[-1:].isspace():
                self.lines[-1] += " "


def words_of_html(html: str) -> str:
    """Return what a reader of an HTML e-mail sees; what is hidden, or lies elsewhere, is not."""
    reader = _Words()
    try:
        reader.feed(html)
        reader.close()
    except Exception:  # as far as it could be read
        reader.lines.append("")
    return "\n".join(line.rstrip() for line in reader.lines).strip()
