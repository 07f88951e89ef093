"""Measures how well each entry fits a query: numbers with names, each from 0 to about 1.

What the numbers are worth is said by the weights in `ranking`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.knowledge.index import Index
from bot.knowledge.lexicon import Budget, Lexicon, Word
from bot.knowledge.markdown import plain_text
from bot.knowledge.models import Entry
from bot.knowledge.query import Query, content, lemma_terms, piece_terms
from bot.knowledge.text import tokens

FIELD_WEIGHTS = (3.0, 3.0, 1.0)
FEATURES = (
    "lemmas_cover",
    "pieces_cover",
    "lemmas_share",
    "pieces_share",
    "lemmas_first",
    "pieces_first",
    "wording_holds_query",
    "query_holds_wording",
    "wording_alike",
    "wording_alike_pieces",
    "matched",
)


@dataclass(frozen=True, slots=True)
class Page:
    """An entry as words: each way of asking, and the answer."""

    id: str
    topic: str
    wordings: tuple[tuple[Word, ...], ...]
    answer: tuple[Word, ...]

    @classmethod
    def of(cls, entry: Entry, lexicon: Lexicon) -> Page:
        """Read an entry into words."""
        wordings = (content(tokens(way), lexicon, Budget()) for way in entry.wordings)
        answer = content(tokens(plain_text(entry.answer)), lexicon, Budget(repairs=0))
        return cls(entry.id, entry.topic, tuple(words for words in wordings if words), answer)


@dataclass(frozen=True, slots=True)
class Measures:
    """What was measured for every entry, in the order of the catalogue."""

    rows: Mapping[int, tuple[float, ...]]
    known: float
    unknown_words: float


@dataclass(frozen=True, slots=True)
class _Signal:
    """One way of seeing words: an index of entries, and of every single wording."""

    index: Index
    wordings: Mapping[str, Sequence[int]]
    totals: Sequence[float]

    @classmethod
    def of(cls, documents: list[list[dict[str, float]]], ways: list[dict[str, float]]) -> _Signal:
        index = Index.of(documents, FIELD_WEIGHTS)
        wordings: dict[str, list[int]] = {}
        for number, way in enumerate(ways):
            for term in way:
                wordings.setdefault(term, []).append(number)
        return cls(index, wordings, [_total(way, index) for way in ways])

    def matches(self, terms: Mapping[str, float], budget: Budget) -> dict[int, float]:
        """Return the weight that each wording has in common with `terms`."""
        found: dict[int, float] = {}
        for term, weight in terms.items():
            numbers = self.wordings.get(term, ())
            if not budget.spend(len(numbers)):
                break
            value = min(weight, 1.0) * self.index.rarity(term)
            for number in numbers:
                found[number] = found.get(number, 0.0) + value
        return found


def _total(terms: Mapping[str, float], index: Index) -> float:
    return sum(min(weight, 1.0) * index.rarity(term) for term, weight in terms.items())


class Catalogue:
    """All entries, ready to be measured against a query."""

    def __init__(self, pages: Sequence[Page]) -> None:
        self.ids = tuple(page.id for page in pages)
        self.topics = tuple(page.topic for page in pages)
        owners = [(number, way) for number, page in enumerate(pages) for way in page.wordings]
        self._owner = [number for number, _ in owners]
        self.lemmas, self.pieces = (
            _Signal.of([_fields(page, see) for page in pages], [see(way) for _, way in owners])
            for see in (lemma_terms, piece_terms)
        )

    def measure(self, query: Query, budget: Budget, most: int = 10) -> Measures:
        """Measure the entries that any signal puts among its `most` best."""
        index = self.lemmas.index
        lemma_scores = index.scores({**query.lemmas, **query.added}, budget)
        piece_scores = self.pieces.index.scores(query.pieces, budget)
        alike = self._alike(query, budget)
        candidates = {*_best(lemma_scores, most), *_best(piece_scores, most)}
        candidates |= set(sorted(alike, key=lambda n: -alike[n][2])[:most])
        totals = _total(query.lemmas, index), _total(query.pieces, self.pieces.index)
        columns = [
            *_columns(lemma_scores, totals[0]),
            *_columns(piece_scores, totals[1]),
        ]
        held = self._held(query)
        rows = {
            n: (
                columns[0][n], columns[3][n], columns[1][n], columns[4][n], columns[2][n],
                columns[5][n], *alike.get(n, (0.0,) * 4), held[n] / totals[0] if totals[0] else 0.0,
            )
            for n in sorted(candidates)
        }  # fmt: skip
        unknown = sum(w for term, w in query.lemmas.items() if term not in index.postings)
        known = 1 - unknown * index.unknown / totals[0] if totals[0] else 0.0
        return Measures(rows, known, unknown)

    def _held(self, query: Query) -> list[float]:
        held = [0.0] * len(self.ids)
        for term, weight in query.lemmas.items():
            value = min(weight, 1.0) * self.lemmas.index.rarity(term)
            for number, _ in self.lemmas.index.postings.get(term, ()):
                held[number] += value
        return held

    def _alike(self, query: Query, budget: Budget) -> dict[int, tuple[float, float, float, float]]:
        """Return for each entry how well its best wording fits."""
        lemma_total = _total(query.lemmas, self.lemmas.index) or 1.0
        piece_total = _total(query.pieces, self.pieces.index) or 1.0
        best: dict[int, tuple[float, float, float, float]] = {}
        common = self.lemmas.matches({**query.lemmas, **query.added}, budget)
        for way, match in common.items():
            total = self.lemmas.totals[way]
            measured = match / lemma_total, match / total, 2 * match / (lemma_total + total), 0.0
            self._keep_best(best, way, measured)
        for way, match in self.pieces.matches(query.pieces, budget).items():
            alike = 2 * match / (piece_total + self.pieces.totals[way])
            self._keep_best(best, way, (0.0, 0.0, 0.0, alike))
        return best

    def _keep_best(
        self,
        best: dict[int, tuple[float, float, float, float]],
        way: int,
        measured: tuple[float, float, float, float],
    ) -> None:
        owner = self._owner[way]
        a, b, c, d = best.get(owner, (0.0,) * 4)
        w, x, y, z = measured
        best[owner] = max(a, w), max(b, x), max(c, y), max(d, z)


def _fields(page: Page, see: object) -> list[dict[str, float]]:
    assert callable(see)
    title, *ways = page.wordings or ((),)
    return [see(title), see([word for way in ways for word in way]), see(page.answer)]


def _best(scores: Sequence[float], most: int) -> list[int]:
    found = [number for number, score in enumerate(scores) if score > 0]
    return sorted(found, key=lambda number: -scores[number])[:most]


def _columns(scores: Sequence[float], total: float) -> tuple[list[float], list[float], list[float]]:
    """Return each score as a share of the query, as a share of the best, and as 1/rank."""
    best = max(scores, default=0.0) or 1.0
    order = sorted(range(len(scores)), key=lambda number: -scores[number])
    ranks = [0.0] * len(scores)
    for rank, number in enumerate(order, 1):
        ranks[number] = 1 / rank if scores[number] > 0 else 0.0
    cover = [score / total if total else 0.0 for score in scores]
    return cover, [score / best for score in scores], ranks
