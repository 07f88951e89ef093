"""Says how likely each entry's own texts would use the words of a query (naive Bayes).

Every way of asking counts whole and the answer a little, so that an entry with thirty ways of
asking knows how people talk about its matter.
"""

from __future__ import annotations

import math
from array import array
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from bot.knowledge.spoken import Fields, added_up

#: What a term that an entry never uses counts for.
SMOOTHING = 0.05
#: A term counts at most so often in an answer: a long text must not drown the ways of asking.
MOST_IN_ANSWER = 2.0


@dataclass(frozen=True, slots=True)
class Likelihood:
    """For each term the entries that use it, and how much likelier that makes each of them."""

    _floors: Sequence[float]
    _entries: Mapping[str, Sequence[int]]
    _gains: Mapping[str, Sequence[float]]

    @classmethod
    def of(cls, entries: Sequence[Fields], most: int | None = None) -> Likelihood:
        """Count the terms of every entry's ways of asking, and of its answer.

        Terms that more than `most` of the entries use are left out: they tell little.
        """
        counts: dict[str, dict[int, float]] = {}
        sums = [0.0] * len(entries)
        for number, fields in enumerate(entries):
            shortened = {term: min(n, MOST_IN_ANSWER) for term, n in fields.answer.items()}
            whole = added_up((fields.asked, shortened))
            sums[number] = sum(whole.values())
            for term, times in whole.items():
                held = counts.get(term)
                if held is None:
                    held = counts[term] = {}
                held[number] = times
        floors = array("d", (-math.log(one + SMOOTHING * len(counts)) for one in sums))
        if most is not None:
            counts = {term: held for term, held in counts.items() if len(held) <= most}
        holding = {term: array("I", held) for term, held in counts.items()}
        gains = {
            term: array("d", (math.log(1 + value / SMOOTHING) for value in held.values()))
            for term, held in counts.items()
        }
        return cls(floors, holding, gains)

    def sums(
        self, query: Mapping[str, float], spend: Callable[[int], bool]
    ) -> tuple[list[float], float]:
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
