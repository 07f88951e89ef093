"""Measures how well each entry fits a query: numbers with names.

Most go from 0 to about 1; `likelihood` is a logarithm, from `FARTHEST_BEHIND` to 0.

What the numbers are worth is said by the weights in `ranking`.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from heapq import nlargest

from bot.knowledge.index import Index
from bot.knowledge.lexicon import Budget
from bot.knowledge.likelihood import Likelihood
from bot.knowledge.meanings import Meanings
from bot.knowledge.query import Query
from bot.knowledge.speech import Speech
from bot.knowledge.spoken import Fields, Spoken
from bot.knowledge.ways import Ways, weight_of

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


class Catalogue:
    """All entries, ready to be measured against a query."""

    def __init__(self, spoken: Spoken, speech: Speech, meanings: Meanings | None = None) -> None:
        self.ids = tuple(page.id for page in spoken.pages)
        self.topics = tuple(page.topic for page in spoken.pages)
        self._speech = speech
        self._meanings = meanings
        self._lemmas = _index(spoken.lemmas)
        self._pieces = _index(spoken.pieces, MOST_HOLDING)
        self._ways = Ways.of(spoken.lemmas, self._lemmas)
        self._likely_lemmas = Likelihood.of(spoken.lemmas, self._lemmas)
        self._likely_pieces = Likelihood.of(spoken.pieces, self._pieces)

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
        index, ways = self._lemmas, self._ways
        total, pieces_total = weight_of(query.lemmas, index), weight_of(query.pieces, self._pieces)
        common, meant = ways.common(sought, budget), self._meant(query)
        if without is not None:
            lemmas[without] = pieces[without] = meant[without] = 0.0
        found = {n for n in best(lemmas, most) if lemmas[n] > 0}
        found |= {n for n in best(pieces, most) if pieces[n] > 0}
        found.update(best(behind, most), ways.nearest(common, total, most, without))
        found = {n for n in found if lemmas[n] > 0 or pieces[n] > 0}
        candidates = sorted(found | {n for n in best(meant, most) if meant[n] > 0})
        most_pieces = max(pieces, default=0.0) or 1.0
        held = self._held(query, candidates)
        topics = self._speech.shares(sought, query.pieces)
        rows = {
            n: (
                behind[n],
                lemmas[n] / total if total else 0.0,
                pieces[n] / pieces_total if pieces_total else 0.0,
                pieces[n] / most_pieces,
                *ways.fit(common, total, n),
                held[n] / total if total else 0.0,
                topics.get(self.topics[n], 0.0),
                meant[n],
            )
            for n in candidates
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
        first, root, farthest = max(sums), math.sqrt(mass), FARTHEST_BEHIND
        behind = [by if (by := (value - first) / root) > farthest else farthest for value in sums]
        return behind, 1 / sum(map(math.exp, [by for by in behind if by > farthest]))

    def _meant(self, query: Query) -> list[float]:
        """Return how near each entry is in meaning; 0 when meanings are not known."""
        if self._meanings is None or not query.vector:
            return [0.0] * len(self.ids)
        return self._meanings.nearest(query.vector)

    def _held(self, query: Query, entries: Sequence[int]) -> dict[int, float]:
        """Return the weight of the query's own words that each of these entries holds."""
        held = dict.fromkeys(entries, 0.0)
        among = held.keys()
        for term, weight in query.lemmas.items():
            value = min(weight, 1.0) * self._lemmas.rarity(term)
            for number in among & self._lemmas.postings.of(term):
                held[number] += value
        return held


def _index(entries: Sequence[Fields], most: int | None = None) -> Index:
    return Index.of([(fields.asked, fields.answer) for fields in entries], FIELD_WEIGHTS, most)


def best(scores: Sequence[float], most: int) -> list[int]:
    """Return the numbers of the `most` highest scores, of equal ones the first."""
    floor = nlargest(most, scores)[-1] if scores else 0.0
    high = [number for number, score in enumerate(scores) if score >= floor]
    if len(high) <= most:
        return high
    above = [number for number in high if scores[number] > floor]
    return above + [number for number in high if scores[number] == floor][: most - len(above)]
