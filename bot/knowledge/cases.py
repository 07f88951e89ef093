"""Tells a case of one person from a question that many may have.

"Proszę poprawić mój PIT" holds the words of an entry, and yet no entry can answer it. Phrases
hear the plainest of such messages; the rest are known by how they are put: pieces of all their
words, small ones too, against those of labelled messages (naive Bayes).
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Iterator

from bot.knowledge.query import pieces_of
from bot.knowledge.text import tokens

SMOOTHING = 0.3
MOST_WORDS = 160
#: Whether anything is asked at all.
ASKS, TELLS = "?", "."


class Cases:
    """How people talk who want us to deal with their own case."""

    def __init__(self, messages: Iterable[tuple[str, bool]]) -> None:
        """Learn from messages, each with whether it is a case."""
        counts: tuple[Counter[str], Counter[str]] = (Counter(), Counter())
        for text, is_case in messages:
            counts[is_case].update(_pieces(text))
        every = set(counts[0]) | set(counts[1])
        below = [sum(one.values()) + SMOOTHING * len(every) for one in counts]
        self._leanings = {
            piece: math.log((counts[1][piece] + SMOOTHING) / below[1])
            - math.log((counts[0][piece] + SMOOTHING) / below[0])
            for piece in sorted(every)
        }

    def lean(self, text: str) -> float:
        """Return what speaks for a case, by the root of the message's length."""
        known = [self._leanings[piece] for piece in _pieces(text) if piece in self._leanings]
        return sum(known) / math.sqrt(len(known)) if known else 0.0


def _pieces(text: str) -> list[str]:
    return list(dict.fromkeys(_every_piece(text)))


def _every_piece(text: str) -> Iterator[str]:
    for token in tokens(text, MOST_WORDS):
        yield from pieces_of(token.folded)
    yield ASKS if "?" in text else TELLS
