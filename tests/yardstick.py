"""How slow this machine is just now: bounds in seconds were set on one at its full speed.

The same machine computes at half its speed for minutes at a time, when others share it.
"""

from __future__ import annotations

import time
from statistics import median

#: Seconds of computing that the work below took on the machine that bounds were set on.
AT_FULL_SPEED = 0.037


def _work() -> None:
    words: dict[str, int] = {}
    for number in range(120_000):
        word = f"słowo{number % 997}"
        words[word] = words.get(word, 0) + len(word)
    sorted(words.items(), key=lambda pair: pair[1])


def slowness() -> float:
    """Return how many times slower it is now; at least 1."""
    return max(1.0, median(_took() for _ in range(9)) / AT_FULL_SPEED)


def _took() -> float:
    started = time.process_time()
    _work()
    return time.process_time() - started
