"""Says how likely each entry's own texts would use the words of a query (naive Bayes).

Every way of asking counts whole and the answer a little, so that an entry with thirty ways of
asking knows how people talk about its matter.
"""

from __future__ import annotations

import math
from array import array
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from bot.knowledge.index import Index, Postings
from bot.knowledge.spoken import Fields

#: What a term that an entry never uses counts for.
SMOOTHING = 0.05
#: A term counts at most so often in an answer: a long text must not drown the ways of asking.
MOST_IN_ANSWER = 2.0


@dataclass(frozen=True, slots=True)
class Likelihood:
    """For each term the entries that use it, and how much likelier that makes each of them."""

    _floors: Sequence[float]
    _postings: Postings
    _gains: Sequence[float]  # along the postings
    _most: int

    @classmethod
    def of(cls, entries: Sequence[Fields], index: Index) -> Likelihood:
        """Count the terms of every entry's ways of asking, and of its answer.

        The `index` has found which entries use which, and does not look for all of them.
        """
        counts = [_counted(fields) for fields in entries]

        def gains(term: str, numbers: Sequence[int]) -> list[float]:
            return [math.log(1 + counts[number][term] / SMOOTHING) for number in numbers]

        unseen = SMOOTHING * len(index.postings)
        floors = array("d", (-math.log(sum(held.values()) + unseen) for held in counts))
        return cls(floors, index.postings, index.postings.row(gains), index.most)

    def sums(
        self, query: Mapping[str, float], spend: Callable[[int], bool]
    ) -> tuple[list[float], float]:
        """Return the log-likelihood of each entry but for a constant, and the mass of the query.

        Terms that no entry uses say nothing; no more is counted than `spend` allows.
        """
        sums, mass = [0.0] * len(self._floors), 0.0
        for term, weight in query.items():
            begin, end = self._postings.span(term)
            if not 0 < end - begin <= self._most:
                continue
            if not spend(end - begin):
                break
            mass += weight
            for number, gain in self._postings.beside(self._gains, begin, end):
                sums[number] += weight * gain
        floors = self._floors
        return [value + mass * floor for value, floor in zip(sums, floors, strict=True)], mass


def _counted(fields: Fields) -> dict[str, float]:
    """Return how often an entry uses each term."""
    counts = dict(fields.asked)
    get = counts.get
    for term, times in fields.answer.items():
        counts[term] = get(term, 0.0) + min(times, MOST_IN_ANSWER)
    return counts
