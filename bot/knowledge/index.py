"""Counts how well texts of several fields hold the terms of a query (BM25F), in plain lists.

What a term is, a lemma or a piece of a word, is nobody's concern here.
"""

from __future__ import annotations

import math
from array import array
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
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
    """Which numbered texts hold each term.

    Packed in rows, for there are hundreds of thousands: as objects of their own they would take
    four times the memory, and most of the time of a start.
    """

    def __init__(self, texts: Iterable[Iterable[str]]) -> None:
        found: defaultdict[str, list[int]] = defaultdict(list)
        for number, terms in enumerate(texts):
            for term in terms:
                found[term].append(number)
        self._places = {term: place for place, term in enumerate(found)}
        self._starts = array("I", accumulate(map(len, found.values()), initial=0))
        self._numbers = array("I")
        for numbers in found.values():
            self._numbers.fromlist(numbers)

    def __len__(self) -> int:
        return len(self._places)

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

    def row(self, values: Callable[[str, Sequence[int]], list[float]]) -> Sequence[float]:
        """Return a row that lies along this one: `values` of each term and the texts it is in."""
        row = array("f")
        for term in self._places:
            row.fromlist(values(term, self.of(term)))
        return row

    def beside(self, row: Sequence[float], begin: int, end: int) -> Iterator[tuple[int, float]]:
        """Return the texts of a span, each with what stands for it in a `row`."""
        return zip(self._numbers[begin:end], row[begin:end], strict=True)


@dataclass(frozen=True, slots=True)
class Index:
    """How strongly each document holds every term, from 0 to 1, and how rare each term is."""

    size: int
    postings: Postings
    most: int
    _strengths: Sequence[float]  # along the postings
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
        held: list[Terms] = []
        for document, long in zip(documents, lengths, strict=True):
            strength: dict[str, float] = {}
            get = strength.get
            for field, weight, length, mean in zip(document, weights, long, means, strict=True):
                share = weight / (1 - B + B * length / mean)
                for term, count in field.items():
                    strength[term] = get(term, 0.0) + share * count
            held.append(strength)

        def strengths(term: str, numbers: Sequence[int]) -> list[float]:
            return [(value := held[number][term]) / (K1 + value) for number in numbers]

        size, postings = len(documents), Postings(held)
        rarities = array("d", (rarity(size, having) for having in range(size + 1)))
        most = size if most is None else most
        return cls(size, postings, most, postings.row(strengths), rarities)

    @property
    def unknown(self) -> float:
        """Return the weight of a term never seen."""
        return self._rarities[0]

    def rarity(self, term: str) -> float:
        """Return the weight of `term`; a term never seen weighs most."""
        return self._rarities[self.postings.count(term)]

    def held(self, term: str) -> Iterator[tuple[int, float]]:
        """Return the documents that hold a term, each with how strongly."""
        return self.postings.beside(self._strengths, *self.postings.span(term))

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
            for number, held in self.postings.beside(self._strengths, begin, end):
                scores[number] += value * held
        return scores
