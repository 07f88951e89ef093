"""People's words as they may be stored and shown: nothing invisible in them changes what is seen.

Signs are replaced by others of the same length in UTF-16, so offsets of entities stay right.
"""

from __future__ import annotations

import re
import unicodedata

_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
#: Signs that turn the direction of all that follows, the words of others too.
_TURNING = re.compile("[\u202a-\u202e\u2066-\u2069]")
_INVISIBLE = ("Z", "C", "M")  # spaces, controls, marks that need a letter beneath


def clean(text: str) -> str:
    """Return a text that any database takes and that turns nothing around it."""
    return _TURNING.sub("\u200b", _UNSTORABLE.sub("\ufffd", text))


def is_blank(text: str) -> bool:
    """Tell whether there is nothing to be seen in a text."""
    return all(unicodedata.category(sign)[0] in _INVISIBLE for sign in text)
