"""Measures how well each entry fits a query: numbers with names.

Most go from 0 to about 1; `likelihood` is a logarithm, from `FARTHEST_BEHIND` to 0.

What the numbers are worth is said by the weights in `ranking`.
"""

from __future__ import annotations

import math
from array import array
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from heapq import nlargest

from bot.knowledge.index import Index, Postings
from bot.knowledge.lexicon import Budget
from bot.knowledge.likelihood import Likelihood
from bot.knowledge.meanings import Meanings
from bot.knowledge.query import Query
from bot.knowledge.speech import Speech
from bot.knowledge.spoken import Fields, Spoken

FIELD_WEIGHTS = (3.0, 1.0)
MEANING = "meaning"
FEATURES = (
    "likelihood",  # of the entry's texts saying this, behind the likeliest entry; at most 0
    "lemmas_cover",
    "pieces_cover",
    "pieces_share",
    "query_holds_wording",
    "wording_alike",
    "third_alike",  # as before, of the entry's third nearest way of asking
    "matched",
    "topic",
    MEANING,  # cosine to the way of asking nearest in meaning; 0 without an encoder
)
#: What a piece of a word tells of the entry beside a whole word.
PIECES_TELL = 0.5
FARTHEST_BEHIND = -8.0
#: Pieces of words that more entries hold are not looked for.
MOST_HOLDING = 120


_NOTHING = (0.0, 0.0, 0.0)


@dataclass(frozen=True, slots=True)
class Measures:
    """What was measured for every entry, in the order of the catalogue."""

    rows: Mapping[int, tuple[float, ...]]
    known: float
    unknown_words: float
    likely: float = 0.0  # the share of the likeliest entry among all, softened


def measured(row: Sequence[float], name: str) -> float:
    """Return one measure of an entry by its name."""
    return row[FEATURES.index(name)]


@dataclass(frozen=True, slots=True)
class _Ways:
    """Every single way of asking by its lemmas."""

    owners: Sequence[int]
    postings: Postings
    totals: Sequence[float]

    @classmethod
    def of(cls, entries: Sequence[Fields], index: Index) -> _Ways:
        owners = array("I", (n for n, fields in enumerate(entries) for _ in fields.ways))
        totals = array("d")

        def ways() -> Iterator[Mapping[str, float]]:
            for fields in entries:
                for terms in fields.ways:
                    totals.append(_total(terms, index))
                    yield terms

        return cls(owners, Postings(ways()), totals)


def _total(terms: Mapping[str, float], index: Index) -> float:
    return sum(min(weight, 1.0) * index.rarity(term) for term, weight in terms.items())


class Catalogue:
    """All entries, ready to be measured against a query."""

    def __init__(self, spoken: Spoken, speech: Speech, meanings: Meanings | None = None) -> None:
        self.ids = tuple(page.id for page in spoken.pages)
        self.topics = tuple(page.topic for page in spoken.pages)
        self._speech = speech
        self._meanings = meanings
        self._lemmas = _index(spoken.lemmas)
        self._pieces = _index(spoken.pieces, MOST_HOLDING)
        self._ways = _Ways.of(spoken.lemmas, self._lemmas)
        self._likely_lemmas = Likelihood.of(spoken.lemmas)
        self._likely_pieces = Likelihood.of(spoken.pieces, MOST_HOLDING)

    def measure(
        self, query: Query, budget: Budget, most: int = 10, without: int | None = None
    ) -> Measures:
        """Measure the entries that any signal puts among its `most` best.

        As if there were no entry number `without`, when that is given.
        """
        sought = {**query.lemmas, **query.added}
        lemmas = self._lemmas.scores(sought, budget)
        pieces = self._pieces.scores(query.pieces, budget)
        behind, likely = self._behind(query, sought, budget, without)
        holds, alike = self._alike(query, sought, budget)
        meant = self._meant(query)
        if without is not None:
            lemmas[without] = pieces[without] = meant[without] = 0.0
            alike.pop(without, None)
        candidates = {*_best(lemmas, most), *_best(pieces, most)}
        candidates |= set(nlargest(most, range(len(behind)), key=behind.__getitem__))
        candidates |= set(nlargest(most, alike, key=lambda n: max(alike[n])))
        candidates = {n for n in candidates if lemmas[n] > 0 or pieces[n] > 0}
        candidates |= set(_best(meant, most))
        index = self._lemmas
        total, pieces_total = _total(query.lemmas, index), _total(query.pieces, self._pieces)
        most_pieces = max(pieces, default=0.0) or 1.0
        held = self._held(query)
        topics = self._speech.shares(sought, query.pieces)
        rows = {
            n: (
                behind[n],
                lemmas[n] / total if total else 0.0,
                pieces[n] / pieces_total if pieces_total else 0.0,
                pieces[n] / most_pieces,
                *((holds[n], *_first_and_third(alike[n])) if n in alike else _NOTHING),
                held[n] / total if total else 0.0,
                topics.get(self.topics[n], 0.0),
                meant[n],
            )
            for n in sorted(candidates)
        }
        unknown = sum(w for term, w in query.lemmas.items() if term not in index.postings)
        known = 1 - unknown * index.unknown / total if total else 0.0
        return Measures(rows, known, unknown, likely)

    def _behind(
        self, query: Query, sought: Mapping[str, float], budget: Budget, without: int | None
    ) -> tuple[list[float], float]:
        """Return how far each entry is behind the likeliest, and the share of that one.

        Long messages repeat themselves: what they say counts by the root of their length.
        """
        by_lemmas, lemma_mass = self._likely_lemmas.sums(sought, budget.spend)
        by_pieces, piece_mass = self._likely_pieces.sums(query.pieces, budget.spend)
        sums = [a + PIECES_TELL * b for a, b in zip(by_lemmas, by_pieces, strict=True)]
        if without is not None:
            sums[without] = -math.inf
        mass = lemma_mass + PIECES_TELL * piece_mass
        if not mass:
            return [FARTHEST_BEHIND] * len(sums), 0.0
        best, root = max(sums), math.sqrt(mass)
        behind = [max(FARTHEST_BEHIND, (value - best) / root) for value in sums]
        return behind, 1 / sum(math.exp(value) for value in behind if value > FARTHEST_BEHIND)

    def _meant(self, query: Query) -> list[float]:
        """Return how near each entry is in meaning; 0 when meanings are not known."""
        if self._meanings is None or not query.vector:
            return [0.0] * len(self.ids)
        return self._meanings.nearest(query.vector)

    def _held(self, query: Query) -> list[float]:
        held = [0.0] * len(self.ids)
        for term, weight in query.lemmas.items():
            value = min(weight, 1.0) * self._lemmas.rarity(term)
            for number in self._lemmas.postings.of(term):
                held[number] += value
        return held

    def _alike(
        self, query: Query, sought: Mapping[str, float], budget: Budget
    ) -> tuple[dict[int, float], dict[int, list[float]]]:
        """Return for each entry how the query fits its ways of asking.

        How much of one it holds, at the most; and how alike it is to each that has a word of it.
        """
        total = _total(query.lemmas, self._lemmas)
        totals, owners = self._ways.totals, self._ways.owners
        found: dict[int, list[float]] = {}
        holds: dict[int, float] = {}
        for way, match in self._common(sought, budget).items():
            owner, own = owners[way], totals[way]
            found.setdefault(owner, []).append(2 * match / (total + own))
            if match / own > holds.get(owner, 0.0):
                holds[owner] = match / own
        return holds, found

    def _common(self, sought: Mapping[str, float], budget: Budget) -> dict[int, float]:
        """Return the weight that each way of asking has in common with what is sought."""
        found: dict[int, float] = {}
        for term, weight in sought.items():
            numbers = self._ways.postings.of(term)
            if not budget.spend(len(numbers)):
                break
            value = min(weight, 1.0) * self._lemmas.rarity(term)
            for number in numbers:
                found[number] = found.get(number, 0.0) + value
        return found


def _first_and_third(alike: list[float]) -> tuple[float, float]:
    alike.sort(reverse=True)
    return alike[0], alike[2] if len(alike) > 2 else 0.0


def _index(entries: Sequence[Fields], most: int | None = None) -> Index:
    return Index.of([(fields.asked, fields.answer) for fields in entries], FIELD_WEIGHTS, most)


def _best(scores: Sequence[float], most: int) -> list[int]:
    best = nlargest(most, range(len(scores)), key=scores.__getitem__)
    return [number for number in best if scores[number] > 0]
