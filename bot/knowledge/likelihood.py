"""Says how likely each entry's own texts would use the words of a query (naive Bayes).

Every way of asking counts whole and the answer a little, so that an entry with thirty ways of
asking knows how people talk about its matter.
"""

from __future__ import annotations

import math
from array import array
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

#: What a term that an entry never uses counts for.
SMOOTHING = 0.05
#: A term counts at most so often in an answer: a long text must not drown the ways of asking.
MOST_IN_ANSWER = 2.0

Terms = Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Likelihood:
    """For each term the entries that use it, and how much likelier that makes each of them."""

    _floors: Sequence[float]
    _entries: Mapping[str, Sequence[int]]
    _gains: Mapping[str, Sequence[float]]

    @classmethod
    def of(
        cls, asked: Sequence[Iterable[Terms]], answers: Sequence[Terms], most: int | None = None
    ) -> Likelihood:
        """Count the terms of every entry's ways of asking, and of its answer.

        Terms that more than `most` of the entries use are left out: they tell little.
        """
        counts: dict[str, dict[int, float]] = {}
        sums = [0.0] * len(answers)

        def count(number: int, terms: Terms, times_at_most: float = math.inf) -> None:
            for term, times in terms.items():
                value = min(times, times_at_most)
                held = counts.setdefault(term, {})
                held[number] = held.get(number, 0.0) + value
                sums[number] += value

        for number, answer in enumerate(answers):
            for way in asked[number]:
                count(number, way)
            count(number, answer, MOST_IN_ANSWER)
        floors = array("d", (-math.log(one + SMOOTHING * len(counts)) for one in sums))
        if most is not None:
            counts = {term: held for term, held in counts.items() if len(held) <= most}
        entries = {term: array("I", held) for term, held in counts.items()}
        gains = {
            term: array("d", (math.log(1 + value / SMOOTHING) for value in held.values()))
            for term, held in counts.items()
        }
        return cls(floors, entries, gains)

    def sums(self, query: Terms, spend: Callable[[int], bool]) -> tuple[list[float], float]:
        """Return the log-likelihood of each entry but for a constant, and the mass of the query.

        Terms that no entry uses say nothing; no more is counted than `spend` allows.
        """
        sums, mass = [0.0] * len(self._floors), 0.0
        for term, weight in query.items():
            entries = self._entries.get(term)
            if entries is None:
                continue
            if not spend(len(entries)):
                break
            mass += weight
            for number, gain in zip(entries, self._gains[term], strict=True):
                sums[number] += weight * gain
        floors = self._floors
        return [value + mass * floor for value, floor in zip(sums, floors, strict=True)], mass
