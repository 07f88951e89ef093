"""Files of an e-mail: which are taken, and which are refused, with the reason in a word.

Nothing is unpacked: an archive says itself how large it would be. The list is of what offices
send each other; programs, disk images and what Windows runs by a click are not among it.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable
from pathlib import PurePath

from bot.domain.mail_words import one_line
from bot.office.mail.letters import Attached, Refused

MOST_FILES = 10
MOST_BYTES = 10 * 1024 * 1024  # of one
MOST_UNPACKED = 50 * 1024 * 1024
MOST_RATIO = 100
MOST_MEMBERS = 200
KINDS = frozenset(
    {
        *("pdf", "doc", "docx", "odt", "rtf", "txt", "xls", "xlsx", "ods", "csv"),
        *("ppt", "pptx", "odp", "jpg", "jpeg", "png", "gif", "webp", "heic", "tif", "tiff"),
        *("zip", "ics", "xml", "mp3", "m4a", "ogg", "mp4", "p7s", "xades"),
    }
)
_PACKED = frozenset({"zip", "docx", "xlsx", "pptx", "odt", "ods", "odp"})
_PROGRAMS = (b"MZ", b"\x7fELF", b"#!", b"L\x00\x00\x00\x01\x14\x02\x00")
_WORDS = re.compile(r"[/\\:]")


def sorted_out(found: Iterable[tuple[str, bytes]]) -> tuple[list[Attached], list[Refused]]:
    """Return the files that are taken, and those that are not."""
    taken: list[Attached] = []
    refused: list[Refused] = []
    for name, content in found:
        named = name_of(name)
        why = "count" if len(taken) >= MOST_FILES else wrong_with(named, content)
        if why is None:
            taken.append(Attached(named, content))
        else:
            refused.append(Refused(named, why))
    return taken, refused


def name_of(given: str) -> str:
    """Return a file's name without folders and signs that hide its kind."""
    last = _WORDS.split(one_line(given, 500))[-1].strip(". ")
    stem, dot, ending = last.rpartition(".")
    return f"{stem[:100]}{dot}{ending[:10]}" if dot else last[:100] or "plik"


def wrong_with(name: str, content: bytes) -> str | None:
    """Return why a file is not taken."""
    ending = PurePath(name).suffix.lstrip(".").lower()
    if ending not in KINDS or content.startswith(_PROGRAMS):
        return "kind"
    if len(content) > MOST_BYTES:
        return "size"
    if not content:
        return "broken"
    packed = ending in _PACKED or content.startswith(b"PK\x03\x04")
    return _wrong_inside(content, archive=ending == "zip") if packed else None


def _wrong_inside(content: bytes, *, archive: bool) -> str | None:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            members = packed.infolist()
    except Exception:  # a hostile archive has many ways to be broken
        return "broken"
    if any(one.flag_bits & 1 for one in members):
        return "locked"
    unpacked = sum(one.file_size for one in members)
    bomb = unpacked > MOST_UNPACKED or unpacked > MOST_RATIO * len(content)
    if len(members) > MOST_MEMBERS * (1 if archive else 20) or bomb:
        return "bomb"
    if not archive:
        return None
    inside = {PurePath(one.filename).suffix.lstrip(".").lower() for one in members}
    return "kind" if inside - KINDS - {""} else None
