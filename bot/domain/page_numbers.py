"""Numbers by which buttons name pages: made from the page's name, so that they outlive changes.

A button holds 64 bytes, the name of a page alone may be as long. The number is the same in every
version of the knowledge and after every restart: an old button opens its page, or nothing.
"""

from __future__ import annotations

from functools import lru_cache
from hashlib import sha256

_BYTES = 7  # two of a thousand pages share a number once in 10**11 knowledge bases


@lru_cache(maxsize=4096)
def number_of(kind: str, name: str) -> int:
    """Return the number of a page, or of a part of one."""
    return int.from_bytes(sha256(f"{kind}:{name}".encode()).digest()[:_BYTES], "big")
