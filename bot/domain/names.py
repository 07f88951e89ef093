"""Names that people give themselves, made fit to stand beside our own words.

One way for every entry: Telegram names, titles of groups, an organisation, a commune. A name may
not turn the line around, hide in it, fill it, or break out of it; what it says is its owner's.
"""

from __future__ import annotations

import re
import unicodedata

LONGEST = 80  # characters of a name beside our words
READ = 1000  # characters that are looked at at all
NOBODY = "?"  # where nothing that can be seen was left

_ZWJ = "\u200d"
_SPACES = re.compile(r"\s+")
_HIDDEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})
_MARKS = ("Mn", "Mc", "Me")
_MOST_MARKS = 3  # on one letter; Vietnamese needs two
_SKIN = ("\U0001f3fb", "\U0001f3ff")
_FLAG = ("\U0001f1e6", "\U0001f1ff")
#: Seen as nothing, though Unicode calls them letters or marks: fillers, the blank of Braille.
_BLANK = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0")
_RIGHT_TO_LEFT = frozenset({"R", "AL", "AN"})
_FIRST_STRONG_ISOLATE, _POP_ISOLATE = "\u2068", "\u2069"


_BEFORE_SURNAMES = frozenset(["da", "de", "del", "di", "du", "van", "von", "vel", "z"])


def clean_name(text: str, longest: int = LONGEST) -> str:
    """Return a name in one line, without what hides or turns the line; "" if nothing is left."""
    composed = unicodedata.normalize("NFC", text[:READ].encode("utf-8", "replace").decode("utf-8"))
    seen = unicodedata.normalize("NFC", "".join(_visible(_SPACES.sub(" ", composed))))
    name = cut(_SPACES.sub(" ", seen).strip(), longest).strip()
    return name if any(_shows(sign) for sign in name) else ""


def proper_name(name: str) -> str:
    """Return a person's name with capitals, where all its letters were small or all were great."""
    return " ".join("-".join(map(_capital, word.split("-"))) for word in name.split(" "))


def _capital(part: str) -> str:
    shouted = part.isupper() and len(part) > 1 and "." not in part
    small = part.islower() and part not in _BEFORE_SURNAMES
    return part.capitalize() if shouted or small else part


def name_or_nobody(text: str, longest: int = LONGEST) -> str:
    """Return a clean name, never empty."""
    return clean_name(text, longest) or NOBODY


def isolated(name: str) -> str:
    """Return a name that cannot reorder the words around it: right-to-left letters are shut in."""
    if not any(unicodedata.bidirectional(sign) in _RIGHT_TO_LEFT for sign in name):
        return name
    return f"{_FIRST_STRONG_ISOLATE}{name}{_POP_ISOLATE}"


def cut(text: str, longest: int) -> str:
    """Return at most `longest` characters, never cutting what is read as one sign in two."""
    if len(text) <= longest:
        return text
    end = longest
    while end > 0 and _joined(text, end):
        end -= 1
    return text[:end]


def _visible(text: str) -> list[str]:
    """Return the signs that may stand: none hidden, no heaps of marks, joiners only in emoji."""
    kept: list[str] = []
    marks = 0
    for place, sign in enumerate(text):
        if sign == _ZWJ:
            if _joins_emoji(kept, text[place + 1 : place + 2]):
                kept.append(sign)
            continue
        category = unicodedata.category(sign)
        if category in _HIDDEN or sign in _BLANK:
            continue
        marks = marks + 1 if category in _MARKS else 0
        if marks <= _MOST_MARKS:
            kept.append(sign)
    return kept


def _joins_emoji(before: list[str], following: str) -> bool:
    pictures = [sign for sign in before[-3:] if unicodedata.category(sign) not in _MARKS]
    return bool(pictures and following) and _picture(pictures[-1]) and _picture(following)


def _picture(sign: str) -> bool:
    return unicodedata.category(sign) == "So" or _SKIN[0] <= sign <= _SKIN[1]


def _shows(sign: str) -> bool:
    return sign != _ZWJ and not sign.isspace() and unicodedata.category(sign) not in _MARKS


def _joined(text: str, place: int) -> bool:
    """Tell whether the sign at `place` belongs to the one before it."""
    before, sign = text[place - 1], text[place]
    if _ZWJ in (before, sign) or unicodedata.category(sign) in _MARKS:
        return True
    if _SKIN[0] <= sign <= _SKIN[1]:
        return True
    return _flag(sign) and _flags_before(text, place) % 2 == 1


def _flag(sign: str) -> bool:
    return _FLAG[0] <= sign <= _FLAG[1]


def _flags_before(text: str, place: int) -> int:
    count = 0
    while count < place and _flag(text[place - 1 - count]):
        count += 1
    return count
