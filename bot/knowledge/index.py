"""Counts how well texts of several fields hold the terms of a query (BM25F), in plain lists.

What a term is, a lemma or a piece of a word, is nobody's concern here.
"""

from __future__ import annotations

import math
from array import array
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from bot.knowledge.lexicon import Budget

K1 = 1.6
B = 0.5

Terms = Mapping[str, float]


def rarity(documents: int, having: int) -> float:
    """Return the weight of a term that `having` of `documents` contain; never negative."""
    return math.log(1 + (documents - having + 0.5) / (having + 0.5))


class Postings:
    """Which numbered texts hold each term: packed, for there are hundreds of thousands."""

    def __init__(self, texts: Iterable[Iterable[str]]) -> None:
        self._found: dict[str, array[int]] = {}
        for number, terms in enumerate(texts):
            for term in terms:
                found = self._found.get(term)
                if found is None:
                    found = self._found[term] = array("I")
                found.append(number)

    def __iter__(self) -> Iterator[str]:
        return iter(self._found)

    def __contains__(self, term: str) -> bool:
        return term in self._found

    def of(self, term: str) -> Sequence[int]:
        """Return the numbers of the texts that hold `term`, in order."""
        return self._found.get(term, ())


@dataclass(frozen=True, slots=True)
class Index:
    """Postings of every term, and how strongly each document holds it, from 0 to 1."""

    size: int
    postings: Postings
    strengths: Mapping[str, Sequence[float]]
    rarities: Mapping[str, float]
    unknown: float

    @classmethod
    def of(
        cls,
        documents: Sequence[Sequence[Terms]],
        weights: Sequence[float],
        most: int | None = None,
    ) -> Index:
        """Index documents, each a sequence of fields that count by `weights`.

        Terms that more than `most` documents hold keep their rarity and are not looked for:
        there are few of them, they tell little, and they are most of the work.
        """
        lengths = [[sum(field.values()) for field in document] for document in documents]
        means = [sum(column) / len(documents) or 1.0 for column in zip(*lengths, strict=True)]
        strengths: dict[str, array[float]] = {}
        held: list[Counter[str]] = []
        for number, document in enumerate(documents):
            strength: Counter[str] = Counter()
            for field, weight, length, mean in zip(
                document, weights, lengths[number], means, strict=True
            ):
                share = weight / (1 - B + B * length / mean)
                for term, count in field.items():
                    strength[term] += share * count  # type: ignore[assignment]
            held.append(strength)
            for term, value in strength.items():
                strengths.setdefault(term, array("d")).append(value / (K1 + value))
        size, postings = len(documents), Postings(held)
        rarities = {term: rarity(size, len(postings.of(term))) for term in postings}
        if most is not None:
            strengths = {term: held for term, held in strengths.items() if len(held) <= most}
        return cls(size, postings, strengths, rarities, rarity(size, 0))

    def rarity(self, term: str) -> float:
        """Return the weight of `term`; a term never seen weighs most."""
        return self.rarities.get(term, self.unknown)

    def scores(self, query: Terms, budget: Budget) -> list[float]:
        """Return how well each document holds the query."""
        scores = [0.0] * self.size
        for term, weight in query.items():
            strengths = self.strengths.get(term)
            if strengths is None:
                continue
            if not budget.spend(len(strengths)):
                break
            value = weight * self.rarities[term]
            for number, held in zip(self.postings.of(term), strengths, strict=True):
                scores[number] += value * held
        return scores
