"""Numbers by which buttons name pages and their parts: made from names, to outlive changes.

A button holds 64 bytes, the name of a page alone may be as long. The number is the same in every
version of the knowledge and after every restart: an old button opens its page, or nothing.
"""

from __future__ import annotations

from functools import lru_cache
from hashlib import sha256

#: Together 63 bits, as a button carries. Of a thousand pages, and of ten parts of one page, two
#: have the same number less than once in a hundred thousand knowledge bases.
_PAGE_BITS, _PART_BITS = 40, 23


@lru_cache(maxsize=4096)
def _number(name: str, bits: int) -> int:
    return int.from_bytes(sha256(name.encode()).digest()[:8], "big") >> (64 - bits)


def number_of(kind: str, name: str) -> int:
    """Return the number of a page."""
    return _number(f"{kind}:{name}", _PAGE_BITS)


def part_number(page: int, name: str) -> int:
    """Return the number of a part of the page with this number."""
    return page << _PART_BITS | _number(name, _PART_BITS)


def page_of(part: int) -> int:
    """Return the number of the page that a part belongs to."""
    return part >> _PART_BITS
