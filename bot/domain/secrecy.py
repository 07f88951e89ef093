"""Tells whether somebody asks that few people read what they write, or is plainly a child.

It only moves a button to the front: nothing is decided for anybody.
"""

from __future__ import annotations

import re

from bot.domain.polish_words import fold

_SECRET = re.compile(
    r"\b(poufn\w*|dyskretn\w*|w (tajemnicy|sekrecie|zaufaniu)|tylko miedzy nami"
    r"|nie mow(cie)? (o tym )?nikomu"
    r"|nie chce( tego| tu)? (zeby|aby|by) (wszyscy|inni|ktos|ktokolwiek|kazdy|caly|cala)"
    r"|zeby nikt( sie| nie| inny| tego){0,3} (dowiedzial|wiedzial|przeczytal|czytal|widzial))\b"
)
_YOUNG = re.compile(r"\bmam (1[0-7]|dziesiec|\w+nascie) lat\b")


def asks_for_secrecy(text: str) -> bool:
    """Tell whether "nie chcę, żeby wszyscy to czytali", "mam 15 lat" or the like stand there."""
    said = " ".join(re.findall(r"\w+", fold(text)))
    young = _YOUNG.search(said)
    grown = young is not None and young[1] in ("osiemnascie", "dziewietnascie")
    return _SECRET.search(said) is not None or (young is not None and not grown)
