"""Reads the words of a PDF that typst made, as whoever copies from it would have them.

Enough for our own files only: streams packed by deflate, fonts of two-byte glyphs, each with its
map to Unicode.
"""

from __future__ import annotations

import re
import zlib

_OBJECT = re.compile(rb"(\d+) 0 obj\n(.*?)\nendobj", re.DOTALL)
_PLAIN = rb"\\.|[^\\()]"
_DEEP = rb"(?:%s|\((?:%s|\((?:%s)*\))*\))*" % (_PLAIN, _PLAIN, _PLAIN)  # balanced, three deep
_SHOWN = re.compile(rb"/(\w+) [\d.]+ Tf|<([0-9a-fA-F]+)>|\((%s)\)|(\bET\b)" % _DEEP, re.DOTALL)
_ESCAPES = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}


def text_of(pdf: bytes) -> str:
    """Return all words of a PDF, a line for each piece that was set at a place of its own."""
    objects = {int(number): body for number, body in _OBJECT.findall(pdf)}
    pages = (body for body in objects.values() if b"/Type/Page/" in body)
    return "\n".join(_page(page, objects) for page in pages)


def _page(page: bytes, objects: dict[int, bytes]) -> str:
    resources = objects[_reference(page, b"Resources")]
    named = re.search(rb"/Font<<(.*?)>>", resources, re.DOTALL)
    assert named is not None
    fonts = {
        name: _unicode(_stream(objects[_reference(objects[int(number)], b"ToUnicode")]))
        for name, number in re.findall(rb"/(\w+) (\d+) 0 R", named[1])
    }
    return _words(_stream(objects[_reference(page, b"Contents")]), fonts)


def _reference(body: bytes, name: bytes) -> int:
    found = re.search(rb"/%s (\d+) 0 R" % name, body)
    assert found is not None, name
    return int(found[1])


def _stream(body: bytes) -> bytes:
    head, _, rest = body.partition(b"stream\n")
    packed = rest.rpartition(b"\nendstream")[0]
    return zlib.decompress(packed) if b"FlateDecode" in head else packed


def _unicode(cmap: bytes) -> dict[int, str]:
    found: dict[int, str] = {}
    for block in re.findall(rb"beginbfchar(.*?)endbfchar", cmap, re.DOTALL):
        for glyph, sign in re.findall(rb"<([0-9a-fA-F]+)>\s*<([0-9a-fA-F]+)>", block):
            found[int(glyph, 16)] = _signs(sign)
    for block in re.findall(rb"beginbfrange(.*?)endbfrange", cmap, re.DOTALL):
        three = rb"<([0-9a-fA-F]+)>\s*<([0-9a-fA-F]+)>\s*<([0-9a-fA-F]+)>"
        for first, last, sign in re.findall(three, block):
            start = int(first, 16)
            for glyph in range(start, int(last, 16) + 1):
                found[glyph] = chr(ord(_signs(sign)) + glyph - start)
    return found


def _signs(digits: bytes) -> str:
    return bytes.fromhex(digits.decode()).decode("utf-16-be")


def _words(body: bytes, maps: dict[bytes, dict[int, str]]) -> str:
    words: list[str] = []
    font: dict[int, str] = {}
    for found in _SHOWN.finditer(re.sub(rb"/(Lang|Alt|ActualText)\([^)]*\)", b"", body)):
        if found[1] is not None:
            font = maps[found[1]]
        elif found[2] is not None:
            words.append(_read(bytes.fromhex(found[2].decode()), font))
        elif found[3] is not None:
            words.append(_read(_unescaped(found[3]), font))
        elif found[4] is not None:
            words.append("\n")
    return "".join(words)


def _unescaped(raw: bytes) -> bytes:
    def one(found: re.Match[bytes]) -> bytes:
        sign = found[1]
        return bytes([int(sign, 8)]) if sign.isdigit() else _ESCAPES.get(sign, sign)

    return re.sub(rb"\\([0-7]{1,3}|.)", one, raw, flags=re.DOTALL)


def _read(glyphs: bytes, font: dict[int, str]) -> str:
    pairs = zip(glyphs[::2], glyphs[1::2], strict=True)
    return "".join(font.get(high << 8 | low, "?") for high, low in pairs)
