"""Writes messages as they are typed in a hurry: without Polish signs, or with slips."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable
from dataclasses import replace

from bot.knowledge.labelled import Labelled

SEED = 2026
SLIPS = 0.04  # of letters
_LETTERS = "abcdefghijklmnoprstuwyząćęłńóśźż"
_MARKED = "ąćęłńóśźżĄĆĘŁŃÓŚŹŻ"
_BARE = str.maketrans(_MARKED, "acelnoszzACELNOSZZ")


def without_marks(lines: Iterable[Labelled]) -> tuple[Labelled, ...]:
    """Return the lines without diacritics."""
    return _rewritten(lines, lambda text: text.translate(_BARE))


def with_slips(lines: Iterable[Labelled], seed: int = SEED) -> tuple[Labelled, ...]:
    """Return the lines with a slip in 4 % of their letters; the same for the same seed."""
    chance = random.Random(seed)  # noqa: S311 - repeatable slips, no secret
    return _rewritten(lines, lambda text: slipped(text, chance))


def _rewritten(lines: Iterable[Labelled], write: Callable[[str], str]) -> tuple[Labelled, ...]:
    return tuple(replace(line, text=write(line.text)) for line in lines)


def slipped(text: str, chance: random.Random, share: float = SLIPS) -> str:
    """Return the text with a letter left out, doubled, changed or swapped here and there."""
    letters, written, at = list(text), [], 0
    while at < len(letters):
        letter = letters[at]
        following = letters[at + 1] if at + 1 < len(letters) else ""
        at += 1
        if not letter.isalpha() or chance.random() >= share:
            written.append(letter)
            continue
        slip = chance.choice(("omit", "double", "change", "swap"))
        if slip == "swap" and following.isalpha():
            written += [following, letter]
            at += 1
        elif slip == "double":
            written += [letter, letter]
        elif slip != "omit":
            written.append(chance.choice(_LETTERS))
    return "".join(written)
