"""Asks Morfeusz for lemmas and forms of Polish words, where Morfeusz is installed.

The only place that imports it. Without it the rest works on words as written, a little worse.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any, Protocol, Self

from bot.knowledge.forms import read_lines, unfold
from bot.knowledge.text import fold

# How Morfeusz marks a word it does not know.
_UNKNOWN = 0
#: No word is longer; of a number of 4,000 digits Morfeusz would make 1.6 GB of readings in 8 s.
LONGEST_WORD = 40


class Morphology(Protocol):
    """What we ask about a word; answers are folded."""

    def lemmas(self, word: str) -> tuple[str, ...]:
        """Return the lemmas of a word; nothing when it is not a known Polish word."""

    def readings(self, word: str) -> tuple[str, ...]:
        """Return the lemmas of a word as the dictionary writes them, not folded."""

    def forms(self, reading: str) -> frozenset[str]:
        """Return all inflected forms of what `readings` returned."""

    def forget_forms(self) -> None:
        """Let go of what only building a lexicon needed."""


class Morfeusz:
    """The dictionary of Polish inflection.

    Its generator costs memory and time, so it is made only for lemmas whose forms are not shipped.
    """

    def __init__(self, make: Callable[..., Any], shipped: Mapping[str, str]) -> None:
        self._make = make
        self._analyser = make(generate=False)
        self._generator: Any = None
        self._shipped = dict(shipped)
        self._analysed = lru_cache(maxsize=20_000)(self._analyse)

    @classmethod
    def installed(cls, shipped: Mapping[str, str] | None = None) -> Self | None:
        """Return Morfeusz, or nothing on a machine without it."""
        try:
            import morfeusz2
        except ImportError:
            return None

        class Brief(morfeusz2.Morfeusz):  # type: ignore[misc]
            """Leaves out what nobody asks for here, which costs most of the time."""

            def analyse(self, text: str) -> list[tuple[str, int]]:
                """Return lemmas and numbers of tags of the readings that begin the word."""
                found = self._morfeusz_obj.analyse(text)
                return [(one.lemma, one.tagId) for one in found if one.startNode == 0]

            def _interp2tuple(self, reading: Any) -> tuple[str]:
                return (reading.orth,)

        return cls(Brief, read_lines() if shipped is None else shipped)

    def forget_forms(self) -> None:
        """Let go of what only building a lexicon needed."""
        self._shipped.clear()
        self._generator = None
        self._analysed.cache_clear()

    def lemmas(self, word: str) -> tuple[str, ...]:
        """Return the lemmas of a word; nothing when it is not a known Polish word."""
        return self._analysed(word)[1]

    def readings(self, word: str) -> tuple[str, ...]:
        """Return the lemmas of a word as the dictionary writes them, not folded."""
        return self._analysed(word)[0]

    def _analyse(self, word: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Return the lemmas of a word as they are written, and folded."""
        if len(word) > LONGEST_WORD:
            return (), ()
        # Only readings that begin the word: "byłem" is "być" and an ending of its own.
        raw = [lemma for lemma, tag in self._analyser.analyse(word) if tag != _UNKNOWN]
        read = tuple(dict.fromkeys(lemma.partition(":")[0] for lemma in raw))
        return read, tuple(dict.fromkeys(map(fold, read)))

    def forms(self, reading: str) -> frozenset[str]:
        """Return all inflected forms of a lemma, shipped or generated."""
        line = self._shipped.get(reading)
        return unfold(line) if line is not None else self._generate(reading)

    def _generate(self, raw: str) -> frozenset[str]:
        if " " in raw or not raw:
            return frozenset()
        if self._generator is None:
            self._generator = self._make(analyse=False)
        forms = (fold(row[0]) for row in self._generator.generate(raw))
        keeps_nie = fold(raw).startswith("nie")
        return frozenset(
            form for form in forms if " " not in form and (keeps_nie or not form.startswith("nie"))
        )
