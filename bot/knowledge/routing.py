"""Says which of the topics a message belongs to, and whether it belongs to any.

How each topic talks is known by `speech`; the entries that came first have a voice, too. Choosing
an entry is `ranking`'s work.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.knowledge.features import Measures, measured
from bot.knowledge.lexicon import Word
from bot.knowledge.query import Query, lemma_terms
from bot.knowledge.ranking import Model, sigmoid, weigh
from bot.knowledge.speech import OFF_TOPIC, Speech

TOPIC_SIGNALS = ("lemmas", "pieces", "votes", "words")
OFF_TOPIC_SIGNALS = ("lemmas", "pieces", "known", "cover", "alike", "words")


@dataclass(frozen=True, slots=True)
class Routing:
    """Topics with their chances, the likeliest first, and the chance of none."""

    topics: tuple[tuple[str, float], ...]
    off_topic: float


class Router:
    """Weighs what a message says for each topic."""

    def __init__(self, speech: Speech, topic_words: Mapping[str, Sequence[Word]]) -> None:
        self._speech = speech
        self._words = {name: frozenset(lemma_terms(words)) for name, words in topic_words.items()}

    def route(
        self, query: Query, measures: Measures, votes: Mapping[str, float], model: Model
    ) -> Routing:
        """Return the chances of every topic and of none."""
        signals = self.topic_signals(query, votes)
        sums = {
            t: weigh(model.routing, TOPIC_SIGNALS, signals[t]) + model.routing.get(t, 0.0)
            for t in self._words
        }
        top = max(sums.values())
        shares = {t: math.exp(value - top) for t, value in sums.items()}
        whole = sum(shares.values())
        order = sorted(shares, key=lambda t: -shares[t])
        off = weigh(model.off_topic, OFF_TOPIC_SIGNALS, self.off_topic_signals(query, measures))
        return Routing(tuple((t, round(shares[t] / whole, 4)) for t in order), sigmoid(off))

    def topic_signals(
        self, query: Query, votes: Mapping[str, float]
    ) -> dict[str, tuple[float, float, float, float]]:
        """Return for each topic what words, pieces, entries and topic words say."""
        lemmas = self._speech.by_lemmas({**query.added, **query.lemmas})
        pieces = self._speech.by_pieces(query.pieces)
        return {
            t: (lemmas[t], pieces[t], votes.get(t, 0.0), self._hits(t, query)) for t in self._words
        }

    def off_topic_signals(self, query: Query, measures: Measures) -> tuple[float, ...]:
        """Return what speaks for a message being none of our business."""
        lemmas = self._speech.by_lemmas(query.lemmas)
        pieces = self._speech.by_pieces(query.pieces)
        rows = measures.rows.values()
        return (
            lemmas[OFF_TOPIC] - max(lemmas[t] for t in self._words),
            pieces[OFF_TOPIC] - max(pieces[t] for t in self._words),
            measures.known,
            max((measured(row, "lemmas_cover") for row in rows), default=0.0),
            max((measured(row, "wording_alike") for row in rows), default=0.0),
            max(self._hits(t, query) for t in self._words),
        )

    def _hits(self, topic: str, query: Query) -> float:
        words = self._words.get(topic, frozenset())
        return math.log1p(sum(w for lemma, w in query.lemmas.items() if lemma in words))
