"""Knows the words of one knowledge base: every form of each, its lemmas, and likely misspellings.

A word of the base is found by any of its forms, with or without diacritics. A real Polish word
from outside the base stays outside it. Only what is no known word at all may be a misspelling.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import Enum, auto

from rapidfuzz import process
from rapidfuzz.distance import OSA

from bot.knowledge.morphology import Morphology
from bot.knowledge.text import STOP_WORDS, Token, fold, tokens

SHORTEST_REPAIRED = 4
ONE_SLIP_UP_TO = 7
REPAIR_WEIGHT = 0.8
MOST_NEARBY = 120  # places where misspellings are looked for
MOST_REMEMBERED = 20_000  # words whose understanding is kept


class Origin(Enum):
    """Where the meaning of a word was found."""

    BASE = auto()
    REPAIRED = auto()
    LANGUAGE = auto()
    NOWHERE = auto()


@dataclass(frozen=True, slots=True)
class Word:
    """A word as understood: its folded form and its lemmas, which share the weight of one word."""

    form: str
    lemmas: tuple[tuple[str, float], ...]
    origin: Origin

    @property
    def is_stop(self) -> bool:
        """Tell whether the word carries no matter of its own."""
        return self.form in STOP_WORDS


@dataclass(slots=True)
class Budget:
    """Bounds the work of one decision, in steps, so that no message takes long."""

    steps: int = 60_000
    repairs: int = 16
    spent: int = 0

    def spend(self, steps: int) -> bool:
        """Take `steps`; tell whether they were still there."""
        self.spent += steps
        return self.spent <= self.steps

    def repair(self) -> bool:
        """Take one repair of a misspelling; tell whether it was still there."""
        self.repairs -= 1
        return self.repairs >= 0


Weights = tuple[tuple[str, float], ...]


def _shared(lemmas: Iterable[str]) -> Weights:
    names = sorted(set(lemmas))
    return tuple((name, 1 / len(names)) for name in names)


def _add(found: dict[str, tuple[str, ...]], forms: Iterable[str], lemma: str) -> None:
    alone = (lemma,)
    for form in forms:
        known = found.setdefault(form, alone)
        if lemma not in known:
            found[form] = (*known, lemma)


class _Forms:
    """Every form of every word with the weights of its lemmas: packed, for there are very many.

    Words of one first letter and one length stand in order in one string, so that a word is found
    by halving, and what a misspelling may mean stands together.
    """

    def __init__(self, found: Mapping[str, tuple[str, ...]]) -> None:
        every = sorted(set(found.values()))
        self._weights = [_shared(lemmas) for lemmas in every]
        numbers = {lemmas: number for number, lemmas in enumerate(every)}
        shelves: dict[tuple[str, int], list[str]] = {}
        for form in found:
            shelves.setdefault((form[:1], len(form)), []).append(form)
        for shelf in shelves.values():
            shelf.sort()
        self._shelves = {
            place: ("".join(forms), array("I", (numbers[found[form]] for form in forms)))
            for place, forms in shelves.items()
        }

    def get(self, form: str) -> Weights | None:
        """Return the lemmas of a form with their weights, if it is known."""
        width = len(form)
        words, numbers = self._shelves.get((form[:1], width), ("", ()))
        at = bisect_left(
            range(len(numbers)), form, key=lambda n: words[n * width : (n + 1) * width]
        )
        if at < len(numbers) and words.startswith(form, at * width):
            return self._weights[numbers[at]]
        return None

    def beside(self, first: str, width: int) -> list[str]:
        """Return the words of this first letter and length."""
        words, _ = self._shelves.get((first, width), ("", ()))
        return [words[at : at + width] for at in range(0, len(words), width)]


@dataclass(slots=True)
class Lexicon:
    """The words of the base; built once, then only read (and remembered)."""

    morphology: Morphology | None
    _forms: _Forms = field(default_factory=lambda: _Forms({}))
    _words: dict[Token, Word] = field(default_factory=dict)
    _nearby: dict[tuple[str, int], list[str]] = field(default_factory=dict)

    @classmethod
    def of(
        cls, texts: Iterable[str], morphology: Morphology | None, small_words: bool = False
    ) -> Lexicon:
        """Build the lexicon of all words in `texts`, of those without matter too when asked."""
        lexicon = cls(morphology)
        words = {token for text in texts for token in tokens(text)}
        lexicon._learn({w for w in words if small_words or w.folded not in STOP_WORDS})
        return lexicon

    def _learn(self, words: set[Token]) -> None:
        # Small tuples, most of them shared: sets would cost seven times the memory.
        found: dict[str, tuple[str, ...]] = {}
        readings: set[str] = set()
        for word in words:
            read = self.morphology.readings(word.typed) if self.morphology else []
            readings.update(read)
            for lemma in map(fold, read or [word.folded]):
                _add(found, (word.folded,), lemma)
        if self.morphology:
            for reading in readings:
                _add(found, self.morphology.forms(reading), fold(reading))
        self._forms = _Forms(found)

    def understand(self, token: Token, budget: Budget) -> Word:
        """Return what `token` means, as exactly as its writing allows."""
        if word := self._words.get(token):
            return word
        known = self._forms.get(token.folded)
        if known is not None:
            word = Word(token.folded, self._narrowed(known, token), Origin.BASE)
            return self._remembered(token, word)
        if own := self._own(token):
            return Word(token.folded, _shared(own), Origin.LANGUAGE)
        if token.folded in STOP_WORDS:
            return Word(token.folded, (), Origin.LANGUAGE)
        repaired = self._repaired(token.folded, budget)
        if repaired is None:
            return Word(token.folded, ((token.folded, 1.0),), Origin.NOWHERE)
        lemmas = tuple((lemma, w * REPAIR_WEIGHT) for lemma, w in self._forms.get(repaired) or ())
        return Word(repaired, lemmas, Origin.REPAIRED)

    def _remembered(self, token: Token, word: Word) -> Word:
        """Keep a word that will come again; those of the base come first, while it is read."""
        if len(self._words) < MOST_REMEMBERED:
            self._words[token] = word
        return word

    def _own(self, token: Token) -> tuple[str, ...]:
        return self.morphology.lemmas(token.typed) if self.morphology else ()

    def _narrowed(self, known: Weights, token: Token) -> Weights:
        """Keep the lemmas that fit the diacritics, when the word was written with any."""
        if len(known) == 1 or token.typed == token.folded:
            return known
        own = self._own(token)
        return _shared(lemma for lemma, _ in known if lemma in own) or known

    def _near(self, first: str, width: int) -> list[str]:
        """Return what a misspelling may mean; some places looked at are kept at hand."""
        if width < SHORTEST_REPAIRED:
            return []
        near = self._nearby.get((first, width))
        if near is None:
            forms = (word for word in self._forms.beside(first, width) if word.isalpha())
            small = (word for word in STOP_WORDS if word[0] == first and len(word) == width)
            near = sorted({*forms, *small})
            if len(self._nearby) >= MOST_NEARBY:
                self._nearby.clear()
            self._nearby[first, width] = near
        return near

    def _repaired(self, form: str, budget: Budget) -> str | None:
        if len(form) < SHORTEST_REPAIRED or not form.isalpha() or not budget.repair():
            return None
        slips = 1 if len(form) <= ONE_SLIP_UP_TO else 2
        best: tuple[str, float] | None = None
        for width in range(len(form) - slips, len(form) + slips + 1):
            near = self._near(form[0], width)
            budget.spend(len(near) // 10)
            found = process.extractOne(form, near, scorer=OSA.distance, score_cutoff=slips)
            if found is not None and (best is None or found[1] < best[1]):
                best = found[0], found[1]
        return None if best is None else best[0]
