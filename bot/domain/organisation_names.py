"""Whether two names may be of one organisation: "Koło Gospodyń w Nowinkach", "KGW Nowinki".

A guess for what a person then decides. What every such name has in it says nothing, endings
change, and names that say of different kinds of organisations are never alike.
"""

from __future__ import annotations

import re
from difflib import SequenceMatcher

from bot.domain.polish_words import fold

_WORD = re.compile(r"[a-z0-9]+")
_BEGINNING = 5  # letters: what follows is mostly an ending
_ALIKE = 0.84
_LONGEST = 12  # words
#: Beginnings of words that tell the kind of an organisation.
_KINDS = {
    "kgw": "kgw", "kolo": "kgw", "gospo": "kgw",
    "osp": "osp", "ochot": "osp", "straz": "osp", "pozar": "osp",
    "stowa": "stowarzyszenie", "funda": "fundacja",
    "szkol": "szkola", "przed": "szkola",
}  # fmt: skip
_EMPTY = {"wiejs", "na", "rzecz", "w", "we", "z", "ze", "i", "im", "dla", "do", "gmina", "gmini"}


def alike(one: str, other: str) -> bool:
    """Tell whether two names may be of one organisation."""
    first, second = _words(one), _words(other)
    if not first or not second:
        return False
    kinds = _kinds(first), _kinds(second)
    if all(kinds) and not kinds[0] & kinds[1]:
        return False
    own, others = _own(first), _own(second)
    if not own or not others:
        return first == second
    if own <= others or others <= own:
        return True
    pair = (" ".join(sorted(own)), " ".join(sorted(others)))
    return SequenceMatcher(None, *pair, autojunk=False).ratio() >= _ALIKE


def _words(name: str) -> list[str]:
    return [word[:_BEGINNING] for word in _WORD.findall(fold(name))[:_LONGEST]]


def _kinds(words: list[str]) -> set[str]:
    return {_KINDS[word] for word in words if word in _KINDS}


def _own(words: list[str]) -> set[str]:
    """Return what only this name has in it."""
    return {word for word in words if word not in _KINDS and word not in _EMPTY}
