"""Asks Morfeusz for lemmas and forms of Polish words, where Morfeusz is installed.

The only place that imports it. Without it the rest works on words as written, a little worse.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import Any, Protocol, Self

from bot.knowledge.text import fold

# How Morfeusz marks a word it does not know: in full, and in brief.
_UNKNOWN = ("ign", 0)


class Morphology(Protocol):
    """What we ask about a word; answers are folded."""

    @property
    def lemmas(self) -> Callable[[str], tuple[str, ...]]:
        """Tell the lemmas of a word; nothing when it is not a known Polish word."""

    def family(self, word: str) -> dict[str, frozenset[str]]:
        """Return for each lemma of `word` all its inflected forms."""


class Morfeusz:
    """The dictionary of Polish inflection."""

    def __init__(self, analyser: Any) -> None:
        self._analyser = analyser
        self._forms = lru_cache(maxsize=20_000)(self._generated)
        self.lemmas = lru_cache(maxsize=20_000)(self._lemmas)

    @classmethod
    def installed(cls) -> Self | None:
        """Return Morfeusz, or nothing on a machine without it."""
        try:
            import morfeusz2
        except ImportError:
            return None

        class Brief(morfeusz2.Morfeusz):  # type: ignore[misc]
            """Leaves out the names and labels of readings, which cost most of the time."""

            def _interp2tuple(self, reading: Any) -> tuple[str, str, int]:
                return reading.orth, reading.lemma, reading.tagId

        return cls(Brief())

    def family(self, word: str) -> dict[str, frozenset[str]]:
        """Return for each lemma of `word` all its inflected forms."""
        families: dict[str, frozenset[str]] = {}
        for raw in self._raw_lemmas(word):
            lemma = fold(raw)
            families[lemma] = families.get(lemma, frozenset()) | self._forms(raw)
        return families

    def _lemmas(self, word: str) -> tuple[str, ...]:
        return tuple(dict.fromkeys(fold(raw) for raw in self._raw_lemmas(word)))

    def _raw_lemmas(self, word: str) -> list[str]:
        found = self._analyser.analyse(word)
        # Only readings that begin the word: "byłem" is "być" and an ending of its own.
        raw = (
            reading[1] for start, _, reading in found if start == 0 and reading[2] not in _UNKNOWN
        )
        return list(dict.fromkeys(lemma.split(":")[0] for lemma in raw))

    def _generated(self, raw: str) -> frozenset[str]:
        if " " in raw or not raw:
            return frozenset()
        forms = (fold(row[0]) for row in self._analyser.generate(raw))
        keeps_nie = fold(raw).startswith("nie")
        return frozenset(
            form for form in forms if " " not in form and (keeps_nie or not form.startswith("nie"))
        )
