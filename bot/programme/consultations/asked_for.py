"""Tells whether plain words ask for a meeting with an advisor, and for nothing else.

Every word has to be one that such a wish is made of, so that a question about a meeting ("jak
umówić spotkanie z wójtem", "co wpisać w umowie") stays a question.
"""

from __future__ import annotations

import re

from bot.domain.polish_words import fold

_WORDS = re.compile(r"\w+")
#: One of these by itself is a wish.
_ALONE = frozenset({"konsultacja", "konsultacje"})
#: One of these has to be there,
_BOOKING = frozenset({"umow", "umowic", "umowcie", "umowmy", "umowienie", "spotkac"})
#: and these may stand around it.
_AROUND = frozenset(
    ["dzien", "dobry", "witam", "czesc", "prosze", "poprosze", "chce", "chcialam",
     "chcialbym", "chcialabym", "chcemy", "chcielibysmy", "moge", "mozna", "mozemy",
     "mozecie", "czy", "da", "sie", "mnie", "nas", "na", "do", "w", "we", "u", "z", "ze", "o",
     "jakis", "jakas", "jakies", "spotkanie", "spotkania", "wizyty", "konsultacje",
     "konsultacja", "rozmowe", "rozmowa", "wizyte", "wizyta", "termin", "doradca", "doradcy",
     "doradczynia", "ksiegowa", "prawnikiem", "kims", "wami", "biurze", "biura", "siedzibie",
     "fundacji", "telefon", "telefonie", "telefoniczna", "telefonicznie", "przez", "wideo",
     "online", "osobiscie", "nami", "jutro", "tydzien", "tygodniu",]
)  # fmt: skip


def is_asked_for(text: str) -> bool:
    """Tell whether a message asks for a meeting ("chce sie umowic na spotkanie w biurze")."""
    words = set(_WORDS.findall(fold(text)))
    if words and words <= _ALONE:
        return True
    return not words.isdisjoint(_BOOKING) and words <= _BOOKING | _AROUND
