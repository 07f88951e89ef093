"""Entries as words and as terms: what every signal counts, counted once.

A term is a lemma or a piece of a word; what it tells is said elsewhere.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

from bot.knowledge.lexicon import Budget, Lexicon, Word
from bot.knowledge.markdown import plain_text
from bot.knowledge.models import Entry
from bot.knowledge.query import content, lemma_terms, piece_terms
from bot.knowledge.text import tokens

Terms = Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Page:
    """An entry as words: each way of asking, and the answer."""

    id: str
    topic: str
    wordings: tuple[tuple[Word, ...], ...]
    answer: tuple[Word, ...]

    @classmethod
    def of(cls, entry: Entry, lexicon: Lexicon) -> Page:
        """Read an entry into words."""
        wordings = (content(tokens(way), lexicon, Budget()) for way in entry.wordings)
        answer = content(tokens(plain_text(entry.answer)), lexicon, Budget(repairs=0))
        return cls(entry.id, entry.topic, tuple(words for words in wordings if words), answer)


@dataclass(frozen=True, slots=True)
class Fields:
    """The terms of one entry: of each way of asking, of all of them, and of the answer."""

    ways: tuple[Terms, ...]
    asked: Terms
    answer: Terms

    @classmethod
    def in_lemmas(cls, page: Page) -> Fields:
        """Count the lemmas of a page."""
        ways = tuple(lemma_terms(way) for way in page.wordings)
        return cls(ways, added_up(ways), lemma_terms(page.answer))

    @classmethod
    def in_pieces(cls, page: Page) -> Fields:
        """Count the pieces of words of a page; in single ways of asking nobody looks for them."""
        return cls((), piece_terms(chain(*page.wordings)), piece_terms(page.answer))


@dataclass(frozen=True, slots=True)
class Spoken:
    """Entries with their terms, in one order."""

    pages: tuple[Page, ...]
    lemmas: tuple[Fields, ...]
    pieces: tuple[Fields, ...]

    @classmethod
    def of(cls, pages: Sequence[Page]) -> Spoken:
        """Count the terms of all pages."""
        return cls(
            tuple(pages),
            tuple(Fields.in_lemmas(page) for page in pages),
            tuple(Fields.in_pieces(page) for page in pages),
        )


def added_up(several: Sequence[Terms]) -> dict[str, float]:
    """Return how often each term comes in all of them together."""
    whole: dict[str, float] = {}
    get = whole.get
    for terms in several:
        for term, times in terms.items():
            whole[term] = get(term, 0.0) + times
    return whole
