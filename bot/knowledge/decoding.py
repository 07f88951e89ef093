"""Turns the bytes of a file into text, or says why they are not plain UTF-8 without odd signs."""

from __future__ import annotations

import re

from bot.knowledge.complaints import Complaint, Refused

LARGEST_FILE = 1_000_000
#: Signs that nobody sees, but that break texts: control signs, zero-width spaces, direction marks.
_HIDDEN = re.compile(
    "[\x01-\x08\x0b-\x1f\x7f-\x84\x86-\x9f\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069"
    "\ud800-\udfff\ufeff\ufffe\uffff]"
)
_FORBIDDEN = (
    ("\0", "znak NUL; zapisz plik od nowa jako zwykły tekst UTF-8"),
    ("\t", "tabulator; zastąp go spacjami"),
)
_BEFORE = 20  # letters shown before a sign that cannot be seen


def decode(raw: bytes, file: str) -> str:
    """Return the text of a file; refuse what is not plain UTF-8 of a reasonable size."""
    if len(raw) > LARGEST_FILE:
        raise Refused(Complaint(file, 1, "plik ma ponad 1 MB; podziel go albo skróć"))
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")) or _has_wide_letters(raw):
        raise Refused(Complaint(file, 1, "plik jest w UTF-16; zapisz go jako UTF-8"))
    if raw.startswith(b"\xef\xbb\xbf"):
        raise Refused(
            Complaint(file, 1, "plik zaczyna się od znaku BOM; zapisz jako UTF-8 bez BOM")
        )
    try:
        text = raw.decode("utf-8").replace("\r\n", "\n").replace("\r", "\n")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        what = "litera zapisana inaczej niż w UTF-8 (może w cp1250); zapisz plik jako UTF-8"
        raise Refused(Complaint(file, line, what)) from None
    _refuse_forbidden(text, file)
    return text


def _has_wide_letters(raw: bytes) -> bool:
    """Tell whether every other byte is a zero: UTF-16 without its mark."""
    return raw[:200].count(0) > len(raw[:200]) // 3


def _refuse_forbidden(text: str, file: str) -> None:
    for sign, what in _FORBIDDEN:
        if (at := text.find(sign)) >= 0:
            raise Refused(Complaint(file, text.count("\n", 0, at) + 1, what))
    if found := _HIDDEN.search(text):
        line = text.count("\n", 0, found.start()) + 1
        raise Refused(Complaint(file, line, _hidden(text, found)))


def _hidden(text: str, found: re.Match[str]) -> str:
    """Say which sign nobody sees, and where in its line it is."""
    before = text[: found.start()].rpartition("\n")[2][-_BEFORE:].strip()
    where = f"po „{before}”" if before else "na początku linii"
    sign = f"U+{ord(found[0]):04X}"
    return f"niewidoczny znak ({sign}) {where}; skasuj ten fragment i wpisz go od nowa"


def without_hidden(text: str) -> str:
    """Return a text without the signs that nobody sees, and that a file is refused for."""
    return _HIDDEN.sub("", text).replace("\0", "").replace("\t", " ")


def hides_signs(text: str) -> bool:
    """Tell whether a text holds a sign that nobody sees; escapes of YAML can make one."""
    return "\0" in text or _HIDDEN.search(text) is not None
