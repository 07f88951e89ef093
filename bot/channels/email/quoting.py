"""What somebody wrote now, apart from what their e-mail quotes and from how it is signed."""

from __future__ import annotations

import re

_ATTRIBUTION = re.compile(r"(napisał\(a\)|napisał|napisała|pisze|wrote|schrieb)\s*:\s*$", re.I)
_BEGINS = re.compile(
    r"^\s*(w dniu\b|dnia\b|on\b|am\b|\w{2,4}\.?,? \d|\d{1,2}[ ./-]"
    r"|wiadomość napisana|użytkownik\b)",
    re.I,
)
_ORIGINAL = re.compile(
    r"^\s*(-{2,}\s*(original message|wiadomość oryginalna|oryginalna wiadomość"
    r"|forwarded message|wiadomość przekazana|treść przekazanej wiadomości)\s*-{2,}"
    r"|_{20,})\s*$",
    re.I,
)
_FROM = re.compile(r"^\s*\*?(od|from)\s*:\*?\s*\S", re.I)
_SENT = re.compile(r"^\s*\*?(wysłano|sent|data|date|do|to)\s*:\*?\s*\S", re.I)
_SIGNATURE = re.compile(r"^--\s?$")
_LINES_OF_ATTRIBUTION = 3
_LONGEST_ATTRIBUTION = 300


def cut(text: str) -> tuple[str, str]:
    """Return what was written, and what was cut off; all of it where nothing would be left."""
    lines = text.split("\n")
    kept: list[str] = []
    dropped: list[str] = []
    place = 0
    while place < len(lines):
        line = lines[place]
        if _ends_here(lines, place):
            dropped += lines[place:]
            break
        long = _attribution(lines, place)
        if long:
            dropped += lines[place : place + long]
            place += long
            if not _quotes_next(lines, place):
                dropped += lines[place:]
                break
            continue
        (dropped if line.lstrip().startswith(">") else kept).append(line)
        place += 1
    written = re.sub(r"\n{3,}", "\n\n", "\n".join(kept)).strip()
    if not written:
        return text.strip(), ""
    return written, "\n".join(dropped).strip()


def _ends_here(lines: list[str], place: int) -> bool:
    """Tell whether from here on nothing was written now."""
    line = lines[place]
    if _SIGNATURE.match(line) or _ORIGINAL.match(line):
        return True
    below = lines[place + 1 : place + 4]
    return bool(_FROM.match(line)) and any(_SENT.match(one) for one in below)


def _attribution(lines: list[str], place: int) -> int:
    """Return how many lines say who wrote what follows."""
    if not _BEGINS.match(lines[place]):
        return 0
    said = ""
    for count in range(1, _LINES_OF_ATTRIBUTION + 1):
        said = " ".join(lines[place : place + count]).strip()
        if len(said) <= _LONGEST_ATTRIBUTION and _ATTRIBUTION.search(said):
            return count
    return 0


def _quotes_next(lines: list[str], place: int) -> bool:
    following = next((one for one in lines[place:] if one.strip()), "")
    return following.lstrip().startswith(">")
