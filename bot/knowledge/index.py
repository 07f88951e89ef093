"""Counts how well texts of several fields hold the terms of a query (BM25F), in plain lists.

What a term is, a lemma or a piece of a word, is nobody's concern here.
"""

from __future__ import annotations

import math
from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate

from bot.knowledge.lexicon import Budget

K1 = 1.6
B = 0.5

Terms = Mapping[str, float]


def rarity(documents: int, having: int) -> float:
    """Return the weight of a term that `having` of `documents` contain; never negative."""
    return math.log(1 + (documents - having + 0.5) / (having + 0.5))


class Postings:
    """Which numbered texts hold each term, and how much of it.

    Packed in three rows, for there are hundreds of thousands: as objects of their own they would
    take four times the memory, and most of the time of a start.
    """

    def __init__(self, texts: Iterable[Terms]) -> None:
        found: dict[str, tuple[list[int], list[float]]] = {}
        for number, terms in enumerate(texts):
            for term, value in terms.items():
                held = found.get(term)
                if held is None:
                    held = found[term] = ([], [])
                held[0].append(number)
                held[1].append(value)
        self._places = {term: place for place, term in enumerate(found)}
        self._starts = array("I", accumulate((len(held[0]) for held in found.values()), initial=0))
        self._numbers, self._values = array("I"), array("f")
        for numbers, values in found.values():
            self._numbers.extend(numbers)
            self._values.extend(values)

    def __iter__(self) -> Iterator[str]:
        return iter(self._places)

    def __contains__(self, term: str) -> bool:
        return term in self._places

    def span(self, term: str) -> tuple[int, int]:
        """Return where in the rows a term begins and ends."""
        place = self._places.get(term)
        return (0, 0) if place is None else (self._starts[place], self._starts[place + 1])

    def count(self, term: str) -> int:
        """Return how many texts hold a term."""
        begin, end = self.span(term)
        return end - begin

    def of(self, term: str) -> Sequence[int]:
        """Return the numbers of the texts that hold a term, in order."""
        begin, end = self.span(term)
        return self._numbers[begin:end]

    def held(self, begin: int, end: int) -> Iterator[tuple[int, float]]:
        """Return the texts of a span of the rows, each with how much of the term it holds."""
        return zip(self._numbers[begin:end], self._values[begin:end], strict=True)


@dataclass(frozen=True, slots=True)
class Index:
    """How strongly each document holds every term, from 0 to 1, and how rare each term is."""

    size: int
    postings: Postings
    most: int
    _rarities: Sequence[float]  # by how many documents hold a term

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
        held: list[dict[str, float]] = []
        for number, document in enumerate(documents):
            strength: dict[str, float] = {}
            for field, weight, length, mean in zip(
                document, weights, lengths[number], means, strict=True
            ):
                share = weight / (1 - B + B * length / mean)
                for term, count in field.items():
                    strength[term] = strength.get(term, 0.0) + share * count
            held.append({term: value / (K1 + value) for term, value in strength.items()})
        size = len(documents)
        rarities = array("d", (rarity(size, having) for having in range(size + 1)))
        return cls(size, Postings(held), size if most is None else most, rarities)

    @property
    def unknown(self) -> float:
        """Return the weight of a term never seen."""
        return self._rarities[0]

    def rarity(self, term: str) -> float:
        """Return the weight of `term`; a term never seen weighs most."""
        return self._rarities[self.postings.count(term)]

    def scores(self, query: Terms, budget: Budget) -> list[float]:
        """Return how well each document holds the query."""
        scores = [0.0] * self.size
        for term, weight in query.items():
            begin, end = self.postings.span(term)
            if not 0 < end - begin <= self.most:
                continue
            if not budget.spend(end - begin):
                break
            value = weight * self._rarities[end - begin]
            for number, held in self.postings.held(begin, end):
                scores[number] += value * held
        return scores
