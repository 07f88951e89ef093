"""Amounts of money, kept in grosze: read as people write them, and written as they read them."""

from __future__ import annotations

import re

_GROUPED = r"[0-9]{1,3}(?:[ \u00a0\u202f.]?[0-9]{3})*"
_AMOUNT = re.compile(
    rf"({_GROUPED}|[0-9]{{1,9}})(?:,([0-9]{{1,2}})|\.([0-9]{{1,2}}))?(?: ?z[łl])?"
)
MOST = 100_000_000_00  # a hundred million złoty: more is a slip of the pen


def read_amount(text: str) -> int | None:
    """Return grosze: "5 000,00", "5.000", "5000.5" and "5000 zł" are read; None for anything else.

    A point before three digits stands between thousands, before fewer it begins the grosze.
    """
    found = _AMOUNT.fullmatch(" ".join(text.split()).lower())
    if found is None:
        return None
    whole = int(re.sub(r"[^0-9]", "", found[1]))
    part = (found[2] or found[3] or "").ljust(2, "0")
    amount = whole * 100 + int(part)
    return amount if amount <= MOST else None


def written_amount(grosze: int) -> str:
    """Return "5 000,00", with spaces that do not break."""
    whole, part = divmod(grosze, 100)
    return f"{whole:,}".replace(",", "\u00a0") + f",{part:02}"
