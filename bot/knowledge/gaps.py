"""Finds what many people ask and the base does not answer: questions alike, with how many ask.

A gap is one question and all that are like it, not like each other in a chain: the words shown
are near to everybody who is counted. The same questions give the same gaps in any order. Which
questions had no answer, and hiding who asked, is left to others.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz

from bot.knowledge.decision import Decider
from bot.knowledge.index import rarity
from bot.knowledge.lexicon import Budget
from bot.knowledge.query import read
from bot.knowledge.spoken import Page
from bot.knowledge.text import clean, passages

MOST_ASKED = 500  # the newest questions; more would take long
MOST_GAPS = 10
ALIKE_FROM = 0.4
LEMMAS, LETTERS = 0.75, 0.25  # what counts how much
_SHARED_FROM = 0.2  # with less in common letters are not compared
_MARKS = re.compile(r"\[[^\[\]]{2,20}\]")  # what stands in the place of names and numbers


@dataclass(frozen=True, slots=True)
class Unanswered:
    """A question that the base did not answer, with nobody in its words; who asked is a number."""

    id: int
    person: int
    text: str
    topic: str


@dataclass(frozen=True, slots=True)
class Gap:
    """Questions alike: the one in their middle, how many people ask, and where it belongs."""

    question: int
    text: str
    topic: str
    people: int
    questions: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class _Read:
    asked: Unanswered
    terms: dict[str, float]  # weighed, of length 1
    forms: str


def gaps(decider: Decider, asked: Iterable[Unanswered]) -> list[Gap]:
    """Return at most ten gaps, those that most people ask about first."""
    newest = sorted(asked, key=lambda one: one.id)[-MOST_ASKED:]
    texts = _readings(decider, newest)
    alike = _neighbours(texts)
    left, found = set(range(len(texts))), []
    while left:
        middle = _middle(texts, alike, left)
        around = sorted({middle} | (alike[middle].keys() & left))
        left -= set(around)
        found.append(_gap(texts[middle], [texts[n].asked for n in around]))
    found.sort(key=lambda gap: (-gap.people, -len(gap.questions), gap.question))
    return found[:MOST_GAPS]


def _gap(middle: _Read, asked: Sequence[Unanswered]) -> Gap:
    topics = Counter(one.topic for one in asked)
    own = middle.asked.topic
    topic = max(sorted(topics), key=lambda name: (topics[name], name == own))
    people = len({one.person for one in asked})
    return Gap(middle.asked.id, middle.asked.text, topic, people, tuple(one.id for one in asked))


def _middle(texts: Sequence[_Read], alike: Sequence[dict[int, float]], left: set[int]) -> int:
    """Return the question with most people around it; of equals the nearest, shortest, oldest."""

    def weight(number: int) -> tuple[int, float, int, int]:
        asked = texts[number].asked
        near = sorted(alike[number].keys() & left)
        people = {asked.person, *(texts[n].asked.person for n in near)}
        likeness = round(sum(alike[number][n] for n in near), 6)
        return len(people), likeness, -len(asked.text), -asked.id

    return max(left, key=weight)


def _readings(decider: Decider, asked: Sequence[Unanswered]) -> list[_Read]:
    """Read the questions as the matcher does; those without any matter are left out."""
    weights = _Weights(decider.pages)
    read_all = ((one, _understood(decider, one.text)) for one in asked)
    return [
        _Read(one, weights.of(lemmas), " ".join(sorted(forms)))
        for one, (lemmas, forms) in read_all
        if lemmas
    ]


def _understood(decider: Decider, text: str) -> tuple[dict[str, float], set[str]]:
    lemmas: dict[str, float] = {}
    forms: set[str] = set()
    budget = Budget()
    for part in passages(clean(_MARKS.sub(" ", text))):
        query = read(part, decider.lexicon, decider.thesaurus, budget)
        lemmas |= {**query.added, **query.lemmas}
        forms |= {word.form for word in query.words}
    return lemmas, forms


class _Weights:
    """How much a lemma says, by how few entries of the base have it."""

    def __init__(self, pages: Sequence[Page]) -> None:
        self._pages = len(pages)
        self._having = Counter(lemma for page in pages for lemma in _lemmas(page))

    def of(self, lemmas: dict[str, float]) -> dict[str, float]:
        """Return the lemmas weighed, so that all together have the length 1."""
        weighed = {
            lemma: min(weight, 1.0) * rarity(self._pages, self._having[lemma])
            for lemma, weight in lemmas.items()
        }
        length = math.sqrt(sum(value * value for value in weighed.values())) or 1.0
        return {lemma: value / length for lemma, value in weighed.items()}


def _lemmas(page: Page) -> set[str]:
    words = (*(word for way in page.wordings for word in way), *page.answer)
    return {lemma for word in words for lemma, _ in word.lemmas}


def _neighbours(texts: Sequence[_Read]) -> list[dict[int, float]]:
    """Return for each question those that are like it, and how much."""
    alike: list[dict[int, float]] = [{} for _ in texts]
    for one, other, shared in _sharing(texts):
        letters = fuzz.ratio(texts[one].forms, texts[other].forms) / 100
        value = LEMMAS * shared + LETTERS * letters
        if value >= ALIKE_FROM:
            alike[one][other] = alike[other][one] = value
    return alike


def _sharing(texts: Sequence[_Read]) -> Iterator[tuple[int, int, float]]:
    """Yield pairs that have enough lemmas in common, with how much that is."""
    holding: dict[str, list[tuple[int, float]]] = {}
    for number, text in enumerate(texts):
        shared: dict[int, float] = {}
        for term, value in text.terms.items():
            for other, held in holding.get(term, ()):
                shared[other] = shared.get(other, 0.0) + value * held
            holding.setdefault(term, []).append((number, value))
        for other in sorted(shared):
            if shared[other] >= _SHARED_FROM:
                yield other, number, shared[other]
