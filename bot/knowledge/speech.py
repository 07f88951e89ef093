"""Knows how each topic talks, and how people talk who want something else altogether.

Entries, the words of `topics.yaml` and labelled messages are counted once; then a text is weighed
against each topic by its lemmas and by pieces of its words.
"""

from __future__ import annotations

import math
from array import array
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from bot.knowledge.lexicon import Word
from bot.knowledge.query import lemma_terms, piece_terms
from bot.knowledge.spoken import Spoken

OFF_TOPIC = "off-topic"
SMOOTHING = 0.3
ANSWER_WEIGHT, TOPIC_WORDS_WEIGHT = 0.5, 2.0


class WordCounts:
    """How often each class of texts says each term (naive Bayes)."""

    def __init__(self, classes: Sequence[str]) -> None:
        self._classes = tuple(classes)
        self._counts: dict[str, dict[str, float]] = {name: {} for name in classes}
        #: Where what a term says begins among all leanings, which lie packed in one row.
        self._places: dict[str, int] = {}
        self._leanings = array("d")

    def add(self, name: str, terms: Mapping[str, float], weight: float = 1.0) -> None:
        """Count the terms of one text of a class."""
        counts = self._counts[name]
        get = counts.get
        for term, count in terms.items():
            counts[term] = get(term, 0.0) + weight * count

    def settle(self) -> None:
        """Turn counts into what each term says for each class; nothing is added after it."""
        every = sorted(set().union(*self._counts.values()))
        classes = []
        for counts in self._counts.values():
            below = sum(counts.values()) + SMOOTHING * len(every)
            classes.append((counts.get, below, math.log(SMOOTHING / below)))
        for term in every:
            logs = [
                math.log((held + SMOOTHING) / below) if (held := get(term)) else never
                for get, below, never in classes
            ]
            mean = sum(logs) / len(logs)
            self._places[term] = len(self._leanings)
            self._leanings.extend([value - mean for value in logs])
        self._counts.clear()

    def leanings(self, terms: Iterable[str]) -> dict[str, float]:
        """Return for each class what the known terms say for it together."""
        places = [self._places[term] for term in terms if term in self._places]
        if not places:
            return dict.fromkeys(self._classes, 0.0)
        root = math.sqrt(len(places))
        known = (self._leanings[at : at + len(self._classes)] for at in places)
        sums = (sum(column) / root for column in zip(*known, strict=True))
        return dict(zip(self._classes, sums, strict=True))


@dataclass(frozen=True, slots=True)
class Said:
    """A labelled message as words; a topic is None when it is none of our business."""

    topic: str | None
    words: tuple[Word, ...]


class Speech:
    """How each topic talks; what was said of a topic that there is not is let be."""

    def __init__(
        self,
        spoken: Spoken,
        topic_words: Mapping[str, Sequence[Word]],
        said: Iterable[Said],
    ) -> None:
        self._topics = tuple(topic_words)
        classes = (*self._topics, OFF_TOPIC)
        self._lemmas, self._pieces = WordCounts(classes), WordCounts(classes)
        for counts, entries in ((self._lemmas, spoken.lemmas), (self._pieces, spoken.pieces)):
            for page, fields in zip(spoken.pages, entries, strict=True):
                counts.add(page.topic, fields.asked)
                counts.add(page.topic, fields.answer, ANSWER_WEIGHT)
        for name, words in topic_words.items():
            self._count(name, words, TOPIC_WORDS_WEIGHT)
        for one in said:
            if (name := one.topic or OFF_TOPIC) in classes:
                self._count(name, one.words, 1.0)
        self._lemmas.settle()
        self._pieces.settle()

    def _count(self, name: str, words: Sequence[Word], weight: float) -> None:
        self._lemmas.add(name, lemma_terms(words), weight)
        self._pieces.add(name, piece_terms(words), weight)

    def by_lemmas(self, lemmas: Iterable[str]) -> dict[str, float]:
        """Return for each class what the known lemmas say for it together."""
        return self._lemmas.leanings(lemmas)

    def by_pieces(self, pieces: Iterable[str]) -> dict[str, float]:
        """Return for each class what the known pieces of words say for it together."""
        return self._pieces.leanings(pieces)

    def shares(self, lemmas: Iterable[str], pieces: Iterable[str]) -> dict[str, float]:
        """Return the chance of each topic, of lemmas and pieces together."""
        first, second = self.by_lemmas(lemmas), self.by_pieces(pieces)
        sums = {topic: first[topic] + second[topic] for topic in self._topics}
        most = max(sums.values())
        grown = {topic: math.exp(value - most) for topic, value in sums.items()}
        whole = sum(grown.values())
        return {topic: value / whole for topic, value in grown.items()}
