"""Compares a query with every single way of asking, by lemmas: which entries have one like it.

There are thousands of ways, and most have a word of any query: no more is done for each of them
than its turn needs, and the rest only for the entries that are looked at.
"""

from __future__ import annotations

from array import array
from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate

from bot.knowledge.index import Index, Postings
from bot.knowledge.lexicon import Budget
from bot.knowledge.spoken import Fields

#: For each way of asking that has a word of the query, the weight of what they have in common.
Common = Mapping[int, float]
NOTHING_ALIKE = (0.0, 0.0, 0.0)


def weight_of(terms: Mapping[str, float], index: Index) -> float:
    """Return the weight of terms, each by its rarity."""
    return sum([min(weight, 1.0) * index.rarity(term) for term, weight in terms.items()])


@dataclass(frozen=True, slots=True)
class Ways:
    """Every way of asking of all entries, those of one entry side by side."""

    _begins: Sequence[int]  # of each entry, and the end of the last
    _owners: Sequence[int]
    _postings: Postings
    _totals: Sequence[float]
    _index: Index

    @classmethod
    def of(cls, entries: Sequence[Fields], index: Index) -> Ways:
        """Weigh the ways of asking by what the index knows of their lemmas."""
        begins = array("I", accumulate((len(fields.ways) for fields in entries), initial=0))
        owners = array("I", (n for n, fields in enumerate(entries) for _ in fields.ways))
        ways = [terms for fields in entries for terms in fields.ways]
        totals = array("d", (weight_of(terms, index) for terms in ways))
        return cls(begins, owners, Postings(ways), totals, index)

    def common(self, sought: Mapping[str, float], budget: Budget) -> Common:
        """Return the weight that each way of asking has in common with what is sought."""
        found: dict[int, float] = {}
        get = found.get
        for term, weight in sought.items():
            numbers = self._postings.of(term)
            if not budget.spend(len(numbers)):
                break
            value = min(weight, 1.0) * self._index.rarity(term)
            if found:
                for number in numbers:
                    found[number] = get(number, 0.0) + value
            else:
                found.update(dict.fromkeys(numbers, value))
        return found

    def nearest(
        self, common: Common, total: float, most: int, without: int | None = None
    ) -> list[int]:
        """Return at most `most` entries that have the ways most alike to a query of this `total`.

        Of entries as near as the last of them those come first that the query met first.
        """
        totals, owners = self._totals, self._owners
        best: dict[int, float] = {}
        floor = 0.0
        for way, match in common.items():
            alike = match / (total + totals[way])
            if alike < floor or alike <= best.get(owner := owners[way], 0.0) or owner == without:
                continue
            best[owner] = alike
            floor = _last_of(most, best)
        nearer = [owner for owner, alike in best.items() if alike > floor]
        last = {owner for owner, alike in best.items() if alike == floor}
        room = most - len(nearer)
        return nearer + (list(last) if len(last) <= room else self._met(common, last, room))

    def _met(self, common: Common, entries: Container[int], most: int) -> list[int]:
        """Return those of the entries that the query met first."""
        met: dict[int, None] = {}
        for way in common:
            if (owner := self._owners[way]) in entries:
                met[owner] = None
                if len(met) == most:
                    break
        return list(met)

    def fit(self, common: Common, total: float, entry: int) -> tuple[float, float, float]:
        """Return how a query of this `total` fits an entry's ways of asking.

        How much of one it holds, at the most; and how alike are the nearest and the third.
        """
        totals = self._totals
        ways = [w for w in range(self._begins[entry], self._begins[entry + 1]) if w in common]
        if not ways:
            return NOTHING_ALIKE
        holds = max([common[way] / totals[way] for way in ways])
        alike = [2 * common[way] / (total + totals[way]) for way in ways]
        alike.sort(reverse=True)
        return holds, alike[0], alike[2] if len(alike) > 2 else 0.0


def _last_of(most: int, best: Mapping[int, float]) -> float:
    """Return how near the last of the `most` nearest is; 0 while there are fewer."""
    return sorted(best.values(), reverse=True)[most - 1] if len(best) >= most else 0.0
