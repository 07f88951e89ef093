"""Covering names, numbers and places in what a person wrote, before all may read it as knowledge.

A careful guess and no more: whoever proposes the words reads them, and a second person too. What
is covered is named in brackets, so that a reader sees that something stood there. Patterns are
bounded, whatever the text.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field

from bot.domain.hiding import MARKS, NAME, TITLE, mask
from bot.domain.polish_words import fold

#: What stands in for a thing; taken out where only the words around it count.
COVERS = MARKS
_COVER = re.compile("|".join(re.escape(cover) for cover in COVERS))
_WORD = re.compile(r"[^\W\d_]+")
_REPEATED = re.compile(r"(\[(?:imię|nazwa|miejscowość)\])(?:[ -]\[(?:imię|nazwa|miejscowość)\])+")
_WITH_PREPOSITION = re.compile(
    r"\b(?:w|we|z|ze|na|do|od|ode|przez|pod|koło|dla|u|o|po|przy|za|k|nr|tel\.?)"
    rf" (?:{_COVER.pattern})",
    re.IGNORECASE,
)
_ADDRESS = re.compile(r", \[(?:imię|nazwa)\](?=[,.!?])")
_STARTS_AFTER = ".!?…\n"
#: Written with a capital letter out of courtesy.
_POLITE = frozenset(
    (
        *("pan", "pana", "panu", "panem", "pani", "panie", "pania", "panowie", "panstwo"),
        *("panstwa", "panstwu", "panstwem", "ty", "ciebie", "cie", "ci", "tobie", "toba"),
        *("wy", "was", "wam", "wami"),
    )
)


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Words, folded, that stand in what everybody may read: as any word, or with a capital."""

    common: Collection[str] = field(default_factory=frozenset)
    proper: Collection[str] = field(default_factory=frozenset)


def covered(
    text: str,
    names: Collection[str] = (),
    places: Collection[str] = (),
    vocabulary: Vocabulary | None = None,
) -> str:
    """Return the text with what leads to somebody covered, as `mask` does, and other names.

    A capital inside a sentence makes a name, unless the vocabulary writes the word so too.
    """
    given = vocabulary or Vocabulary()
    text = mask(text, names=names, places=places, common=given.common)
    words = list(_words(text, given))
    for before, word in zip(reversed(words[:-1]), reversed(words[1:]), strict=True):
        if word.cover and before.opens and before.end + 1 == word.start:
            before.cover = before.cover or TITLE
    return _REPEATED.sub(r"\1", _put(text, words))


def without_address(text: str) -> str:
    """Return a text that calls nobody by a name that was covered: "Tak, [imię], wolno"."""
    return _ADDRESS.sub("", text)


def has_covers(text: str) -> bool:
    """Tell whether something in the text is covered."""
    return _COVER.search(text) is not None


def without_covers(text: str) -> str:
    """Return the words around what was covered, as one line; "w [miejscowość]" goes as a whole."""
    text = _COVER.sub(" ", _WITH_PREPOSITION.sub(" ", text))
    return re.sub(r"\s+([,.;:?!])", r"\1", " ".join(text.split()))


@dataclass(slots=True)
class _Word:
    start: int
    end: int
    cover: str
    opens: bool  # it begins a sentence, and is no word that the vocabulary knows


def _words(text: str, vocabulary: Vocabulary) -> Iterator[_Word]:
    at = 0
    for found in _COVER.finditer(text):
        yield from _plain_words(text, at, found.start(), vocabulary)
        at = found.end()
        name = found[0] if found[0] in (NAME, TITLE) else ""
        yield _Word(found.start(), found.end(), name, opens=False)
    yield from _plain_words(text, at, len(text), vocabulary)


def _plain_words(text: str, start: int, end: int, vocabulary: Vocabulary) -> Iterator[_Word]:
    for found in _WORD.finditer(text, start, end):
        word, folded = found[0], fold(found[0])
        titled = word[0].isupper() and word[1:].islower()
        first = _begins(text, found.start())
        proper = titled and not first and not _is_known(folded, vocabulary)
        opens = titled and first and folded not in vocabulary.common
        yield _Word(found.start(), found.end(), TITLE if proper else "", opens)


def _is_known(folded: str, vocabulary: Vocabulary) -> bool:
    return folded in _POLITE or folded in vocabulary.proper


def _begins(text: str, at: int) -> bool:
    """Tell whether a word begins a sentence, a line or a quotation."""
    before = text[:at].rstrip(" \u00a0\"'„”«»(-–—•*")
    return not before or before[-1] in _STARTS_AFTER


def _put(text: str, words: list[_Word]) -> str:
    parts, at = [], 0
    for word in words:
        if word.cover:
            parts += [text[at : word.start], word.cover]
            at = word.end
    return "".join((*parts, text[at:]))
