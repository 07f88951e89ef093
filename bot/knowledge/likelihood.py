"""Says how likely each entry's own texts would use the words of a query (naive Bayes).

Every way of asking counts whole and the answer a little, so that an entry with thirty ways of
asking knows how people talk about its matter.
"""

from __future__ import annotations

import math
from array import array
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from bot.knowledge.index import Postings
from bot.knowledge.spoken import Fields, added_up

#: What a term that an entry never uses counts for.
SMOOTHING = 0.05
#: A term counts at most so often in an answer: a long text must not drown the ways of asking.
MOST_IN_ANSWER = 2.0


@dataclass(frozen=True, slots=True)
class Likelihood:
    """For each term the entries that use it, and how much likelier that makes each of them."""

    _floors: Sequence[float]
    _gains: Postings
    _most: int

    @classmethod
    def of(cls, entries: Sequence[Fields], most: int | None = None) -> Likelihood:
        """Count the terms of every entry's ways of asking, and of its answer.

        Terms that more than `most` of the entries use are not looked for: they tell little.
        """
        counts = []
        for fields in entries:
            shortened = {term: min(n, MOST_IN_ANSWER) for term, n in fields.answer.items()}
            counts.append(added_up((fields.asked, shortened)))
        gains = Postings(
            {term: math.log(1 + times / SMOOTHING) for term, times in held.items()}
            for held in counts
        )
        terms = sum(1 for _ in gains)
        floors = array("d", (-math.log(sum(held.values()) + SMOOTHING * terms) for held in counts))
        return cls(floors, gains, len(entries) if most is None else most)

    def sums(
        self, query: Mapping[str, float], spend: Callable[[int], bool]
    ) -> tuple[list[float], float]:
        """Return the log-likelihood of each entry but for a constant, and the mass of the query.

        Terms that no entry uses say nothing; no more is counted than `spend` allows.
        """
        sums, mass = [0.0] * len(self._floors), 0.0
        for term, weight in query.items():
            begin, end = self._gains.span(term)
            if not 0 < end - begin <= self._most:
                continue
            if not spend(end - begin):
                break
            mass += weight
            for number, gain in self._gains.held(begin, end):
                sums[number] += weight * gain
        floors = self._floors
        return [value + mass * floor for value, floor in zip(sums, floors, strict=True)], mass
