"""Says which of the six topics a message belongs to, and whether it belongs to any.

Words of the entries and of `topics.yaml` speak, and so do the entries that came first. Choosing an
entry is `ranking`'s work.
"""

from __future__ import annotations

import math
from array import array
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from bot.knowledge.features import Measures, Page
from bot.knowledge.lexicon import Budget, Lexicon, Word
from bot.knowledge.models import TOPIC_IDS
from bot.knowledge.query import Query, content, lemma_terms, piece_terms
from bot.knowledge.ranking import Model, sigmoid, weigh
from bot.knowledge.text import listed, tokens

OFF_TOPIC = "off-topic"
CLASSES = (*TOPIC_IDS, OFF_TOPIC)
SMOOTHING = 0.3
VOTERS = 8
TOPIC_SIGNALS = ("lemmas", "pieces", "votes", "words")
OFF_TOPIC_SIGNALS = ("lemmas", "pieces", "known", "cover", "alike", "words")


@dataclass(frozen=True, slots=True)
class Routing:
    """Topics with their chances, the likeliest first, and the chance of none."""

    topics: tuple[tuple[str, float], ...]
    off_topic: float


class WordCounts:
    """How often each class of texts says each term (naive Bayes)."""

    def __init__(self) -> None:
        self._counts: dict[str, Counter[str]] = {name: Counter() for name in CLASSES}
        #: Where what a term says begins among all leanings, which lie packed in one row.
        self._places: dict[str, int] = {}
        self._leanings = array("d")

    def add(self, name: str, terms: Mapping[str, float], weight: float = 1.0) -> None:
        """Count the terms of one text of a class."""
        counts = self._counts[name]
        for term, count in terms.items():
            counts[term] += weight * count  # type: ignore[assignment]

    def settle(self) -> None:
        """Turn counts into what each term says for each class; nothing is added after it."""
        every = sorted(set().union(*self._counts.values()))
        below = [sum(self._counts[name].values()) + SMOOTHING * len(every) for name in CLASSES]
        for term in every:
            held = (self._counts[name][term] + SMOOTHING for name in CLASSES)
            logs = [math.log(a / b) for a, b in zip(held, below, strict=True)]
            mean = sum(logs) / len(logs)
            self._places[term] = len(self._leanings)
            self._leanings.extend(value - mean for value in logs)
        self._counts.clear()

    def leanings(self, terms: Iterable[str]) -> dict[str, float]:
        """Return for each class what the known terms say for it together."""
        places = [self._places[term] for term in terms if term in self._places]
        if not places:
            return dict.fromkeys(CLASSES, 0.0)
        root = math.sqrt(len(places))
        known = (self._leanings[at : at + len(CLASSES)] for at in places)
        sums = (sum(column) / root for column in zip(*known, strict=True))
        return dict(zip(CLASSES, sums, strict=True))


@dataclass(frozen=True, slots=True)
class OffTopic:
    """Messages that are nobody's business here, as words."""

    lines: tuple[tuple[Word, ...], ...]

    @classmethod
    def read_with(cls, lexicon: Lexicon) -> OffTopic:
        """Read the shipped list."""
        lines = (content(tokens(line), lexicon, Budget()) for line in listed("off-topic.txt"))
        return cls(tuple(words for words in lines if words))


class Router:
    """Knows how each topic talks; built from entries, topic words and off-topic lines."""

    def __init__(
        self,
        pages: Sequence[Page],
        topic_words: Mapping[str, Sequence[Word]],
        off_topic: Sequence[tuple[Word, ...]],
    ) -> None:
        self._lemmas, self._pieces = WordCounts(), WordCounts()
        self._words = {name: frozenset(lemma_terms(words)) for name, words in topic_words.items()}
        for page in pages:
            for wording in page.wordings:
                self._count(page.topic, wording, 1.0)
            self._count(page.topic, page.answer, 0.5)
        for name, words in topic_words.items():
            self._count(name, words, 2.0)
        for line in off_topic:
            self._count(OFF_TOPIC, line, 1.0)
        self._lemmas.settle()
        self._pieces.settle()

    def _count(self, name: str, words: Sequence[Word], weight: float) -> None:
        self._lemmas.add(name, lemma_terms(words), weight)
        self._pieces.add(name, piece_terms(words), weight)

    def route(
        self, query: Query, measures: Measures, votes: Mapping[str, float], model: Model
    ) -> Routing:
        """Return the chances of every topic and of none."""
        signals = self.topic_signals(query, votes)
        sums = {t: weigh(model.routing, TOPIC_SIGNALS, signals[t]) for t in TOPIC_IDS}
        top = max(sums.values())
        shares = {t: math.exp(value - top) for t, value in sums.items()}
        whole = sum(shares.values())
        order = sorted(shares, key=lambda t: -shares[t])
        off = weigh(model.off_topic, OFF_TOPIC_SIGNALS, self.off_topic_signals(query, measures))
        return Routing(tuple((str(t), round(shares[t] / whole, 4)) for t in order), sigmoid(off))

    def topic_signals(
        self, query: Query, votes: Mapping[str, float]
    ) -> dict[str, tuple[float, float, float, float]]:
        """Return for each topic what words, pieces, entries and topic words say."""
        lemmas = self._lemmas.leanings({**query.added, **query.lemmas})
        pieces = self._pieces.leanings(query.pieces)
        return {
            t: (lemmas[t], pieces[t], votes.get(t, 0.0), self._hits(t, query)) for t in TOPIC_IDS
        }

    def off_topic_signals(self, query: Query, measures: Measures) -> tuple[float, ...]:
        """Return what speaks for a message being none of our business."""
        lemmas = self._lemmas.leanings(query.lemmas)
        pieces = self._pieces.leanings(query.pieces)
        best = [max(column) for column in zip(*measures.rows.values(), strict=True)] or [0.0] * 11
        return (
            lemmas[OFF_TOPIC] - max(lemmas[t] for t in TOPIC_IDS),
            pieces[OFF_TOPIC] - max(pieces[t] for t in TOPIC_IDS),
            measures.known,
            best[0],
            best[8],
            max(self._hits(t, query) for t in TOPIC_IDS),
        )

    def _hits(self, topic: str, query: Query) -> float:
        words = self._words.get(topic, frozenset())
        return math.log1p(sum(w for lemma, w in query.lemmas.items() if lemma in words))
