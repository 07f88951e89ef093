"""Reading how many days somebody means: "7", "siedem dni", "dwa tygodnie", "miesiąc".

What is understood only perhaps is None, and the caller asks again. The words below are data for
reading; what we say stands in the templates.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import groupby

from bot.domain.polish_words import fold, recognise, words_for

_NUMBERS = words_for(
    (1, "jeden jedna jedno"),
    (2, "dwa dwie dwoch"),
    (3, "trzy trzech"),
    (4, "cztery czterech"),
    (5, "piec pieciu"),
    (6, "szesc szesciu"),
    (7, "siedem siedmiu"),
    (8, "osiem osmiu"),
    (9, "dziewiec dziewieciu"),
    (10, "dziesiec dziesieciu"),
    (11, "jedenascie jedenastu"),
    (12, "dwanascie dwunastu"),
    (13, "trzynascie trzynastu"),
    (14, "czternascie czternastu"),
    (15, "pietnascie pietnastu"),
    (16, "szesnascie szesnastu"),
    (17, "siedemnascie siedemnastu"),
    (18, "osiemnascie osiemnastu"),
    (19, "dziewietnascie dziewietnastu"),
    (20, "dwadziescia dwudziestu"),
    (30, "trzydziesci trzydziestu"),
    (40, "czterdziesci czterdziestu"),
    (50, "piecdziesiat piecdziesieciu"),
    (60, "szescdziesiat szescdziesieciu"),
    (90, "dziewiecdziesiat dziewiecdziesieciu"),
)
_UNITS = words_for(
    (1, "dni dzien dnia dniowy dniowa"),
    (7, "tydzien tygodnie tygodni tygodnia tyg"),
    (30, "miesiac miesiace miesiecy miesiaca mies"),
)
#: Units that mean one when no number stands before: "tydzień", "w ciągu miesiąca".
_ALONE = frozenset({"tydzien", "tygodnia", "miesiac", "miesiaca"})
#: With these the days are others, or unknown: "dni roboczych", "do końca tygodnia", "kilka dni".
_UNCLEAR = frozenset(
    {"roboczych", "robocze", "koniec", "konca", "pol", "poltora", "kilka", "pare", "nie"}
)

_LONGEST_ANSWER = 200  # characters; a whole story does not answer "how many days?"
_MOST_DAYS = 365
_NO_NUMBER = -1  # neighbours that make none; never a valid amount
_DATES = re.compile(r"[0-9]{1,4}(?:[.,/-]\s?[0-9]{1,4})+")
_TOKENS = re.compile(r"[0-9]+|[a-z]+")


def read_days(text: str) -> int | None:
    """Return the number of days that the text gives, from 1 to 365; None when unclear.

    A week is 7 and a month 30. A bare number counts only when nothing else is said.
    """
    tokens = _TOKENS.findall(_DATES.sub(" x ", fold(text[:_LONGEST_ANSWER])))
    if _UNCLEAR.intersection(tokens):
        return None
    found = _amounts(tokens)
    if len(found) != 1:
        return None
    amount = found.pop()
    return amount if 1 <= amount <= _MOST_DAYS else None


def _amounts(tokens: list[str]) -> set[int]:
    """Return the amounts of days said; a number without a unit is one when there are no words."""
    said: list[int] = []
    bare: list[int] = []
    runs = [(known, list(run)) for known, run in groupby(tokens, _is_number)]
    for at, (is_number, run) in enumerate(runs):
        if is_number:
            bare.append(_joined(run))
            continue
        unit = recognise(run[0], _UNITS) if at > 0 else None
        if unit is not None:
            said.append(bare.pop() * _UNITS[unit])
        said += _single_units(run if unit is None else run[1:])
    only_numbers = all(is_number for is_number, _ in runs)
    return {*said, *bare} if said or only_numbers else set()


def _single_units(words: list[str]) -> Iterator[int]:
    for word in words:
        unit = recognise(word, _UNITS)
        if unit in _ALONE:
            yield _UNITS[unit]


def _value(token: str) -> int | None:
    if token.isdigit():
        return int(token)
    word = recognise(token, _NUMBERS)
    return None if word is None else _NUMBERS[word]


def _is_number(token: str) -> bool:
    return _value(token) is not None


def _joined(run: list[str]) -> int:
    """Return the number that neighbours make: "dwadzieścia jeden", "siedem (7)"."""
    values = [value for token in run if (value := _value(token)) is not None]
    if len(set(values)) == 1:
        return values[0]
    if len(values) != 2 or not "".join(run).isalpha():
        return _NO_NUMBER
    tens, ones = values
    return tens + ones if ones < 10 < tens and tens % 10 == 0 else _NO_NUMBER
