"""Tells whether words ask something, with or without a question mark.

Thanks and agreement often begin a question ("dobrze, a na kiedy"); it must not pass for thanks.
"""

from __future__ import annotations

import re

_WORDS = re.compile(r"\w+")
_ASKING = frozenset(
    [
        "czy",
        "kiedy",
        "gdzie",
        "ile",
        "jak",
        "jaki",
        "jaka",
        "jakie",
        "kto",
        "kogo",
        "komu",
        "co",
        "dlaczego",
        "czemu",
        "skąd",
        "skad",
        "dokąd",
        "dokad",
        "który",
        "ktory",
        "która",
        "ktora",
        "które",
        "ktore",
    ]
)


def asks(text: str) -> bool:
    """Tell whether a text holds a question mark or a question word."""
    return "?" in text or not _ASKING.isdisjoint(_WORDS.findall(text.lower()))
