"""Hides in a leader's words who and where: what is left can be kept, shown and learnt from.

Rules, not knowledge: names given or common, words after "nazywam się" or "pani", signatures,
given places and words after "gmina" or "we wsi"; numbers are the work of `hiding_numbers`. What
the rules do not see stays, so a human looks before anything is published. Masking what is masked
changes nothing.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from functools import lru_cache
from typing import NamedTuple

from bot.domain import hiding_words as known
from bot.domain.hiding_numbers import NUMBER_MARKS, PLACE, numbers_hidden
from bot.domain.inflection import forms
from bot.domain.polish_words import fold

LONGEST = 4096  # characters that are looked at, as many as Telegram lets one write
MOST_AGAIN = 4
NAME, TITLE = "[imię]", "[nazwa]"
#: All that stands in the place of something.
MARKS = (NAME, TITLE, *NUMBER_MARKS)
_MARK = re.compile("|".join(re.escape(mark) for mark in MARKS))
_WORD = re.compile(r"[^\W\d_]+")
_QUOTED = re.compile(r"[„\"”»«]([^„\"”»«\n]{2,60})[”\"«»]")


class _Word(NamedTuple):
    text: str
    folded: str
    start: int
    end: int

    @property
    def is_capital(self) -> bool:
        return self.text[0].isupper() and not (len(self.text) > 1 and self.text.isupper())

    @property
    def is_office(self) -> bool:
        return self.folded.startswith(known.OFFICES)


def mask(
    text: str,
    *,
    names: Iterable[str] = (),
    places: Iterable[str] = (),
    common: Collection[str] = frozenset(),
) -> str:
    """Return the text with what tells a person or a place replaced by words in brackets.

    `names` are those of people who may be meant (of who asks, above all), `places` those that are
    known; both are found in any of their forms, but where they are words of the `common` ones
    (folded) with a capital only. Of longer texts only the beginning is kept.
    """
    named, known_places = list(names), list(places)
    masked = _once(text[:LONGEST], named, known_places, common)
    for _ in range(MOST_AGAIN):  # what was hidden may let the words around it be seen for names
        again = _once(masked, named, known_places, common)
        if again == masked:
            break
        masked = again
    return masked


def _once(text: str, names: list[str], places: list[str], common: Collection[str]) -> str:
    masked = numbers_hidden(text)
    words = list(_words(masked))
    marks: dict[int, str] = {}
    for number, mark in (
        *_titles(masked, words),
        *_places(masked, words, places, common),
        *_named(masked, words, names, common),
    ):
        marks[number] = mark
    return _replaced(masked, words, marks)


def _words(text: str) -> Iterator[_Word]:
    """Yield the words of a text that are no marks of ours."""
    taken = {at for mark in _MARK.finditer(text) for at in range(*mark.span())}
    for found in _WORD.finditer(text):
        if found.start() not in taken:
            yield _Word(found[0], fold(found[0]), *found.span())


# Places


def _places(
    text: str, words: list[_Word], places: list[str], common: Collection[str]
) -> Iterator[tuple[int, str]]:
    rows = [[forms(part) for part in _WORD.findall(place)] for place in places]
    alone = {
        form
        for place in places
        for part in _WORD.findall(place)
        if fold(part) not in known.COMMON_PARTS
        for form in forms(part)
    }
    for at, word in enumerate(words):
        for parts in rows:
            row = words[at : at + len(parts)]
            if _is_row(row, parts) and _may_be_name(row, common):
                yield from ((at + n, PLACE) for n in range(len(parts)))
        if word.folded in alone and word.is_capital:
            yield at, PLACE
        if known.BEFORE_PLACE.fullmatch(word.folded):
            yield from ((n, PLACE) for n in _following(text, words, at, most=2, through="w"))
        elif _next_is_village(text, words, at):
            yield at + 1, PLACE


def _is_row(row: list[_Word], parts: list[frozenset[str]]) -> bool:
    same = len(row) == len(parts) > 0
    return same and all(one.folded in part for one, part in zip(row, parts, strict=True))


def _may_be_name(row: list[_Word], common: Collection[str]) -> bool:
    """Tell whether words are more than ordinary ones: one has a capital, or none is ordinary."""
    return any(one.text[0].isupper() or one.folded not in common for one in row)


def _next_is_village(text: str, words: list[_Word], at: int) -> bool:
    ending = known.VILLAGES.get(words[at].folded)
    if ending is None or at + 1 >= len(words) or not _joined(text, words[at], words[at + 1]):
        return False
    after = words[at + 1]
    named = after.is_capital and ending.fullmatch(after.folded) is not None
    return named and after.folded not in known.NO_VILLAGE


def _titles(text: str, words: list[_Word]) -> Iterator[tuple[int, str]]:
    """Yield words of names of organisations: in quotes, or capitals right after KGW, OSP, ..."""
    quoted = [found.span(1) for found in _QUOTED.finditer(text)]
    for at, word in enumerate(words):
        if not known.BEFORE_TITLE.fullmatch(word.folded):
            continue
        for start, end in quoted:
            if 0 < start - word.end <= 4:
                inside = range(len(words))
                yield from (
                    (n, TITLE) for n in inside if start <= words[n].start and words[n].end <= end
                )
        following = list(_following(text, words, at, most=2))
        if not any(known.KIND.fullmatch(words[n].folded) for n in following):
            yield from ((n, TITLE) for n in following)


# Names


@lru_cache(maxsize=1)
def _given() -> frozenset[str]:
    return frozenset(form for name in known.GIVEN for form in forms(name))


def _named(
    text: str, words: list[_Word], names: list[str], common: Collection[str]
) -> Iterator[tuple[int, str]]:
    own = {
        form
        for name in names
        for part in _WORD.findall(name)
        if fold(part) not in known.COMMON_PARTS
        for form in forms(part)
    }
    plain = {*common, *known.ENDS_NAME}
    for at, word in enumerate(words):
        if word.folded in own and _may_be_name([word], plain):
            yield at, NAME
        if word.text[0].isupper() and word.folded in _given():
            yield at, NAME
            yield from ((n, NAME) for n in _following(text, words, at, most=2))
            if word.text.isupper() and _is_loud_name(text, words, at):
                yield at + 1, NAME
        elif word.folded in known.BEFORE_NAME:
            yield from ((n, NAME) for n in _following(text, words, at, most=2, offices=True))
        elif word.folded in known.GREETED:
            yield from ((n, NAME) for n in _following(text, words, at, most=3, apart=True))
        for said, small in known.SAID.items():
            if tuple(one.folded for one in words[at : at + len(said)]) == said:
                last = at + len(said) - 1
                yield from ((n, NAME) for n in _introduced(text, words, last, small))


def _is_loud_name(text: str, words: list[_Word], at: int) -> bool:
    """Tell whether a given name in capitals has a surname in capitals after it."""
    if at + 1 >= len(words) or not _joined(text, words[at], words[at + 1]):
        return False
    after = words[at + 1]
    plain = after.folded in known.QUESTION | known.ENDS_NAME or after.is_office
    return after.text.isupper() and not plain


def _introduced(text: str, words: list[_Word], last: int, small: int) -> Iterator[int]:
    """Yield the words in which somebody names themselves, in small letters too."""
    for place, number in enumerate(range(last + 1, min(last + 4, len(words)))):
        word = words[number]
        if not _joined(text, words[number - 1], word, apart=place == 0):
            return
        if not word.is_capital and (place >= small or word.folded in known.ENDS_NAME):
            return
        yield number


def _following(
    text: str,
    words: list[_Word],
    at: int,
    *,
    most: int,
    through: str = "",
    offices: bool = False,
    apart: bool = False,
) -> Iterator[int]:
    """Yield the next words with a capital, over "w" or an office when told; at most `most`."""
    found = 0
    for number in range(at + 1, min(at + most + 2, len(words))):
        word = words[number]
        if not _joined(text, words[number - 1], word, apart=apart and not found):
            return
        passed = (through and word.folded in (through, "we", "z")) or (offices and word.is_office)
        if passed and not found:
            continue
        if not word.is_capital or word.folded in known.QUESTION or word.is_office or found == most:
            return
        found += 1
        yield number


def _joined(text: str, before: _Word, word: _Word, *, apart: bool = False) -> bool:
    """Tell whether two words stand together: by a space or a hyphen; `apart` by a comma too."""
    between = text[before.end : word.start]
    return between in (" ", "-") or (apart and len(between) <= 4 and not between.strip(" ,:;\n."))


def _replaced(text: str, words: list[_Word], marks: dict[int, str]) -> str:
    """Put marks in the place of words; neighbours under one mark become one."""
    out, at, last = "", 0, ""
    for number in sorted(marks):
        word, mark = words[number], marks[number]
        between = text[at : word.start]
        if mark == last and at and between in (" ", "-"):
            at = word.end
            continue
        out, at, last = out + between + mark, word.end, mark
    return out + text[at:]
