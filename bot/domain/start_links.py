"""What stands after `?start=` in a link to the bot.

Public links name a page: `a_<entry>`, `g_<guide>`, `p_<practice>`, `w_<workshop>`, `c_<contest>`,
with an id in lower case. Anything else that Telegram allows (64 of A-Z a-z 0-9 _ -) is taken for
a one-time token; whether such a token exists, and what it opens, is left to its row.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

_PAGE = re.compile(r"([agpwc])_([a-z0-9][a-z0-9_-]{0,61})")
_TOKEN = re.compile(r"[A-Za-z0-9_-]{1,64}")
_BARE_PREFIXES = ("a_", "g_", "p_", "w_", "c_")


class LinkKind(StrEnum):
    """What a start link opens."""

    ENTRY = "entry"
    GUIDE = "guide"
    PRACTICE = "practice"
    WORKSHOP = "workshop"
    CONTEST = "contest"
    TOKEN = "token"  # noqa: S105 - a kind, not a secret


_KINDS = {
    "a": LinkKind.ENTRY,
    "g": LinkKind.GUIDE,
    "p": LinkKind.PRACTICE,
    "w": LinkKind.WORKSHOP,
    "c": LinkKind.CONTEST,
}


@dataclass(frozen=True, slots=True)
class StartLink:
    """A page's kind and id, or a token."""

    kind: LinkKind
    value: str


def parse(payload: str) -> StartLink | None:
    """Return what the payload opens; None when no link of ours looks like this."""
    page = _PAGE.fullmatch(payload)
    if page is not None:
        return StartLink(_KINDS[page[1]], page[2])
    if payload in _BARE_PREFIXES or not _TOKEN.fullmatch(payload):
        return None
    return StartLink(LinkKind.TOKEN, payload)
