"""The order of names on a list: by surname, as the Polish alphabet has it."""

from __future__ import annotations

_ALPHABET = "aąbcćdeęfghijklłmnńoópqrsśtuvwxyzźż"
_PLACES = {letter: place for place, letter in enumerate(_ALPHABET)}


def surname(name: str) -> str:
    """Return the last word of a name: "Anna Maria Nowak" gives "Nowak"."""
    return name.split()[-1] if name.split() else name


def by_surname(name: str) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Return a key that sorts names by surname, then by the rest."""
    return _letters(surname(name)), _letters(name)


def _letters(word: str) -> tuple[int, ...]:
    """Return the places of a word's letters; signs of no alphabet stand before them."""
    return tuple(_PLACES.get(sign, ord(sign) - 0x110000) for sign in word.lower())
