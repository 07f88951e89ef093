"""Measures how well each entry fits a query: numbers with names, each from 0 to about 1.

What the numbers are worth is said by the weights in `ranking`.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from bot.knowledge.index import Index, Postings
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


See = Callable[[Sequence[Word]], dict[str, float]]
_NOTHING = (0.0, 0.0, 0.0, 0.0)


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
    wordings: Postings
    totals: Sequence[float]

    @classmethod
    def of(cls, pages: Sequence[Page], see: See) -> _Signal:
        index = Index.of([_fields(page, see) for page in pages], FIELD_WEIGHTS)
        totals = array("d")

        def ways() -> Iterator[dict[str, float]]:
            for terms in (see(way) for page in pages for way in page.wordings):
                totals.append(_total(terms, index))
                yield terms

        return cls(index, Postings(ways()), totals)

    def matches(self, terms: Mapping[str, float], budget: Budget) -> dict[int, float]:
        """Return the weight that each wording has in common with `terms`."""
        found: dict[int, float] = {}
        for term, weight in terms.items():
            numbers = self.wordings.of(term)
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
        self._owner = array("I", (n for n, page in enumerate(pages) for _ in page.wordings))
        self.lemmas = _Signal.of(pages, lemma_terms)
        self.pieces = _Signal.of(pages, piece_terms)

    def measure(self, query: Query, budget: Budget, most: int = 10) -> Measures:
        """Measure the entries that any signal puts among its `most` best."""
        index = self.lemmas.index
        lemma_scores = index.scores({**query.lemmas, **query.added}, budget)
        piece_scores = self.pieces.index.scores(query.pieces, budget)
        alike = self._alike(query, budget)
        candidates = {*_best(lemma_scores, most), *_best(piece_scores, most)}
        candidates |= set(sorted(alike, key=lambda n: -alike[n][2])[:most])
        totals = _total(query.lemmas, index), _total(query.pieces, self.pieces.index)
        lemma_columns = _columns(lemma_scores, totals[0])
        piece_columns = _columns(piece_scores, totals[1])
        both = lemma_columns, piece_columns
        held = self._held(query)
        rows = {}
        for n in sorted(candidates):
            signals = [column[n] for pair in zip(*both, strict=True) for column in pair]
            matched = held[n] / totals[0] if totals[0] else 0.0
            rows[n] = (*signals, *alike.get(n, _NOTHING), matched)
        unknown = sum(w for term, w in query.lemmas.items() if term not in index.postings)
        known = 1 - unknown * index.unknown / totals[0] if totals[0] else 0.0
        return Measures(rows, known, unknown)

    def _held(self, query: Query) -> list[float]:
        held = [0.0] * len(self.ids)
        for term, weight in query.lemmas.items():
            value = min(weight, 1.0) * self.lemmas.index.rarity(term)
            for number in self.lemmas.index.postings.of(term):
                held[number] += value
        return held

    def _alike(self, query: Query, budget: Budget) -> dict[int, tuple[float, float, float, float]]:
        """Return for each entry how well its best wording fits."""
        best: dict[int, tuple[float, float, float, float]] = {}
        lemma_total = _total(query.lemmas, self.lemmas.index) or 1.0
        for way, match in self.lemmas.matches({**query.lemmas, **query.added}, budget).items():
            total, owner = self.lemmas.totals[way], self._owner[way]
            a, b, c, _ = best.get(owner, _NOTHING)
            alike = 2 * match / (lemma_total + total)
            best[owner] = max(a, match / lemma_total), max(b, match / total), max(c, alike), 0.0
        for owner, alike in self._alike_in_pieces(query, budget).items():
            best[owner] = (*best.get(owner, _NOTHING)[:3], alike)
        return best

    def _alike_in_pieces(self, query: Query, budget: Budget) -> dict[int, float]:
        best: dict[int, float] = {}
        piece_total = _total(query.pieces, self.pieces.index) or 1.0
        totals, owners = self.pieces.totals, self._owner
        for way, match in self.pieces.matches(query.pieces, budget).items():
            alike, owner = 2 * match / (piece_total + totals[way]), owners[way]
            if alike > best.get(owner, 0.0):
                best[owner] = alike
        return best


def _fields(page: Page, see: See) -> list[dict[str, float]]:
    title, *ways = page.wordings or ((),)
    return [see(title), see([word for way in ways for word in way]), see(page.answer)]


def _best(scores: Sequence[float], most: int) -> list[int]:
    found = [number for number, score in enumerate(scores) if score > 0]
    return sorted(found, key=lambda number: -scores[number])[:most]


def _columns(
    scores: Sequence[float], total: float
) -> tuple[list[float], list[float], list[float]]:
    """Return each score as a share of the query, as a share of the best, and as 1/rank."""
    best = max(scores, default=0.0) or 1.0
    order = sorted(range(len(scores)), key=lambda number: -scores[number])
    ranks = [0.0] * len(scores)
    for rank, number in enumerate(order, 1):
        ranks[number] = 1 / rank if scores[number] > 0 else 0.0
    cover = [score / total if total else 0.0 for score in scores]
    return cover, [score / best for score in scores], ranks
