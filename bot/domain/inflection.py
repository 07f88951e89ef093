"""Forms of Polish names and places, by rules: for hiding them, never for writing them.

One word in the nominative gives all that may be its forms, folded. A form too many costs a word
that is hidden in vain; a form too few shows a name: where the rules are in doubt they give more.
"""

from __future__ import annotations

from functools import lru_cache

from bot.domain.polish_words import fold

_SHORTEST = 3  # letters of a form
_VOWELS = "aeiouy"
#: Endings by the last letter of the nominative; "" is a word in a consonant.
_ENDINGS = {
    "a": " a y i e o u ej iej ami ach om ow",
    "o": "o a u y i e em iem ie owi ami ach om",
    "e": " e a u em ach om ami ego emu ej iej ych ich ym im ymi imi",
    "y": " y a e ego emu ym ej ych ymi ach om ami ow",
    "i": "i a e ego emu m iego iemu im ej iej ich imi ch mi ow",
    "": " a u y i e owi em iem ie om ami ach ow owie ia iu iowi",
}
#: What a last consonant becomes before the "e" of the locative: Marta, o Marcie.
_SOFT = (
    ("st", "sci"),
    ("ch", "sz"),
    ("t", "ci"),
    ("d", "dzi"),
    ("r", "rz"),
    ("k", "c"),
    ("g", "dz"),
)
_ADJECTIVES = ("ski", "cki", "zki", "ska", "cka", "zka", "skie", "ckie")
_ADJECTIVE_ENDINGS = ("i", "a", "e", "iego", "iemu", "im", "iej", "ich", "imi")


@lru_cache(maxsize=4096)
def forms(word: str) -> frozenset[str]:
    """Return what may be the forms of a word, folded; none of fewer than three letters."""
    folded = fold(word)
    if len(folded) < _SHORTEST or not folded.isalpha():
        return frozenset()
    if folded.endswith(_ADJECTIVES):
        found = _of_adjective(folded.rstrip("iea"))
    else:
        last = folded[-1] if folded[-1] in _VOWELS else ""
        stem = folded[: len(folded) - len(last)]
        stems = {stem} if last else {stem, _without_fleeting_e(stem)}
        found = {form for one in stems for form in _of_noun(one, _ENDINGS.get(last, "u"))}
    return frozenset({folded} | {form for form in found if len(form) >= _SHORTEST})


def _of_noun(stem: str, endings: str) -> set[str]:
    # A bare stem of a short name is too often a word: "ew", "mag".
    bare = {""} if endings[0] == " " and len(stem) > _SHORTEST else set()
    return {stem + ending for ending in {*endings.split(), *bare}} | {_softened(stem) + "e"}


def _of_adjective(stem: str) -> set[str]:
    return {stem + ending for ending in _ADJECTIVE_ENDINGS} | {stem[:-1] + "cy"}


def _softened(stem: str) -> str:
    for hard, soft in _SOFT:
        if stem.endswith(hard):
            return stem.removesuffix(hard) + soft
    return stem if stem.endswith(("l", "i")) else stem + "i"


def _without_fleeting_e(stem: str) -> str:
    """Return the stem of the other cases: Marek, Marka; Paweł, Pawła; wieś, wsi."""
    for vowel in ("ie", "e"):
        head, last = stem[: -len(vowel) - 1], stem[-1]
        if head and stem[len(head) : -1] == vowel and head[-1] not in _VOWELS + "j":
            return head + last
    return stem
