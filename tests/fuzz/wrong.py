"""What may go wrong with bytes and with values: strategies that several tests share."""

from __future__ import annotations

import copy
import random
from collections.abc import Iterator, Sequence
from typing import Any

from hypothesis import strategies as st

#: Signs that programs stumble over, beside those that Hypothesis likes.
ODD = "\x00\n\r\t\u00a0\u200b\u2028\u202e\ufeff\ufffd²١１ąŁ🎺'\"`{}[]<>&%\\/:;|-_=+@"
WORDS = st.text(st.one_of(st.sampled_from(ODD), st.characters(codec="utf-8")), max_size=200)
#: With halves of signs, as JSON and Telegram may bring them.
ANY_WORDS = st.one_of(WORDS, st.text(st.characters(), max_size=60))

LEAVES: Sequence[Any] = (
    None, True, False, 0, -1, 1, 2**31, 2**53, 2**63, -(2**63) - 1, 10**400, 1.5, 1e308,
    float("nan"), float("inf"), "", " ", "0", "-1", "x" * 5000, "\x00", "\ud83d", "\u202e",
    "{{7*7}}", "<b>", "../../etc/passwd", "v1:claim:1", "/start", "/start a_../x", [], {}, [[]],
    [{}], {"id": 1}, {"": None}, [None], ["x"] * 50,
)  # fmt: skip


def bent(
    raw: bytes, luck: random.Random, bits: Sequence[bytes] = (b"\0", b"\xff", b"\n")
) -> bytes:
    """Return bytes with a few things wrong."""
    made = bytearray(raw)
    for _ in range(luck.randint(1, 8)):
        at = luck.randint(0, len(made))
        way = luck.randrange(5)
        if way == 0:
            made[at:at] = luck.choice(bits) * luck.randint(1, 20)
        elif way == 1:
            del made[at : at + luck.randint(1, 1 + len(made) // 4)]
        elif way == 2 and made:
            made[at % len(made)] = luck.randrange(256)
        elif way == 3 and made:
            made[at % len(made)] ^= 1 << luck.randrange(8)
        else:
            start = luck.randint(0, len(made))
            made[at:at] = made[start : start + luck.randint(1, 200)]
    return bytes(made)


def places(value: Any, way: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Yield the way to everything inside a value."""
    inside: Any = ()
    if isinstance(value, dict):
        inside = value.items()
    elif isinstance(value, list):
        inside = enumerate(value)
    for key, one in inside:
        yield (*way, key)
        yield from places(one, (*way, key))


def spoilt(value: Any, luck: random.Random) -> Any:
    """Return a JSON value with up to three things in it wrong: changed, missing, or too many."""
    made = copy.deepcopy(value)
    for _ in range(luck.randint(1, 3)):
        ways = list(places(made))
        if not ways:
            return made
        *above, last = luck.choice(ways)
        inside = made
        for key in above:
            inside = inside[key]
        way = luck.randrange(4)
        if way == 0:
            del inside[last]
        elif way == 1 and isinstance(inside, dict):
            inside[luck.choice(("id", "type", "date", "text", "x", "from", "chat"))] = (
                copy.deepcopy(luck.choice(LEAVES))
            )
        else:
            inside[last] = copy.deepcopy(luck.choice(LEAVES))
    return made
