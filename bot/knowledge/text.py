"""Cleans and folds Polish text: one way of writing for the same words.

Nothing here knows the knowledge base; meaning begins in `lexicon`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from itertools import islice
from pathlib import Path
from typing import NamedTuple

LONGEST_TEXT = 4096
PASSAGE_CHARS = 300
PASSAGE_TOKENS = 40
MOST_PASSAGES = 6

_TOKEN = re.compile(r"[^\W\d_]+|\d+(?:[.,]\d+)?")
_SENTENCE_END = re.compile(r"(?<=[.!?…])\s+(?=[^\W\d_a-ząćęłńóśźż])|\n+")
_PLAIN_LETTERS = str.maketrans("ąćęłńóśźżđø", "acelnoszzdo")


class Token(NamedTuple):
    """A word as typed in lower case, and folded to letters without marks."""

    typed: str
    folded: str


def clean(text: str) -> str:
    """Return at most 4,096 characters without control signs, in one Unicode form."""
    head = text[:LONGEST_TEXT]
    if not head.isprintable():
        head = "".join(sign for sign in head if _is_visible(sign))
    return unicodedata.normalize("NFC", head).strip()


def _is_visible(sign: str) -> bool:
    return sign.isspace() or unicodedata.category(sign) not in {"Cc", "Cf", "Cs", "Co", "Cn"}


def fold(text: str) -> str:
    """Return `text` in lower case without diacritics."""
    bare = text.lower().translate(_PLAIN_LETTERS)
    if bare.isascii():
        return bare
    decomposed = unicodedata.normalize("NFKD", bare)
    return "".join(sign for sign in decomposed if not unicodedata.combining(sign))


def tokens(text: str, most: int | None = None) -> list[Token]:
    """Return words and numbers in order; letters and digits part, so `CIT-8` is `cit8`."""
    if most is None:
        return [_token(word) for word in _TOKEN.findall(text.lower())]
    return [_token(match[0]) for match in islice(_TOKEN.finditer(text.lower()), most)]


@lru_cache(maxsize=30_000)  # the words of a whole base, read over and over while it is built
def _token(word: str) -> Token:
    return Token(word, fold(word))


def asked(text: str) -> str:
    """Return what tells one way of asking from another: its words, folded."""
    return " ".join(token.folded for token in tokens(text))


def passages(text: str) -> list[str]:
    """Return up to six passages of up to 300 characters; the ends of a long story are kept."""
    cut = list(_cut(text))
    if len(cut) <= MOST_PASSAGES:
        return cut
    half = MOST_PASSAGES // 2
    return cut[:half] + cut[-half:]


def _cut(text: str) -> Iterator[str]:
    passage = ""
    for sentence in _SENTENCE_END.split(text):
        if passage and len(passage) + 1 + len(sentence) > PASSAGE_CHARS:
            yield passage
            passage = ""
        passage = f"{passage} {sentence}".strip()
        while len(passage) > PASSAGE_CHARS:
            at = passage.rfind(" ", 0, PASSAGE_CHARS)
            at = at if at > 0 else PASSAGE_CHARS
            yield passage[:at]
            passage = passage[at:].strip()
    if passage:
        yield passage


def listed(name: str) -> tuple[str, ...]:
    """Return the lines of one of this room's own word lists, without comments."""
    text = (Path(__file__).parent / "data" / name).read_text(encoding="utf-8")
    lines = (line.strip() for line in text.splitlines())
    return tuple(line for line in lines if line and not line.startswith("#"))


# Words that say nothing about the matter, folded.
STOP_WORDS = frozenset(" ".join(listed("stop-words.txt")).split())
