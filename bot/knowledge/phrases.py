"""Hears what is not a question: greetings, thanks, a no, a wish to talk to a person.

Phrases are heard in any form and with slips of the finger. A greeting before a question is only
polite; the words of an advisor-only wish count anywhere in the message.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from bot.knowledge.lexicon import Budget, Lexicon, Origin, Word
from bot.knowledge.models import Phrases
from bot.knowledge.morphology import Morphology
from bot.knowledge.text import STOP_WORDS, Token, listed, tokens

Light = Literal[
    "resolved", "denial", "confirmation", "smalltalk", "abuse", "thanks", "goodbye", "greeting"
]
Heavy = Literal["complaint", "human", "letter", "personal"]
LIGHT: tuple[Light, ...] = (
    "resolved",
    "denial",
    "confirmation",
    "abuse",
    "smalltalk",
    "thanks",
    "goodbye",
    "greeting",
)
HEAVY: tuple[Heavy, ...] = ("complaint", "human", "letter", "personal")
ANSWERS_TO_US = ("denial", "confirmation", "resolved")
MOST_WORDS_HEARD = 160
SKIPPED_BETWEEN = 2
WORDS_BESIDE = 3
#: Words that say nothing of what a wish for a human is about.
_POINTING = frozenset(["sprawa", "temat", "pytanie", "numer", "rozmowa", "telefon", "kontakt"])

_CYRILLIC = re.compile(r"[\u0400-\u04ff]")
_LETTER = re.compile(r"[^\W\d_]")
_ENGLISH = frozenset(listed("english-words.txt"))


@dataclass(frozen=True, slots=True)
class Heard:
    """What a message says besides its matter."""

    light: Light | None = None
    heavy: Heavy | None = None
    urgent: bool = False
    has_matter: bool = False  # words of the knowledge base besides the phrases


@dataclass(frozen=True, slots=True)
class _Phrase:
    kind: str
    words: tuple[frozenset[str], ...]  # each by its names


@dataclass(frozen=True, slots=True)
class _Said:
    """Words in which phrases are looked for, and what each of them shares with others."""

    words: Sequence[Word]
    names: Sequence[frozenset[str]]

    @classmethod
    def of(cls, words: Sequence[Word]) -> _Said:
        """Name each word once, however often it is said."""
        named = {id(word): _names(word) for word in words}
        return cls(words, [named[id(word)] for word in words])


class Ear:
    """Recognises the phrases of one knowledge base."""

    def __init__(self, phrases: Phrases, morphology: Morphology | None) -> None:
        said = {kind: getattr(phrases, kind) for kind in (*LIGHT, *HEAVY, "urgent")}
        every_text = (text for texts in said.values() for text in texts)
        self._lexicon = Lexicon.of(every_text, morphology, small_words=True)
        self._uk, self._en = (
            frozenset(" ".join(t.folded for t in tokens(text)) for text in texts)
            for texts in (phrases.foreign.uk, phrases.foreign.en)
        )
        every = {
            _Phrase(kind, tuple(map(_names, words))): None
            for kind, texts in said.items()
            for text in texts
            if (words := self._understood(tokens(text), Budget()))
        }
        #: The longest first; of one length and kind, as they are written.
        self._phrases = sorted(every, key=lambda phrase: (-len(phrase.words), phrase.kind))
        self._by_first: dict[str, list[int]] = {}
        for number, phrase in enumerate(self._phrases):
            for name in phrase.words[0]:
                self._by_first.setdefault(name, []).append(number)

    def _understood(self, found: Sequence[Token], budget: Budget) -> tuple[Word, ...]:
        return tuple(self._lexicon.understand(token, budget) for token in found)

    def foreign(self, text: str) -> Literal["foreign_uk", "foreign_en"] | None:
        """Tell whether the message is in Ukrainian (or Russian) or in English."""
        letters = len(_LETTER.findall(text))
        if letters and len(_CYRILLIC.findall(text)) > letters / 2:
            return "foreign_uk"
        said = [token.folded for token in tokens(text, MOST_WORDS_HEARD)]
        if " ".join(said) in self._uk:
            return "foreign_uk"
        english = sum(word in _ENGLISH for word in said)
        if " ".join(said) in self._en or (english >= 2 and english >= len(said) / 4):
            return "foreign_en"
        return None

    def hear(self, text: str, matter: frozenset[str] | None = None) -> Heard:
        """Return what the message says; words of `matter` make it a question."""
        words = self._said(tokens(text, MOST_WORDS_HEARD), matter or frozenset())
        named = _Said.of(words)
        covered = [False] * len(words)
        kinds: set[str] = set()
        beginning = {names: self._beginning(names) for names in set(named.names)}
        for start in range(len(words)):
            for phrase in beginning[named.names[start]]:
                end = self._end(phrase, named, start)
                if end is not None and not (covered[start] and phrase.kind in LIGHT):
                    kinds.add(phrase.kind)
                    covered[start:end] = [True] * (end - start)
        said = [w for w, c in zip(words, covered, strict=True) if not c and w.form.isalpha()]
        rest = [word for word in said if word.form not in STOP_WORDS]
        return Heard(
            self._light(kinds, [word.form for word in rest], text, matter),
            next((kind for kind in HEAVY if kind in kinds), None),
            "urgent" in kinds,
            any(w.form in (matter or ()) and _POINTING.isdisjoint(_names(w)) for w in rest),
        )

    def phrases_in(self, text: str) -> list[tuple[str, str]]:
        """Return the kind and the words of every phrase in the text, for whoever explains it."""
        typed = tokens(text, MOST_WORDS_HEARD)
        named = _Said.of(self._understood(typed, Budget(repairs=8)))
        found = [
            (phrase.kind, " ".join(token.typed for token in typed[start:end]))
            for start, names in enumerate(named.names)
            for phrase in self._beginning(names)
            if (end := self._end(phrase, named, start)) is not None
        ]
        return list(dict.fromkeys(found))

    def _said(self, found: Sequence[Token], matter: frozenset[str]) -> list[Word]:
        """Read a message; a word that the base knows is no slip of a word in a phrase."""
        words = self._understood(found, Budget(repairs=8))
        return [
            Word(token.folded, (), Origin.LANGUAGE)
            if word.origin is Origin.REPAIRED and token.folded in matter
            else word
            for token, word in zip(found, words, strict=True)
        ]

    def _beginning(self, names: frozenset[str]) -> list[_Phrase]:
        """Return the phrases that a word of these names may begin, the longest first."""
        found = {number for name in names for number in self._by_first.get(name, ())}
        return [self._phrases[number] for number in sorted(found)]

    @staticmethod
    def _end(phrase: _Phrase, said: _Said, start: int) -> int | None:
        """Return where the phrase ends when it begins at `start`; a few words may stand inside."""
        names, end, at, skipped = said.names, len(said.words), start, 0
        for wanted in phrase.words:
            while at < end and wanted.isdisjoint(names[at]):
                skipped += 1
                if skipped > SKIPPED_BETWEEN or not said.words[at].is_stop:
                    return None
                at += 1
            if at == end:
                return None
            at += 1
        return at

    @staticmethod
    def _light(
        kinds: set[str], rest: Sequence[str], text: str, matter: frozenset[str] | None
    ) -> Light | None:
        found = [kind for kind in LIGHT if kind in kinds]
        if not found or (found[0] in ANSWERS_TO_US and "?" in text):
            return None
        if not rest:
            return found[0]
        aside = len(rest) <= WORDS_BESIDE and not any(word in (matter or ()) for word in rest)
        return found[0] if aside and found[0] not in {"greeting", *ANSWERS_TO_US} else None


def _names(word: Word) -> frozenset[str]:
    """Return the form of a word and its lemmas: what it shares with other forms of it."""
    return frozenset([word.form, *(lemma for lemma, _ in word.lemmas)])
