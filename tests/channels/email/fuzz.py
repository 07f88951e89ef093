"""Mutations of the corpus, read one by one: `python -m tests.channels.email.fuzz 5000`."""

from __future__ import annotations

import random
import sys
import time

from bot.channels.email.mailbox import mark_of
from bot.channels.email.reading import LONGEST_TEXT, Read, read
from tests.channels.email.corpus import CORPUS

SEEDS = [raw[:200_000] for raw, _expected in CORPUS.values()]
_BITS = (
    b"\r\n",
    b"\0",
    b"--B\n",
    b"=?utf-8?q?=FF?=",
    b"\xff\xfe",
    b"<",
    b">",
    b"; charset=x",
    b"\n\n",
)


def mutated(seed: int) -> bytes:
    """Return one e-mail with a few things wrong: the same for the same seed."""
    luck = random.Random(seed)
    raw = bytearray(luck.choice(SEEDS))
    for _ in range(luck.randint(1, 12)):
        at = luck.randint(0, len(raw))
        way = luck.randrange(4)
        if way == 0:
            raw[at:at] = luck.choice(_BITS) * luck.randint(1, 30)
        elif way == 1:
            del raw[at : at + luck.randint(1, 200)]
        elif way == 2 and raw:
            raw[at % len(raw)] = luck.randrange(256)
        else:
            other = luck.choice(SEEDS)
            start = luck.randint(0, len(other))
            raw[at:at] = other[start : start + luck.randint(1, 2000)]
    return bytes(raw)


def is_sound(found: Read) -> bool:
    """Tell whether what was read can be stored and shown."""
    words = [found.sender or "", found.name, found.subject, found.text, found.cut]
    words += [one.name for one in (*found.files, *found.refused)]
    line = (found.sender or "") + found.name + found.subject
    return (
        all("\0" not in one and one.encode() is not None for one in words)
        and "\n" not in line
        and "\r" not in line
        and len(found.text) <= LONGEST_TEXT
    )


def main(count: int) -> None:
    """Read so many, and say how long the slowest took."""
    slowest = 0.0
    for seed in range(count):
        began = time.perf_counter()
        raw = mutated(seed)
        mark_of(raw)
        if not is_sound(read(raw)):
            sys.exit(f"seed {seed} is not sound")
        slowest = max(slowest, time.perf_counter() - began)
    sys.stdout.write(f"{count} read, the slowest in {slowest:.3f} s\n")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 5000)
