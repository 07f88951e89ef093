"""A way to reach somebody without Telegram: a phone number, or an e-mail address."""

from __future__ import annotations

import re

_PHONE = re.compile(r"\+?[0-9]{9,15}")
_BETWEEN = re.compile(r"[\s().-]+")
_EMAIL = re.compile(r"[^@\s]{1,64}@[^@\s.]+(\.[^@\s.]+)+")


def contact(said: str) -> str | None:
    """Return a number without what stands between its digits, or an address; else None."""
    number = _PHONE.fullmatch(_BETWEEN.sub("", said))
    if number is not None:
        return number.group()
    return said if _EMAIL.fullmatch(said) else None
