"""Hides in a leader's words who and where: what is left can be kept, shown and learnt from.

Rules, not knowledge: names given or common, words after "nazywam się" or "pani", signatures, given
places and words after "gmina" or "we wsi", numbers, addresses. What the rules do not see stays, so
a human looks before anything is published. Masking what is masked changes nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import NamedTuple

from bot.domain import hiding_words as known
from bot.domain.inflection import forms
from bot.domain.personal_numbers import found_in
from bot.domain.polish_words import fold

LONGEST = 4096  # characters that are looked at, as many as Telegram lets one write
NAME, PLACE, TITLE, ADDRESS = "[imię]", "[miejscowość]", "[nazwa]", "[adres]"
EMAIL, LINK, ACCOUNT_NAME = "[e-mail]", "[link]", "[konto w sieci]"
PHONE, PESEL, BANK, NUMBER = "[telefon]", "[PESEL]", "[numer konta]", "[numer]"
#: All that stands in the place of something.
MARKS = (NAME, PLACE, TITLE, ADDRESS, EMAIL, LINK, ACCOUNT_NAME, PHONE, PESEL, BANK, NUMBER)
_FOUND = {"account": BANK, "pesel": PESEL, "phone": PHONE}

_UPPER = "A-ZĄĆĘŁŃÓŚŹŻ"
_WORD = re.compile(r"[^\W\d_]+")
_PATTERNS = (
    (EMAIL, re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}")),
    (LINK, re.compile(r"(?:https?://|www\.)[^\s<>\"\]]{1,500}", re.IGNORECASE)),
    (ACCOUNT_NAME, re.compile(r"(?<![\w/@])@\w{3,32}")),
    (
        ADDRESS,
        re.compile(
            rf"\b(?:[Uu]l\.|[Uu]lic[aąęy]|[Aa]l\.|[Aa]lej[aeię]{{1,2}}|[Oo]s\.|[Oo]siedl[eau]) ?"
            rf"(?:[{_UPPER}]\w{{0,30}}[ -]?){{1,3}}"
            rf"(?:\d{{1,4}}[a-zA-Z]?(?:[/ m.]{{1,3}}\d{{1,4}})?)?"
        ),
    ),
    (PLACE, re.compile(rf"(?<![\d-])\d\d-\d{{3}}(?: [{_UPPER}]\w{{1,30}}){{0,2}}(?![\d-])")),
)
_AFTER_REGISTER = re.compile(
    r"\b(?:krs|nip|regon|pesel|dowodu?|legitymacj[aiię])(?: (?:nr|numer))?\W{0,3}"
    r"(\d(?:[ /-]?\d){3,25})|\bdziałk\w{1,3}(?: (?:nr|numer))?\W{0,3}(\d{1,5}(?:/\d{1,4})?)",
    re.IGNORECASE,
)
_CODE = re.compile(r"(?<!\w)[A-Z]{3} ?(\d{6})(?!\w)")
_LONG = re.compile(r"(?<![\d.,])\d{7,}(?![\d.,]?\d)(?! ?(?:zł|pln|tys|euro))", re.IGNORECASE)
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


def mask(text: str, *, names: Iterable[str] = (), places: Iterable[str] = ()) -> str:
    """Return the text with what tells a person or a place replaced by words in brackets.

    `names` are those of people who may be meant (of who asks, above all), `places` those that are
    known; both are found in any of their forms. Of longer texts only the beginning is kept.
    """
    masked = _numbers_hidden(text[:LONGEST])
    words = [
        _Word(found[0], fold(found[0]), *found.span())
        for found in _WORD.finditer(masked)
        if not _in_brackets(masked, found)
    ]
    marks: dict[int, str] = {}
    for number, mark in (
        *_titles(masked, words),
        *_places(masked, words, list(places)),
        *_named(masked, words, list(names)),
    ):
        marks[number] = mark
    return _replaced(masked, words, marks)


def _in_brackets(text: str, found: re.Match[str]) -> bool:
    """Tell whether a word is one of our own marks, or part of it."""
    head = text.rfind("[", max(0, found.start() - 20), found.start())
    return head >= 0 and "]" not in text[head : found.start()] and "]" in text[found.end() :][:20]


# Numbers and addresses


def _numbers_hidden(text: str) -> str:
    for mark, pattern in _PATTERNS:
        text = pattern.sub(lambda found, mark=mark: _kept_space(found[0], mark), text)  # type: ignore[misc]
    spans = [(start, end, _FOUND[kind]) for kind, start, end in found_in(text)]
    for pattern in (_AFTER_REGISTER, _CODE):
        spans += [(*found.span(found.lastindex or 0), NUMBER) for found in pattern.finditer(text)]
    spans += [(*found.span(), NUMBER) for found in _LONG.finditer(text)]
    return _spliced(text, spans)


def _kept_space(found: str, mark: str) -> str:
    return mark + found[len(found.rstrip(" .,;")) :]


def _spliced(text: str, spans: list[tuple[int, int, str]]) -> str:
    """Put marks in the place of spans; of two that overlap the one named first stays."""
    taken: list[tuple[int, int, str]] = []
    for start, end, mark in spans:
        if all(end <= other[0] or start >= other[1] for other in taken):
            taken.append((_with_prefix(text, start), end, mark))
    for start, end, mark in sorted(taken, reverse=True):
        text = text[:start] + mark + text[end:]
    return text


def _with_prefix(text: str, start: int) -> int:
    """Return where a number begins with the country before it ("PL61 1090 ...")."""
    return start - 2 if text[max(0, start - 2) : start].upper() == "PL" else start


# Places


def _places(text: str, words: list[_Word], places: list[str]) -> Iterator[tuple[int, str]]:
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
            if len(row) == len(parts) > 0 and all(
                one.folded in part for one, part in zip(row, parts, strict=True)
            ):
                yield from ((at + n, PLACE) for n in range(len(parts)))
        if word.folded in alone and word.is_capital:
            yield at, PLACE
        if known.BEFORE_PLACE.fullmatch(word.folded):
            yield from ((n, PLACE) for n in _following(text, words, at, most=2, through="w"))
        elif _next_is_village(text, words, at):
            yield at + 1, PLACE


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


def _named(text: str, words: list[_Word], names: list[str]) -> Iterator[tuple[int, str]]:
    own = {
        form
        for name in names
        for part in _WORD.findall(name)
        if fold(part) not in known.COMMON_PARTS
        for form in forms(part)
    }
    for at, word in enumerate(words):
        if word.folded in own and (word.text[0].isupper() or word.folded not in known.ENDS_NAME):
            yield at, NAME
        if word.is_capital and word.folded in _given():
            yield at, NAME
            yield from ((n, NAME) for n in _following(text, words, at, most=2))
        elif word.folded in known.BEFORE_NAME:
            yield from ((n, NAME) for n in _following(text, words, at, most=2, offices=True))
        elif word.folded in known.GREETED:
            yield from ((n, NAME) for n in _following(text, words, at, most=3, apart=True))
        for said, small in known.SAID.items():
            if tuple(one.folded for one in words[at : at + len(said)]) == said:
                last = at + len(said) - 1
                yield from ((n, NAME) for n in _introduced(text, words, last, small))


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
