"""Tells whether two texts of one person seem to be about one matter, by the words they share.

A rough guess by the beginnings of words, for what a person then decides; how questions are matched
with entries is the business of the knowledge.
"""

from __future__ import annotations

import re
from collections.abc import Collection

from bot.domain.polish_words import fold

_WORD = re.compile(r"[^\W\d_]{4,}")
_MOST_WORDS = 160
_BEGINNING = 5  # letters: what follows is mostly an ending
_SHARED, _SHARE = 2, 0.3  # words, and of the words of the shorter text


def seem_alike(one: str, other: str, common: Collection[str] = ()) -> bool:
    """Tell whether two texts share enough words; those that are `common`, folded, say nothing."""
    first, second = _beginnings(one, common), _beginnings(other, common)
    shared = len(first & second)
    return shared >= _SHARED and shared >= _SHARE * min(len(first), len(second))


def _beginnings(text: str, common: Collection[str]) -> set[str]:
    words = [fold(word) for word in _WORD.findall(text)[:_MOST_WORDS]]
    return {word[:_BEGINNING] for word in words if word not in common}
