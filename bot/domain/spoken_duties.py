"""Reading duties and days off as advisors write them: "pon, śr 9-13 biuro", "do 15.07".

What cannot be read is None, and the caller shows how to write it. The words are data for reading.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, time

from bot.domain.polish_words import fold
from bot.domain.spoken_times import read_day

_DAYS = {
    "pn": 0, "po": 0, "pon": 0, "wt": 1, "wto": 1, "sr": 2, "sro": 2, "cz": 3, "czw": 3,
    "pt": 4, "pi": 4, "pia": 4, "sb": 5, "so": 5, "sob": 5, "nd": 6, "ndz": 6, "niedz": 6,
}  # fmt: skip
_BEGINNINGS = {
    "poniedz": 0, "wtor": 1, "srod": 2, "czwart": 3, "piat": 4, "sobot": 5, "niedziel": 6,
}  # fmt: skip
_PLACES = {
    "biur": "office", "siedzib": "office", "telefon": "phone", "tel": "phone", "online": "phone",
    "wideo": "phone", "zdaln": "phone", "teren": "out", "wyjazd": "out", "dojazd": "out",
}  # fmt: skip
_CLOCK = r"([0-9]{1,2})(?:[:.]([0-9]{2}))?"
_HOURS = re.compile(rf"(?<![0-9:.]){_CLOCK} ?(?:-|–|—|do) ?{_CLOCK}(?![0-9:.])")
_TOKENS = re.compile(r"[a-z]+")
_RANGE = re.compile(r"([a-z]{2,12})\.? ?(?:-|–|—|do) ?([a-z]{2,12})")
_SMALL = frozenset(
    {"w", "we", "i", "oraz", "od", "do", "godz", "godzinach", "kazdy", "kazda", "co"}
)
_STANDS_IN = re.compile(r"\b(?:zastępuje|zastepuje|zastępstwo|zastepstwo)\b", re.IGNORECASE)
_BETWEEN_DAYS = re.compile(r" ?[–—] ?| - | ?\bdo\b ?|(?<=[0-9])-(?=[0-9]{1,2}[./])")
_LONGEST = 200  # characters; a story is no duty


@dataclass(frozen=True, slots=True)
class SpokenDuty:
    """Weekdays and hours, where, and the words that say something else."""

    weekdays: tuple[int, ...]
    starts: time
    ends: time
    place: str
    rest: tuple[str, ...]


def read_duty(text: str) -> SpokenDuty | None:
    """Return the weekly duty that a text names, or None."""
    folded = fold(" ".join(text[:_LONGEST].split()))
    hours = read_clock(folded)
    if hours is None:
        return None
    words = _HOURS.sub(" ", folded)
    days, words = _ranges(words)
    rest = []
    place = "any"
    for word in _TOKENS.findall(words):
        if (day := _weekday(word)) is not None:
            days.add(day)
        elif (found := _place(word)) is not None:
            place = found
        elif word not in _SMALL:
            rest.append(word)
    return SpokenDuty(tuple(sorted(days)), *hours, place, tuple(rest)) if days else None


def read_clock(text: str) -> tuple[time, time] | None:
    """Return the hours "9-13" or "od 9:00 do 13:00" in a text, if there is one such pair."""
    found = _HOURS.findall(fold(text[:_LONGEST]))
    if len(found) != 1:
        return None
    try:
        starts, ends = (time(int(found[0][n]), int(found[0][n + 1] or 0)) for n in (0, 2))
    except ValueError:
        return None
    return (starts, ends) if starts < ends else None


def _ranges(text: str) -> tuple[set[int], str]:
    """Return the weekdays of "pon-pt", and the text without them."""
    days: set[int] = set()
    for found in _RANGE.finditer(text):
        first, last = _weekday(found[1]), _weekday(found[2])
        if first is not None and last is not None and first <= last:
            days.update(range(first, last + 1))
            text = text.replace(found[0], " ")
    return days, text


def _weekday(word: str) -> int | None:
    if word in _DAYS:
        return _DAYS[word]
    return next((n for begins, n in _BEGINNINGS.items() if word.startswith(begins)), None)


def _place(word: str) -> str | None:
    if word == "tel":
        return "phone"
    return next(
        (w for begins, w in _PLACES.items() if len(begins) > 3 and word.startswith(begins)), None
    )


def read_days(text: str, today: date) -> tuple[date, date] | None:
    """Return the first and the last day of "3.05", "1.07-15.07", "do 15.07", or None."""
    said = " ".join(text[:_LONGEST].split())
    if said.lower().startswith("do "):
        last = read_day(said[3:], today)
        return None if isinstance(last, str) else (today, last)
    parts = _BETWEEN_DAYS.split(said, maxsplit=1)
    days = [read_day(one.lower().removeprefix("od "), today) for one in parts]
    found = [one for one in days if isinstance(one, date)]
    if len(found) != len(parts) or found[0] > found[-1]:
        return None
    return found[0], found[-1]


def read_free(text: str, today: date) -> tuple[tuple[date, date], tuple[time, time] | None] | None:
    """Return the days, and the hours of a single one: "3.05", "3.05-5.05", "jutro 9-13"."""
    words = text[:_LONGEST].split()
    hours = [one for one in words if read_clock(one) is not None]
    if len(hours) == 1 and len(words) > 1:
        one = read_days(" ".join(word for word in words if word not in hours), today)
        if one is not None and one[0] == one[1]:
            return one, read_clock(hours[0])
    days = read_days(text, today)
    return None if days is None else (days, None)


def read_substitute(text: str) -> tuple[str, str]:
    """Return what stands before "zastępuje", and the name after it (empty: none is named)."""
    said = " ".join(text[:_LONGEST].split())
    found = _STANDS_IN.search(said)
    if found is None:
        return said, ""
    return said[: found.start()].strip(" ,"), said[found.end() :].strip(" .!:")


def named(said: str, names: dict[int, str]) -> list[int]:
    """Return whom a name stands for: the whole name, or the first one, in any case ("Annę")."""
    word = fold(said)
    whole = [ident for ident, name in names.items() if fold(name) == word]
    first = [
        ident for ident, name in names.items() if _stem(fold(name).split()[:1]) == _stem([word])
    ]
    parts = word.split()
    both = [
        ident
        for ident, name in names.items()
        if len(parts) > 1
        and [_stem([one]) for one in fold(name).split()] == [_stem([p]) for p in parts]
    ]
    return whole or both or first


def _stem(words: list[str]) -> str:
    """Return a name without its ending: "anna" and "anne" are one."""
    word = words[0] if words else ""
    return word[:-1] if len(word) > 2 and word[-1] in "aeiouy" else word
