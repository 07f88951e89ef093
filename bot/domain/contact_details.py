"""A way to reach somebody without Telegram: a phone number, or an e-mail address."""

from __future__ import annotations

import re

_PHONE = re.compile(r"\+?[0-9]{9,15}")
_BETWEEN = re.compile(r"[\s().-]+")
#: A number among other words: "tel. 600 100 200, po południu".
_AMONG = re.compile(r"(?<![\w+])\+?[0-9](?:[\s().-]{0,3}[0-9]){8,14}(?![0-9])")
_EMAIL = re.compile(r"[^@\s]{1,64}@[^@\s.]+(\.[^@\s.]+)+")


def contact(said: str) -> str | None:
    """Return a number without what stands between its digits, or an address; else None."""
    number = _PHONE.fullmatch(_BETWEEN.sub("", said))
    if number is not None:
        return number.group()
    return said if _EMAIL.fullmatch(said) else None


def phone_in(said: str) -> str | None:
    """Return the one phone number among words, without what stands between its digits."""
    found = _AMONG.findall(said)
    return _BETWEEN.sub("", found[0]) if len(found) == 1 else None
