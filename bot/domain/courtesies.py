"""What people write around the matter: greetings, who they are, how they sign. For drafts only.

Nothing is decided by it: an author sees what is left, and may write anything else.
"""

from __future__ import annotations

import re

_SENTENCE = re.compile(r"[^.!?…\n]*[.!?…]+|[^.!?…\n]+")
_SENTENCE_ENDS = re.compile(r"[.!?…](?=\s)|\S(?=\n)")
_ABBREVIATED = re.compile(
    r"\b(?:art|ust|pkt|poz|nr|tel|ul|np|tzw|tj|m\.in|itd|itp|dot|ok|zł|r|s|p)\.$", re.IGNORECASE
)
_HELLO = re.compile(
    r"^\W*(?:dzie[nń] dobry|witam|witajcie|cze[sś][cć]|hej|szanowni pa[nń]stwo)\b[\W]*",
    re.IGNORECASE,
)
_SIGNED = re.compile(
    r"^\W*(?:serdecznie |z )?(?:pozdrawiam|pozdrowienia|pozdrowieniami|powa[zż]aniem|wyrazami)\b",
    re.IGNORECASE,
)
_POSTSCRIPT = re.compile(r"\bP\.? ?S\b[.:,]?", re.IGNORECASE)
_WISHES = re.compile(r"\b(?:ż|z)ycz(?:ę|e|ymy|ąc|ac)\b", re.IGNORECASE)
_SHORTEST = 12  # letters of a question that says what it is about
_LAST_LINES = 6
_SAYS_FROM, _SURELY_FROM = 3, 8  # words of a sentence, and of any line, that is no name or title


def matter_of(text: str) -> str:
    """Return the sentences that ask; without any, the text without greeting and signature."""
    asking = [one for one in _sentences(text) if one.endswith("?")]
    found = " ".join(asking)
    return without_greeting(found if len(found) >= _SHORTEST else without_signature(text))


def without_greeting(text: str) -> str:
    """Return a text that begins with its matter."""
    rest = _HELLO.sub("", text)
    return f"{rest[:1].upper()}{rest[1:]}" if rest.strip() and rest != text else text


def without_signature(text: str) -> str:
    """Return a text without the lines at its end that sign it; a postscript stays."""
    lines = text.rstrip().split("\n")
    for number in range(max(1, len(lines) - _LAST_LINES), len(lines)):
        if _SIGNED.match(lines[number]):
            return "\n".join([*lines[:number], *_said_after(lines[number:])]).rstrip()
    return text


def _said_after(signature: list[str]) -> list[str]:
    """Return what follows a signature and is more than a name, a title or a number."""
    line, rest = signature[0], signature[1:]
    added = _POSTSCRIPT.search(line)
    if added is not None:
        return [line[added.start() :], *rest]
    if _says(_SIGNED.sub("", line)):
        return signature
    starts = next((number for number, one in enumerate(rest) if _says(one)), len(rest))
    return rest[starts:]


def _says(line: str) -> bool:
    if _POSTSCRIPT.match(line.lstrip()):
        return True
    words = len(line.split())
    ends = line.rstrip().endswith((".", "!", "?", "…")) and not _ABBREVIATED.search(line.rstrip())
    speaks = words >= (_SAYS_FROM if ends else _SURELY_FROM)
    return speaks and not _WISHES.search(line)


def whole_sentences(text: str, most: int) -> str:
    """Return as much of a text as fits and ends with a sentence or a line; else with a word."""
    if len(text) <= most:
        return text
    start = text[:most]
    ends = [found.end() for found in _SENTENCE_ENDS.finditer(text, 0, most + 1)]
    kept = [end for end in ends if not _ABBREVIATED.search(start[:end].rstrip()) and end <= most]
    enough = next((end for end in reversed(kept) if end > most // 2), None)
    return (start[:enough] if enough is not None else start.rsplit(None, 1)[0]).rstrip()


def _sentences(text: str) -> list[str]:
    """Return the sentences of a text; an abbreviation does not end one."""
    found: list[str] = []
    for part in (one.strip() for one in _SENTENCE.findall(text)):
        if not part:
            continue
        if found and _ABBREVIATED.search(found[-1]):
            found[-1] = f"{found[-1]} {part}"
        else:
            found.append(part)
    return found
