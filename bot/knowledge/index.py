"""Counts how well texts of several fields hold the terms of a query (BM25F), in plain lists.

What a term is, a lemma or a piece of a word, is nobody's concern here.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.knowledge.lexicon import Budget

K1 = 1.6
B = 0.5

Terms = Mapping[str, float]


def rarity(documents: int, having: int) -> float:
    """Return the weight of a term that `having` of `documents` contain; never negative."""
    return math.log(1 + (documents - having + 0.5) / (having + 0.5))


@dataclass(frozen=True, slots=True)
class Index:
    """Postings of every term: (document, how strongly it holds the term, from 0 to 1)."""

    size: int
    postings: Mapping[str, Sequence[tuple[int, float]]]
    rarities: Mapping[str, float]
    unknown: float

    @classmethod
    def of(cls, documents: Sequence[Sequence[Terms]], weights: Sequence[float]) -> Index:
        """Index documents, each a sequence of fields that count by `weights`."""
        lengths = [[sum(field.values()) for field in document] for document in documents]
        means = [sum(column) / len(documents) or 1.0 for column in zip(*lengths, strict=True)]
        postings: defaultdict[str, list[tuple[int, float]]] = defaultdict(list)
        for number, document in enumerate(documents):
            strength: Counter[str] = Counter()
            for field, weight, length, mean in zip(
                document, weights, lengths[number], means, strict=True
            ):
                share = weight / (1 - B + B * length / mean)
                for term, count in field.items():
                    strength[term] += share * count  # type: ignore[assignment]
            for term, held in strength.items():
                postings[term].append((number, held / (K1 + held)))
        size = len(documents)
        rarities = {term: rarity(size, len(found)) for term, found in postings.items()}
        return cls(size, dict(postings), rarities, rarity(size, 0))

    def rarity(self, term: str) -> float:
        """Return the weight of `term`; a term never seen weighs most."""
        return self.rarities.get(term, self.unknown)

    def scores(self, query: Terms, budget: Budget) -> list[float]:
        """Return how well each document holds the query."""
        scores = [0.0] * self.size
        for term, weight in query.items():
            found = self.postings.get(term, ())
            if not budget.spend(len(found)):
                break
            value = weight * self.rarity(term)
            for number, held in found:
                scores[number] += value * held
        return scores
