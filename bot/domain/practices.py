"""The form of a good practice: its steps, its limits, and what people type instead of a button.

Which row stands where, and what is said at each step, is left to the use cases.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from datetime import timedelta
from types import MappingProxyType

from bot.domain.polish_words import fold

#: The steps in their order. Photos, and what was spent, may be passed over.
STEPS = ("title", "story", "place", "extra", "photos", "people", "consent")
TEXTS = ("title", "story", "place", "extra")
OPTIONAL = ("extra", "photos")
SUMMARY = "summary"  # what follows the last step
#: Characters of each text, as Telegram counts them.
LONGEST: Mapping[str, int] = MappingProxyType(
    {"title": 120, "story": 8000, "place": 300, "extra": 1500}
)
PHOTOS = 5
DRAFTS = 20  # of one person, with what is sent and not decided yet
#: A form that nobody goes on with is put aside after this, and kept.
KEPT_FOR = timedelta(days=7)
#: A draft that was given up can be had back for this long; then its words are forgotten.
FORGOTTEN_AFTER = timedelta(days=7)

_WORD = re.compile(r"[^\W\d_]+")
_LONGEST_WISH = 8  # words
_WISHING = frozenset(
    ["zglos", "zglosic", "zglaszam", "zglaszamy", "dodac", "dodaj", "przyslac", "wyslac"]
)
#: Words that may stand beside them and change nothing.
_BESIDE = frozenset(
    ["chce", "chcemy", "chcialbym", "chcialabym", "prosze", "jak", "gdzie", "tu", "mozna", "sie",
     "dzien", "dobry", "swoja", "nasza", "moja", "dobra", "nowa", "swojej", "naszej", "dobrej"]
)  # fmt: skip
_SAID: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        "yes": frozenset(
            ["tak", "zgoda", "zgadzam sie", "zgadzamy sie", "tak zgadzamy sie", "tak zgadzam sie"]
        ),
        "no": frozenset(["nie", "nie mam", "nie mamy", "nie zgadzam sie", "nie zgadzamy sie"]),
        "on": frozenset(
            ["dalej", "pomin", "pomijam", "brak", "koniec", "to wszystko", "to juz wszystko"]
        ),
        "send": frozenset(["wyslij", "wysylam", "wyslac"]),
    }
)


def next_step(done: Collection[str], photos: int) -> str:
    """Return the first step that is not behind; people in photos are asked about if there are."""
    for step in STEPS:
        if step not in done and not (step == "people" and photos == 0):
            return step
    return SUMMARY


def is_wish(text: str) -> bool:
    """Tell whether words say "zgłoś praktykę", and nothing else of weight."""
    words = _WORD.findall(fold(text[:200]))
    if not 2 <= len(words) <= _LONGEST_WISH:
        return False
    *before, last = words
    rest = [word for word in before if word not in _BESIDE]
    if last == "praktyke":
        return len(rest) == 1 and rest[0] in _WISHING
    return last == "praktyki" and rest == ["zgloszenie"]


def said(text: str) -> str | None:
    """Return which button short words stand for: "yes", "no", "on", "send", or none."""
    plain = " ".join(_WORD.findall(fold(text[:60])))
    return next((what for what, ways in _SAID.items() if plain in ways), None)


def length(text: str) -> int:
    """Return how long a text is to Telegram, which counts UTF-16 units."""
    return len(text.encode("utf-16-le")) // 2
