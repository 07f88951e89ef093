"""Covering names, numbers and places in what a person wrote, before all may read it as knowledge.

A careful guess and no more: whoever proposes the words reads them, and a second person too. What
is covered is named in brackets, so that a reader sees that something stood there. Patterns are
bounded, whatever the text.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field

from bot.domain.polish_words import fold

NAME, PLACE, NUMBER, EMAIL, PROPER = (
    "[imię]",
    "[miejscowość]",
    "[numer]",
    "[e-mail]",
    "[nazwa]",
)
#: What stands in for a thing; taken out where only the words around it count.
COVERS = (NAME, PLACE, NUMBER, EMAIL, PROPER)

_EMAIL = re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}")
_ACCOUNT_NAME = re.compile(r"(?<![\w/])@\w{4,32}")
_LONG = re.compile(r"(?<![\w.,])\+?\d(?:[ \u00a0-]?\d){6,33}(?![\w])")
_POSTCODE = re.compile(r"(?<![\w-])\d\d-\d{3}(?![\w-])")
_DATE = re.compile(r"\d{4}-\d{1,2}-\d{1,2}|\d{1,2}-\d{1,2}-\d{4}|\d{4} ?- ?\d{4}")
_MONEY = re.compile(r"[ \u00a0]?(?:zł|pln|tys|mln|euro|eur)", re.IGNORECASE)
_WORD = re.compile(r"[^\W\d_]+")
_REPEATED = re.compile(r"(\[(?:imię|nazwa|miejscowość)\])(?:[ -]\[(?:imię|nazwa|miejscowość)\])+")
_COVER = re.compile(r"\[(?:imię|nazwa|miejscowość|numer|e-mail)\]")
_WITH_PREPOSITION = re.compile(
    r"\b(?:w|we|z|ze|na|do|od|ode|przez|pod|koło|dla|u|o|po|przy|za|k|nr|tel\.?)"
    rf" {_COVER.pattern}",
    re.IGNORECASE,
)
_ADDRESS = re.compile(r", \[(?:imię|nazwa)\](?=[,.!?])")
_STARTS_AFTER = ".!?…\n"
#: Endings of Polish nouns, names and adjectives, without accents.
_ENDINGS = frozenset(
    (
        "",
        *("a", "e", "i", "o", "u", "y", "ie", "ia", "iu", "ej", "em", "im", "ym", "om", "ow"),
        *("iej", "iem", "ich", "imi", "ych", "ymi", "ego", "emu", "iego", "iemu", "owi", "owie"),
        *("owej", "owa", "owy", "ami", "iami", "ach", "iach", "ze", "zie", "cie", "sie", "dzie"),
        *("ni", "nia", "nie", "nio", "ski", "ska", "skie", "skiego", "skiej", "skim", "sku"),
    )
)
#: Written with a capital letter out of courtesy.
_POLITE = frozenset(
    (
        *("pan", "pana", "panu", "panem", "pani", "panie", "pania", "panowie", "panstwo"),
        *("panstwa", "panstwu", "panstwem", "ty", "ciebie", "cie", "ci", "tobie", "toba"),
        *("wy", "was", "wam", "wami"),
    )
)
_SHORTEST = 3
_OWN = 6  # letters of a word that may be known without a capital as part of a longer name


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
    """Return the text with addresses, long numbers, these names and places, and others covered.

    A capital inside a sentence makes a name, unless the vocabulary writes the word so too.
    """
    text = _ACCOUNT_NAME.sub(NAME, _EMAIL.sub(EMAIL, text))
    text = _POSTCODE.sub(NUMBER, _LONG.sub(_number, text))
    vocabulary = vocabulary or Vocabulary()
    known = [(_named(one, vocabulary), cover) for one, cover in ((names, NAME), (places, PLACE))]
    words = list(_words(text, known, vocabulary))
    for before, word in zip(reversed(words[:-1]), reversed(words[1:]), strict=True):
        if word.cover and before.opens and before.end + 1 == word.start:
            before.cover = before.cover or PROPER
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


def _number(found: re.Match[str]) -> str:
    if _DATE.fullmatch(found[0]) or _MONEY.match(found.string, found.end()):
        return found[0]
    return NUMBER


@dataclass(slots=True)
class _Word:
    start: int
    end: int
    cover: str
    opens: bool  # it begins a sentence, and is no word that the vocabulary knows


def _words(
    text: str, known: list[tuple[Callable[[str, bool], bool], str]], vocabulary: Vocabulary
) -> Iterator[_Word]:
    for found in _WORD.finditer(text):
        word, folded = found[0], fold(found[0])
        titled = word[0].isupper() and word[1:].islower()
        if text[found.start() - 1 : found.start()] == "[":
            continue  # a cover
        cover = next((name for is_it, name in known if is_it(folded, word[0].isupper())), "")
        first = _begins(text, found.start())
        if not cover and titled and not first and not _is_known(folded, vocabulary):
            cover = PROPER
        opens = titled and first and folded not in vocabulary.common
        yield _Word(found.start(), found.end(), cover, opens)


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


def _named(names: Collection[str], vocabulary: Vocabulary) -> Callable[[str, bool], bool]:
    """Return what recognises the names in any form of theirs.

    In a longer name an ordinary word, or a short one ("Mała Wieś"), counts with a capital only.
    """
    alone, parts = set[str](), set[str]()
    for name in names:
        words = [fold(word) for word in _WORD.findall(name)]
        for word in words:
            if len(word) >= _SHORTEST:
                own = len(word) >= _OWN and word not in vocabulary.common
                (alone if own or len(words) == 1 else parts).update(_stems(word))

    def is_named(word: str, capital: bool) -> bool:
        return _is_form(word, alone) or (capital and _is_form(word, parts))

    return is_named


def _stems(word: str) -> set[str]:
    """Return what stays the same in the forms of a name: Anna, Anny; Marek, Marka; Bodzanowie."""
    stem = word[:-1] if word[-1] in "aeiouy" else word
    stems = {stem, word}
    if len(stem) > _SHORTEST and stem[-2] == "e":  # Marek, Paweł
        stems.add(stem[:-2] + stem[-1])
    return stems


def _is_form(word: str, stems: Collection[str]) -> bool:
    cuts = range(max(2, len(word) - 5), len(word) + 1)
    return any(word[:cut] in stems and word[cut:] in _ENDINGS for cut in cuts)
