"""Reads a passage into terms: lemmas with weights, pieces of words, and what nobody knows.

The same reading serves the base itself, so that both sides speak alike.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from sys import intern

from bot.knowledge.encoder import Vector
from bot.knowledge.lexicon import Budget, Lexicon, Word
from bot.knowledge.models import Synonyms
from bot.knowledge.text import PASSAGE_TOKENS, STOP_WORDS, Token, tokens

SYNONYM_WEIGHT = 0.5
PIECE = 4


@dataclass(frozen=True, slots=True)
class Query:
    """A passage as the matcher sees it."""

    words: tuple[Word, ...]
    lemmas: dict[str, float]
    pieces: dict[str, float]
    added: dict[str, float]
    text: str = ""  # of the passage as it was written
    vector: Vector = ()  # of its meaning, where an encoder tells it


def distinct(text: str) -> list[Token]:
    """Return at most 40 different tokens in the order they come."""
    return list(dict.fromkeys(tokens(text)))[:PASSAGE_TOKENS]


def content(found: Iterable[Token], lexicon: Lexicon, budget: Budget) -> tuple[Word, ...]:
    """Return the words that carry matter; what is no slip of a small word is not looked up."""
    matter = (token for token in found if token.folded not in STOP_WORDS)
    understood = [lexicon.understand(token, budget) for token in matter]
    return tuple(word for word in understood if word.lemmas and word.form not in STOP_WORDS)


def lemma_terms(words: Iterable[Word]) -> dict[str, float]:
    """Return lemmas with the weight of the words they stand for."""
    terms: dict[str, float] = {}
    get = terms.get
    for word in words:
        for lemma, weight in word.lemmas:
            terms[lemma] = get(lemma, 0.0) + weight
    return terms


def piece_terms(words: Iterable[Word]) -> dict[str, float]:
    """Return the four-letter pieces of words with how often they come."""
    terms: dict[str, float] = {}
    get = terms.get
    for form, times in Counter(word.form for word in words).items():
        for piece in pieces_of(form):
            terms[piece] = get(piece, 0.0) + times
    return terms


@lru_cache(maxsize=20_000)
def pieces_of(form: str) -> tuple[str, ...]:
    """Return the four-letter pieces of a folded word, its ends marked."""
    padded = f"_{form}_"
    return tuple(intern(padded[n : n + PIECE]) for n in range(max(1, len(padded) - PIECE + 1)))


class Thesaurus:
    """Groups of expressions that mean the same, by their lemmas."""

    def __init__(self, synonyms: Synonyms, lexicon: Lexicon) -> None:
        self._groups = [
            [tuple(dict.fromkeys(self._heads(expression, lexicon))) for expression in group]
            for group in synonyms.groups
        ]
        self._by_lemma: dict[str, list[tuple[int, int]]] = {}
        for number, group in enumerate(self._groups):
            for place, expression in enumerate(group):
                for lemma in expression:
                    self._by_lemma.setdefault(lemma, []).append((number, place))

    @staticmethod
    def _heads(expression: str, lexicon: Lexicon) -> Iterable[str]:
        for word in content(tokens(expression), lexicon, Budget()):
            yield max(word.lemmas, key=lambda lemma: lemma[1])[0]

    def expansion(self, lemmas: dict[str, float]) -> dict[str, float]:
        """Return lemmas that mean the same as expressions found in the query, at half weight."""
        added: dict[str, float] = {}
        touched = sorted({at for lemma in lemmas for at in self._by_lemma.get(lemma, ())})
        for number, place in touched:
            group = self._groups[number]
            if all(lemma in lemmas for lemma in group[place]):
                for expression in (other for other in group if other is not group[place]):
                    added.update(self._missing(expression, lemmas))
        return added

    @staticmethod
    def _missing(expression: Sequence[str], lemmas: dict[str, float]) -> dict[str, float]:
        return {lemma: SYNONYM_WEIGHT for lemma in expression if lemma not in lemmas}


def read(text: str, lexicon: Lexicon, thesaurus: Thesaurus, budget: Budget) -> Query:
    """Return the passage as a query."""
    words = content(distinct(text), lexicon, budget)
    lemmas = lemma_terms(words)
    return Query(words, lemmas, piece_terms(words), thesaurus.expansion(lemmas), text)


def joined(queries: Sequence[Query]) -> Query:
    """Return several passages as one query."""
    if len(queries) == 1:
        return queries[0]
    lemmas: dict[str, float] = {}
    added: dict[str, float] = {}
    for query in queries:
        lemmas |= query.lemmas
        added |= query.added
    words = tuple(dict.fromkeys(word for query in queries for word in query.words))
    return Query(words, lemmas, piece_terms(words), added)
