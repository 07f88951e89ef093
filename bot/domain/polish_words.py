"""Recognising a few Polish words as people type them: no Polish letters, one slip of the finger.

For reading dates and numbers only. Questions are understood by the knowledge, which does far more.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping

#: Shorter words are too close to each other to forgive a slip: "dwa", "dwie", "maja".
_SHORTEST_FORGIVEN = 5


def fold(text: str) -> str:
    """Return the text in lower case and without accents, "ł" included."""
    apart = unicodedata.normalize("NFKD", text.lower().replace("ł", "l"))
    return "".join(letter for letter in apart if not unicodedata.combining(letter))


def words_for(*rows: tuple[int, str]) -> dict[str, int]:
    """Return a table from each word to the number of its row."""
    return {word: number for number, words in rows for word in words.split()}


def recognise(token: str, words: Mapping[str, int]) -> str | None:
    """Return the word of the table that a folded token stands for; None when none, or several.

    A long word may have one letter wrong, missing, doubled or swapped, but not its first: "cześć"
    is not "sześć". Words of one meaning do not compete.
    """
    if token in words:
        return token
    if len(token) < _SHORTEST_FORGIVEN - 1:
        return None
    near = [
        word
        for word in words
        if len(word) >= _SHORTEST_FORGIVEN and word[0] == token[0] and one_slip(word, token)
    ]
    return near[0] if len({words[word] for word in near}) == 1 else None


def one_slip(a: str, b: str) -> bool:
    """Tell whether one inserted, missing, wrong or swapped letter makes `a` into `b`."""
    start = 0
    while start < min(len(a), len(b)) and a[start] == b[start]:
        start += 1
    a, b = a[start:], b[start:]
    while a and b and a[-1] == b[-1]:
        a, b = a[:-1], b[:-1]
    return max(len(a), len(b)) <= 1 or (len(a) == len(b) == 2 and a == b[::-1])
